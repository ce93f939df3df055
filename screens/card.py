"""An information card: what the municipality itself says about one of its services.

First its contents as tiles, in the person's language; behind each, the municipality's own text, in Dutch and set from
the left as Dutch is. Help lies over it as over every screen, and tells of no card.
"""

from __future__ import annotations

from kiosk.catalogue.cards import LOCAL, Block, Card
from kiosk.language.languages import BY_CODE
from kiosk.language.units import Unit
from kiosk.visit.place import Do, Kind, Move
from screens.kit import Kit
from screens.screen import Scene, Screen
from screens.step import voice_buttons
from screens.widgets.boxes import Flow
from screens.widgets.part import Part
from screens.widgets.text import BAR, BODY, LABEL, TITLE, Text

ICONS = {"what": "info", "who": "group", "bring": "badge", "how": "checklist", "cost": "euro", "gain": "savings",
         "where": "location_on", "except": "rule", "law": "gavel", "more": "public"}
INDENT = 1.4
"""em, how far the words of a list stand in, a level."""


class Marked(Part):
    """A sentence of a list, behind its mark. What does not fit on a page goes on without the mark."""

    def __init__(self, kit: Kit, text: Part, level: int, mark: Text | None = None) -> None:
        super().__init__(kit, (text,) if mark is None else (mark, text))
        self.text, self.level, self.mark = text, level, mark
        self.indent = round(kit.em() * INDENT * level)

    def least(self) -> int:
        return self.text.least() + self.indent

    def natural(self) -> int:
        return self.text.natural() + self.indent

    def height_for(self, width: int) -> int:
        return self.text.height_for(width - self.indent)

    def arrange(self) -> None:
        left, width = int(self.x) + self.indent, int(self.width) - self.indent
        self.text.place(left, int(self.y), width, int(self.height))
        if self.mark is not None:
            wide = max(round(self.kit.em() * INDENT), self.mark.natural())
            tall = self.mark.height_for(wide)
            self.mark.place(left - wide, int(self.top) - tall, wide, tall)

    def split(self, width: int, height: int) -> tuple[Part, Part] | None:
        halves = self.text.split(width - self.indent, height)
        if halves is None:
            return None
        return Marked(self.kit, halves[0], self.level, self.mark), Marked(self.kit, halves[1], self.level)


def card(scene: Scene) -> Screen:
    shown = scene.catalogue.cards.card(scene.place.card)
    sections = _order(scene, shown)
    section = scene.place.section or (sections[0] if len(sections) == 1 else "")
    if section in sections:
        return _section(scene, shown, sections, section)
    return _contents(scene, shown, sections)


def _order(scene: Scene, shown: Card) -> list[str]:
    """Over a walkthrough, which tells the rest, what differs from place to place comes first."""
    sections = list(shown.sections)
    if scene.place.under is not None and scene.place.under.kind is Kind.STEP:
        sections.sort(key=lambda name: name not in LOCAL)
    return sections


def _contents(scene: Scene, shown: Card, sections: list[str]) -> Screen:
    title = _title(shown)
    whose = _whose(scene, shown)
    tiles: list[Part] = [scene.button(f"card.{name}", ICONS[name], Move(Do.SECTION, name), stacked=True, icon_size=10)
                         for name in sections]
    screen = Screen(icon="account_balance", title=title, title_needed=False,
                    blocks=[Text(scene.kit, title, TITLE), *(Text(scene.kit, unit, BODY) for unit in whose)],
                    tiles=tiles, aloud=[title, *whose, *(tile.unit for tile in tiles)])
    if not tiles:
        empty = scene.say("card.empty")
        screen.blocks.append(Text(scene.kit, empty))
        screen.aloud.append(empty)
    return screen


def _section(scene: Scene, shown: Card, sections: list[str], section: str) -> Screen:
    title = scene.say(f"card.{section}")
    place = sections.index(section) + 1
    whole = len(sections) == 1  # there is no page of contents: its name and whose it is stand here
    whose = _whose(scene, shown)
    head: list[Part] = [Text(scene.kit, _title(shown), TITLE),
                        *(Text(scene.kit, unit, BODY) for unit in whose)] if whole else []
    screen = Screen(icon="account_balance", title=_title(shown), title_needed=False,
                    blocks=[*head, Text(scene.kit, title, LABEL if whole else TITLE)],
                    aloud=[*([_title(shown), *whose] if whole else []), title])
    for number, block in enumerate(shown.sections[section]):
        parts, units = _parts(scene, block, f"card/{shown.id}/{section}/{number}")
        screen.blocks += parts
        screen.aloud += units
    at_the_end = [*([] if whole else whose), *_changed(scene, shown)]
    screen.blocks += [Text(scene.kit, unit, BODY, "quiet") for unit in at_the_end]
    screen.spare = Flow(scene.kit, voice_buttons(scene))
    if place < len(sections):
        screen.forward = scene.button("bar.next", "arrow_forward", Move(Do.SECTION, sections[place]), role="go",
                                      style=BAR, trailing=True)
    return screen


def _title(shown: Card) -> Unit:
    return Unit(f"card/{shown.id}/title", shown.title, _spoken(shown.language))


def _whose(scene: Scene, shown: Card) -> list[Unit]:
    """Whose words these are, and that they are in Dutch alone: on the first screen, and under every text."""
    said = [scene.say("card.from", municipality=shown.municipality)]
    if scene.language != "nl":
        said.append(scene.say("card.dutch_only" if shown.language == "nl" else "card.not_translated"))
    return said


def _changed(scene: Scene, shown: Card) -> list[Unit]:
    if shown.modified is None:
        return []
    from kiosk.language.formats import date_short  # Babel takes a tenth of a second: with the first card

    return [scene.say("card.modified", day=date_short(shown.modified, BY_CODE[scene.language]))]


def _parts(scene: Scene, block: Block, key: str) -> tuple[list[Part], list[Unit]]:
    """The parts of a block, one a sentence, set as Dutch also on a page that is mirrored."""
    kit = scene.kit.speaking("nl")
    units = [Unit(f"{key}/{number}", words, _spoken(block.language)) for number, words in enumerate(block.units)]
    parts: list[Part] = []
    for number, unit in enumerate(units):
        bold = block.kind == "heading" or block.kind == "row" and number == 0 and len(units) > 1
        text = Text(kit, unit, LABEL if bold else BODY)
        level = block.level or int(block.kind == "row" and number > 0)
        mark = Text(kit, Unit(f"{key}/mark", block.mark, "nl")) if block.mark and number == 0 else None
        parts.append(Marked(kit, text, level, mark) if level else text)
    return parts, units


def _spoken(language: str) -> str:
    return language if language in BY_CODE else "nl"
