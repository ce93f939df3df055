"""Draw the icons of the assistants' page, as a phone shows them among its apps: `python tools/make_desk_icons.py`.

A white hand on navy with an amber edge, the hand out of assets/icons/icons.ttf. Needs Pillow.
"""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
ICONS, STATIC = ROOT / "assets" / "icons", ROOT / "kiosk" / "desk" / "static"
NAVY, AMBER, WHITE = "#14213d", "#ffb81c", "#ffffff"
FINER = 4
"""Drawn this many times larger and made smaller: Pillow draws curves with jags."""


def icon(size: int, *, whole: bool) -> Image.Image:
    """``whole``: the ground fills the square and the hand stays in the middle 80%, for phones that cut it to a shape of
    their own (W3C's "maskable")."""
    side = size * FINER
    made = Image.new("RGBA", (side, side), NAVY if whole else (0, 0, 0, 0))
    draw = ImageDraw.Draw(made)
    if not whole:
        draw.rounded_rectangle((0, 0, side - 1, side - 1), side * 0.22, NAVY)
    around = side * (0.34 if whole else 0.42)
    draw.circle((side / 2, side / 2), around, outline=AMBER, width=round(side * 0.045))
    glyph = chr(int(json.loads((ICONS / "icons.json").read_text("utf-8"))["front_hand"], 16))
    font = ImageFont.truetype(ICONS / "icons.ttf", round(around * 1.16))
    left, top, right, bottom = draw.textbbox((0, 0), glyph, font=font)
    draw.text(((side - left - right) / 2, (side - top - bottom) / 2), glyph, fill=WHITE, font=font)
    return made.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    for name, size, whole in (("192", 192, False), ("512", 512, False), ("maskable", 512, True)):
        icon(size, whole=whole).quantize(64).save(STATIC / f"icon-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
