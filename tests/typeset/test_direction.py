"""Arabic with Latin words, numbers and brackets in it stands in the order that its readers expect."""

import pytest
from bidi import get_display  # an independent UAX #9, in Rust, that gives finished strings
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.typeset.direction import embedding_levels, visual_order

CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def seen(text: str, rtl: bool = True) -> str:
    """The characters from left to right as they stand on the screen."""
    shown = visual_order(list(text), embedding_levels(text, rtl))
    return "".join(char for char in shown if char not in CONTROLS)


# Worked by hand, letter by letter; in Hebrew, whose letters do not join, so that each can be followed.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("אבג", "גבא"),
        ("אב itsme גד", "דג itsme בא"),
        ("אב Mijn Burgerprofiel גד", "דג Mijn Burgerprofiel בא"),
        ("אב itsme.", ".itsme בא"),  # the full stop ends the Hebrew sentence: far left
        ("אב 14:30 גד", "דג 14:30 בא"),
        ("אב 2,50 גד", "דג 2,50 בא"),
        ("אב (גד) הו", "וה )דג( בא"),  # bracket characters; shaping draws them mirrored
        ("אב (itsme) גד", "דג )itsme( בא"),
        ("אב itsme (app) גד", "דג itsme (app) בא"),
        ('אב "Mijn Profiel" גד', 'דג "Mijn Profiel" בא'),
        ("אב 02 553 גד", "דג 553 02 בא"),  # why telephone numbers need protect_ltr
        ("אב \u202a02 553\u202c גד", "דג 02 553 בא"),
        ("אב \u206602 553\u2069 גד", "דג 02 553 בא"),
        ("אב \u2066itsme: גד!\u2069 הו", "וה itsme: דג! בא"),
    ],
)
def test_hebrew_and_latin_by_hand(text: str, expected: str) -> None:
    assert seen(text) == expected


def test_arabic_letters_make_numbers_arabic() -> None:
    # W2, W4: after an Arabic letter "1-2" is two numbers, which change places; after a Hebrew one it is one.
    assert seen("ا 1-2") == "2-1 ا"
    assert seen("א 1-2") == "1-2 א"


def test_arabic_word_inside_dutch() -> None:
    assert seen("Kies العربية nu.", rtl=False) == "Kies " + "العربية"[::-1] + " nu."


def test_left_to_right_text_is_left_alone() -> None:
    assert embedding_levels("Ga naar “Mijn Burgerprofiel” (14:30).", rtl=False) == bytes(37)


def test_controls_and_joiners_take_the_level_before_them() -> None:
    assert embedding_levels("א\u200dב", rtl=True) == b"\x01\x01\x01"


ALPHABET = "abcאבגابج12٣٤+-/,.:€%() []\"'?\u0300\u064e\u00a0" + CONTROLS


@given(st.text(ALPHABET, max_size=20), st.booleans())
@example("ا a(\u0300b) 1", True)
@example("\u202eab(\u2067ا)\u2069c1", False)
def test_same_order_as_an_independent_implementation(text: str, rtl: bool) -> None:
    text += "x" if rtl else "א"  # blanks at the end are theirs to order (L1); we leave them out of a line
    theirs = get_display(text, base_dir="R" if rtl else "L")
    assert seen(text, rtl) == "".join(char for char in theirs if char not in CONTROLS)
