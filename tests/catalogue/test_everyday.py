"""Which words are everyday words: the test values of the domain, forms, compounds, and words made to deceive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.everyday import LANGUAGE, LISTS, everyday

EVERYDAY = everyday()


@pytest.mark.parametrize("word", [
    "kaart", "gemeente", "code", "Kaart", "één",
    "papiertjes", "huizen", "brieven", "bewaart", "tikt", "wis", "leest", "schrijft", "gekozen", "gewist", "grotere",
    "meekijken", "afgemeld", "ophaalt", "aan", "uitgeprint", "doorgestuurd",
    "kaartlezer", "verblijfskaart", "identiteitskaart", "parkeerkaart", "huisarts", "energiebedrijf",
    "loket", "pincode", "prullenbak",
])
def test_known_by_everybody(word):
    assert EVERYDAY.knows(word)


@pytest.mark.parametrize("word", [
    "attest", "attesten", "bewindvoerder", "afschrift", "domicilie", "rijksregisternummer", "volmacht", "legalisatie",
    "uittreksel", "gezinssamenstelling", "aanslagbiljet", "apostille", "mutualiteit", "begunstigde", "tegemoetkoming",
    "omgevingsvergunning", "hoofdverblijfplaats",
])
def test_hard(word):
    assert not EVERYDAY.knows(word)


@given(st.text(max_size=40))
def test_any_text_is_a_question_with_an_answer(text):
    assert EVERYDAY.knows(text) in (True, False)


def test_the_lists_are_small_sound_and_licensed():
    for name in LISTS:
        lines = (LANGUAGE / name).read_text("utf-8").splitlines()
        words = [line for line in lines if not line.startswith("#")]
        assert words == sorted(set(words)) and all(word == word.lower().strip() for word in words)
    assert (LANGUAGE / "nl-words.txt").stat().st_size < 300_000
    assert "creativecommons.org/licenses/by-sa/4.0" in (LANGUAGE / "LICENCE-nl-words.txt").read_text("utf-8")
