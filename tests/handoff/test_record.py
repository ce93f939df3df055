"""The packed record: nothing is lost, nothing wrong is taken for right, nothing personal fits in."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.handoff.record import (
    CHECKLIST_LENGTH,
    LENGTH,
    Answer,
    BadChecksum,
    BadField,
    HandoffError,
    Record,
    TooLong,
    Truncated,
    UnknownFormat,
    pack,
    unpack,
)

WORD, BYTE = st.integers(0, 0xFFFF), st.integers(0, 0xFF)
RECORDS = st.builds(Record, content=WORD, site=WORD, walkthrough=WORD, step=BYTE, language=BYTE, reason=BYTE,
                    checklist=st.lists(st.sampled_from(Answer), max_size=CHECKLIST_LENGTH).map(tuple))
SAMPLE = Record(0x2026, 7, 4, 11, 5, (Answer.HAS, Answer.LACKS), 3)


@given(RECORDS)
def test_a_record_survives_its_fourteen_bytes(record):
    assert len(pack(record)) == LENGTH
    assert unpack(pack(record)) == record


@given(RECORDS, st.integers(0, 8 * LENGTH - 1))
def test_every_flipped_bit_is_noticed(record, bit):
    data = bytearray(pack(record))
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(UnknownFormat if bit < 8 else BadChecksum):
        unpack(bytes(data))


def test_two_flipped_bits_are_noticed_wherever_they_are():
    whole = int.from_bytes(pack(SAMPLE), "big")
    for first in range(8 * LENGTH):
        for second in range(first):
            with pytest.raises(HandoffError):
                unpack((whole ^ 1 << first ^ 1 << second).to_bytes(LENGTH, "big"))


@pytest.mark.parametrize(("data", "error"), [
    (b"", Truncated),
    (pack(SAMPLE)[:-1], Truncated),
    (pack(SAMPLE) + b"\0", TooLong),
    (b"\0" * LENGTH, UnknownFormat),
    (b"\2" + pack(SAMPLE)[1:], UnknownFormat),
])
def test_what_is_wrong_is_said_in_a_dutch_sentence(data, error):
    with pytest.raises(error) as caught:
        unpack(data)
    assert str(caught.value).endswith(".") and len(str(caught.value).split()) > 6


def test_an_answer_that_no_kiosk_writes_is_refused():
    from binascii import crc_hqx

    body = bytearray(pack(SAMPLE)[:-2])
    body[10] = 0b11  # the lower byte of the checklist
    with pytest.raises(BadField):
        unpack(bytes(body) + crc_hqx(bytes(body), 0xFFFF).to_bytes(2, "big"))


@given(st.binary(max_size=40))
def test_any_bytes_give_a_record_or_a_sentence(data):
    try:
        assert pack(unpack(data)) == data
    except HandoffError as error:
        assert str(error)


@pytest.mark.parametrize("field", ["content", "site", "walkthrough", "step", "language", "reason"])
@pytest.mark.parametrize("value", [-1, 0x10000])
def test_a_number_that_does_not_fit_is_refused(field, value):
    with pytest.raises(ValueError, match=field):
        replace(SAMPLE, **{field: value})


def test_unanswered_lines_at_the_end_make_no_difference():
    assert Record(1, checklist=(Answer.HAS,)) == Record(1, checklist=(Answer.HAS, Answer.UNKNOWN))
    assert Record(1, checklist=(Answer.HAS,) * 9) == Record(1, checklist=(Answer.HAS,) * 8)


def test_there_is_no_field_for_a_person_or_a_moment():
    assert {field.name for field in fields(Record)} == {
        "content", "site", "walkthrough", "step", "language", "checklist", "reason"}
    assert pack(SAMPLE) == pack(replace(SAMPLE)), "the same state is the same code, at any time"
