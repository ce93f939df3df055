"""Long content by pages, never by a scroll bar (VVSG 7.2-D): which blocks, tiles and neighbours stand on which page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from screens.kit import Kit
from screens.screen import Screen
from screens.widgets.boxes import HIGHEST_CELL, Column, Grid
from screens.widgets.part import Part
from screens.widgets.site import Site

MOST_TILES = 9
"""A page holds at most eight topics (design/screens.md), and "I don't know" after them."""
PICTURE = 0.46
"""Share of the width for words when a picture of a site or a code stands beside them."""

SHARE_ALONE = 75
"""% of the width for a site on a page of its own."""


class Split(Part):
    """Words on the side where reading starts, the site or the code beside them."""

    def __init__(self, kit: Kit, words: Part, beside: Part, words_width: int) -> None:
        super().__init__(kit, (words, beside))
        self.words_width = words_width

    def arrange(self) -> None:
        x, y, width, height = (int(v) for v in (*self.pos, *self.size))
        gap = self.kit.sizes.margin
        words, beside = self.parts
        rest = width - self.words_width - gap
        tall = min(height, beside.height_for(rest))
        middle = y + (height - tall) // 2
        if self.kit.mirrored:
            words.place(x + width - self.words_width, y, self.words_width, height)
            beside.place(x, middle, rest, tall)
        else:
            words.place(x, y, self.words_width, height)
            beside.place(x + width - rest, middle, rest, tall)


class Alone(Part):
    """One part as large as it wants to be, in the middle of the page."""

    def __init__(self, kit: Kit, part: Part) -> None:
        super().__init__(kit, (part,))

    def height_for(self, width: int) -> int:
        return self.parts[0].height_for(width)

    def arrange(self) -> None:
        part = self.parts[0]
        width = min(int(self.width), max(part.natural(), int(self.width) * SHARE_ALONE // 100))
        if part.height_for(width) > self.height:
            width = min(int(self.width), part.natural())
        height = min(int(self.height), part.height_for(width))
        part.place(
            int(self.x) + (int(self.width) - width) // 2, int(self.y) + (int(self.height) - height) // 2, width, height
        )


def pages_of(kit: Kit, screen: Screen, width: int, height: int) -> list[Part]:
    """The pages of a screen's body, ``width`` by ``height`` px each. At least one, never one that overflows unless a
    single part is higher than the glass."""
    if screen.fill is not None:
        return [screen.fill]
    if screen.tiles:
        return _tiles(kit, screen, width, height)
    pages = _flowing(kit, screen, screen.blocks, width, height)
    if screen.spare is not None:
        more = _flowing(kit, screen, [*screen.blocks, screen.spare], width, height)
        return more if len(more) == len(pages) else pages
    if screen.tight is not None and len(pages) > 1:
        fewer = _flowing(kit, screen, [*screen.blocks[:-1], screen.tight], width, height)
        return fewer if len(fewer) < len(pages) else pages
    return pages


def _flowing(kit: Kit, screen: Screen, blocks: Sequence[Part], width: int, height: int) -> list[Part]:
    if screen.beside is None:
        return _columns(kit, blocks, width, height, middle=screen.middle)
    return _beside(kit, screen, blocks, width, height)


def _columns(kit: Kit, blocks: Sequence[Part], width: int, height: int, *, middle: bool = False) -> list[Part]:
    gap = kit.sizes.gap
    pages: list[list[Part]] = [[]]
    used = 0
    waiting = list(blocks)
    while waiting:
        block = waiting.pop(0)
        tall = block.height_for(width)
        room = height - used - (gap if pages[-1] else 0)
        if tall <= room:
            pages[-1].append(block)
            used += tall + (gap if len(pages[-1]) > 1 else 0)
            continue
        if pages[-1]:
            waiting.insert(0, block)
        elif halves := block.split(width, height):
            pages[-1].append(halves[0])
            waiting.insert(0, halves[1])
        else:
            pages[-1].append(block)
        if waiting:
            pages.append([])
            used = 0
    return [Column(kit, page, middle=middle) for page in pages]


def _beside(kit: Kit, screen: Screen, blocks: Sequence[Part], width: int, height: int) -> list[Part]:
    """Side by side, or one above the other, or the words first and then the picture."""
    beside, gap = screen.beside, kit.sizes.margin
    if isinstance(beside, Site) and beside.least_height(width) > height:
        beside = beside.smaller()
    lowest = beside.least_height if isinstance(beside, Site) else beside.height_for
    comfortable = beside.height_for
    above = _stack(kit, blocks, width)
    stacks = above + gap + comfortable(width) <= height
    if height > width and stacks:
        return [Stacked(kit, blocks, beside)]
    for share in (PICTURE, 0.4, 0.52, 0.6):
        left = int(width * share)
        right = width - left - gap
        if (max((b.least() for b in blocks), default=0) <= left and beside.least() <= right
                and _stack(kit, blocks, left) <= height and comfortable(right) <= height):
            return [Split(kit, Column(kit, blocks, middle=True), beside, left)]
    if stacks or (height > width and above + gap + lowest(width) <= height):
        return [Stacked(kit, blocks, beside)]
    if screen.beside_first and beside.height_for(beside.least()) <= height:
        upright = height > width
        left = width if upright else width - gap - min(beside.natural(), height)
        first, rest = _fitting(kit, blocks, left, height - upright * (gap + beside.height_for(beside.least())))
        if first:
            pages = _columns(kit, rest, width, height) if rest else []
            both = Stacked(kit, first, beside) if upright else Split(kit, Column(kit, first, middle=True), beside, left)
            return [both, *pages]
    return [*_columns(kit, blocks, width, height), Alone(kit, beside)]


def _fitting(kit: Kit, blocks: Sequence[Part], width: int, height: int) -> tuple[list[Part], list[Part]]:
    """The blocks from the first on that fit one under the other, and those that do not."""
    number = 0
    while (number < len(blocks) and blocks[number].least() <= width
           and _stack(kit, blocks[:number + 1], width) <= height):
        number += 1
    return list(blocks[:number]), list(blocks[number:])


class Stacked(Part):
    """Words above, the site or the code in what is left beneath: for a panel that stands upright."""

    def __init__(self, kit: Kit, blocks: Sequence[Part], beside: Part) -> None:
        super().__init__(kit, (Column(kit, blocks), Alone(kit, beside)))

    def arrange(self) -> None:
        x, y, width, height = (int(v) for v in (*self.pos, *self.size))
        words, beside = self.parts
        tall = words.height_for(width)
        words.place(x, y + height - tall, width, tall)
        beside.place(x, y, width, height - tall - self.kit.sizes.margin)


def _stack(kit: Kit, blocks: Sequence[Part], width: int) -> int:
    return sum(block.height_for(width) for block in blocks) + kit.sizes.gap * max(0, len(blocks) - 1)


def _tiles(kit: Kit, screen: Screen, width: int, height: int) -> list[Part]:
    """As many tiles a page as fit, in the arrangement that holds most; what stands above goes first."""
    gap, between = kit.sizes.gap, kit.sizes.gap * 2
    above = _stack(kit, screen.blocks, width) + (gap if screen.blocks else 0)
    under = _stack(kit, screen.below, width) + (between if screen.below else 0)
    ways = ((above + under, screen.blocks, screen.below), (above, screen.blocks, []), (0, [], []))
    tried = [_arranged(screen, width, height - taken, between) for taken, _blocks, _below in ways]
    number = next((at for at, best in enumerate(tried) if best.held == len(screen.tiles)), 2)
    (_taken, blocks, below), best = ways[number], tried[number]
    shown = 0  # tiles under what stands above, on a first page of their own arrangement
    if screen.blocks and not blocks:
        shown = _rows(screen.tiles, best.columns, width, height - above, between, best.stacked) * best.columns
        if not shown and tried[1].fits and _pages(screen, tried[1]) <= 1 + _pages(screen, best):
            blocks, best = screen.blocks, tried[1]
    held, stacked, columns, rows, _fits = best
    _stand(screen.tiles, stacked)
    first: list[Part] = []
    if shown:
        grid = Grid(kit, screen.tiles[:shown], columns, fill=True, rows=shown // columns)
        first = [Tiles(kit, screen.blocks, grid, ())]
    elif screen.blocks and not blocks:
        first = _columns(kit, screen.blocks, width, height)
    last = _columns(kit, screen.below, width, height) if screen.below and not below else []
    pages = []
    for start in range(shown, len(screen.tiles), held):
        grid = Grid(kit, screen.tiles[start:start + held], columns, fill=True, rows=rows)
        ends = start + held >= len(screen.tiles)
        pages.append(Tiles(kit, blocks if start == 0 else (), grid, below if ends else ()))
    return [*first, *pages, *last]


def _pages(screen: Screen, arranged: Arrangement) -> int:
    return -(-len(screen.tiles) // arranged.held)


def _stand(tiles: Sequence[Part], stacked: bool | None) -> None:
    for tile in tiles if stacked is not None else ():
        tile.stacked = stacked


def _rows(tiles: Sequence[Part], columns: int, width: int, room: int, between: int, stacked: bool | None) -> int:
    """How many rows of such tiles fit in ``room`` px."""
    _stand(tiles, stacked)
    cell = (width - between * (columns - 1)) // columns
    tall = max(tile.height_for(cell) for tile in _largest(tiles))
    return max(0, (room + between) // (tall + between))


GOOD_SHAPE = 1.6
"""Width of a tile over its height that looks like a tile, not like a line or a tower."""


EMPTY = 0.15
"""How much an empty place takes off the look of an arrangement: six tiles in two rows of three, not four and two."""

MEASURED = 12


class Arrangement(NamedTuple):
    """How many tiles a page holds, with their picture above the words or beside them, in how many columns and rows; and
    whether one row of them is not higher than the page."""

    held: int
    stacked: bool | None
    columns: int
    rows: int
    fits: bool = True


def _largest(tiles: Sequence[Part]) -> list[Part]:
    """The tiles that decide how large a cell must be: those with the most words and those with the longest.
    Measuring each of 300 in every arrangement takes seconds."""
    if len(tiles) <= 2 * MEASURED:
        return list(tiles)
    by_words = sorted(tiles, key=lambda tile: -tile.natural())[:MEASURED]
    by_longest = sorted(tiles, key=lambda tile: -tile.whole())[:MEASURED]
    return [*by_words, *by_longest]


def _arranged(screen: Screen, width: int, height: int, between: int) -> Arrangement:
    """The arrangement that holds most tiles; then the one that hyphenates no word and looks best."""
    wanted = min(MOST_TILES, len(screen.tiles))
    tiles = _largest(screen.tiles)
    best: tuple[tuple, Arrangement] | None = None
    for stacked in (True, False) if screen.tiles_may_stack else (None,):
        for tile in tiles:
            if stacked is not None:
                tile.stacked = stacked
        for columns in (1, 2, 3, 4):
            cell = (width - between * (columns - 1)) // columns
            tall = max(tile.height_for(cell) for tile in tiles)
            rows = min((height + between) // (tall + between), -(-wanted // columns))
            if columns > 1 and (rows < 1 or not all(tile.fits(cell) for tile in tiles)):
                continue
            rows = max(1, rows)
            held = min(wanted, rows * columns)
            whole = max(tile.whole() for tile in tiles) <= cell
            empty = rows * columns - held
            fits = tall <= height
            room = min((height - between * (rows - 1)) // rows, screen.tiles[0].kit.sizes.mm(HIGHEST_CELL))
            shape = -abs(math.log(max(1, cell) / max(1, room, tall) / GOOD_SHAPE))
            better = (fits, whole, held, bool(stacked), round(shape - EMPTY * empty, 1), -empty)
            if best is None or better > best[0]:
                best = better, Arrangement(held, stacked, columns, rows, fits)
    return best[1]


class Tiles(Part):
    """A few blocks on top, a few at the foot, and a grid that fills what they leave."""

    def __init__(self, kit: Kit, above: Sequence[Part], grid: Grid, below: Sequence[Part]) -> None:
        self.above = Column(kit, above) if above else None
        self.below = Column(kit, below) if below else None
        self.grid = grid
        super().__init__(kit, tuple(part for part in (self.above, grid, self.below) if part is not None))

    def arrange(self) -> None:
        x, y, width, height = (int(v) for v in (*self.pos, *self.size))
        if self.above is not None:
            tall = self.above.height_for(width)
            self.above.place(x, y + height - tall, width, tall)
            height -= tall + self.kit.sizes.gap
        if self.below is not None:
            tall = self.below.height_for(width)
            self.below.place(x, y, width, tall)
            y, height = y + tall + 2 * self.kit.sizes.gap, height - tall - 2 * self.kit.sizes.gap
        self.grid.place(x, y, width, height)
