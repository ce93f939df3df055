"""What all parts of a screen share: they say how wide and high they want to be, are put in place, draw themselves.

Layout is one pass from the outside in, with the width known before the height, as a printer sets a page. Kivy's own
layouts settle over several frames and cannot ask "how high would you be at this width?" (docs/decisions/0002).
"""

from __future__ import annotations

from collections.abc import Iterator

from kivy import kivy_data_dir
from kivy.lang import Builder
from kivy.uix.widget import Widget

from kiosk.language.units import Unit
from screens.kit import Kit
from screens.widgets.drawing import Drawing

Builder.unload_file(
    f"{kivy_data_dir}/style.kv"
)  # the looks of Kivy's own widgets: we use none, and our Button is not theirs


class Part(Widget):
    """A part of a screen. ``parts`` are its inner parts in reading order; Kivy's ``children`` are only for drawing."""

    unit: Unit | None = None
    """What it says when it is tapped or reached by a key; None for a part that only holds others."""
    focusable = False
    """Can it be tapped to do something? Then it has an ``action`` too."""

    def __init__(self, kit: Kit, parts: tuple[Part, ...] = ()) -> None:
        super().__init__(size_hint=(None, None))
        self.kit = kit
        self.parts = parts
        self._drawn = None
        for part in parts:
            self.add_widget(part)

    def least(self) -> int:
        """px, the narrowest width at which nothing is cut."""
        return max((part.least() for part in self.parts), default=0)

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
        self.pos, self.size = (int(x), int(y)), (int(width), int(height))
        self.arrange()
        self.redraw()

    def arrange(self) -> None:
        """Place the inner parts."""

    def draw(self, drawing: Drawing) -> None:
        """Draw what is the part's own, beneath its inner parts."""

    def redraw(self) -> None:
        drawing = Drawing(self.kit.atlas)
        self.draw(drawing)
        if self._drawn is not None:
            self.canvas.before.remove(self._drawn)
        self._drawn = drawing.group()
        self.canvas.before.add(self._drawn)

    def walk_parts(self) -> Iterator[Part]:
        """This part and all within it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk_parts()

    def split(self, width: int, height: int) -> tuple[Part, Part] | None:
        """In two, the first at most ``height`` px high; None for a part that is kept whole."""
        return None
