"""The page for the administrator's six digits. It shows how many were typed, and never which.

The keys are not spoken either, also when a key of the keyboard reaches them: who stands behind would hear the code. A
keyboard's own digits work, so nobody needs to see or hear the keys on the glass (docs/decisions/0026).
"""

from __future__ import annotations

from kiosk.administrator.code import DIGITS
from kiosk.administrator.pages import Digit, Pages, Tap
from kiosk.language.units import Unit
from kiosk.visit.session import Press
from screens.kit import Kit
from screens.screen import Scene, Screen
from screens.theme import MAIN_TARGET, TARGET
from screens.widgets.boxes import Column
from screens.widgets.button import Button
from screens.widgets.drawing import Drawing
from screens.widgets.part import Part
from screens.widgets.text import BAR, BODY, LABEL, Style, Text

KEY = Style(1.5, bold=True, bar=True, line=1.0)
ROWS = ("123", "456", "789", "<0")
WIDEST, HIGHEST = 34.0, 24.0
"""mm of a key: larger ones lie too far apart for a hand."""


class Key(Button):
    """A key that the voice keeps to itself."""

    whispered = True


class Dots(Part):
    """A dot for each digit that was typed, and a ring for each that is to come. ``unit`` says how many there are."""

    def __init__(self, kit: Kit, typed: int, unit: Unit) -> None:
        super().__init__(kit)
        self.typed, self.unit, self.side = typed, unit, kit.sizes.mm(7)

    def least(self) -> int:
        return DIGITS * self.side + (DIGITS - 1) * self.kit.sizes.gap

    natural = least

    def height_for(self, width: int) -> int:
        return self.side

    def draw(self, drawing: Drawing) -> None:
        colours, line = self.kit.colours, self.kit.sizes.line * 2
        for number in range(DIGITS):
            x = int(self.x) + number * (self.side + self.kit.sizes.gap)
            fill = colours["ink" if number < self.typed else "card"]
            drawing.framed(x, int(self.y), self.side, self.side, self.side // 2, line, colours["ink"], fill)


class Keypad(Part):
    """Ten keys as on a telephone, and one that wipes."""

    def __init__(self, scene: Scene) -> None:
        kit = scene.kit

        def key(sign: str) -> Key:
            if sign == "<":
                return Key(kit, Tap.ERASE, scene.say("staff.code.erase"), "backspace", shows=False, main=False)
            return Key(kit, Digit(sign), Unit(f"digit/{sign}", sign, "nl"), style=KEY, main=False, align="center",
                       stacked=True)

        self.rows = [[key(sign) for sign in row] for row in ROWS]
        super().__init__(kit, tuple(key for row in self.rows for key in row))
        for each in self.parts:
            each.pad, each.slim = kit.sizes.line, 0

    def least(self) -> int:
        return 3 * self.kit.sizes.mm(MAIN_TARGET) + 2 * self.kit.sizes.gap

    def natural(self) -> int:
        return 3 * self.kit.sizes.mm(WIDEST) + 2 * self.kit.sizes.gap

    def height_for(self, width: int) -> int:
        return 4 * self.kit.sizes.mm(HIGHEST) + 3 * self.kit.sizes.gap

    def arrange(self) -> None:
        gap = self.kit.sizes.gap
        wide = min((int(self.width) - 2 * gap) // 3, self.kit.sizes.mm(WIDEST))
        tall = max(self.kit.sizes.mm(TARGET), min((int(self.height) - 3 * gap) // 4, self.kit.sizes.mm(HIGHEST)))
        left = int(self.x) + (int(self.width) - 3 * wide - 2 * gap) // 2
        top = int(self.top) - (int(self.height) - 4 * tall - 3 * gap) // 2
        for row in self.rows:
            for column, key in enumerate(row):
                key.place(left + column * (wide + gap), top - tall, wide, tall)
            top -= tall + gap


class Board(Part):
    """The words and the dots; the keys beside them, or beneath where the glass stands upright."""

    def __init__(self, kit: Kit, words: Column, keys: Keypad | None) -> None:
        super().__init__(kit, (words, keys) if keys is not None else (words,))
        self.words, self.keys = words, keys

    def arrange(self) -> None:
        x, y, width, height = (int(v) for v in (*self.pos, *self.size))
        gap = self.kit.sizes.margin
        if self.keys is None:
            tall = self.words.height_for(width)
            self.words.place(x, y + height - tall, width, tall)
            return
        if self.kit.sizes.panel.width < self.kit.sizes.panel.height:
            tall = self.words.height_for(width)
            self.words.place(x, y + height - tall, width, tall)
            self.keys.place(x, y, width, height - tall - gap)
            return
        keys = min(self.keys.natural(), max(self.keys.least(), width - self.words.least() - gap, width // 2))
        tall = self.words.height_for(width - keys - gap)
        self.words.place(x, y + (height - tall) // 2, width - keys - gap, tall)
        self.keys.place(x + width - keys, y, keys, height)


def keypad(scene: Scene) -> Screen:
    kit, pages = scene.kit, scene.pages
    title = scene.say("staff.code.title")
    paused = pages.minutes_to_wait > 0
    said = _said(scene, pages)
    words: list[Part] = [Text(kit, unit, LABEL if pages.wrong else BODY) for unit in said]
    if not paused:
        words.append(Dots(kit, len(pages.typed), scene.say("staff.code.typed", number=len(pages.typed))))
    board = Board(kit, Column(kit, words), None if paused else Keypad(scene))
    return Screen(icon="dialpad", title=title, fill=board, aloud=[] if pages.typed else [title, *said], back=False,
                  stop=False, languages=False, help=False, sound=False,
                  forward=scene.button("staff.close", "close", Press.STOP, style=BAR))


def _said(scene: Scene, pages: Pages) -> list[Unit]:
    if minutes := pages.minutes_to_wait:
        return [scene.say("staff.code.paused"), scene.say("staff.code.wait", minutes=minutes)]
    if pages.wrong and pages.gate is not None:
        return [scene.say("staff.code.wrong"), scene.say("staff.code.tries", number=pages.gate.tries_left)]
    return [scene.say("staff.code.hint")]
