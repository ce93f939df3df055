"""The touch test: a cross to touch, one after the other, in the corners of the glass and in its middle."""

from __future__ import annotations

from kiosk.administrator.touch import targets
from screens.kit import Kit
from screens.widgets.drawing import Drawing
from screens.widgets.part import Part
from screens.widgets.text import Text

ARM, THICK = 10.0, 1.0
"""mm: how far the arms of a cross reach from its middle, and how thick they are."""


class TouchTest(Part):
    """Fills the glass. ``number`` is the target to be touched now; those touched before are gone."""

    def __init__(self, kit: Kit, words: Text, number: int) -> None:
        super().__init__(kit, (words,))
        self.words, self.number = words, number

    def arrange(self) -> None:
        panel, sizes = self.kit.sizes.panel, self.kit.sizes
        width = min(panel.width * 2 // 3, self.words.natural())
        tall = self.words.height_for(width)
        middle = panel.height // 2 + sizes.mm(ARM) + sizes.gap * 2  # above the cross in the middle
        self.words.place((panel.width - width) // 2, middle, width, tall)

    def draw(self, drawing: Drawing) -> None:
        sizes = self.kit.sizes
        per_mm = sizes.panel.px_per_mm
        x, y = targets(sizes.panel.width / per_mm, sizes.panel.height / per_mm)[self.number]
        x, y, arm, half = round(x * per_mm), round(y * per_mm), sizes.mm(ARM), max(1, sizes.mm(THICK) // 2)
        drawing.box(x - arm, y - half, 2 * arm, 2 * half, self.kit.colours["ink"])
        drawing.box(x - half, y - arm, 2 * half, 2 * arm, self.kit.colours["ink"])
