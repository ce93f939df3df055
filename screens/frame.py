"""What is always there, always in the same place: the top bar, the bottom bar, and a page of the body between."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.language.languages import BY_CODE
from kiosk.language.units import Unit
from kiosk.visit.place import Do, Move
from kiosk.visit.session import Press
from screens.kit import Kit
from screens.pages import pages_of
from screens.screen import Scene, Screen
from screens.theme import MAIN_TARGET
from screens.widgets.boxes import Column, Row
from screens.widgets.button import Button
from screens.widgets.drawing import Drawing
from screens.widgets.icon import Icon
from screens.widgets.part import Part
from screens.widgets.progress import Progress
from screens.widgets.text import BAR, Text

TALL = 150.0
"""mm of glass from which the top bar may hold two lines."""


class Header(Part):
    """Icon and title where reading starts; progress, Dutch, language and Help at the other end."""

    def __init__(self, kit: Kit, start: Sequence[Part], middle: Part | None, end: Sequence[Part]) -> None:
        super().__init__(kit, (*start, *([middle] if middle else []), *end))
        self.start, self.middle, self.end = tuple(start), middle, tuple(end)

    def _width(self, parts: Sequence[Part]) -> int:
        return sum(p.natural() for p in parts) + self.kit.sizes.gap * max(0, len(parts) - 1)

    def height_for(self, width: int) -> int:
        return max((p.height_for(p.natural()) for p in self.parts), default=0)

    def arrange(self) -> None:
        gap = self.kit.sizes.gap
        y, height, width = int(self.y), int(self.height), int(self.width)
        end = self._width(self.end)
        free = width - end - (gap if self.end else 0)
        if self.middle is not None:
            free -= self.middle.natural() + gap
        at = 0
        for part in self.start:
            wide = min(part.natural(), free - at)
            self._put(part, at, wide, y, height)
            at += wide + gap
        if self.middle is not None:
            self._put(
                self.middle,
                width - end - gap * bool(self.end) - self.middle.natural(),
                self.middle.natural(),
                y,
                height,
            )
        at = width - end
        for part in self.end:
            self._put(part, at, part.natural(), y, height)
            at += part.natural() + gap

    def _put(self, part: Part, at: int, width: int, y: int, height: int) -> None:
        tall = part.height_for(width)
        left = int(self.right) - at - width if self.kit.mirrored else int(self.x) + at
        part.place(left, y + (height - tall) // 2, width, tall)


class Footer(Part):
    """Back and the tools where reading starts, the way on at the other end; in two rows where one is too narrow."""

    def __init__(self, kit: Kit, back: Sequence[Part], tools: Sequence[Part], on: Sequence[Part]) -> None:
        super().__init__(kit, (*on, *back, *tools))
        self.back, self.tools, self.on = tuple(back), tuple(tools), tuple(on)

    def rows(self, width: int) -> list[tuple[tuple[Part, ...], tuple[Part, ...]]]:
        """(from the start, from the end) for each row, top to bottom."""
        start = (*self.back, *self.tools)
        gaps = self.kit.sizes.gap * (len(start) + len(self.on))
        room = width - gaps - sum(p.natural() for p in start)
        if sum(p.natural() for p in self.on) <= room or sum(p.least() for p in self.on) <= room:
            tall = max((p.height_for(w) for p, w in self._widths(start, self.on, width)), default=0)
            if tall <= self.kit.sizes.mm(MAIN_TARGET) * 3 // 2:  # two lines, in Arabic too
                return [(start, self.on)]
        return [(self.tools, ()), (self.back, self.on)]

    def _widths(self, start: Sequence[Part], end: Sequence[Part], width: int) -> list[tuple[Part, int]]:
        """Each part and its width: the way on gives way first, down to its longest word."""
        gap = self.kit.sizes.gap
        spare = width - sum(p.natural() for p in (*start, *end)) - gap * max(0, len(start) + len(end) - 1)
        widths = [(p, p.natural()) for p in start]
        for part in end:
            give = min(-spare, part.natural() - part.least()) if spare < 0 else 0
            widths.append((part, part.natural() - give))
            spare += give
        return widths

    def height_for(self, width: int) -> int:
        heights = [max((p.height_for(w) for p, w in self._widths(*row, width)), default=0) for row in self.rows(width)]
        return sum(heights) + self.kit.sizes.gap * (len(heights) - 1)

    def arrange(self) -> None:
        gap = self.kit.sizes.gap
        top = int(self.top)
        for start, end in self.rows(int(self.width)):
            widths = self._widths(start, end, int(self.width))
            tall = max((p.height_for(w) for p, w in widths), default=0)
            at = 0
            for part, width in widths[:len(start)]:
                self._put(part, at, width, top - tall, tall)
                at += width + gap
            at = int(self.width)
            for part, width in reversed(widths[len(start):]):
                at -= width
                self._put(part, at, width, top - tall, tall)
                at -= gap
            top -= tall + gap

    def _put(self, part: Part, at: int, width: int, y: int, height: int) -> None:
        left = int(self.right) - at - width if self.kit.mirrored else int(self.x) + at
        part.place(left, y, width, height)


class Frame(Part):
    """A whole screen on the glass. ``page`` is the page of its body that is shown."""

    def __init__(self, scene: Scene, screen: Screen, width: int, height: int, page: int = 0) -> None:
        self.scene, self.screen, self.page = scene, screen, page
        self.pages: list[Part] | None = None
        kit = scene.kit
        sizes = kit.sizes
        pad = sizes.gap
        inner = width - 2 * sizes.margin
        header = self._header(inner) if not screen.bare else None
        self._title_dropped = header is not None and screen.title is not None and not any(
            part.unit is screen.title for part in header.walk_parts())
        if self._title_dropped and screen.title_needed:
            screen.blocks.insert(0, Text(kit, screen.title, BAR))
        top = header.height_for(inner) + 2 * pad if header is not None else 0
        bottom = self._foot(inner, (True, True), (False, False))
        self.body_height = height - top - bottom - 2 * pad
        self.pages = pages_of(kit, screen, inner, self.body_height)
        with_last = max(bottom, self._foot(inner, (False, True)))
        if len(self.pages) > 1 and with_last > bottom:  # the last page has its own way on and a way back
            bottom = with_last
            self.body_height = height - top - bottom - 2 * pad
            self.pages = pages_of(kit, screen, inner, self.body_height)
        self.page = max(0, min(page, len(self.pages) - 1))
        self.body = self.pages[self.page]
        footer = (
            self._footer(inner, more=self.page + 1 < len(self.pages), less=self.page > 0) if not screen.bare else None
        )
        self.header, self.footer, self.bottom, self.top_bar = header, footer, bottom, top
        super().__init__(kit, tuple(p for p in (header, self.body, footer) if p is not None))
        self.place(0, 0, width, height)

    def _header(self, inner: int) -> Part:
        """One row; two on a panel so narrow that the buttons leave no room for what must stand beside them."""
        kit, end = self.scene.kit, self._always_there()
        beside = self._beginning(inner - sum(p.natural() + kit.sizes.gap for p in end))
        if beside is not None:
            return Header(kit, *beside, end)
        alone = self._beginning(inner) or ((), self._progress(dots=False))
        return Column(kit, [Header(kit, (), None, end), Header(kit, *alone, ())])

    def _beginning(self, room: int) -> tuple[Sequence[Part], Progress | None] | None:
        """The fullest beginning of the top bar, and how far we are, that fit in ``room`` px; None where none does."""
        gap, starts = self.scene.kit.sizes.gap, self._starts()
        for dots in (True, False):
            middle = self._progress(dots=dots)
            free = room - (middle.natural() + gap if middle else 0)
            for number, make in enumerate(starts):
                start = make()
                if sum(p.natural() + gap for p in start) <= free:
                    if number == 0 or not dots or middle is None:
                        return start, middle
                    break  # first see whether "3 / 6" leaves room for more than dots do
        return None

    def _always_there(self) -> list[Part]:
        """NL, the language by its own name, and Help."""
        scene, screen, kit = self.scene, self.screen, self.scene.kit
        parts: list[Part] = []
        if scene.chosen_language != "nl" and screen.languages:
            if scene.language == "nl":
                back_to = scene.texts_of(scene.chosen_language).say("bar.translated")
                unit = Unit(back_to.key, scene.chosen_language.upper(), back_to.language, back_to.said)
            else:
                unit = Unit("interface/bar.dutch", "NL", "nl", scene.texts_of("nl").say("bar.dutch").said)
            parts.append(Button(kit, Press.DUTCH, unit, style=BAR))
        if screen.languages:
            language = BY_CODE[scene.language]
            autonym = Unit("interface/bar.language", language.autonym, language.code)
            parts.append(Button(kit, Move(Do.LANGUAGES), autonym, "language", style=BAR))
        if screen.help:
            parts.append(scene.button("bar.help", "front_hand", Move(Do.HELP), role="help", style=BAR))
        return parts

    def _progress(self, *, dots: bool) -> Progress | None:
        if self.screen.progress is None:
            return None
        number, total = self.screen.progress
        spoken = self.scene.say("step.progress", number=number, total=total).words
        return Progress(self.scene.kit, number, total, spoken, dots=dots)

    def _starts(self) -> list[Callable[[], list[Part]]]:
        """What may stand where reading starts, the fullest first. The word "vertaling" never gives way
        (language law: a translation says that it is one, domain.md 3.4)."""
        scene, screen, kit = self.scene, self.screen, self.scene.kit

        def icon() -> Part:
            return Icon(kit, screen.icon, round(kit.em(bar=True) * 1.4), "ink")

        def title() -> list[Part]:
            return [Text(kit, screen.title, BAR)] if screen.title is not None else []

        def mark(box: type[Row] | type[Column]) -> Part:
            words = (scene.say("bar.translation"), scene.texts_of("nl").say("bar.translation"))
            return box(kit, [Text(kit, unit, BAR, "quiet") for unit in words], kit.sizes.gap if box is Row else 0)

        if scene.language == "nl" or not screen.languages:
            return [lambda: [icon(), *title()], title, lambda: [icon()], list]
        starts = [lambda: [icon(), *title(), mark(Column)], lambda: [icon(), mark(Column)], lambda: [mark(Column)]]
        if kit.sizes.panel.height > kit.sizes.mm(TALL):
            starts.insert(0, lambda: [icon(), Column(kit, [*title(), mark(Row)], 0)])
        return starts

    def _footer(self, inner: int, *, more: bool, less: bool) -> Footer:
        scene, screen, kit = self.scene, self.screen, self.scene.kit
        back = []
        if less:
            back = [scene.button("bar.back", "arrow_back", Press.LESS, style=BAR)]
        elif screen.back:
            back = [scene.button(screen.back_key, "arrow_back", Press.BACK, style=BAR)]
        sound = "volume_off" if scene.silent else "volume_up"
        tools = [
            scene.button("bar.text", "text_increase", Press.TEXT, style=BAR, shows=False),
            scene.button("bar.colours", "contrast", Press.COLOURS, style=BAR, shows=False),
        ]
        if screen.sound:
            tools.append(scene.button("bar.silent" if scene.silent else "bar.sound", sound, Move(Do.SOUND), style=BAR,
                                      shows=False))
        if screen.stop:
            tools.append(scene.button("bar.stop", "logout", Press.STOP, style=BAR))
        on: list[Part] = list(screen.extra)
        if more:
            last = self._next_is_beside()
            key, icon = (screen.beside_label, "visibility") if last else ("bar.more", "arrow_forward")
            on = [scene.button(key, icon, Press.MORE, role="go", style=BAR, trailing=not last)]
        elif screen.forward is not None:
            on = [*screen.extra, screen.forward]
        return Footer(kit, back, tools, on)

    def _foot(self, inner: int, *faces: tuple[bool, bool]) -> int:
        """px, height of the bottom bar where there are (more, less) pages; 0 on a bare screen."""
        if self.screen.bare:
            return 0
        tallest = max(self._footer(inner, more=more, less=less).height_for(inner) for more, less in faces)
        return tallest + 2 * self.scene.kit.sizes.gap

    def _next_is_beside(self) -> bool:
        """Is the next page the site or the code alone? While the bars are measured: as if it were."""
        if self.screen.beside is None or self.screen.beside_first:
            return False
        return self.pages is None or self.page + 2 == len(self.pages)

    def arrange(self) -> None:
        sizes = self.kit.sizes
        inner, left = int(self.width) - 2 * sizes.margin, sizes.margin
        height, pad = int(self.height), sizes.gap
        if self.header is not None:
            tall = self.top_bar - 2 * pad
            self.header.place(left, height - pad - tall, inner, tall)
        if self.footer is not None:
            self.footer.place(left, pad, inner, self.bottom - 2 * pad)
        self.body.place(left, self.bottom + pad, inner, self.body_height)

    def draw(self, drawing: Drawing) -> None:
        colours, line = self.kit.colours, self.kit.sizes.line
        if not self.screen.bare:
            drawing.box(0, int(self.height) - self.top_bar, int(self.width), line, colours["rule"])
            drawing.box(0, self.bottom, int(self.width), line, colours["rule"])


