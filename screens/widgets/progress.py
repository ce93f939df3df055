"""How far we are: dots with the number of this step; "3 / 6" where there is no room for dots. Said as a sentence."""

from __future__ import annotations

from kiosk.language.units import Unit
from screens.kit import Kit
from screens.widgets.drawing import Drawing
from screens.widgets.part import Part
from screens.widgets.text import BAR, Text

MOST_DOTS = 8


class Progress(Part):
    """Step ``number`` of ``total``; ``unit`` says so in words, and its words are what stands on the screen."""

    def __init__(self, kit: Kit, number: int, total: int, spoken: str, *, dots: bool) -> None:
        self.number, self.total, self.dots = number, total, dots and total <= MOST_DOTS
        shown = str(number) if self.dots else f"\u2066{number}\u00a0/\u00a0{total}\u2069"
        self.unit = Unit("interface/progress", shown, kit.language.code, spoken)
        self.label = Text(kit, self.unit, BAR, "on_help" if self.dots else "ink", "center")
        super().__init__(kit, (self.label,))
        self.side = round(self.label.px * 1.5)
        self.dot = round(self.label.px * 0.62)
        self.space = self.dot // 2

    def natural(self) -> int:
        return self.side + (self.total - 1) * (self.dot + self.space) if self.dots else self.label.natural()

    least = natural

    def height_for(self, width: int) -> int:
        return self.side

    def arrange(self) -> None:
        if not self.dots:
            self.label.place(*self.pos, *self.size)
            return
        left = self._lefts()[self.number - 1]
        self.label.place(left, int(self.y) + (int(self.height) - self.side) // 2, self.side, self.side)

    def _lefts(self) -> list[int]:
        lefts, at = [], 0
        for n in range(1, self.total + 1):
            wide = self.side if n == self.number else self.dot
            lefts.append(int(self.right) - at - wide if self.kit.mirrored else int(self.x) + at)
            at += wide + self.space
        return lefts

    def draw(self, drawing: Drawing) -> None:
        if not self.dots:
            return
        colours, line = self.kit.colours, self.kit.sizes.line
        middle = int(self.y) + int(self.height) // 2
        for n, left in enumerate(self._lefts(), 1):
            side = self.side if n == self.number else self.dot
            fill = colours["help" if n == self.number else "ink" if n < self.number else "ground"]
            edge = colours["on_help" if n == self.number else "ink"]
            drawing.framed(left, middle - side // 2, side, side, side // 2, line, edge, fill)
