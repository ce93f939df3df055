"""Words become the right glyphs: joined Arabic, mirrored brackets, marks on their letters, no empty boxes."""

import unicodedata

import pytest

from kiosk.typeset.fonts import FontSet
from kiosk.typeset.shaping import Run, clusters, shape_word

LETTERS = {
    "nl": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzáéíóúàèëïöüçĳÁÉÍÓÚËÏÖÜ",
    "fr": "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ",
    "de": "äöüßÄÖÜẞ",
    "signs": "0123456789.,:;!?'\"“”„‘’‚«»‹›()[]{}<>/\\@#&%*+-–—=_|€§°…·×→",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي،؛؟٠١٢٣٤٥٦٧٨٩ـ",
}


def shaped(text: str, fonts: FontSet, level: int = 0, language: str = "nl") -> tuple[Run, ...]:
    return shape_word(text, bytes([level]) * len(text), fonts.faces(), language)


def gids(text: str, fonts: FontSet, level: int = 0) -> list[int]:
    return [glyph.gid for run in shaped(text, fonts, level) for glyph in run.glyphs]


@pytest.mark.parametrize("bold", [False, True])
def test_no_letter_of_our_languages_is_missing(latin: FontSet, bold: bool) -> None:
    text = "".join(LETTERS.values()).replace("→", "")
    assert latin.missing(text, bold) == ""
    for char in text:
        (run,) = shape_word(char, b"\0", latin.faces(bold), "nl")
        assert all(glyph.gid for glyph in run.glyphs), char


def test_what_no_face_has_is_named(latin: FontSet) -> None:
    assert latin.missing("a漢b字漢") == "漢字"


def test_arabic_letters_join(arabic: FontSet) -> None:
    apart = [gids(letter, arabic, 1)[0] for letter in "عربي"]
    assert sorted(gids("عربي", arabic, 1)) != sorted(apart)


def test_arabic_runs_stand_from_left_to_right_as_seen(arabic: FontSet) -> None:
    (run,) = shaped("اب", arabic, 1)
    assert run.glyphs[-1].gid == gids("ا", arabic, 1)[0]  # alif, read first, is rightmost
    assert run.glyphs[-1].x == max(glyph.x for glyph in run.glyphs)


def test_brackets_are_mirrored_where_text_runs_left(latin: FontSet) -> None:
    assert gids("(", latin, 1) == gids(")", latin, 0)


def test_vowel_marks_are_kept_and_lifted_onto_their_letter(arabic: FontSet) -> None:
    (bare,), (marked,) = shaped("م", arabic, 1), shaped("مَّ", arabic, 1)
    assert len(marked.glyphs) > len(bare.glyphs)
    assert marked.advance == bare.advance
    assert marked.top > bare.top


@pytest.mark.parametrize("letter", ["é", "ë", "ç", "ü"])
def test_a_decomposed_letter_looks_like_the_composed_one(latin: FontSet, letter: str) -> None:
    assert gids(unicodedata.normalize("NFD", letter), latin) == gids(letter, latin)


def test_each_part_of_a_mixed_word_comes_from_the_face_that_has_it(latin: FontSet) -> None:
    runs = shape_word("eIDعربي", bytes([2] * 3 + [1] * 4), latin.faces(), "ar")
    assert [run.face for run in runs] == list(latin.regular)
    assert all(glyph.gid for run in runs for glyph in run.glyphs)


@pytest.mark.parametrize("control", "\u00ad\u200e\u200f\u202a\u202c\u2066\u2069\u2060\ufeff")
def test_invisible_controls_have_no_glyph(latin: FontSet, control: str) -> None:
    assert gids(f"a{control}b", latin) == gids("ab", latin)
    assert gids(control, latin) == []


def test_a_non_joiner_parts_two_arabic_letters(arabic: FontSet) -> None:
    assert gids("بب", arabic, 1) != gids("ب\u200cب", arabic, 1)


def test_letters_keep_their_marks() -> None:
    assert list(clusters("ae\u0301مَّر")) == ["a", "e\u0301", "مَّ", "ر"]
