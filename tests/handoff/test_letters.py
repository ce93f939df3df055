"""The letters are found in whatever a scanner or a tired hand types, and in nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_record import RECORDS, SAMPLE

from kiosk.handoff import letters
from kiosk.handoff.record import BadChecksum, HandoffError, Truncated, UnknownFormat

CODE = letters.encode(SAMPLE)


@given(RECORDS)
def test_a_record_survives_its_letters(record):
    code = letters.encode(record)
    assert len(code) == letters.LETTERS == 28
    assert set(code) <= set(letters.ALPHABET)
    assert letters.decode(code) == letters.decode(code.lower()) == record


@given(RECORDS, st.text(alphabet="!?#:/ ]Qecbd13", max_size=30), st.text(max_size=60).filter(str.isprintable))
def test_what_stands_before_and_behind_does_not_matter(record, before, behind):
    assert letters.decode(before + letters.encode(record) + behind) == record


@pytest.mark.parametrize("typed", [
    CODE + "\r\n",
    "]Q3" + CODE,                                              # a scanner that names the kind of code
    " ".join(CODE[i:i + 4] for i in range(0, 28, 4)),          # typed in groups
    "-".join(CODE[i:i + 7] for i in range(0, 28, 7)).lower(),
    CODE[:14] + "\n" + CODE[14:] + " Dienst: Ik ben verhuisd.",
    CODE[:9] + " " + CODE + " Dienst",                         # a scan that broke off, then a whole one
    "geldig code: " + CODE + "Dit",
])
def test_ways_in_which_it_is_typed(typed):
    assert letters.decode(typed) == SAMPLE


@pytest.mark.parametrize(("typed", "error"), [
    ("", letters.NoCode),
    ("Dienst: Ik ben verhuisd.", letters.NoCode),
    ("https://voorbeeld.be/verhuis", letters.NoCode),
    (CODE[:20], Truncated),
    (CODE[:-1] + " Mist: pincode", Truncated),
    (CODE[:9] + ("V" if CODE[9] != "V" else "U") + CODE[10:], BadChecksum),
    ("CD" + CODE[2:], UnknownFormat),
    (CODE + "\x1b[2J", letters.StrangeInput),
    (CODE + "\x00", letters.StrangeInput),
    ("x" * 2049, letters.StrangeInput),
    (CODE + "\ud800", letters.StrangeInput),
    (CODE.replace("I", "ı").replace("K", "\u212a") if "I" in CODE or "K" in CODE else "ı" * 28, HandoffError),
])
def test_what_is_no_code_is_refused_in_a_sentence(typed, error):
    with pytest.raises(error) as caught:
        letters.decode(typed)
    assert str(caught.value).endswith(".")


@given(st.text(max_size=300))
def test_any_text_gives_a_record_or_a_sentence(typed):
    try:
        letters.decode(typed)
    except HandoffError as error:
        assert str(error)


@given(st.text(alphabet=letters.ALPHABET + letters.ALPHABET.lower() + " -", max_size=2100))
def test_a_flood_of_good_letters_gives_a_record_or_a_sentence(typed):
    try:
        letters.decode(typed)
    except HandoffError as error:
        assert str(error)
