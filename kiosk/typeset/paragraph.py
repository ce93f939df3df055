"""A text becomes placed glyphs, word boxes and lines. Nothing is ever cut off or replaced by dots.

    text → words → levels → shaped runs → lines in reading order → each line reordered → glyphs and boxes

Coordinates are whole px, x to the right and y DOWN, from the top left corner of the width that was asked
for (or of the widest line if none was). Words (\\S+) are numbered in reading order, and are the tokens the
speech side counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .direction import visual_order
from .fonts import Face, FontSet
from .shaping import Run
from .wrapping import SPACE, Piece, allowed_breaks, chunks, fill, own_lines, prepare

Direction = Literal["ltr", "rtl"]
Align = Literal["start", "center", "end"]
Box = tuple[int, int, int, int]

_FORGIVEN = 0.02  # px: what adding floats may be off, not worth a whole pixel


@dataclass(frozen=True, slots=True)
class Glyph:
    """One picture to draw: glyph ``gid`` of ``face``, its origin on the baseline at (x, y) px, y down, and the number
    of the word that it is a part of."""

    face: Face
    gid: int
    x: int
    y: int
    word: int


@dataclass(frozen=True, slots=True)
class Word:
    """Characters start..end of the text, and the boxes (x, y, w, h) in px they fill: one a line, or more."""

    start: int
    end: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line in px: its baseline, the edges of its words, its slot (top, height), the words on it."""

    baseline: int
    left: int
    right: int
    top: int
    height: int
    words: range


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A laid out text. ``width`` is the widest line, ``height`` all lines, in px; ``px`` the em size.

    ``broken`` tells that a word fitted in no allowed way and was torn between letters: a fault of the
    screen that gave too little room (see widest_word).
    """

    text: str
    width: int
    height: int
    glyphs: tuple[Glyph, ...]
    words: tuple[Word, ...]
    lines: tuple[Line, ...]
    px: int
    broken: bool = False

    @property
    def left(self) -> int:
        """Left edge of the leftmost line in px: subtract it to draw the block in a box ``width`` wide."""
        return min((line.left for line in self.lines), default=0)


def lay_out(
    text: str,
    fonts: FontSet,
    px: int,
    width: float | None = None,
    *,
    bold: bool = False,
    direction: Direction = "ltr",
    language: str = "nl",
    align: Align = "start",
    line_height: float = 1.35,
) -> Paragraph:
    """Set a text in lines of at most ``width`` px (None: only the text's own line ends), ``px`` to the em.

    'start' is the right edge when ``direction`` is 'rtl'. The pitch from line to line is ``line_height``
    ems or what the letters of the faces in use need, whichever is more (Atkinson 1.06 em, Noto Sans Arabic
    1.37, its bold 1.44): from there up it is the same for every language. Only vowelled Arabic gets as much
    more as its marks need.
    """
    return _lay_out(text, fonts, px, width, bold, direction, language, align, line_height)


def natural_width(
    text: str,
    fonts: FontSet,
    px: int,
    bold: bool = False,
    *,
    direction: Direction = "ltr",
    language: str = "nl",
) -> float:
    """Width in px of the text on one line (of its longest line, if it has line ends of its own)."""
    setting = _prepare(text, fonts.faces(bold), px, direction == "rtl", language)
    return max((setting.width(setting.stretch(line)) for line in own_lines(setting)), default=0.0)


def widest_word(text: str, fonts: FontSet, px: int, *, language: str = "nl", bold: bool = False) -> float:
    """The narrowest width in px that tears no word in lay_out: the widest part between two allowed breaks."""
    setting = _prepare(text, fonts.faces(bold), px, False, language)
    words = [chunk for line in own_lines(setting) for chunk in chunks(setting, line)]
    widest = 0.0
    for whole, chunk in sorted(((setting.width(setting.stretch(c)), c) for c in words), key=lambda w: -w[0]):
        if whole <= widest:
            break  # this one and all that are narrower still have no wider part
        start = setting.words[chunk[0]][0]
        for at, hyphen in [*allowed_breaks(setting, chunk), (setting.words[chunk[-1]][1], False)]:
            widest = max(widest, setting.width(setting.part(chunk, start, at, hyphen)))
            start = at
    return float(math.ceil(widest))


_prepare = lru_cache(maxsize=256)(prepare)


@lru_cache(maxsize=256)
def _lay_out(
    text: str,
    fonts: FontSet,
    px: int,
    width: float | None,
    bold: bool,
    direction: Direction,
    language: str,
    align: Align,
    line_height: float,
) -> Paragraph:
    faces = fonts.faces(bold)
    setting = _prepare(text, faces, px, direction == "rtl", language)
    filled, broken = fill(setting, math.inf if width is None else max(1, int(width)))
    widths = [setting.width(line) for line in filled]
    widest = math.ceil(max(widths, default=0.0) - _FORGIVEN)
    available = widest if width is None else max(1, int(width))
    pitch, drop = _slot([run for line in filled for piece in line for run in piece.runs], px, line_height)

    glyphs: list[Glyph] = []
    lines: list[Line] = []
    boxes: list[list[Box]] = [[] for _ in setting.words]
    for number, (line, used) in enumerate(zip(filled, widths, strict=True)):
        top = number * pitch
        left = (available - used) * _share_left(align, direction)
        for word, run, x in _side_by_side(line, px, left):
            for gid, dx, dy in run.glyphs:
                glyphs.append(Glyph(run.face, gid, round(x + dx * px), top + drop - round(dy * px), word))
            _extend(boxes[word], round(x), top, round(x + run.advance * px), pitch)
        on_it = [piece.word for piece in line if piece.word != SPACE]
        held = range(on_it[0], on_it[-1] + 1) if on_it else range(0)
        lines.append(Line(top + drop, round(left), round(left + used), top, pitch, held))
    words = tuple(Word(*span, tuple(found)) for span, found in zip(setting.words, boxes, strict=True))
    return Paragraph(text, widest, pitch * len(lines), tuple(glyphs), words, tuple(lines), px, broken)


def _slot(runs: list[Run], px: int, line_height: float) -> tuple[int, int]:
    """Height of every line, and how far down in it the baseline lies, in px.

    Room is made for the ordinary letters of the faces in use, so that a baseline does not hop with each
    word; and for all ink there is, so that no vowel mark touches the line above.
    """
    faces = {run.face for run in runs}
    ascent = max((face.ascent(px) for face in faces), default=0.0)
    descent = max((face.descent(px) for face in faces), default=0.0)
    top = math.ceil(max((run.top for run in runs), default=0.0) * px)
    bottom = math.ceil(max((run.bottom for run in runs), default=0.0) * px)
    pitch = max(math.ceil(max(line_height * px, ascent + descent) - _FORGIVEN), top + bottom)
    drop = round((pitch - ascent - descent) / 2 + ascent)
    return pitch, min(max(drop, top), pitch - bottom)


def _share_left(align: Align, direction: Direction) -> float:
    """How much of the room left over on a line stands on its left."""
    if align == "center":
        return 0.5
    return 1.0 if (align == "start") == (direction == "rtl") else 0.0


def _side_by_side(line: list[Piece], px: int, left: float) -> Iterator[tuple[int, Run, float]]:
    """The words' runs of one line as they are seen from left to right: word number, run, left edge in px."""
    runs = [(piece.word, run) for piece in line for run in piece.runs]
    x = left
    for word, run in visual_order(runs, [run.level for _, run in runs]):
        if word != SPACE:
            yield word, run, x
        x += run.advance * px


def _extend(boxes: list[Box], x: int, y: int, right: int, height: int) -> None:
    """Add a run to the boxes of its word; runs of two faces or directions that touch stay one box."""
    if right == x:
        return
    if boxes and boxes[-1][1] == y and boxes[-1][0] + boxes[-1][2] == x:
        x = boxes.pop()[0]
    boxes.append((x, y, right - x, height))
