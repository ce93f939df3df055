"""Finding the card's file and getting text out of it, whatever a computer far away made of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from kiosk.provision.fault import Fault
from kiosk.provision.lines import says_nothing
from kiosk.settings_slips import slip_in

NAMES = ("kiosk.toml", "kiosk.toml.txt")
"""Notepad on Windows adds .txt, and Windows then hides it: nobody could see what to mend."""
ALMOST = re.compile(r"kiosk.*\.toml|kiosk\.toml\.(rtf|docx?|odt)", re.IGNORECASE)
"""What browsers and word processors make of that name: "kiosk (1).toml"."""
LARGEST = 200_000
"""Bytes; every setting with its explanation takes a tenth of it."""


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
    line, slip = slip_in(text, str(error))
    return Fault(line, "", slip.english, slip.dutch)
