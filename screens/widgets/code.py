"""A QR code: black on white in every theme, whole pixels a module, a quiet zone of four modules (standards.md 3.3)."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.handoff.code import QUIET_ZONE, module_px
from kiosk.language.units import Unit
from screens.kit import Kit
from screens.theme import BLACK, WHITE
from screens.widgets.drawing import Drawing, modules_group
from screens.widgets.part import Part


class Code(Part):
    """``rows`` are the modules, True for dark. ``unit`` says what the code holds."""

    def __init__(self, kit: Kit, rows: Sequence[Sequence[bool]], unit: Unit) -> None:
        super().__init__(kit)
        self.rows, self.unit = rows, unit
        self.module = 0

    def least(self) -> int:
        side = len(self.rows)
        return module_px(self.kit.sizes.panel.px_per_mm, side) * (side + 2 * QUIET_ZONE)

    natural = least

    def height_for(self, width: int) -> int:
        return min(width, self.least())

    def arrange(self) -> None:
        self.module = int(min(self.width, self.height)) // (len(self.rows) + 2 * QUIET_ZONE)

    def draw(self, drawing: Drawing) -> None:
        drawing.box(int(self.x), int(self.y), int(self.width), int(self.height), WHITE)

    def redraw(self) -> None:
        super().redraw()
        side = self.module * len(self.rows)
        left = int(self.x) + (int(self.width) - side) // 2
        bottom = int(self.y) + (int(self.height) - side) // 2
        self.canvas.clear()
        self.canvas.add(modules_group(self.rows, left, bottom, self.module, BLACK))
