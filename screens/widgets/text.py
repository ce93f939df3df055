"""A sentence or a label on the screen: one reading unit, whose words are lit while they are heard."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from kiosk.language.languages import BY_CODE
from kiosk.language.units import Unit
from kiosk.typeset.paragraph import Paragraph, lay_out, natural_width, widest_word
from kiosk.typeset.protect import protect_ltr
from screens.kit import Kit
from screens.widgets.drawing import Drawing
from screens.widgets.part import Part


class Style(NamedTuple):
    """How a kind of text is set: times the chosen size, bold or not, and whether it keeps to the bars' size."""

    factor: float = 1.0
    bold: bool = False
    bar: bool = False
    line: float = 1.35


TITLE = Style(1.2, bold=True, line=1.2)
BODY = Style()
LABEL = Style(bold=True, line=1.2)
BAR = Style(bold=True, bar=True, line=1.12)
BIG = Style(2.0, bold=True)


# A screen asks each text for its widths a dozen times, and the next screen has most of the same texts.
_natural_width = lru_cache(maxsize=1024)(natural_width)
_widest_word = lru_cache(maxsize=1024)(widest_word)


class Text(Part):
    """Words that wrap, never shrink and never end in dots."""

    def __init__(self, kit: Kit, unit: Unit, style: Style = BODY, role: str = "ink", align: str = "start",
                 words: str | None = None, first: int = 0) -> None:
        """``words`` are those of the unit that stand here, from its word number ``first`` on; None: all of them."""
        super().__init__(kit)
        self.unit, self.style, self.role, self.align = unit, style, role, align
        self.px = kit.em(style.factor, style.bar)
        self.first = first
        self.lit = False
        self.word: int | None = None
        self.paragraph: Paragraph | None = None
        self._language = BY_CODE[unit.language]
        self.words = unit.words if words is None else words
        if self._language.direction == "rtl":
            self.words = protect_ltr(self.words)
        self._fonts = kit.fonts(unit.language)

    def least(self) -> int:
        return math.ceil(
            _widest_word(self.words, self._fonts, self.px, language=self.unit.language, bold=self.style.bold)
        )

    def whole(self) -> int:
        return max((self._unwrapped(word) for word in self.words.split()), default=0)

    def natural(self) -> int:
        return self._unwrapped(self.words)

    def _unwrapped(self, words: str) -> int:
        return math.ceil(_natural_width(words, self._fonts, self.px, bold=self.style.bold,
                                    direction=self._language.direction, language=self.unit.language)) + 1

    def lay(self, width: int) -> Paragraph:
        align = self.align
        if align == "start" and self._language.direction != self.kit.language.direction:
            align = "end"  # Dutch words on an Arabic screen stand on the side where reading starts
        return lay_out(self.words, self._fonts, self.px, max(1, width), bold=self.style.bold,
                       direction=self._language.direction, language=self.unit.language, align=align,
                       line_height=self.style.line)

    def height_for(self, width: int) -> int:
        return self.lay(width).height

    def arrange(self) -> None:
        self.paragraph = self.lay(int(self.width))

    def light(self, on: bool, word: int | None = None) -> None:
        """Show that this is being heard: the unit's word of that number, or everything where no word is known."""
        word = None if word is None or not on else word - self.first
        if (on, word) != (self.lit, self.word):
            self.lit, self.word = on, word
            self.redraw()

    def holds(self, word: int) -> bool:
        """Does the unit's word of that number stand here, rather than on the page before or after?"""
        return self.paragraph is None or 0 <= word - self.first < len(self.paragraph.words)

    def boxes(self) -> list[tuple[int, int, int, int]]:
        """Where each line of the words stands in the window: (x, y, width, height) px, y up."""
        if self.paragraph is None:
            return []
        top = self._top()
        lines = [line for line in self.paragraph.lines if line.right > line.left]
        return [(int(self.x) + line.left, top - line.top - line.height, line.right - line.left, line.height)
                for line in lines]

    def lit_boxes(self) -> list[tuple[int, int, int, int]]:
        """What of it is lit, as `boxes`; a word that stands elsewhere lights nothing."""
        if not self.lit or self.paragraph is None:
            return []
        if self.word is None:
            return self.boxes()
        if not 0 <= self.word < len(self.paragraph.words):
            return []
        top = self._top()
        return [(int(self.x) + x, top - y - height, width, height)
                for x, y, width, height in self.paragraph.words[self.word].boxes]

    def _top(self) -> int:
        return int(self.y + self.height) - (int(self.height) - self.paragraph.height) // 2

    def draw(self, drawing: Drawing) -> None:
        colours = self.kit.colours
        pad = self.kit.sizes.line * 2
        lit = self.lit_boxes()
        for x, y, width, height in lit:
            drawing.rounded(x - pad, y, width + 2 * pad, height, self.kit.sizes.radius // 2, colours["lit"])
        x, top = int(self.x), self._top()
        whole = lit and self.word is None
        drawing.paragraph(self.paragraph, x, top, colours["on_lit" if whole else self.role])
        if lit and not whole:
            drawing.paragraph(self.paragraph, x, top, colours["on_lit"], self.word)

    def split(self, width: int, height: int) -> tuple[Part, Part] | None:
        paragraph = self.lay(width)
        pitch = paragraph.height / max(1, len(paragraph.lines))
        fits = int(height // pitch)
        if not 0 < fits < len(paragraph.lines):
            return None
        cut = paragraph.words[paragraph.lines[fits].words.start].start
        if not cut:
            return None
        after = self.first + paragraph.lines[fits].words.start
        return tuple(Text(self.kit, self.unit, self.style, self.role, self.align, words.strip(), first)
                     for words, first in ((self.words[:cut], self.first), (self.words[cut:], after)))
