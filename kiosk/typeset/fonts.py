"""Font files: which characters a face has, how tall its letters are, and in which order faces stand in for each other.

HarfBuzz alone reads, shapes and draws the outlines. Everything inside a Face is in font units, so one shaping
serves every text size; methods that take ``px`` (the em size in pixels) return pixels.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import uharfbuzz as hb

# What "as tall as this face gets" is measured on. Fonts declare far more: Noto Sans Arabic claims room for stacked
# Quranic marks, which would pull every line of ordinary Arabic apart. These are the tallest and deepest letters
# and marks of the five languages we write: capitals with accents, hamza and vowel marks over and under alif.
_TALLEST = ("É", "Ä", "Ê", "Å", "l", "|", "(", "أ\u064e", "آ", "لأ", "إ\u0650", "كّ", "لًّ", "ظُّ")
_DEEPEST = ("Ç", "ç", "g", "j", "p", "Q", "(", "|", ",", "إ\u0650", "ي\u0650", "جِ", "حٍ", "عٍ", "ى", "ؤِ")


class Face:
    """One font file. The file is opened (mapped, not read) the first time something is asked of it."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)

    def __repr__(self) -> str:
        return f"Face({os.path.basename(self.path)!r})"

    @cached_property
    def hb_font(self) -> hb.Font:
        """The HarfBuzz font, scaled to font units. OSError if the file is missing, ValueError if it is no font."""
        try:
            blob = hb.Blob.from_file_path(self.path)
        except hb.HarfBuzzError as error:
            raise FileNotFoundError(f"The font {self.path} cannot be read. Put the file back, or reinstall.") from error
        face = hb.Face(blob)
        if face.glyph_count == 0:
            raise ValueError(f"{self.path} is not a TrueType or OpenType font. Put the right file back, or reinstall.")
        return hb.Font(face)

    @cached_property
    def upem(self) -> int:
        """Font units in one em."""
        return self.hb_font.face.upem

    def gid(self, char: str) -> int:
        """Glyph number of one character, 0 if the face has none."""
        return self.hb_font.get_nominal_glyph(ord(char)) or 0

    def covers(self, char: str) -> bool:
        """Does the face have a glyph for this character?"""
        return self.gid(char) != 0

    def cap_height(self, px: float) -> float:
        """Height of a flat capital (H) in px; 0.7 em for a face without Latin capitals."""
        return self._top_of("H", 0.7) * px / self.upem

    def x_height(self, px: float) -> float:
        """Height of a flat small letter (x) in px; 0.5 em for a face without Latin letters."""
        return self._top_of("x", 0.5) * px / self.upem

    def ascent(self, px: float) -> float:
        """Room needed above the baseline in px, measured on real letters, not the font's own claim."""
        return self._reach[0] * px / self.upem

    def descent(self, px: float) -> float:
        """Room needed under the baseline in px, a positive number."""
        return self._reach[1] * px / self.upem

    def _top_of(self, letter: str, else_em: float) -> float:
        gid = self.gid(letter)
        extents = self.hb_font.get_glyph_extents(gid) if gid else None
        return extents.y_bearing if extents else else_em * self.upem

    @cached_property
    def _reach(self) -> tuple[int, int]:
        tops = [top for text in _TALLEST if all(map(self.covers, text)) for top, _ in (self._ink(text),)]
        bottoms = [bottom for text in _DEEPEST if all(map(self.covers, text)) for _, bottom in (self._ink(text),)]
        if tops and bottoms:
            return max(tops), -min(bottoms)
        declared = self.hb_font.get_font_extents("ltr")  # an icon font: it has no letters to measure
        return declared.ascender, -declared.descender

    def _ink(self, text: str) -> tuple[int, int]:
        """Top and bottom of the ink of a shaped text, y up from the baseline, in font units."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self.hb_font, buffer)
        tops, bottoms = [0], [0]
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            extents = self.hb_font.get_glyph_extents(info.codepoint)
            if extents:
                tops.append(extents.y_bearing + position.y_offset)
                bottoms.append(extents.y_bearing + extents.height + position.y_offset)
        return max(tops), min(bottoms)


@dataclass(frozen=True)
class FontSet:
    """Faces in the order in which they are tried for a character, for regular and for bold text."""

    regular: tuple[Face, ...]
    bold: tuple[Face, ...] = ()

    def faces(self, bold: bool = False) -> tuple[Face, ...]:
        """The faces to try, in order; a set without bold faces answers with the regular ones."""
        return self.bold if bold and self.bold else self.regular

    def missing(self, text: str, bold: bool = False) -> str:
        """The visible characters of ``text`` that no face has, once each, in order of appearance."""
        gaps = (c for c in text if c.isprintable() and not c.isspace() and not _covered(c, self.faces(bold)))
        return "".join(dict.fromkeys(gaps))


def _covered(char: str, faces: tuple[Face, ...]) -> bool:
    return any(face.covers(char) for face in faces)


@lru_cache(maxsize=64)
def _open(path: str) -> Face:
    return Face(path)


def open_faces(paths: Iterable[str | os.PathLike[str]]) -> tuple[Face, ...]:
    """Faces for these files, in this order. The same path always gives the same Face, so caches are shared."""
    return tuple(_open(os.path.abspath(path)) for path in paths)
