"""A picture from the icon font, drawn at exactly its size in pixels."""

from __future__ import annotations

from screens.kit import Kit
from screens.widgets.drawing import Drawing
from screens.widgets.part import Part


class Icon(Part):
    """``size`` px square, in a colour by role. The words beside it say what it means, so it has none of its own."""

    def __init__(self, kit: Kit, name: str, size: int, role: str = "accent") -> None:
        super().__init__(kit)
        self.name, self.side, self.role = name, size, role

    def least(self) -> int:
        return self.side

    natural = least

    def height_for(self, width: int) -> int:
        return self.side

    def draw(self, drawing: Drawing) -> None:
        face, character = self.kit.icons.glyph(self.name)
        left = int(self.x) + (int(self.width) - self.side) // 2
        bottom = int(self.y) + (int(self.height) - self.side) // 2
        drawing.icon(face, character, left, bottom, self.side, self.kit.colours[self.role])
