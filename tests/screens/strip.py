"""What was seen and heard, on one picture: the moments one under the other, and the sound with each of them marked."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from null_sink import RATE
from PIL import Image, ImageChops, ImageDraw

LIT = (0xFF, 0xE2, 0x7A)        # the colour of a lit word on paper (screens/theme.py)
WIDTH, WAVE = 1280, 220         # px
MARKS = ("#c0392b", "#1f6f43", "#2c5aa0", "#8e44ad", "#b9770e", "#117a65")


class Moment(NamedTuple):
    """A picture, the box on it that is lit (left, upper, right, lower), and how many samples were recorded then."""

    picture: Image.Image
    lit: tuple[int, int, int, int]
    heard: int


def lit_box(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Where the colour of lit words stands on a picture."""
    bands = ImageChops.difference(picture, Image.new("RGB", picture.size, LIT)).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return most.point(lambda value: 255 * (value == 0)).getbbox()


def save_strip(path: Path, moments: Sequence[Moment], samples: array, since: int, rows: tuple[int, int]) -> None:
    """``rows``: which px rows of each picture are shown; ``since``: the sample at which the sound drawn begins."""
    tall = rows[1] - rows[0]
    strip = Image.new("RGB", (WIDTH, tall * len(moments) + WAVE), "white")
    for number, moment in enumerate(moments):
        strip.paste(moment.picture.crop((0, rows[0], WIDTH, rows[1])), (0, number * tall))
    draw = ImageDraw.Draw(strip)
    shown = samples[since:]
    middle, top = strip.height - WAVE // 2, strip.height - WAVE
    for x in range(WIDTH):
        piece = shown[len(shown) * x // WIDTH:len(shown) * (x + 1) // WIDTH] or [0]
        high = max(map(abs, piece)) * (WAVE // 2 - 10) // 16384
        draw.line((x, middle - high, x, middle + high), fill="#14213d")
    for number, moment in enumerate(moments):
        x = (moment.heard - since) * WIDTH // max(1, len(shown))
        colour = MARKS[number % len(MARKS)]
        draw.line((x, top, x, strip.height), fill=colour, width=4)
        draw.rectangle((0, number * tall, 12, (number + 1) * tall - 2), fill=colour)
        draw.text((x + 6, top + 2), f"{(moment.heard - since) / RATE:.2f} s", fill=colour)
    strip.save(path)
