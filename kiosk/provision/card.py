"""Finding the card's file and getting text out of it, whatever a computer far away made of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from kiosk.provision.fault import Fault
from kiosk.provision.lines import says_nothing

NAMES = ("kiosk.toml", "kiosk.toml.txt")
"""Notepad on Windows adds .txt, and Windows then hides it: nobody could see what to mend."""
ALMOST = re.compile(r"kiosk.*\.toml|kiosk\.toml\.(rtf|docx?|odt)", re.IGNORECASE)
"""What browsers and word processors make of that name: "kiosk (1).toml"."""
LARGEST = 200_000
"""Bytes; every setting with its explanation takes a tenth of it."""
FOREIGN = {
    "“": "curly quotation marks", "”": "curly quotation marks", "„": "curly quotation marks", "‘": "curly quotes",
    "’": "curly quotes", "«": "curly quotation marks", "»": "curly quotation marks",
    "\u00a0": "a space of a word processor", "\u202f": "a space of a word processor", "\u200b": "an invisible sign",
    "\ufeff": "an invisible sign", "＝": "an equals sign of another script", "–": "a long dash where - belongs",
}


def find(boot: Path) -> tuple[Path | None, tuple[Fault, ...]]:
    """The file on the card, if there is one."""
    there = [boot / name for name in NAMES if (boot / name).exists()]
    filled = [path for path in there if not _is_sample(path)]
    if len(filled) > 1:
        return None, (Fault(0, "", ("There are two files, kiosk.toml and kiosk.toml.txt.", "Remove one of them."),
                            ("Er staan twee bestanden op de kaart: kiosk.toml en kiosk.toml.txt.",
                             "Verwijder het bestand dat u niet nodig hebt.")),)
    if not filled and (other := next((path.name for path in _names(boot) if ALMOST.fullmatch(path.name)), "")):
        return None, (Fault(0, "", (f"is called {other} on the card.", "Save it as plain text, named kiosk.toml."),
                            (f"Op de kaart staat een bestand met de naam {other}.",
                             "Bewaar het als gewone tekst, met de naam kiosk.toml.")),)
    return next(iter(filled or there), None), ()


def _names(boot: Path) -> list[Path]:
    try:
        return sorted(path for path in boot.iterdir() if path.name.lower() not in NAMES)  # FAT keeps capitals
    except OSError:
        return []


def _is_sample(path: Path) -> bool:
    """Whether it is right but says nothing yet. Somebody filled in its twin."""
    text, faults = read(path)
    try:
        return not faults and says_nothing(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return False


def read(path: Path) -> tuple[str, tuple[Fault, ...]]:
    """The text of the file; never raises."""
    try:
        with open(path, "rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        return "", (Fault(0, "", (f"cannot be read: {error.strerror}.", "Write the file again, or use another card."),
                          ("Het bestand is niet leesbaar.", "Zet het opnieuw op de kaart, of neem een andere kaart.")),)
    if len(raw) > LARGEST:
        return "", (Fault(0, "", ("is far too large for settings.", "Look whether it is the right file."),
                          ("Het bestand is veel te groot.", "Kijk of dit het juiste bestand is.")),)
    utf16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")  # what Notepad calls Unicode
    try:
        text = raw.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        return "", (Fault(0, "", ("is not plain text.", "Save it in a text editor as plain text in UTF-8."),
                          ("Dit is geen gewone tekst.",
                           "Open het in een teksteditor, zoals Kladblok. Bewaar het als gewone tekst (UTF-8).")),)
    return text, ()


def not_toml(error: tomllib.TOMLDecodeError, text: str) -> Fault:
    """One fault out of what the reader stumbled over, in words of somebody who never heard of TOML."""
    place = re.search(r"at line (\d+)", str(error))
    lines = text.splitlines()
    number = int(place[1]) if place else len(lines)
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    if sign := next((sign for sign in FOREIGN if sign in line), ""):
        return Fault(number, "", (f"holds {FOREIGN[sign]}, as a word processor writes.",
                                  'Write the line again in a text editor, with straight quotation marks: "…".'),
                     ("Hier staat een teken dat niet kan, zoals een gekruld aanhalingsteken.",
                      'Schrijf de regel opnieuw in een teksteditor, met rechte aanhalingstekens: " ".'))
    for shape, english, dutch in _OFTEN:
        if re.search(shape, line.strip()):
            return Fault(number, "", english, dutch)
    for words, english, dutch in _STUMBLES:
        if re.match(words, str(error)):
            return Fault(number, "", english, dutch)
    return Fault(number, "", (f"cannot be read: {str(error).partition(' (at')[0]}.",
                              "Look here and one line higher for a missing quotation mark, bracket or equals sign."),
                 ("Deze regel is niet te lezen.",
                  "Kijk hier, en één regel hoger: ontbreekt er een aanhalingsteken, een haakje of een =-teken?"))


_OFTEN = (
    (r"= *-?\d+,\d", ("has a comma in a number.", "Write it with a point: 15.6."),
     ("Hier staat een komma in een getal.", "Schrijf een punt: 15.6.")),
    (r"(?i)= *(true|false|yes|no|on|off|ja|nee)\s*(#|$)", ("says yes or no in another way.", "Write true or false."),
     ("Hier staat ja of nee op een andere manier.", "Schrijf true of false, in kleine letters.")),
    (r"^[^#=\"'\[\]]+\]\s*(#|$)|^\[[^\]=]*$", ("misses a square bracket.", "Write the name of a table as [site]."),
     ("Hier ontbreekt een recht haakje.", "Schrijf de naam van een tabel zo: [site].")),
    (r"^\w+( \w+)+ *=", ("has a space in its name.", "Write the name with _, as in staff_place."),
     ("Hier staat een spatie in de naam.", "Schrijf _ in plaats van de spatie, zoals in staff_place.")),
    (r"^(//|;|--)", ("does not begin as a setting does.", "Begin a remark with #."),
     ("Deze regel begint met een verkeerd teken.", "Begin een opmerking met #.")),
)
"""How a line looks that people often write; looked for first, since the TOML reader stumbles over it somewhere else."""
_STUMBLES = (
    ("Cannot overwrite", ("is there twice.", "Remove one of the two lines."),
     ("Dit staat er twee keer.", "Verwijder één van de twee regels.")),
    ("Cannot declare|Cannot mutate",
     ("begins a table that was there before.", "Put its lines together below one name."),
     ("Deze naam tussen rechte haken staat er twee keer.", "Zet de regels samen onder één naam.")),
    ("Expected '='", ("has no equals sign.", 'Write it as: name = "value".'),
     ("Hier ontbreekt een =-teken.", 'Schrijf de regel zo: naam = "waarde".')),
    ("Invalid value", ("has a value without quotation marks.", 'Write a text as "text", a number as 4.'),
     ("Hier ontbreken aanhalingstekens.", 'Schrijf een tekst zo: "tekst". Schrijf een getal zo: 4.')),
    (r"Unterminated|Illegal character '\\n'|Expected \"'\"",
     ("misses a quotation mark at its end.", 'Write it as: name = "value".'),
     ("Hier ontbreekt een aanhalingsteken.", 'Schrijf de regel zo: naam = "waarde".')),
    (r"Unescaped '\\'", ("holds a backslash.", "Write / in its place, or two backslashes."),
     (r"Hier staat een \.", r"Schrijf / of \\.")),
    ("Unclosed array", ("comes after a list without an end.", 'Write the list above it as ["nl", "fr"].'),
     ("Hierboven staat een lijst zonder einde.", 'Schrijf die lijst zo: ["nl", "fr"].')),
    ("Expected newline", ("has something behind its value.", "Take it away, or write # before it."),
     ("Hier staat iets achter de waarde.", "Haal dat weg, of zet er een # voor.")),
)
