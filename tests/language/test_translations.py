"""The translations of this checkout: readable, fillable, and drawable with the bundled fonts."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kiosk.language.interface import read_interface
from kiosk.language.languages import LANGUAGES, Language
from kiosk.language.placeholders import placeholders
from kiosk.language.po import Entry, parse_po
from kiosk.language.refresh import ROOT

FILES = sorted((ROOT / "locales").glob("*/LC_MESSAGES/*.po"))


def entries(path: Path) -> tuple[Entry, ...]:
    return parse_po(path.read_bytes(), path.name).entries


def letters(language: Language) -> set[int]:
    """The code points the fonts of a language can draw."""
    files = (ROOT / "assets" / "fonts" / f"{name}-Regular.ttf" for name in language.fonts)
    return {point for file in files for point in TTFont(file).getBestCmap()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: "-".join(path.parts[-3::2]))
def test_placeholders_are_those_of_the_dutch(path):
    wrong = [entry.key for entry in entries(path)
             if entry.words and not entry.stale and placeholders(entry.words) != placeholders(entry.dutch)]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_letter_is_in_the_fonts(language):
    words = [entry.words for path in FILES if path.parts[-3] == language.code for entry in entries(path)]
    words += [language.autonym, *language.alphabet]
    if language.code == "nl":
        words += [text.dutch for text in read_interface().values()]
        words += [entry.dutch for path in FILES for entry in entries(path)]
    known = letters(language)
    invisible = {0x200E, 0x200F, 0x200C, 0x200D, 0x00AD}  # direction, joining, soft hyphen: no picture needed
    missing = {c for text in words for c in text if ord(c) not in known and ord(c) not in invisible}
    assert missing == set()
