"""Where a visit stands, in 14 bytes: the record that the hand-off code carries.

docs/handoff-format.md is the published contract. There is no field for a person, a time or a random
number, so two people at the same step make the same record and nobody can be told from another by it.
"""

from __future__ import annotations

import struct
from binascii import crc_hqx
from dataclasses import dataclass
from enum import IntEnum

FORMAT = 1
"""First byte of every record. Another layout gets another number; numbers are never used again."""

LENGTH = 14
"""Bytes in a record, checksum included."""

CHECKLIST_LENGTH = 8
"""Needs that fit in the record; a longer checklist keeps its first eight."""

NO_REASON = 0
SOMETHING_ELSE = 255

CRC_INITIAL = 0xFFFF
"""CRC-16/IBM-3740: polynomial 0x1021, not reflected, no final exclusive or; "123456789" gives 0x29B1."""

_LAYOUT = struct.Struct(">BHHHBBHB")


class HandoffError(Exception):
    """No hand-off code was scanned or said. ``str()`` is Dutch for staff, with the remedy."""

    sentence = "Deze code klopt niet. Scan de code opnieuw of typ de drie woorden."

    def __str__(self) -> str:
        return self.args[0] if self.args else self.sentence


class Truncated(HandoffError):
    """Too few bytes or letters."""

    sentence = "De code is niet volledig. Scan de code opnieuw of typ de drie woorden."


class TooLong(HandoffError):
    """More bytes or letters than a hand-off code has."""

    sentence = "Dit is te lang voor een code van de kiosk. Scan alleen de code op het scherm."


class UnknownFormat(HandoffError):
    """The first byte is not a format that this version can read."""

    sentence = "Deze code hoort bij een andere versie van de kiosk. Vraag de burger het scherm te tonen."


class BadChecksum(HandoffError):
    """At least one letter was read wrongly."""

    sentence = "De code is verkeerd gelezen. Scan de code opnieuw of typ de drie woorden."


class BadField(HandoffError):
    """The checksum holds, but a field has a value that no kiosk writes."""

    sentence = "Deze code komt niet van een kiosk. Vraag de burger het scherm te tonen."


class Answer(IntEnum):
    """What the person said about one line of the checklist."""

    UNKNOWN = 0
    HAS = 1
    LACKS = 2


@dataclass(frozen=True, slots=True)
class Record:
    """A visit at one moment. Numbers are those of the catalogue, and 0 always means "none".

    ``content`` is ``Catalogue.version``; ``site`` is the administrator's number of this kiosk. ``step`` is
    the step the person is stuck at, and ``reason`` the number of one of *its* troubles (255: something
    else); when a trouble led on to a hand-over step, the record keeps the step of the trouble.
    ``walkthrough`` without a ``step`` is the screen after the last step. ``checklist`` follows
    ``Walkthrough.needs``, cut or filled up to eight answers.

    Raises ValueError when a number does not fit its field.
    """

    content: int
    site: int = 0
    walkthrough: int = 0
    step: int = 0
    language: int = 0
    checklist: tuple[Answer, ...] = ()
    reason: int = NO_REASON

    def __post_init__(self) -> None:
        limits = (("content", 0xFFFF), ("site", 0xFFFF), ("walkthrough", 0xFFFF),
                  ("step", 0xFF), ("language", 0xFF), ("reason", 0xFF))
        for name, highest in limits:
            if not 0 <= getattr(self, name) <= highest:
                raise ValueError(f"{name} is {getattr(self, name)}; it must be 0 to {highest}")
        answers = tuple(Answer(answer) for answer in self.checklist[:CHECKLIST_LENGTH])
        filled = answers + (Answer.UNKNOWN,) * (CHECKLIST_LENGTH - len(answers))
        object.__setattr__(self, "checklist", filled)  # one spelling for each state


def pack(record: Record) -> bytes:
    """The 14 bytes of a record, big-endian, the checksum last."""
    answers = sum(answer << (2 * place) for place, answer in enumerate(record.checklist))
    body = _LAYOUT.pack(FORMAT, record.content, record.site, record.walkthrough,
                        record.step, record.language, answers, record.reason)
    return body + crc_hqx(body, CRC_INITIAL).to_bytes(2, "big")


def unpack(data: bytes) -> Record:
    """The record in 14 bytes. Raises UnknownFormat, Truncated, TooLong, BadChecksum or BadField."""
    if data and data[0] != FORMAT:
        raise UnknownFormat
    if len(data) < LENGTH:
        raise Truncated
    if len(data) > LENGTH:
        raise TooLong
    body, checksum = data[:-2], data[-2:]
    if crc_hqx(body, CRC_INITIAL) != int.from_bytes(checksum, "big"):
        raise BadChecksum
    _, content, site, walkthrough, step, language, answers, reason = _LAYOUT.unpack(body)
    codes = [answers >> (2 * place) & 3 for place in range(CHECKLIST_LENGTH)]
    if max(codes) > Answer.LACKS:
        raise BadField
    return Record(content, site, walkthrough, step, language, tuple(map(Answer, codes)), reason)
