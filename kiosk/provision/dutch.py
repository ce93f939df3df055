"""What is wrong with a setting, in Dutch, for the glass. The settings themselves speak English, to a terminal.

Only what is allowed is translated, kind by kind, and never what somebody wrote. A kind that is not here yet is shown in
English; a test names it.
"""

from __future__ import annotations

import re

from kiosk.settings_file import Problem

ALLOWED = (
    (r"a whole number from (\S+) to (\S+)", r"een geheel getal van \1 tot \2"),
    (r"a number from (\S+) to (\S+)", r"een getal van \1 tot \2"),
    (r"true or false, without quotation marks", "true of false, zonder aanhalingstekens"),
    (r"one line of text between quotation marks, (\d+) characters at most",
     r"één regel tekst tussen aanhalingstekens, hoogstens \1 tekens"),
    (r'the full path of a folder, beginning with "/"', 'het volledige pad van een map; dat begint met "/"'),
    (r'a web address that begins with https://, (\d+) characters at most, or "" for none',
     r'een webadres dat begint met https://, hoogstens \1 tekens; of "" voor geen'),
    (r"the key that `kiosk desk add-kiosk NAME` showed, between quotation marks",
     "de sleutel die u van de helpdesk kreeg, tussen aanhalingstekens"),
    (r'("/dev.*) \(see lsusb\), or "" for none', r'\1 (zie lsusb), of "" voor geen'),
    (r'"auto", or width and height such as "1920x1080"', '"auto", of breedte en hoogte zoals "1920x1080"'),
    (r"a list of (.*); \S+ is always there and comes first", r"een lijst van \1"),
    (r"a list of hours in order such as (.*), or \[\] for nobody", r"een lijst van uren, zoals \1, of [] voor niemand"),
    (r"a date with its hours, such as (.*) or (.*)", r"een datum met uren, zoals \1 of \2"),
    (r"a language with its voices, such as (.*)", r"een taal met haar stemmen, zoals \1"),
    (r'("walkthrough\.fact" = .*)', r"\1"),
    (r"letters, digits and hyphens, 63 at most", "letters, cijfers en streepjes, hoogstens 63"),
    (r"the network's name, 32 bytes at most, .*", "de naam van het netwerk, hoogstens 32 tekens"),
    (r"the network's password between quotation marks, .*",
     'het wachtwoord van het netwerk, van 8 tot 63 tekens zonder accent, tussen aanhalingstekens; of "" voor een open '
     'netwerk'),
    (r'the two letters of a country, such as "BE"', 'de twee letters van een land, zoals "BE"'),
    (r'a time zone such as "Europe/Brussels"', 'een tijdzone, zoals "Europe/Brussels"'),
    (r"the one line of a \.pub file, .*", "de regel uit een .pub-bestand, zoals ssh-ed25519 AAAA…"),
    (r'a name such as "Headphones" or "vc4hdmi0", or "" .*',
     'een naam, zoals "Headphones" of "vc4hdmi0"; of "" om de machine te laten kiezen'),
    (r'a list of networks such as (\[\S+\]), or \[\] for none', r"een lijst van netwerken, zoals \1; of [] voor geen"),
    (r'a list such as (\[.*\]); without a port it is 443', r"een lijst, zoals \1; zonder poort is het 443"),
    (r"what `kiosk admin-code` (?:prints|printed).*", "wat `kiosk admin-code` toont, tussen aanhalingstekens"),
)
UNITS = {"inches": "inch", "degrees": "graden", "hours": "uur", "s": "seconden"}
REMEDIES = (
    (r"Did you mean the table (\[\S+\])\?.*", r"Bedoelt u de tabel \1?"),
    (r"Did you mean (\S+)\?.*", r"Bedoelt u \1?"),
    (r"The settings here are (.*)\.", r"Hier kunnen staan: \1."),
    (r"The tables are (.*)\.", r"De tabellen zijn: \1."),
)
SAYINGS = {
    "is not a setting.": "Deze instelling bestaat niet.",
    "stands outside a table.": "Deze regel hoort onder een naam tussen rechte haken, zoals [site].",
}


def sentences(problem: Problem) -> tuple[str, str]:
    """What is wrong, and the remedy."""
    if problem.key == "site.start_language" and "not among" in problem.message:
        return "Deze taal staat niet bij site.languages.", "Zet ze daar bij, of kies een taal die er staat."
    if problem.key == "desk.address" and "desk.key" in problem.message:
        return ("Bij dit adres hoort een sleutel.",
                "Vraag de sleutel aan wie de helpdesk beheert. Schrijf hem bij desk.key.")
    if found := re.match(r"Write (.*?)\.(?: Until then .*)?$", problem.remedy):
        return "Wat hier staat, kan niet.", f"Schrijf {allowed(found[1]) or found[1]}."
    saying = SAYINGS.get(problem.message, "Dit klopt niet.")
    return saying, _first(REMEDIES, problem.remedy) or problem.remedy


def allowed(english: str) -> str:
    """"" where there is no Dutch for it."""
    words, unit = re.fullmatch(r"(.*?)(?: \((\w+)\))?", english).groups()  # type: ignore[union-attr]
    choices = re.sub(r" or (?=\S+$)", " of ", words)
    if not re.search(r"[A-Za-z]", re.sub(r'"[^"]*"|\bof\b', "", choices)):
        dutch = choices  # 0, 90 or 180; "abc" or "azerty"
    else:
        dutch = re.sub(r' or (?="\S+"$)', " of ", _first(ALLOWED, words))
    return f"{dutch} ({UNITS.get(unit, unit)})" if dutch and unit else dutch


def _first(table: tuple[tuple[str, str], ...], english: str) -> str:
    return next((found.expand(dutch) for pattern, dutch in table if (found := re.fullmatch(pattern, english))), "")
