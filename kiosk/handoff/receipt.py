"""What stands on a receipt, as plain values that go to the process that prints it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.handoff.code import Matrix
from kiosk.handoff.leaflet import Leaflet
from kiosk.language.units import Unit

DOTS = {58: 384, 80: 576}
"""Dots across, at 203 dpi (8 a mm), by the width of the paper in mm: 48 and 72 mm can be printed on."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its words, their language, and how it is set: ``title``, ``step`` or ``body``."""

    words: str
    language: str
    style: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """From top to bottom: ``lines``, then a QR code with ``caption`` under it. ``language`` says from which side."""

    language: str
    lines: tuple[Line, ...]
    code: tuple[tuple[bool, ...], ...] = ()
    caption: tuple[Line, ...] = ()

    def to_json(self) -> str:
        rows = ["".join("#" if module else "." for module in row) for row in self.code]
        return json.dumps({"language": self.language, "lines": _plain(self.lines), "code": rows,
                           "caption": _plain(self.caption)})


def receipt(content: Leaflet, language: str, code: Matrix, caption: Sequence[Unit]) -> Receipt:
    """The whole of a leaflet: paper is long."""
    lines = [_line(content.title, "title")]
    for number, part in enumerate(content.parts, 1):
        lines.append(_line(part.title, "step", f"{number}. "))
        lines += [_line(unit, "body") for unit in part.sentences]
        lines += [_line(unit, "body", "– ") for unit in part.lines]
    return Receipt(language, tuple(lines), code.rows, tuple(_line(unit, "body") for unit in caption))


def _line(unit: Unit, style: str, before: str = "") -> Line:
    return Line(before + unit.words, unit.language, style)


def from_json(written: str) -> Receipt:
    read = json.loads(written)
    rows = tuple(tuple(module == "#" for module in row) for row in read["code"])
    return Receipt(read["language"], tuple(Line(*line) for line in read["lines"]), rows,
                   tuple(Line(*line) for line in read["caption"]))


def _plain(lines: Iterable[Line]) -> list[list[str]]:
    return [[line.words, line.language, line.style] for line in lines]
