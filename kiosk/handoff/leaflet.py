"""What somebody takes along: the steps of their way and the lines of the checklist, for a telephone or for paper.

As text it has to fit in a QR code that a telephone reads from this panel. It gets shorter by whole sentences, then it
keeps the titles alone, and then it takes several codes. Nothing is ever cut, and no step is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kiosk.catalogue.model import Check, HandOver, Step, Walkthrough
from kiosk.handoff.code import QUIET_ZONE, SMALLEST_MODULE_PX, Matrix, matrix_of
from kiosk.language.texts import Texts
from kiosk.language.units import Unit

FINE_MODULE = 0.89
"""mm. Coarser would not hold the steps; a telephone is held as near as it takes, which a scanner at a desk is not."""

LARGEST_VERSION = 25
"""117 modules a side, 1,273 bytes at level L."""

BYTES = (17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425,
         458, 520, 586, 644, 718, 792, 858, 929, 1003, 1091, 1171, 1273)
"""Bytes in a QR code of version 1, 2, … at level L (ISO/IEC 18004). On a clean screen L reads as well as M."""


@dataclass(frozen=True, slots=True)
class Part:
    """One step: its title, its sentences, and the lines of a checklist."""

    title: Unit
    sentences: tuple[Unit, ...]
    lines: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A walkthrough's title and its steps in one language; in Dutch where there is no translation."""

    title: Unit
    parts: tuple[Part, ...]


def leaflet(walkthrough: Walkthrough, way: Iterable[str], texts: Texts) -> Leaflet:
    """The steps ``way`` names; those where a person takes over are for that person."""
    steps = [walkthrough.step(id) for id in way]
    return Leaflet(texts.unit(walkthrough.title),
                   tuple(_part(step, walkthrough, texts) for step in steps if not isinstance(step, HandOver)))


def _part(step: Step, walkthrough: Walkthrough, texts: Texts) -> Part:
    lines = tuple(texts.unit(need.label) for need in step.needs) if isinstance(step, Check) else ()
    sentences = tuple(texts.sentence(sentence, walkthrough.facts) for sentence in step.text)
    return Part(texts.unit(step.title), sentences, lines)


def link(site_address: str, language: str, walkthrough: str) -> str:
    """Where `kiosk site` puts these steps."""
    return f"{site_address}/{language}/{walkthrough}/"


def largest_version(px_per_mm: float, room_px: int) -> int:
    """Of a code with its quiet zone in a square of ``room_px``, modules large enough to be read; at least 1."""
    modules = room_px // least_px(px_per_mm) - 2 * QUIET_ZONE
    return max(1, min(LARGEST_VERSION, (modules - 17) // 4))


def least_px(px_per_mm: float) -> int:
    """Whole pixels of the smallest module."""
    return max(SMALLEST_MODULE_PX, -int(-FINE_MODULE * px_per_mm // 1))


@lru_cache(maxsize=4)
def text_codes(content: Leaflet, largest: int) -> tuple[Matrix, ...]:
    """The codes that hold the steps as text, none above version ``largest``."""
    return tuple(matrix_of([text.encode()], "L") for text in fitting(content, BYTES[largest - 1]))


@lru_cache(maxsize=4)
def link_code(address: str) -> Matrix:
    return matrix_of([address.encode()], "M")


def fitting(content: Leaflet, room: int) -> tuple[str, ...]:
    """The fullest text of at most ``room`` bytes in UTF-8; else the titles in as few such texts as it takes."""
    most = max((len(part.sentences) for part in content.parts), default=0)
    for sentences in range(most, -1, -1):
        text = "\n".join([content.title.words, *_lines(content, sentences)])
        if len(text.encode()) <= room:
            return (text,)
    return tuple(_packed(content, room))


def _lines(content: Leaflet, sentences: int) -> Iterator[str]:
    for number, part in enumerate(content.parts, 1):
        yield " ".join([f"{number}. {part.title.words}", *(unit.words for unit in part.sentences[:sentences])])
        yield from (f"- {unit.words}" for unit in part.lines)


def _packed(content: Leaflet, room: int) -> list[str]:
    """Line after line, each whole, under the title and the number of the text."""
    head = f"{content.title.words} (99/99)\n"
    room = max(1, room - len(head.encode()))
    texts: list[list[str]] = [[]]
    for line in _lines(content, 0):
        for piece in _whole_words(line, room):
            if texts[-1] and len("\n".join([*texts[-1], piece]).encode()) > room:
                texts.append([])
            texts[-1].append(piece)
    return ["\n".join([f"{content.title.words} ({number}/{len(texts)})", *lines])
            for number, lines in enumerate(texts, 1)]


def _whole_words(line: str, room: int) -> Iterator[str]:
    """A line in pieces that fit, between words; nearly always it is one."""
    piece = ""
    for word in line.split(" "):
        longer = f"{piece} {word}" if piece else word
        if piece and len(longer.encode()) > room:
            yield piece
            longer = word
        piece = longer
    yield piece
