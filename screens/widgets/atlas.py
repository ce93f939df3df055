"""Glyphs, icons and round corners as small pictures in a few shared textures.

A screen is then a handful of meshes: nothing is rendered twice, and a change of text size costs a few milliseconds.
Corners are computed with soft edges because the window has no multisampling (it costs 37 MB and 0.16 s, deploy.md 1.3).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from kivy.graphics.texture import Texture

from kiosk.typeset.fonts import Face
from kiosk.typeset.raster import glyph_bitmap

PAGE = 1024
"""px, side of one texture; 2 MB each in luminance and alpha."""
MOST_PAGES = 6


class Stamp(NamedTuple):
    """A picture in the atlas: its page, its texture coordinates, its size in px and where its origin lies."""

    page: int
    u0: float
    v0: float
    u1: float
    v1: float
    width: int
    height: int
    left: int
    top: int


class Atlas:
    """Grows page by page; ``generation`` changes when it had to start over, and what was drawn before is void."""

    def __init__(self) -> None:
        self.generation = 0
        self._forget()

    def _forget(self) -> None:
        self.pages: list[Texture] = []
        self._stamps: dict[tuple, Stamp] = {}
        self._x = self._y = self._row = PAGE

    def trim(self) -> bool:
        """Start over when full. To be called between screens only. True when it did."""
        if len(self.pages) <= MOST_PAGES:
            return False
        self._forget()
        self.generation += 1
        return True

    def glyph(self, face: Face, px: int, gid: int) -> Stamp:
        key = (face.path, px, gid)
        stamp = self._stamps.get(key)
        if stamp is None:
            bitmap = glyph_bitmap(face, px, gid)
            stamp = self._add(key, bitmap.width, bitmap.height, bitmap.alpha, bitmap.left, bitmap.top)
        return stamp

    def corner(self, radius: int) -> Stamp:
        """The top left quarter of a disc of ``radius`` px."""
        key = ("corner", radius)
        stamp = self._stamps.get(key)
        if stamp is None:
            alpha = bytearray()
            for y in range(radius):
                for x in range(radius):
                    inside = radius - math.hypot(radius - x - 0.5, radius - y - 0.5) + 0.5
                    alpha.append(round(255 * min(1.0, max(0.0, inside))))
            stamp = self._add(key, radius, radius, bytes(alpha), 0, 0)
        return stamp

    def _add(self, key: tuple, width: int, height: int, alpha: bytes, left: int, top: int) -> Stamp:
        if not width or not height:
            stamp = Stamp(0, 0, 0, 0, 0, 0, 0, left, top)
        else:
            x, y = self._room(width, height)
            pixels = bytearray(b"\xff") * (2 * width * height)
            pixels[1::2] = alpha
            page = len(self.pages) - 1
            self.pages[page].blit_buffer(bytes(pixels), pos=(x, y), size=(width, height),
                                         colorfmt="luminance_alpha", bufferfmt="ubyte")
            stamp = Stamp(page, x / PAGE, y / PAGE, (x + width) / PAGE, (y + height) / PAGE, width, height, left, top)
        self._stamps[key] = stamp
        return stamp

    def _room(self, width: int, height: int) -> tuple[int, int]:
        """A free place, in rows from the top; one px apart so that neighbours never bleed."""
        if self._x + width + 1 > PAGE:
            self._x, self._y, self._row = 1, self._y + self._row + 1, 0
        if not self.pages or self._y + height + 1 > PAGE:
            texture = Texture.create(size=(PAGE, PAGE), colorfmt="luminance_alpha", bufferfmt="ubyte")
            texture.mag_filter = texture.min_filter = "nearest"
            texture.blit_buffer(bytes(2 * PAGE * PAGE), colorfmt="luminance_alpha", bufferfmt="ubyte")
            self.pages.append(texture)
            self._x, self._y, self._row = 1, 1, 0
        place = self._x, self._y
        self._x += width + 1
        self._row = max(self._row, height)
        return place
