"""A word becomes runs of placed glyphs: split by direction and by the face that has its letters, then shaped.

Everything here is measured in ems (1.0 = the text size), so a word is shaped once for all text sizes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import uharfbuzz as hb

from .fonts import Face

# Characters without a picture of their own: joiners, direction controls, soft hyphen, variation selectors.
# They stay with the character before them and no face is asked for them.
_INVISIBLE = frozenset("\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff") | frozenset(
    map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10)])
)


class Placed(NamedTuple):
    """One glyph in its run: offset from the run's left end and up from the baseline, in ems."""

    gid: int
    x: float
    y: float


class Run(NamedTuple):
    """Characters of one direction and one face, shaped; glyphs from left to right as seen. All in ems.

    ``top`` and ``bottom`` are how far the ink reaches over and under the baseline, both positive.
    """

    face: Face
    level: int
    glyphs: tuple[Placed, ...]
    advance: float
    top: float
    bottom: float


def clusters(text: str) -> Iterator[str]:
    """The text cut into what a reader sees as one letter: a base with its marks and invisible controls."""
    start = 0
    for i, char in enumerate(text):
        if i > start and not _continues(char) and text[i - 1] != "\u200d":
            yield text[start:i]
            start = i
    if start < len(text):
        yield text[start:]


def _continues(char: str) -> bool:
    return char in _INVISIBLE or unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=4096)
def shape_word(text: str, levels: bytes, faces: tuple[Face, ...], language: str) -> tuple[Run, ...]:
    """Runs of one word in logical order. ``levels`` has one entry per character of ``text``."""
    runs: list[Run] = []
    start = end = 0
    face, level = faces[0], levels[0]
    for cluster in clusters(text):
        # A cluster of controls alone says nothing about direction or face: it joins the run it stands in.
        neutral = all(char in _INVISIBLE for char in cluster)
        wanted = (face, level) if neutral and end else (_face_for(cluster, faces), levels[end])
        if end > start and wanted != (face, level):
            runs.append(_shape(text[start:end], face, level, language))
            start = end
        face, level = wanted
        end += len(cluster)
    runs.append(_shape(text[start:end], face, level, language))
    return tuple(runs)


def _face_for(cluster: str, faces: tuple[Face, ...]) -> Face:
    """The first face with the whole cluster, composed or not; else the first with its base."""
    for form in (cluster, unicodedata.normalize("NFC", cluster)):
        seen = [char for char in form if char not in _INVISIBLE]
        for face in faces:
            if all(map(face.covers, seen)):
                return face
    return next((face for face in faces if face.covers(cluster[0])), faces[0])


@lru_cache(maxsize=8)
def _language(code: str) -> str:
    return code.replace("_", "-").split("-")[0]


def _shape(text: str, face: Face, level: int, language: str) -> Run:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if level % 2 else "ltr"  # HarfBuzz mirrors brackets in rtl runs by itself
    buffer.language = _language(language)  # else the machine's locale decides on letter forms
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    buffer.guess_segment_properties()
    hb.shape(face.hb_font, buffer)
    upem, pen, glyphs = face.upem, 0, []
    top = bottom = 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyphs.append(Placed(info.codepoint, (pen + position.x_offset) / upem, position.y_offset / upem))
        pen += position.x_advance
        ink = face.hb_font.get_glyph_extents(info.codepoint)
        if ink:
            top = max(top, ink.y_bearing + position.y_offset)
            bottom = min(bottom, ink.y_bearing + ink.height + position.y_offset)
    return Run(face, level, tuple(glyphs), pen / upem, top / upem, -bottom / upem)
