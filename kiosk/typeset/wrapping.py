"""Words fill lines, in reading order: whole words first, a hyphen if one word is too wide, torn letters last.

Widths are in px. A Setting holds what stays the same for one text; a Piece is a shaped word, part of one,
or space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .direction import embedding_levels
from .fonts import Face
from .hyphens import Break, breaks
from .shaping import Run, clusters, shape_word

SPACE = -1  # the word number of a space between words
_WORD = re.compile(r"\S+")  # the tokens that the speech side counts too
_GLUE = "\u00a0\u202f\u2007"  # spaces that must not break
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029\u0085]")
_FORGIVEN = 0.01  # px over the edge: the error of adding floats, no ink


class Piece(NamedTuple):
    """Shaped runs of one word, of a part of it or of a space (word SPACE), and their width in ems."""

    word: int
    runs: tuple[Run, ...]
    em: float


class Setting(NamedTuple):
    """A text ready to be filled into lines: where its words are, how its characters run, what sets it."""

    text: str
    words: tuple[tuple[int, int], ...]
    levels: bytes
    faces: tuple[Face, ...]
    px: int
    language: str

    def space(self, before: int) -> Piece:
        """The space in front of a word; several in a row count as one."""
        at = self.words[before][0] - 1
        return self._piece(SPACE, "\u202f" if self.text[at] == "\u202f" else " ", self.levels[at : at + 1])

    def stretch(
        self, numbers: range, start: int = 0, end: int | None = None, hyphen: bool = False
    ) -> list[Piece]:
        """Words and the spaces between. The first may begin late, at start, the last stop early, at end."""
        pieces: list[Piece] = []
        for number in numbers:
            if pieces:
                pieces.append(self.space(number))
            first, last = self.words[number]
            first, last = max(first, start), last if end is None else min(last, end)
            text, levels = self.text[first:last], self.levels[first:last]
            if hyphen and number == numbers[-1]:
                text, levels = text + "-", levels + levels[-1:]
            pieces.append(self._piece(number, text, levels))
        return pieces

    def part(self, chunk: range, start: int, end: int, hyphen: bool = False) -> list[Piece]:
        """The pieces of some words between two places in the text."""
        touched = [n for n in chunk if self.words[n][0] < end and self.words[n][1] > start]
        return self.stretch(range(touched[0], touched[-1] + 1), start, end, hyphen)

    def width(self, pieces: list[Piece]) -> float:
        """Width of pieces side by side, in px."""
        return sum(piece.em for piece in pieces) * self.px

    def _piece(self, number: int, text: str, levels: bytes) -> Piece:
        runs = shape_word(text, levels, self.faces, self.language)
        return Piece(number, runs, sum(run.advance for run in runs))


def prepare(text: str, faces: tuple[Face, ...], px: int, rtl: bool, language: str) -> Setting:
    """Find the words and the levels of a text. Between its own line ends, directions are found afresh."""
    levels = bytearray()
    for line in _LINE_END.split(text):
        levels += embedding_levels(line, rtl)
        line_end = _LINE_END.match(text, len(levels))
        levels += bytes(len(line_end.group()) if line_end else 0)
    return Setting(text, tuple(m.span() for m in _WORD.finditer(text)), bytes(levels), faces, px, language)


def own_lines(setting: Setting) -> Iterator[range]:
    """The words between the text's own line ends; an empty range for an empty line, but none at the end."""
    first = number = 0
    ends = [m.start() for m in _LINE_END.finditer(setting.text.rstrip())]
    for end in [*ends, len(setting.text)] if setting.words else []:
        while number < len(setting.words) and setting.words[number][0] < end:
            number += 1
        yield range(first, number)
        first = number


def chunks(setting: Setting, line: range) -> Iterator[range]:
    """Words that stay together because the space between them must not break."""
    first = line.start
    for number in line[1:]:
        if setting.text[setting.words[number - 1][1] : setting.words[number][0]].strip(_GLUE):
            yield range(first, number)
            first = number
    if line:
        yield range(first, line.stop)


def allowed_breaks(setting: Setting, chunk: range) -> list[Break]:
    """Where these words may be broken, in order."""
    return [
        Break(start + at, hyphen)
        for start, end in setting.words[chunk.start : chunk.stop]
        for at, hyphen in breaks(setting.text[start:end], setting.language)
    ]


def fill(setting: Setting, available: float) -> tuple[list[list[Piece]], bool]:
    """Lines of pieces in reading order, none wider than ``available`` px; and whether a word was torn."""
    lines: list[list[Piece]] = []
    torn = False
    for own_line in own_lines(setting):
        line: list[Piece] = []
        used = 0.0
        for chunk in chunks(setting, own_line):
            pieces = setting.stretch(chunk)
            more = [setting.space(chunk[0]), *pieces] if line else pieces
            if used + setting.width(more) <= available + _FORGIVEN:
                line, used = line + more, used + setting.width(more)
                continue
            if line:
                lines.append(line)
            line = pieces
            if setting.width(pieces) > available + _FORGIVEN:
                parts, tore = _cut(setting, chunk, available)
                lines += parts[:-1]
                line, torn = parts[-1], torn or tore
            used = setting.width(line)
        lines.append(line)
    return lines, torn


def _cut(setting: Setting, chunk: range, available: float) -> tuple[list[list[Piece]], bool]:
    """A chunk wider than the line, in parts: each to the last break that fits, else between letters."""
    at, end = setting.words[chunk[0]][0], setting.words[chunk[-1]][1]
    places = [*allowed_breaks(setting, chunk), Break(end, False)]
    parts: list[list[Piece]] = []
    torn = False
    while at < end:
        start, part = at, None
        for place in places:
            if place.at <= start:
                continue
            pieces = setting.part(chunk, start, place.at, place.hyphen)
            if setting.width(pieces) > available + _FORGIVEN:
                break
            part, at = pieces, place.at
        if part is None:
            part, at = _tear(setting, chunk, start, end, available)
            torn = True
        parts.append(part)
    return parts, torn


def _tear(setting: Setting, chunk: range, start: int, end: int, available: float) -> tuple[list[Piece], int]:
    """As many letters as fit, one at least, never parting a letter from its marks."""
    part: list[Piece] = []
    at = place = start
    for letter in clusters(setting.text[start:end]):
        place += len(letter)
        if letter.isspace():
            continue
        pieces = setting.part(chunk, start, place)
        if part and setting.width(pieces) > available + _FORGIVEN:
            break
        part, at = pieces, place
    return part, at
