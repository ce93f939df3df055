"""Small translation folders for the tests of this room."""

from __future__ import annotations

from pathlib import Path

from kiosk.catalogue.model import Text
from kiosk.language.languages import BY_CODE
from kiosk.language.po import Entry, PoFile, write_po
from kiosk.language.texts import Texts, load_texts

FR, AR = BY_CODE["fr"], BY_CODE["ar"]

WELCOME = Text("interface/start.welcome", "Welkom.", "interface.yaml", 1)
HELP = Text("interface/bar.help", "Help", "interface.yaml", 2)
STEP = Text("interface/step", "Stap {number} van {total}", "interface.yaml", 3)
DAY = Text("interface/fact.days_one", "1 werkdag", "interface.yaml", 4)
DAYS = Text("interface/fact.days_many", "{number} werkdagen", "interface.yaml", 5)
TITLE = Text("verhuizen/title", "Ik ben verhuisd", "assets/walkthroughs/verhuizen/walkthrough.yaml", 2)

INTERFACE = {text.key.removeprefix("interface/"): text for text in (WELCOME, HELP, STEP, DAY, DAYS)}


def po_file(locales: Path, code: str = "fr", domain: str = "interface") -> Path:
    path = locales / code / "LC_MESSAGES" / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def write(locales: Path, *entries: Entry, code: str = "fr", domain: str = "interface") -> Path:
    path = po_file(locales, code, domain)
    path.write_bytes(write_po(PoFile(entries), code))
    return path


def translated(text: Text, words: str, **more: object) -> Entry:
    return Entry(text.key, text.dutch, words, **more)  # type: ignore[arg-type]


def french(locales: Path) -> Texts:
    return load_texts(FR, locales, INTERFACE)
