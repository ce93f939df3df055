"""What all parts of a screen share: they say how wide and high they want to be, are put in place, draw themselves.

Layout is one pass from the outside in, with the width known before the height, as a printer sets a page. Kivy's own
layouts settle over several frames and cannot ask "how high would you be at this width?" (docs/decisions/0002).

A part is no Kivy widget: nobody binds to its properties and no style language has rules for it, and making a widget
takes 0.5 ms, which a screen of eighty parts cannot spare (docs/design/speed.md). It owns a piece of the canvas.
"""

from __future__ import annotations

from collections.abc import Iterator

from kivy.graphics import InstructionGroup

from kiosk.language.units import Unit
from screens.kit import Kit
from screens.widgets.drawing import Drawing


class Part:
    """A part of a screen. ``parts`` are its inner parts in reading order; those it has when it is placed are drawn.

    ``x`` and ``y`` are its lower left corner in the window, in px, y up.
    """

    unit: Unit | None = None
    """What it says when it is tapped or reached by a key; None for a part that only holds others."""
    focusable = False
    """Can it be tapped to do something? Then it has an ``action`` too."""
    about: Unit | None = None
    """What a key says before it where the words alone tell nothing, such as the line that a yes or a no answers."""
    state: Unit | None = None
    """How it stands, said after it where the eye sees that by its colour."""
    whispered = False
    """Must nobody hear or read what a key has reached?"""

    def __init__(self, kit: Kit, parts: tuple[Part, ...] = ()) -> None:
        self.kit = kit
        self.parts = parts
        self.x = self.y = self.width = self.height = 0
        self.canvas = InstructionGroup()
        self._drawn: InstructionGroup | None = None

    @property
    def pos(self) -> tuple[int, int]:
        return self.x, self.y

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def top(self) -> int:
        return self.y + self.height

    @property
    def center_x(self) -> float:
        return self.x + self.width / 2

    @property
    def center_y(self) -> float:
        return self.y + self.height / 2

    def collide_point(self, x: float, y: float) -> bool:
        """Is this point of the window on the part?"""
        return self.x <= x <= self.right and self.y <= y <= self.top

    def least(self) -> int:
        """px, the narrowest width at which nothing is cut."""
        return max((part.least() for part in self.parts), default=0)

    def fits(self, width: int) -> bool:
        """Is nothing cut at ``width`` px? Where there is room for the words as they are, no dictionary of hyphens is
        opened: each takes 30 ms and several MB the first time."""
        return self.natural() <= width or self.least() <= width

    def whole(self) -> int:
        """px, the width at which no word needs a hyphen."""
        return max((part.whole() for part in self.parts), default=0)

    def natural(self) -> int:
        """px, the width it would take if there were room."""
        return max((part.natural() for part in self.parts), default=0)

    def height_for(self, width: int) -> int:
        """px, the height at ``width``."""
        raise NotImplementedError

    def place(self, x: int, y: int, width: int, height: int) -> None:
        """Take this place (px, lower left corner) and draw."""
        self.x, self.y, self.width, self.height = int(x), int(y), int(width), int(height)
        self.arrange()
        self.canvas.clear()
        self._drawn = None
        self.redraw()
        for part in self.parts:
            self.canvas.add(part.canvas)

    def arrange(self) -> None:
        """Place the inner parts."""

    def draw(self, drawing: Drawing) -> None:
        """Draw what is the part's own, beneath its inner parts."""

    def redraw(self) -> None:
        """Draw what is the part's own anew; its inner parts stay as they are."""
        drawing = Drawing(self.kit.atlas)
        self.draw(drawing)
        if self._drawn is not None:
            self.canvas.remove(self._drawn)
        self._drawn = drawing.group()
        self.canvas.insert(0, self._drawn)

    def remove_widget(self, part: Part) -> None:
        """Leave an inner part out."""
        self.parts = tuple(kept for kept in self.parts if kept is not part)

    def walk_parts(self) -> Iterator[Part]:
        """This part and all within it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk_parts()

    def split(self, width: int, height: int) -> tuple[Part, Part] | None:
        """In two, the first at most ``height`` px high; None for a part that is kept whole."""
        return None
