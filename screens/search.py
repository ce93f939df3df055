"""Search: a large keyboard of the app's own, in the person's letters, and results while typing."""

from __future__ import annotations

from itertools import chain

from kiosk.language.languages import BY_CODE, keyboard_rows
from kiosk.language.units import Unit
from kiosk.visit.place import Do, Move
from screens.screen import Scene, Screen
from screens.theme import TARGET
from screens.topics import card_tile
from screens.widgets.boxes import Card
from screens.widgets.button import Button
from screens.widgets.part import Part
from screens.widgets.text import BAR, Style, Text

KEY = Style(bar=True, line=1.0)
LONGEST = 40
"""Letters of a query: a short sentence."""
MOST_RESULTS = 3
"""As many as are measured (tests/search), and as a low panel has room for."""


class Keyboard(Part):
    """Rows of letter keys, a space and a key to erase. Keys grow with the room, from 12.7 mm up to 20 mm high; a panel
    too narrow for the rows of a keyboard has the letters in ABC order, as many in a row as fit."""

    def __init__(self, scene: Scene) -> None:
        kit = scene.kit
        language = BY_CODE[scene.language]
        query = scene.place.query
        last = [
            scene.button("search.space", "space_bar", Move(Do.SEARCH, (query + " ")[:LONGEST].lstrip()), shows=False,
                         main=False),
            scene.button("search.erase", "backspace", Move(Do.SEARCH, query[:-1]), shows=False, main=False),
        ]

        def key(letter: str) -> Button:
            typed = Move(Do.SEARCH, (query + letter)[:LONGEST])
            return Button(kit, typed, Unit(f"letter/{letter}", letter, language.code), style=KEY, main=False,
                          align="center")

        rows = [[key(letter) for letter in row] for row in keyboard_rows(language, scene.keyboard)]
        rows[-2].append(last[0])
        rows[-1].append(last[1])
        width = kit.sizes.panel.width - 2 * kit.sizes.margin
        most = (width + kit.sizes.gap) // (kit.sizes.mm(TARGET) + kit.sizes.gap)
        if max(map(len, rows)) > most:
            every = [*map(key, chain.from_iterable(keyboard_rows(language, "abc"))), *last]
            rows = [every[at:at + most] for at in range(0, len(every), most)]
        self.rows = rows
        super().__init__(kit, tuple(key for row in rows for key in row))
        self.gap = kit.sizes.gap
        for key in self.parts:
            key.pad = kit.sizes.line
            key.slim = 0

    def height_for(self, width: int) -> int:
        key = max(self.kit.sizes.mm(TARGET), max(key.height_for(key.target) for row in self.rows for key in row[:1]))
        return len(self.rows) * key + (len(self.rows) - 1) * self.gap

    def arrange(self) -> None:
        most = max(len(row) for row in self.rows)
        wide = min((int(self.width) - self.gap * (most - 1)) // most, self.kit.sizes.mm(24))
        tall = min((int(self.height) - self.gap * (len(self.rows) - 1)) // len(self.rows), self.kit.sizes.mm(20))
        top = int(self.top)
        for row in self.rows:
            used = len(row) * wide + (len(row) - 1) * self.gap
            left = int(self.x) + (int(self.width) - used) // 2
            for number, key in enumerate(reversed(row) if self.kit.mirrored else row):
                key.place(left + number * (wide + self.gap), top - tall, wide, tall)
            top -= tall + self.gap


class Board(Part):
    """What was typed, what was found, and the keyboard beneath. What there is no room for is taken out of what is read
    ``aloud`` too."""

    def __init__(self, scene: Scene, typed: Text, found: list[Part], keyboard: Keyboard, aloud: list[Unit]) -> None:
        self.typed = Card(scene.kit, typed)
        self.typed.pad = scene.kit.sizes.mm(1.5)
        self.found, self.keyboard, self.aloud = found, keyboard, aloud
        super().__init__(scene.kit, (self.typed, *found, keyboard))

    def arrange(self) -> None:
        x, y, width, height = (int(v) for v in (*self.pos, *self.size))
        gap = self.kit.sizes.gap
        least = self.keyboard.height_for(width)
        typed = self.typed.height_for(width)
        beside = self._beside(width, height - least - gap)
        columns, cell, tall, rows = self._fitting(self.found, width, height - typed - least - 2 * gap)
        if beside is not None:  # a low panel: the best result beside what was typed, where more can be seen so
            taken = max(typed, self.found[0].height_for(beside))
            low = self._fitting(self.found[1:], width, height - taken - least - 2 * gap)
            if 1 + low[0] * low[3] > columns * rows:
                typed, (columns, cell, tall, rows) = taken, low
            else:
                beside = None
        first = self.found[:1] if beside is not None else []
        shown = self.found[len(first):][:rows * columns]
        for part in first:
            self._put(part, width - beside, y + height, beside, typed)
        self._put(self.typed, 0, y + height, width - beside - gap if first else width, typed)
        for number, part in enumerate(shown):
            row, column = divmod(number, columns)
            self._put(part, column * (cell + gap), y + height - typed - gap - row * (tall + gap), cell, tall)
        for part in self.found[len(first) + len(shown):]:
            self.remove_widget(part)
            if part.unit in self.aloud:
                self.aloud.remove(part.unit)
        self.parts = (self.typed, *first, *shown, self.keyboard)
        used = typed + gap + rows * (tall + gap)
        self.keyboard.place(x, y, width, max(least, min(height - used, self.kit.sizes.mm(20) * 4)))

    def _beside(self, width: int, height: int) -> int | None:
        """px, width of the first result where it stands beside what was typed; None where it does not fit."""
        if not self.found:
            return None
        cell = max(width * 2 // 3, min(self.found[0].natural(), width * 3 // 4))
        return cell if self.found[0].height_for(cell) <= height else None

    def _put(self, part: Part, at: int, top: int, width: int, height: int) -> None:
        """Place a part ``at`` px from the side where reading starts."""
        left = int(self.right) - at - width if self.kit.mirrored else int(self.x) + at
        part.place(left, top - height, width, height)

    def _fitting(self, parts: list[Part], width: int, room: int) -> tuple[int, int, int, int]:
        """(columns, width and height of a result in px, rows that fit in ``room`` px), so that most are seen."""
        best = 1, width, 0, 0
        for columns in (1, 2):
            cell = (width - self.kit.sizes.gap * (columns - 1)) // columns
            if not parts or not all(part.fits(cell) for part in parts):
                continue
            tall = max(part.height_for(cell) for part in parts)
            rows = min(max(0, (room + self.kit.sizes.gap) // (tall + self.kit.sizes.gap)), -(-len(parts) // columns))
            if min(len(parts), columns * rows) > min(len(parts), best[0] * best[3]):
                best = columns, cell, tall, rows
        return best


def _result(scene: Scene, id: str) -> Button:
    walkthrough = scene.catalogue.walkthroughs.get(id)
    if walkthrough is None:
        return card_tile(scene, scene.catalogue.cards.head(id), style=BAR, main=False)
    return Button(scene.kit, Move(Do.OPEN, id), scene.unit(walkthrough.title), walkthrough.icon, style=BAR, main=False)


def search(scene: Scene) -> Screen:
    query = scene.place.query
    title, hint = scene.say("search.title"), scene.say("search.hint")
    typed = Unit("search/query", query, scene.language) if query else hint
    found = scene.find(query)[:MOST_RESULTS] if query.strip() else []
    results: list[Part] = [_result(scene, id) for id in found]
    aloud = [hint] if not query else [r.unit for r in results]
    if query.strip() and len(query.strip()) > 2 and not found:
        none = scene.say("search.none")
        results, aloud = [Text(scene.kit, none, BAR)], [none]
        if scene.catalogue.questions:
            results.append(scene.button("question.ask", "contact_support", Move(Do.ASK), style=BAR, main=False))
            aloud.append(results[-1].unit)
    board = Board(scene, Text(scene.kit, typed, BAR), results, Keyboard(scene), aloud)
    return Screen(icon="search", title=title, title_needed=False, fill=board, aloud=aloud)
