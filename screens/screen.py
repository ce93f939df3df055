"""What a screen wants shown. A screen is a function from the scene to one of these; the frame puts it on the glass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.administrator.nobody import NoPages
from kiosk.catalogue.model import Catalogue, Fact, Sentence
from kiosk.catalogue.model import Text as Source
from kiosk.handoff.hours import Hours
from kiosk.handoff.printing import Paper
from kiosk.handoff.record import Record
from kiosk.handoff.states import States
from kiosk.handoff.waiting import Status
from kiosk.handoff.words import Noun
from kiosk.language.texts import Texts
from kiosk.language.units import Unit
from kiosk.visit.place import Place
from screens.kit import Kit
from screens.widgets.button import Button
from screens.widgets.part import Part

if TYPE_CHECKING:
    from kiosk.administrator.pages import Pages
    from kiosk.handoff.receipt import Receipt  # with the first one


@dataclass(frozen=True)
class Scene:
    """All a screen may look at. Screens read it and never change it."""

    kit: Kit
    texts: Texts
    texts_of: Callable[[str], Texts]
    catalogue: Catalogue
    place: Place
    language: str
    chosen_language: str
    offered: tuple[str, ...]
    unspoken: frozenset[str]
    site_name: str
    site_number: int
    staff_place: str
    helpers: Hours
    helpers_phone: str
    help: Status
    desk_address: str
    site_address: str
    printer: bool
    paper: Paper
    nouns: tuple[Noun, ...]
    states: States | None
    keyboard: str
    find: Callable[[str], list[str]]
    now: datetime
    feeling: str = ""
    silent: bool = False
    muted: bool = False
    voice: str = "idle"  # or "speaking", or "paused"
    seconds_left: float = 45.0
    seconds_whole: float = 45.0
    pages: Pages | NoPages = field(default_factory=NoPages)

    def say(self, key: str, **values: object) -> Unit:
        """A sentence of the interface."""
        return self.texts.say(key, **values)

    def unit(self, source: Source, **values: object) -> Unit:
        """A sentence of the content."""
        return self.texts.unit(source, **values)

    def sentence(self, sentence: Sentence, facts: Mapping[str, Fact]) -> Unit:
        return self.texts.sentence(sentence, facts)

    def button(self, key: str, icon: str | None, action: object, **look: object) -> Button:
        """``action`` is one of a session's, or of the administrator's pages."""
        return Button(self.kit, action, self.say(key), icon, **look)


@dataclass
class Screen:
    """``blocks`` flow one under the other, over as many pages as it takes; ``spare`` follows where that takes no page
    more, as the bar leads to it too; ``tight`` stands in for the last block where that saves a page. ``beside`` stands
    next to them where there is room and on a page of its own where there is not. ``tiles`` fill what ``blocks`` above
    and ``below`` leave. ``aloud`` is read on arrival, ``asks_next`` after an answer that leaves somebody here.
    Who stands on a screen that ``asks`` asks for help with that record. ``prints`` makes the receipt that can be
    printed here."""

    icon: str
    title: Unit | None
    blocks: list[Part] = field(default_factory=list)
    aloud: list[Unit] = field(default_factory=list)
    asks_next: Unit | None = None
    spare: Part | None = None
    tight: Part | None = None
    beside: Part | None = None
    beside_first: bool = False
    beside_label: str = "bar.more"
    tiles: list[Part] = field(default_factory=list)
    tiles_may_stack: bool = True
    below: list[Part] = field(default_factory=list)
    fill: Part | None = None
    forward: Button | None = None
    extra: list[Button] = field(default_factory=list)
    asks: Record | None = None
    prints: Callable[[], Receipt] | None = None
    progress: tuple[int, int] | None = None
    title_needed: bool = True
    back: bool = True
    back_key: str = "bar.back"
    stop: bool = True
    sound: bool = True
    languages: bool = True
    help: bool = True
    bare: bool = False
    middle: bool = False
