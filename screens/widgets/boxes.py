"""Parts that hold others: one under the other, beside each other, flowing in rows, in a grid, or on a card."""

from __future__ import annotations

from collections.abc import Sequence

from screens.kit import Kit
from screens.widgets.drawing import Drawing
from screens.widgets.part import Part

HIGHEST_CELL = 50.0
"""mm; a tile that fills more than this looks empty."""


class Column(Part):
    """One under the other, each as wide as the column."""

    def __init__(self, kit: Kit, parts: Sequence[Part], gap: int | None = None, *, middle: bool = False) -> None:
        super().__init__(kit, tuple(parts))
        self.gap = kit.sizes.gap if gap is None else gap
        self.middle = middle

    def split(self, width: int, height: int) -> tuple[Part, Part] | None:
        """Whole parts, as many as fit; where not even the first does, that one in two."""
        number = next((n for n in range(len(self.parts), 0, -1)
                       if Column(self.kit, self.parts[:n], self.gap).height_for(width) <= height), 0)
        upper, lower = self.parts[:number], self.parts[number:]
        if not number:
            halves = self.parts[0].split(width, height)
            if halves is None:
                return None
            upper, lower = halves[:1], (halves[1], *self.parts[1:])
        return Column(self.kit, upper, self.gap), Column(self.kit, lower, self.gap)

    def height_for(self, width: int) -> int:
        return sum(part.height_for(width) for part in self.parts) + self.gap * max(0, len(self.parts) - 1)

    def arrange(self) -> None:
        width = int(self.width)
        free = int(self.height) - self.height_for(width)
        top = int(self.y + self.height) - (free // 2 if self.middle and free > 0 else 0)
        for part in self.parts:
            height = part.height_for(width)
            part.place(int(self.x), top - height, width, height)
            top -= height + self.gap


class Row(Part):
    """Beside each other, from the side where reading starts. ``stretch`` takes the room that is left; when the row is
    too narrow for everything, the parts after ``stretch`` go to a row of their own beneath."""

    def __init__(self, kit: Kit, parts: Sequence[Part], gap: int | None = None, stretch: int | None = None) -> None:
        super().__init__(kit, tuple(parts))
        self.gap = kit.sizes.gap if gap is None else gap
        self.stretch = stretch

    def _room(self, parts: Sequence[Part]) -> int:
        return self.gap * max(0, len(parts) - 1)

    def natural(self) -> int:
        return sum(part.natural() for part in self.parts) + self._room(self.parts)

    def least(self) -> int:
        return max(sum(part.natural() for part in line) + self._room(line)
                   - (self.parts[self.stretch].natural() - self.parts[self.stretch].least()
                      if self.stretch is not None and self.parts[self.stretch] in line else 0)
                   for line in self._broken())

    def whole(self) -> int:
        """As `least`, with the elastic part's words whole."""
        if self.stretch is None:
            return self.natural()
        elastic = self.parts[self.stretch]
        return self.natural() - elastic.natural() + elastic.whole()

    def _broken(self) -> list[tuple[Part, ...]]:
        if self.stretch is None or self.stretch + 1 >= len(self.parts):
            return [self.parts]
        return [self.parts[:self.stretch + 1], self.parts[self.stretch + 1:]]

    def _lines(self, width: int) -> list[tuple[Part, ...]]:
        """One line where there is room for it and it is no higher than two."""
        broken = self._broken()
        if len(broken) == 1:
            return broken
        elastic = self.parts[self.stretch]
        fixed = sum(part.natural() for part in self.parts if part is not elastic) + self._room(self.parts)
        if fixed + elastic.natural() <= width:
            return [self.parts]
        comfortable = min(elastic.natural(), max(elastic.least(), width * 2 // 5))
        if fixed + comfortable > width or self._tall([self.parts], width) > self._tall(broken, width):
            return broken
        return [self.parts]

    def _tall(self, lines: Sequence[Sequence[Part]], width: int) -> int:
        heights = [
            max(part.height_for(w) for part, w in zip(line, self._widths(line, width), strict=True)) for line in lines
        ]
        return sum(heights) + self.gap * (len(lines) - 1)

    def split(self, width: int, height: int) -> tuple[Part, Part] | None:
        """The words first, what goes with them on the next page."""
        lines = self._broken()
        if len(lines) < 2:
            return None
        words, rest = lines
        return Row(self.kit, words, self.gap, self.stretch), Row(self.kit, rest, self.gap)

    def _widths(self, line: Sequence[Part], width: int) -> list[int]:
        widths = [part.natural() for part in line]
        spare = width - sum(widths) - self._room(line)
        if self.stretch is not None and self.parts[self.stretch] in line:
            widths[line.index(self.parts[self.stretch])] += spare
        return widths

    def height_for(self, width: int) -> int:
        return self._tall(self._lines(width), width)

    def arrange(self) -> None:
        top = int(self.y + self.height)
        lines = self._lines(int(self.width))
        single = len(lines) == 1
        for number, line in enumerate(lines):
            widths = self._widths(line, int(self.width))
            tall = int(self.height) if single else max(p.height_for(w) for p, w in zip(line, widths, strict=True))
            at = 0
            if number:
                at = max(0, int(self.width) - sum(widths) - self._room(line))  # answers stand at the end of the line
            for part, width in zip(line, widths, strict=True):
                height = tall if part.focusable else part.height_for(width)
                left = int(self.right) - at - width if self.kit.mirrored else int(self.x) + at
                part.place(left, top - tall + (tall - height) // 2, width, height)
                at += width + self.gap
            top -= tall + self.gap


class Flow(Part):
    """Beside each other at their own widths, on as many lines as it takes. ``dutch``: read from the left, also where
    the page begins at the right."""

    def __init__(self, kit: Kit, parts: Sequence[Part], gap: int | None = None, *, centred: bool = False,
                 dutch: bool = False) -> None:
        super().__init__(kit, tuple(parts))
        self.gap = kit.sizes.gap if gap is None else gap
        self.centred, self.dutch = centred, dutch

    def natural(self) -> int:
        return sum(part.natural() for part in self.parts) + self.gap * max(0, len(self.parts) - 1)

    def _lines(self, width: int) -> list[list[tuple[Part, int]]]:
        lines: list[list[tuple[Part, int]]] = [[]]
        used = 0
        for part in self.parts:
            wide = min(part.natural(), width)
            if lines[-1] and used + self.gap + wide > width:
                lines.append([])
                used = 0
            used += wide + (self.gap if lines[-1] else 0)
            lines[-1].append((part, wide))
        return lines

    def split(self, width: int, height: int) -> tuple[Part, Part] | None:
        first = 0  # parts on the lines that fit
        lines = self._lines(width)
        for number in range(1, len(lines)):
            upper = [part for line in lines[:number] for part, _ in line]
            if Flow(self.kit, upper, self.gap).height_for(width) <= height:
                first = len(upper)
        if not first:
            return None
        return tuple(Flow(self.kit, parts, self.gap, centred=self.centred, dutch=self.dutch)
                     for parts in (self.parts[:first], self.parts[first:]))

    def height_for(self, width: int) -> int:
        lines = self._lines(width)
        return sum(max(p.height_for(w) for p, w in line) for line in lines if line) + self.gap * (len(lines) - 1)

    def arrange(self) -> None:
        top = int(self.y + self.height)
        for line in self._lines(int(self.width)):
            tall = max((p.height_for(w) for p, w in line), default=0)
            used = sum(w for _, w in line) + self.gap * (len(line) - 1)
            at = (int(self.width) - used) // 2 if self.centred else 0
            for part, width in reversed(line) if self.dutch and self.kit.mirrored else line:
                left = int(self.right) - at - width if self.kit.mirrored else int(self.x) + at
                part.place(left, top - tall, width, tall)
                at += width + self.gap
            top -= tall + self.gap


class Grid(Part):
    """Equal cells in ``columns``; every row is as high as the grid's highest cell, or fills the height it is given."""

    def __init__(
        self, kit: Kit, parts: Sequence[Part], columns: int, *, fill: bool = False, rows: int | None = None
    ) -> None:
        super().__init__(kit, tuple(parts))
        self.columns, self.fill = columns, fill
        self.rows = rows or -(-len(parts) // columns)
        self.gap = kit.sizes.gap * 2

    def least(self) -> int:
        return max((p.least() for p in self.parts), default=0) * self.columns + self.gap * (self.columns - 1)

    def natural(self) -> int:
        return max((p.natural() for p in self.parts), default=0) * self.columns + self.gap * (self.columns - 1)

    def _cell(self, width: int) -> int:
        return (width - self.gap * (self.columns - 1)) // self.columns

    def height_for(self, width: int) -> int:
        cell = self._cell(width)
        return self.rows * max((p.height_for(cell) for p in self.parts), default=0) + self.gap * (self.rows - 1)

    def arrange(self) -> None:
        cell = self._cell(int(self.width))
        tall = max((p.height_for(cell) for p in self.parts), default=0)
        if self.fill:
            room = (int(self.height) - self.gap * (self.rows - 1)) // self.rows
            tall = max(tall, min(room, cell, self.kit.sizes.mm(HIGHEST_CELL)))
        for number, part in enumerate(self.parts):
            row, column = divmod(number, self.columns)
            if self.kit.mirrored:
                column = self.columns - 1 - column
            part.place(
                int(self.x) + column * (cell + self.gap), int(self.top) - (row + 1) * tall - row * self.gap, cell, tall
            )


class Card(Part):
    """One part on a card with an edge."""

    def __init__(self, kit: Kit, part: Part, fill: str = "card") -> None:
        super().__init__(kit, (part,))
        self.fill = fill
        self.pad = kit.sizes.mm(3)

    def least(self) -> int:
        return self.parts[0].least() + 2 * self.pad

    def natural(self) -> int:
        return self.parts[0].natural() + 2 * self.pad

    def height_for(self, width: int) -> int:
        return self.parts[0].height_for(width - 2 * self.pad) + 2 * self.pad

    def arrange(self) -> None:
        self.parts[0].place(int(self.x) + self.pad, int(self.y) + self.pad, int(self.width) - 2 * self.pad,
                            int(self.height) - 2 * self.pad)

    def split(self, width: int, height: int) -> tuple[Part, Part] | None:
        halves = self.parts[0].split(width - 2 * self.pad, height - 2 * self.pad)
        if halves is None:
            return None
        return Card(self.kit, halves[0], self.fill), Card(self.kit, halves[1], self.fill)

    def draw(self, drawing: Drawing) -> None:
        colours = self.kit.colours
        drawing.framed(int(self.x), int(self.y), int(self.width), int(self.height), self.kit.sizes.radius,
                       self.kit.sizes.line, colours["edge"], colours[self.fill])
