"""A receipt → pictures for a printer of 203 dpi, one a paragraph, drawn by the kiosk's own typesetter.

Pictures for every language, also for those that the printer has letters for: one way, and it prints what was seen. Only
the process that prints loads this, and Pillow with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image

from kiosk.handoff.code import QUIET_ZONE
from kiosk.handoff.receipt import Line, Receipt
from kiosk.language.languages import BY_CODE
from kiosk.typeset.fonts import font_set
from kiosk.typeset.paragraph import Paragraph, lay_out
from kiosk.typeset.protect import protect_ltr
from kiosk.typeset.raster import glyph_bitmap

STYLES = {"title": (44, True, 6, 14), "step": (32, True, 10, 0), "body": (29, False, 0, 0)}
"""Dots: the em; bold; room above and below. A capital of the body is 2.4 mm, as in 10 point."""
MARGIN = 4
"""Dots at either side, for letters that lean over."""
LARGEST_MODULE = 8
"""Dots, 1 mm; more only takes paper."""
HALF = 128


def pictures(content: Receipt, width: int) -> Iterator[Image.Image]:
    """Black on white (mode "1"), each ``width`` dots wide."""
    for line in content.lines:
        yield _paragraph(line, content.language, width, "start")
    if content.code:
        yield _code(content.code, width)
    for line in content.caption:
        yield _paragraph(line, content.language, width, "center")


def _paragraph(line: Line, page: str, width: int, align: str) -> Image.Image:
    px, bold, above, below = STYLES[line.style]
    language = BY_CODE[line.language]
    words = protect_ltr(line.words) if language.direction == "rtl" else line.words
    if align == "start" and language.direction != BY_CODE[page].direction:
        align = "end"  # Dutch words among Arabic ones stand on the side where reading starts
    paragraph = lay_out(words, font_set(language.fonts), px, width - 2 * MARGIN, bold=bold,
                        direction=language.direction, language=line.language, align=align, line_height=1.15)
    return _drawn(paragraph, width, above, below)


def _drawn(paragraph: Paragraph, width: int, above: int, below: int) -> Image.Image:
    paper = Image.new("L", (width, above + paragraph.height + below), 255)
    for glyph in paragraph.glyphs:
        ink = glyph_bitmap(glyph.face, paragraph.px, glyph.gid)
        if ink.width:
            mask = Image.frombytes("L", (ink.width, ink.height), ink.alpha)
            paper.paste(0, (MARGIN + glyph.x + ink.left, above + glyph.y - ink.top), mask)
    return paper.point(lambda grey: 255 * (grey >= HALF)).convert("1", dither=Image.Dither.NONE)


def _code(rows: Sequence[Sequence[bool]], width: int) -> Image.Image:
    """As large as the paper allows in whole dots, with its quiet zone, in the middle."""
    side = len(rows) + 2 * QUIET_ZONE
    module = max(1, min(LARGEST_MODULE, width // side))
    small = Image.new("1", (side, side), 1)
    for y, row in enumerate(rows):
        for x, black in enumerate(row):
            if black:
                small.putpixel((x + QUIET_ZONE, y + QUIET_ZONE), 0)
    paper = Image.new("1", (width, side * module), 1)
    paper.paste(small.resize((side * module,) * 2, Image.Resampling.NEAREST), ((width - side * module) // 2, 0))
    return paper
