"""A text becomes placed glyphs, word boxes and lines. Nothing is ever cut off or replaced by dots.

    text → words (\\S+) → levels → shaped runs → lines filled in logical order → reordered per line → glyphs and boxes

Coordinates are whole px, x to the right and y DOWN, from the top left corner of the width that was asked for (or of the
widest line if none was). Words are numbered in reading order and are the very tokens the speech side counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .direction import visual_order
from .fonts import Face, FontSet
from .wrapping import SPACE, Piece, allowed_breaks, chunks, fill, own_lines, prepare

Direction = Literal["ltr", "rtl"]
Align = Literal["start", "center", "end"]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One picture to draw: glyph ``gid`` of ``face``, its origin on the baseline at (x, y) px, y down."""

    face: Face
    gid: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Word:
    """Characters start..end of the text and the boxes (x, y, w, h) in px where they stand; one box per line or more."""

    start: int
    end: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its baseline, the edges of its words, its slot (top, height) in px, and the words that stand on it."""

    baseline: int
    left: int
    right: int
    top: int
    height: int
    words: range


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A laid out text. ``width`` is the widest line, ``height`` all lines, in px; ``px`` the em size.

    ``broken`` tells that some word stood in no allowed way in the width and was cut between letters: a fault of the
    screen, which gave too little room (see widest_word).
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
        """Left edge of the leftmost line in px: what to subtract to draw the block in a box of its own ``width``."""
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
    """Lines of at most ``width`` px (None: only the text's own line ends), at ``px`` to the em, ``line_height`` in ems.

    'start' is the right edge when ``direction`` is 'rtl'. The pitch is line_height or the tallest letters of the
    font set, whichever is more, and so is the same for every language that is set with these fonts.
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
    """The narrowest width in px in which lay_out tears no word: the widest part between two allowed breaks."""
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
    widest = math.ceil(max(widths, default=0.0) - 0.02)
    available = widest if width is None else max(1, int(width))
    ascent, descent = max(face.ascent(px) for face in faces), max(face.descent(px) for face in faces)
    pitch = math.ceil(max(line_height * px, ascent + descent))
    drop = round((pitch - ascent - descent) / 2 + ascent)

    glyphs: list[Glyph] = []
    lines: list[Line] = []
    boxes: dict[int, list[Box]] = {}
    for number, (line, used) in enumerate(zip(filled, widths, strict=True)):
        top = number * pitch
        left = (available - used) * _share_left(align, direction)
        _place(line, px, left, top + drop, top, pitch, glyphs, boxes)
        on_it = [piece.word for piece in line if piece.word != SPACE]
        words = range(on_it[0], on_it[-1] + 1) if on_it else range(0)
        lines.append(Line(top + drop, round(left), round(left + used), top, pitch, words))
    words = tuple(Word(start, end, tuple(boxes.get(n, ()))) for n, (start, end) in enumerate(setting.words))
    return Paragraph(text, widest, pitch * len(lines), tuple(glyphs), words, tuple(lines), px, broken)


def _share_left(align: Align, direction: Direction) -> float:
    """How much of the room left over on a line stands on its left."""
    if align == "center":
        return 0.5
    return 1.0 if (align == "start") == (direction == "rtl") else 0.0


def _place(
    line: list[Piece], px: int, left: float, baseline: int, top: int, height: int, glyphs: list[Glyph], boxes: dict[int, list[Box]]
) -> None:
    """Put one line's runs side by side in the order in which they are seen; add its glyphs, and its words' boxes."""
    runs = [(piece.word, run) for piece in line for run in piece.runs]
    pen = left
    previous = SPACE
    for word, run in visual_order(runs, [run.level for _, run in runs]):
        if word != SPACE:
            glyphs += [Glyph(run.face, g.gid, round(pen + g.x * px), baseline - round(g.y * px)) for g in run.glyphs]
            x, end = round(pen), round(pen + run.advance * px)
            if word == previous:
                x = boxes[word].pop()[0]  # one word in two faces or directions stays one box while it hangs together
            if end > x:
                boxes.setdefault(word, []).append((x, top, end - x, height))
        pen += run.advance * px
        previous = word if boxes.get(word) else SPACE
