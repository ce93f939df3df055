"""One glyph as a picture of coverage, for the texture atlas that the screens draw from.

HarfBuzz draws as well as shapes, so FreeType is not needed, nor the 13 ms its Python binding adds to the
start. No hinting: at kiosk sizes it would only bend letters away from the advances they were shaped with.
"""

from __future__ import annotations

from dataclasses import dataclass

import uharfbuzz as hb

from .fonts import Face
from .paragraph import Glyph


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Coverage of one glyph, 0 to 255, one byte a pixel, rows from top to bottom without padding.

    ``left`` is the distance in px from the glyph's origin to the first column, ``top`` from the baseline UP
    to the top of the first row. A space is 0 × 0 with no bytes.
    """

    width: int
    height: int
    left: int
    top: int
    alpha: bytes


_EMPTY = Bitmap(0, 0, 0, 0, b"")


def glyph_bitmap(face: Face, px: int, gid: int) -> Bitmap:
    """Draw glyph ``gid`` at ``px`` pixels to the em. Not cached: the atlas is the cache."""
    scale = px / face.upem
    draw = hb.RasterDraw()
    draw.transform = (scale, 0, 0, scale, 0, 0)
    draw.draw_glyph(face.hb_font, gid)
    image = draw.render()
    if image is None or not image.extents.width or not image.extents.height:
        return _EMPTY
    extents, rows = image.extents, image.buffer
    width, height, stride = extents.width, extents.height, extents.stride
    # HarfBuzz stores the bottom row first and pads each row.
    alpha = b"".join(rows[row * stride : row * stride + width] for row in range(height - 1, -1, -1))
    return Bitmap(width, height, extents.x_origin, extents.y_origin + height, alpha)


def icon_glyph(face: Face, char: str, px: int) -> Glyph:
    """An icon of an icon font, placed so that its ink is centred in a square of ``px`` × ``px`` from (0, 0).

    KeyError if the font has no such icon.
    """
    gid = face.gid(char)
    if not gid:
        raise KeyError(f"{face.path} has no icon U+{ord(char):04X}: add it to the font, or use another.")
    scale = px / face.upem
    ink = face.hb_font.get_glyph_extents(gid)
    across = ink.x_bearing + ink.width / 2
    up = ink.y_bearing + ink.height / 2
    return Glyph(face, gid, round(px / 2 - across * scale), round(px / 2 + up * scale), 0)
