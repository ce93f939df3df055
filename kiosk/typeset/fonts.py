"""Font files: which characters a face has, how tall its letters are, which face stands in for which.

HarfBuzz alone reads, shapes and draws the outlines. Inside a Face everything is in font units, so one
shaping serves every text size; methods that take ``px`` (the em size in pixels) return pixels.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"

# Letters that say how much room a line of ordinary text needs. The fonts themselves claim far more (Noto
# Sans Arabic 2.1 em, for stacked Quranic marks), which would pull every line apart. Texts with taller marks
# than these are measured one by one when they are laid out.
_TALL = ("É", "Ê", "l", "(", "ا", "أ", "لأ")
_DEEP = ("g", "j", "Q", "(", "ي", "ع", "إ")


class Face:
    """One font file. The file is opened (mapped, not read) the first time something is asked of it."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)

    def __repr__(self) -> str:
        return f"Face({os.path.basename(self.path)!r})"

    @cached_property
    def hb_font(self) -> hb.Font:
        """The HarfBuzz font, in font units. FileNotFoundError: no such file. ValueError: it is no font."""
        try:
            blob = hb.Blob.from_file_path(self.path)
        except hb.HarfBuzzError as error:
            raise FileNotFoundError(f"The font {self.path} cannot be read: put the file back.") from error
        face = hb.Face(blob)
        if face.glyph_count == 0:
            raise ValueError(f"{self.path} is no TrueType or OpenType font: put the right file there.")
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
        """How far ordinary letters reach above the baseline in px, measured, not the font's own claim."""
        return self._reach[0] * px / self.upem

    def descent(self, px: float) -> float:
        """How far ordinary letters reach under the baseline in px, a positive number."""
        return self._reach[1] * px / self.upem

    def _top_of(self, letter: str, else_em: float) -> float:
        gid = self.gid(letter)
        extents = self.hb_font.get_glyph_extents(gid) if gid else None
        return extents.y_bearing if extents else else_em * self.upem

    @cached_property
    def _reach(self) -> tuple[int, int]:
        tops = [self._ink(text)[0] for text in _TALL if all(map(self.covers, text))]
        bottoms = [self._ink(text)[1] for text in _DEEP if all(map(self.covers, text))]
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
    """Faces for these files, in this order. One path always gives the same Face, so caches are shared."""
    return tuple(_open(os.path.abspath(path)) for path in paths)


@lru_cache
def font_set(names: tuple[str, ...]) -> FontSet:
    """The faces of assets/fonts with these ``names``, in order of preference."""
    return FontSet(regular=open_faces([FONTS / f"{name}-Regular.ttf" for name in names]),
                   bold=open_faces([FONTS / f"{name}-Bold.ttf" for name in names]))
