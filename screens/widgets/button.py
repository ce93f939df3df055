"""Everything that can be tapped. It acts on release, visibly gives way, and shows when a key has reached it."""

from __future__ import annotations

from kiosk.language.units import Unit
from screens.kit import Kit
from screens.theme import MAIN_TARGET, TARGET
from screens.widgets.drawing import Drawing
from screens.widgets.icon import Icon
from screens.widgets.part import Part
from screens.widgets.text import LABEL, Style, Text

SLIM = 16.0
"""mm, width of a tool that has only a picture: between the 12.7 mm of every target and the 20 mm of the main ones."""
FACES = {  # role: (fill, what stands on it, edge)
    "plain": ("card", "ink", "edge"),
    "go": ("go", "on_go", "go"),
    "help": ("help", "on_help", "on_help"),
    "chosen": ("chosen", "on_chosen", "edge"),
    "yes": ("go", "on_go", "edge"),
    "item": ("card", "ink", "edge"),
}


class Button(Part):
    """An icon, a label, or both, side by side or (``stacked``) one above the other.

    ``action`` is what the root is told when it is tapped. ``unit`` is what it says; ``shows`` is False for a button
    whose words are only spoken because its icon is all there is room for.
    """

    focusable = True

    def __init__(self, kit: Kit, action: object, unit: Unit, icon: str | None = None, *, role: str = "plain",
                 style: Style = LABEL, stacked: bool = False, main: bool = True, shows: bool = True,
                 trailing: bool = False, icon_size: float | None = None, align: str = "start") -> None:
        self.action, self.unit, self.role, self.stacked, self.trailing = action, unit, role, stacked, trailing
        fill, above, self.edge = FACES[role]
        self.fill, self.above = fill, above
        sizes = kit.sizes
        self.target = sizes.mm(MAIN_TARGET if main else TARGET)
        self.slim = sizes.mm(SLIM) if not shows else 0
        em = kit.em(style.factor, style.bar)
        self.icon = None
        if icon:
            tint = "accent" if stacked and role == "plain" else above
            size = max(em, sizes.mm(icon_size)) if icon_size else round(em * 1.15)
            self.icon = Icon(kit, kit.icon_name(icon), size, tint)
        self.label = (
            Text(kit, unit, style, above, "center" if stacked and align == "center" else "start") if shows else None
        )
        super().__init__(kit, tuple(part for part in (self.icon, self.label) if part is not None))
        self.pad = sizes.mm(3.2)
        self.space = sizes.mm(2) if self.icon is not None and self.label is not None else 0
        self.align = align
        self.pressed = self.focused = False

    @property
    def lit(self) -> bool:
        return self.label is not None and self.label.lit

    def _icon_width(self) -> int:
        return self.icon.natural() + self.space if self.icon is not None and not self.stacked else 0

    def least(self) -> int:
        words = self.label.least() if self.label is not None else 0
        if self.stacked and self.icon is not None:
            words = max(words, self.icon.natural())
        return max(self.slim or self.target, words + self._icon_width() + 2 * self.pad)

    def whole(self) -> int:
        words = self.label.whole() if self.label is not None else 0
        return max(self.target, words + self._icon_width() + 2 * self.pad)

    def natural(self) -> int:
        words = self.label.natural() if self.label is not None else 0
        if self.stacked and self.icon is not None:
            words = max(words, self.icon.natural())
        return max(self.slim or self.target, words + self._icon_width() + 2 * self.pad)

    def height_for(self, width: int) -> int:
        inner = width - 2 * self.pad - self._icon_width()
        words = self.label.height_for(inner) if self.label is not None else 0
        picture = self.icon.natural() if self.icon is not None else 0
        content = words + picture + self.space if self.stacked else max(words, picture)
        return max(self.target, content + 2 * (self.pad if self.stacked else self.pad // 2))

    def arrange(self) -> None:
        x, y, width, height = (int(v) for v in (*self.pos, *self.size))
        if self.stacked:
            self._arrange_stacked(x, y, width, height)
            return
        icon = self._icon_width()
        inner = width - 2 * self.pad - icon
        label = 0
        if self.label is not None:
            label = (
                inner
                if self.align == "start" and width > self.natural() + 2 * self.pad
                else min(inner, self.label.natural())
            )
        free = inner - label if self.align == "center" else 0
        icon_first = (self.icon is not None) and (not self.trailing) != self.kit.mirrored
        left = x + self.pad + free // 2
        if self.kit.mirrored and self.align == "start":
            left = x + width - self.pad - icon - label
        if self.label is None and self.icon is not None:
            side = self.icon.natural()
            self.icon.place(x + (width - side) // 2, y + (height - side) // 2, side, side)
            return
        if self.icon is not None:
            side = self.icon.natural()
            at = left if icon_first else left + label + self.space
            self.icon.place(at, y + (height - side) // 2, side, side)
        if self.label is not None:
            tall = self.label.height_for(label)
            at = left + icon if icon_first else left
            self.label.place(at, y + (height - tall) // 2, label, tall)

    def _arrange_stacked(self, x: int, y: int, width: int, height: int) -> None:
        inner = width - 2 * self.pad
        side = self.icon.natural() if self.icon is not None else 0
        words = self.label.height_for(inner) if self.label is not None else 0
        free = max(0, height - side - words - self.space - 2 * self.pad)
        top = y + height - self.pad - (free // 2 if self.align == "center" else 0)
        if self.icon is not None:
            middle = x + (width - side) // 2
            start = x + width - self.pad - side if self.kit.mirrored else x + self.pad
            self.icon.place(middle if self.align == "center" else start, top - side, side, side)
        if self.label is not None:
            bottom = top - side - self.space - words if self.align == "center" else y + self.pad
            self.label.place(x + self.pad, bottom, inner, words)

    def show(self, *, pressed: bool | None = None, focused: bool | None = None) -> None:
        """Change how it looks: given way under the finger, or reached by a key."""
        before = self.pressed, self.focused
        self.pressed = self.pressed if pressed is None else pressed
        self.focused = self.focused if focused is None else focused
        if before != (self.pressed, self.focused):
            self.redraw()

    def draw(self, drawing: Drawing) -> None:
        sizes, colours = self.kit.sizes, self.kit.colours
        x, y, width, height = (int(v) for v in (*self.pos, *self.size))
        line = sizes.line
        if self.focused:  # two rings, so that one of them shows on any ground (WCAG 2.4.13)
            reach = sizes.gap // 2
            drawing.rounded(
                x - reach, y - reach, width + 2 * reach, height + 2 * reach, sizes.radius + reach, colours["ink"]
            )
            drawing.rounded(x - reach // 3, y - reach // 3, width + 2 * (reach // 3), height + 2 * (reach // 3),
                            sizes.radius, colours["ring"])
        if self.pressed:  # gives way: a thick edge eats into the fill
            line = sizes.line * 4
        drawing.framed(x, y, width, height, sizes.radius, line, colours[self.edge if not self.pressed else "ring"],
                       colours[self.fill])
