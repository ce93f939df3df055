"""The bundled fonts, icons and nouns: complete, alike for nobody's ear or eye, small, and licensed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from fontTools.ttLib import TTFont
from rapidfuzz.distance import Levenshtein

ASSETS = Path(__file__).resolve().parent.parent / "assets"
FONTS = sorted(ASSETS.glob("*/*.ttf"))
NOUNS = yaml.safe_load((ASSETS / "nouns.yaml").read_text(encoding="utf-8"))
WORDS = [noun["word"] for noun in NOUNS]
ICONS = json.loads((ASSETS / "icons" / "icons.json").read_text(encoding="utf-8"))

LICENCE = {
    "AtkinsonHyperlegibleNext": "OFL-Atkinson.txt",
    "NotoSansArabic": "OFL-NotoSansArabic.txt",
    "icons": "APACHE-MaterialSymbols.txt",
    "nouns": "OFL-NotoEmoji.txt",
}
LICENCE_TITLE = {"OFL": "SIL OPEN FONT LICENSE Version 1.1", "APACHE": "Apache License"}

# Letters beyond a to z of each language that is written with Atkinson, and the marks that all of them use.
LATIN = {
    "nl": "éëïóöüèáà",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "en": "",
    "de": "äöüßẞ",
    "tr": "çğıöşüİ",
    "pl": "ąćęłńóśźż",
    "ro": "ăâîșț",
}
MARKS = "0123456789.,:;!?()/-–—…·•°€%&@+=§«»„“”‘’'\"\u00a0"
ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ٠١٢٣٤٥٦٧٨٩،؛؟٪"


def drawn(file: Path) -> set[int]:
    """The code points of `file` that leave ink on the screen."""
    font = TTFont(file)
    outlines = font["glyf"]
    return {code for code, glyph in font.getBestCmap().items() if outlines[glyph].numberOfContours}


def test_256_nouns_all_different_because_each_place_is_a_byte():
    assert len(NOUNS) == 256
    assert len(set(WORDS)) == 256
    assert len({noun["picture"] for noun in NOUNS}) == 256


def test_the_nouns_stand_where_codes_already_given_out_expect_them():
    # Differs after any sorting, insertion or replacement. Replacing a word in its place is allowed, rarely:
    # docs/tasks/fonts-and-icons.md says what else must change with it.
    assert sha256(" ".join(WORDS).encode()).hexdigest()[:16] == "d4f88149c9ec6481"


def test_a_noun_can_be_typed_on_any_keyboard():
    assert [word for word in WORDS if not re.fullmatch("[a-z]{3,10}", word)] == []


def test_no_slip_of_one_letter_turns_a_noun_into_another():
    assert [pair for pair in combinations(WORDS, 2) if Levenshtein.distance(*pair) < 2] == []


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_no_slip_of_one_sound_turns_a_noun_into_another():
    # A sentence a line, so that espeak-ng answers a line a word.
    text = "\n\n".join(noun.get("espeak", noun["word"]) + "." for noun in NOUNS)
    said = subprocess.run(["espeak-ng", "-v", "nl", "-q", "--ipa", "--sep=_"],
                          input=text, text=True, capture_output=True, check=True, timeout=60).stdout
    lines = [re.sub("[ˈˌ]", "", line.strip()) for line in said.splitlines() if line.strip()]
    heard = zip(WORDS, [re.split("[_ ]+", line) for line in lines], strict=True)
    alike = [(one, other) for (one, sounds), (other, others) in combinations(heard, 2)
             if Levenshtein.distance(sounds, others) < 2]
    assert alike == []


def test_every_noun_has_its_picture():
    pictures = drawn(ASSETS / "icons" / "nouns.ttf")
    assert [noun["word"] for noun in NOUNS if int(noun["picture"], 16) not in pictures] == []


def test_every_icon_name_has_its_drawing():
    drawings = drawn(ASSETS / "icons" / "icons.ttf")
    assert [name for name, code in ICONS.items() if int(code, 16) not in drawings] == []


@pytest.mark.parametrize("style", ["Regular", "Bold"])
@pytest.mark.parametrize("language", LATIN)
def test_the_latin_font_writes_every_language(language, style):
    letters = LATIN[language] + LATIN[language].upper().replace("SS", "ẞ")
    wanted = {ord(letter) for letter in letters + MARKS}
    wanted |= set(range(ord("A"), ord("Z") + 1)) | set(range(ord("a"), ord("z") + 1))
    present = TTFont(ASSETS / "fonts" / f"AtkinsonHyperlegibleNext-{style}.ttf").getBestCmap()
    assert [chr(code) for code in sorted(wanted - present.keys())] == []


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_the_arabic_font_writes_arabic_and_the_dutch_labels_in_it(style):
    present = TTFont(ASSETS / "fonts" / f"NotoSansArabic-{style}.ttf").getBestCmap()
    assert [letter for letter in ARABIC + "Mijn Burgerprofiel 0123" if ord(letter) not in present] == []


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.name)
def test_every_font_has_its_licence_beside_it(font):
    licence = font.with_name(LICENCE[font.stem.split("-")[0]])
    assert LICENCE_TITLE[licence.stem.split("-")[0]] in licence.read_text(encoding="utf-8")


def test_fonts_and_icons_stay_small_enough_for_a_slow_card():
    files = [file for folder in ("fonts", "icons") for file in (ASSETS / folder).iterdir()]
    assert sum(file.stat().st_size for file in files) < 2_500_000
