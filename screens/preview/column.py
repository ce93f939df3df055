"""The column beside the glass: dark and small-lettered, so that nobody takes it for a part of the kiosk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from kiosk.catalogue.problems import Problem
from kiosk.language.languages import BY_CODE
from kiosk.language.units import Unit
from screens.kit import Icons, Kit
from screens.preview.writing import Findings
from screens.theme import Panel, Sizes, colour
from screens.widgets.atlas import Atlas
from screens.widgets.boxes import Column, Flow
from screens.widgets.drawing import Drawing
from screens.widgets.part import Part
from screens.widgets.text import Style, Text

PX_PER_MM = 3.3
"""So that its letters are those of a desktop, whatever panel is shown beside it."""
SMALL, PLAIN, STRONG, HEAD = (Style(0.56, line=1.3), Style(0.66, line=1.32), Style(0.66, bold=True, line=1.3),
                              Style(0.9, bold=True, line=1.2))
COLOURS = {"ground": colour("23262E"), "ink": colour("F4F5F7"), "quiet": colour("B4BAC6"), "card": colour("30343E"),
           "error": colour("FF8A7A"), "warning": colour("FFC640"), "fine": colour("7ED9A4"), "chosen": colour("F4F5F7"),
           "on_chosen": colour("23262E"), "lit": colour("FFE27A"), "on_lit": colour("23262E")}


@dataclass(frozen=True, slots=True)
class About:
    """What the column says. ``step`` is empty where no step is on the glass."""

    title: str = ""
    file: str = ""
    step: str = ""
    place: str = ""
    findings: Findings = Findings()
    untranslated: int = 0
    languages: Sequence[str] = ()
    language: str = "nl"


class Chip(Part):
    """Something to press; ``action`` is what the column tells."""

    focusable = True

    def __init__(self, kit: Kit, action: tuple[str, str], words: str, *, chosen: bool = False) -> None:
        self.action, self.chosen = action, chosen
        self.unit = Unit("preview", words, "en")
        self.label = Text(kit, self.unit, STRONG, "on_chosen" if chosen else "ink")
        super().__init__(kit, (self.label,))

    def natural(self) -> int:
        return self.label.natural() + 4 * self.kit.sizes.gap

    def height_for(self, width: int) -> int:
        return self.label.height_for(width) + 2 * self.kit.sizes.gap

    def arrange(self) -> None:
        gap = self.kit.sizes.gap
        self.label.place(self.x + 2 * gap, self.y + gap, self.width - 3 * gap, self.height - 2 * gap)

    def draw(self, drawing: Drawing) -> None:
        colours = self.kit.colours
        drawing.framed(self.x, self.y, self.width, self.height, self.kit.sizes.gap, 2, colours["quiet"],
                       colours["chosen" if self.chosen else "ground"])


class Card(Part):
    """A finding: what is wrong, what to do, and in which line."""

    def __init__(self, kit: Kit, tint: str, lines: Sequence[Text]) -> None:
        self.tint, self.inner = tint, Column(kit, lines, kit.sizes.gap // 2)
        super().__init__(kit, (self.inner,))

    def height_for(self, width: int) -> int:
        return self.inner.height_for(width - 4 * self.kit.sizes.gap) + 2 * self.kit.sizes.gap

    def arrange(self) -> None:
        gap = self.kit.sizes.gap
        self.inner.place(self.x + 3 * gap, self.y + gap, self.width - 4 * gap, self.height - 2 * gap)

    def draw(self, drawing: Drawing) -> None:
        drawing.box(self.x, self.y, self.width, self.height, self.kit.colours["card"])
        drawing.box(self.x, self.y, self.kit.sizes.gap, self.height, self.kit.colours[self.tint])


class Beside(Part):
    """The whole column; what does not fit is counted."""

    def __init__(self, atlas: Atlas, icons: Icons, about: About, width: int, height: int) -> None:
        panel = Panel(width, height, hypot(width, height) / (PX_PER_MM * 25.4))
        kit = Kit(Sizes(panel, 0), COLOURS, atlas, icons, BY_CODE["en"])
        self.room = width - 4 * kit.sizes.gap, height - 4 * kit.sizes.gap
        foot = self._foot(kit, about)
        head = Column(kit, list(self._head(kit, about)))
        free = self.room[1] - sum(part.height_for(self.room[0]) for part in (head, foot)) - 4 * kit.sizes.gap
        self.head, self.foot = head, foot
        self.middle = Column(kit, self._fitting(kit, list(self._findings(kit, about)), free))
        super().__init__(kit, (head, self.middle, foot))

    def _head(self, kit: Kit, about: About) -> Iterator[Part]:
        yield _text(kit, "Preview, not part of the kiosk", SMALL, "quiet")
        yield _text(kit, about.title or "Save a file, and its step is shown here.", HEAD,
                    language="nl" if about.title else "en")
        if about.step:
            yield _text(kit, about.step, STRONG)
            yield _text(kit, about.place, SMALL, "quiet")

    def _findings(self, kit: Kit, about: About) -> Iterator[Part]:
        found = about.findings
        if found.broken:
            yield _text(kit, "The file cannot be shown as it is now. On the glass is how it last was.", STRONG, "error")
            yield from (_card(kit, problem) for problem in found.broken)
        if found.here:
            yield _text(kit, "About this step", STRONG)
            yield from (_card(kit, problem) for problem in found.here)
        elif about.step and not found.broken:
            yield Card(kit, "fine", [_text(kit, "Nothing to mend in this step.", PLAIN)])
        if about.untranslated:
            yield Card(kit, "quiet", [_text(kit, f"Not translated yet, and shown in Dutch: {about.untranslated} "
                                                 f"text{'s' * (about.untranslated > 1)} of this step.")])
        if found.elsewhere:
            yield _text(kit, "Elsewhere in this walkthrough" if about.step else "In the content", STRONG)
            yield from (_card(kit, problem) for problem in found.elsewhere)

    def _fitting(self, kit: Kit, parts: list[Part], free: int) -> list[Part]:
        """As many as there is room for, and how many more there are."""
        kept, used = [], 0
        last = _text(kit, "and 99 more: kiosk check", SMALL).height_for(self.room[0]) + kit.sizes.gap
        for number, part in enumerate(parts):
            height = part.height_for(self.room[0]) + kit.sizes.gap
            left = len([other for other in parts[number:] if isinstance(other, Card)])
            if used + height > free - (last if number + 1 < len(parts) else 0):
                return [*kept, _text(kit, f"and {left} more: kiosk check", SMALL, "quiet")]
            kept.append(part)
            used += height
        return kept

    def _foot(self, kit: Kit, about: About) -> Part:
        rows: list[Part] = []
        if about.step:
            rows.append(Flow(kit, [Chip(kit, ("step", "-1"), "Previous step"),
                                   Chip(kit, ("step", "1"), "Next step")]))
        rows.append(Flow(kit, [Chip(kit, ("language", code), code.upper(), chosen=code == about.language)
                               for code in about.languages]))
        return Column(kit, rows)

    def arrange(self) -> None:
        gap = 2 * self.kit.sizes.gap
        left, width, top = self.x + gap, self.room[0], self.top - gap
        for part in (self.head, self.middle):
            height = part.height_for(width)
            part.place(left, top - height, width, height)
            top -= height + gap
        self.foot.place(left, self.y + gap, width, self.foot.height_for(width))

    def draw(self, drawing: Drawing) -> None:
        drawing.box(self.x, self.y, self.width, self.height, self.kit.colours["ground"])

    def pressed(self, x: float, y: float) -> tuple[str, str] | None:
        """What is under the pointer."""
        chips = (part for part in self.walk_parts() if isinstance(part, Chip))
        return next((chip.action for chip in chips if chip.collide_point(x, y)), None)


def _text(kit: Kit, words: str, style: Style = PLAIN, role: str = "ink", language: str = "en") -> Text:
    return Text(kit, Unit("preview", words, language), style, role)


def _card(kit: Kit, problem: Problem) -> Card:
    place = f"line {problem.line}" if problem.line else ""
    name = problem.file.split("/", 1)[-1].rsplit("/", 1)[0]
    return Card(kit, problem.severity if problem.severity in COLOURS else "warning", [
        _text(kit, problem.message, STRONG), _text(kit, problem.remedy, PLAIN),
        _text(kit, f"{place}, {name}" if place else name, SMALL, "quiet")])
