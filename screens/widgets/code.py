"""A QR code: black on white in every theme, whole pixels a module, a quiet zone of four modules (standards.md 3.3)."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.handoff.code import QUIET_ZONE, module_px
from kiosk.language.units import Unit
from screens.kit import Kit
from screens.theme import BLACK, WHITE
from screens.widgets.drawing import Drawing
from screens.widgets.part import Part


class Code(Part):
    """``rows`` are the modules, True for dark. ``unit`` says what the code holds. ``module``: px a module; None: what
    a helper's device needs, and somewhat more where there is room."""

    def __init__(self, kit: Kit, rows: Sequence[Sequence[bool]], unit: Unit, module: int | None = None) -> None:
        super().__init__(kit)
        self.rows, self.unit = rows, unit
        self.fixed = module is not None
        self.smallest = module or module_px(kit.sizes.panel.px_per_mm, len(rows))
        self.module = 0

    def least(self) -> int:
        return self.smallest * (len(self.rows) + 2 * QUIET_ZONE) + 2 * self.kit.sizes.line

    def natural(self) -> int:
        return self.least() if self.fixed else self.least() * 4 // 3

    def height_for(self, width: int) -> int:
        return max(self.least(), min(width, self.natural()))

    def arrange(self) -> None:
        room = int(min(self.width, self.height)) - 2 * self.kit.sizes.line
        self.module = room // (len(self.rows) + 2 * QUIET_ZONE)

    def draw(self, drawing: Drawing) -> None:
        side = self.module * (len(self.rows) + 2 * QUIET_ZONE)
        edge = self.kit.sizes.line
        left, bottom = int(self.center_x) - side // 2, int(self.center_y) - side // 2
        drawing.box(left - edge, bottom - edge, side + 2 * edge, side + 2 * edge, self.kit.colours["edge"])
        drawing.box(left, bottom, side, side, WHITE)
        quiet = QUIET_ZONE * self.module
        drawing.modules(self.rows, left + quiet, bottom + quiet, self.module, BLACK)
