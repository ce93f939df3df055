"""Draws what is seen while the kiosk starts, for each way a glass can hang: `python deploy/raspberrypi/one_moment.py
FOLDER`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ASSETS = Path(__file__).parents[2] / "assets"
PAPER, INK = "#fbf7ef", "#14213d"
SIZE = (760, 420)
"""px; it stands in the middle of the glass, whatever its size."""


def picture() -> Image.Image:
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    icon = chr(int(json.loads((ASSETS / "icons/icons.json").read_text("utf-8"))["hourglass_top"], 16))
    middle = SIZE[0] // 2
    draw.text((middle, 150), icon, INK, ImageFont.truetype(ASSETS / "icons/icons.ttf", 180), anchor="mm")
    draw.text((middle, 330), "Een ogenblik", INK,
              ImageFont.truetype(ASSETS / "fonts/AtkinsonHyperlegibleNext-Bold.ttf", 84), anchor="mm")
    return image


if __name__ == "__main__":
    for turned in (0, 90, 180, 270):  # as the kiosk turns its own picture
        picture().rotate(turned, expand=True).save(Path(sys.argv[1], f"one-moment-{turned}.png"), optimize=True)
