"""What stays the same from visit to visit: the content, the words, the site. Makes the scene of a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.administrator.nobody import NoPages
from kiosk.catalogue.keeping import Withheld, as_of
from kiosk.catalogue.model import Catalogue, Text
from kiosk.handoff.hours import Hours
from kiosk.handoff.printing import Paper, Printing
from kiosk.handoff.states import States
from kiosk.handoff.waiting import NoDesk, Status
from kiosk.handoff.words import Noun
from kiosk.language.languages import BY_CODE
from kiosk.language.texts import Texts, load_texts
from kiosk.visit.place import Kind
from kiosk.visit.session import Session
from screens.every import SCREENS
from screens.kit import Icons, Kit
from screens.screen import Scene, Screen
from screens.still_there import still_there
from screens.theme import Panel, Sizes, colours_of
from screens.widgets.atlas import Atlas

if TYPE_CHECKING:
    from kiosk.administrator.pages import Pages
    from kiosk.catalogue.search import Search
    from kiosk.handoff.line import Line

class Over(Enum):
    """What can stand on the glass instead of the present place."""

    ASKING = "still there?"
    CLOSED = "out of order"
    ADMINISTRATOR = "administrator"


@dataclass
class World:
    """The content and ``nouns`` may be filled in after the first picture has been drawn. ``catalogue`` is the content
    as it may be shown on ``day``: what has expired is withheld."""

    panel: Panel
    interface: Mapping[str, Text]
    locales: Sequence[Path]
    offered: tuple[str, ...]
    unspoken: frozenset[str] = frozenset()
    site_name: str = ""
    site_number: int = 0
    staff_place: str = ""
    keyboard: str = "abc"
    asking: Sequence[Path] = ()
    helpers: Hours = field(default_factory=Hours)
    helpers_phone: str = ""
    desk_address: str = ""
    site_address: str = ""
    desk: NoDesk | Line = field(default_factory=NoDesk)
    printing: Printing = field(default_factory=Printing)
    pages: Pages | NoPages = field(default_factory=NoPages)
    now: Callable[[], datetime] = datetime.now
    catalogue: Catalogue = field(default_factory=Catalogue)
    nouns: tuple[Noun, ...] = ()
    states: States | None = None
    content: Catalogue = field(default_factory=Catalogue)
    day: date | None = None

    def __post_init__(self) -> None:
        self.atlas = Atlas()
        self.icons = Icons()
        self._texts: dict[str, Texts] = {}
        self._searches: dict[str, Search] = {}

    @property
    def expecting(self) -> bool:
        """May something change here without a touch: does a helper come, does a receipt?"""
        return (self.desk.status in (Status.TELLING, Status.WAITING, Status.COMING)
                or self.printing.paper is Paper.PRINTING)

    def fill(self, content: Catalogue) -> None:
        self.content, self.day = content, None
        self.of_today()

    def of_today(self) -> Catalogue:
        """The catalogue of this day; made anew where a kiosk has run past midnight."""
        today = self.now().date()
        if today != self.day:
            self.day = today
            words = Withheld(*(self.interface[key] for key in ("expired.title", "expired.text", "staff.expired")))
            self.catalogue = as_of(self.content, today, words)
        return self.catalogue

    def forget(self) -> None:
        """The visit is over: nobody waits for help any more, nobody for paper, and what was typed is gone."""
        self.desk.withdraw()
        self.printing.forget()
        for search in self._searches.values():
            search.forget()

    def texts(self, code: str) -> Texts:
        if code not in self._texts:
            self._texts[code] = load_texts(BY_CODE[code], self.locales, self.interface)
        return self._texts[code]

    def reread(self) -> None:
        """The content or the translations are others now: what was made of them is made anew when it is asked for."""
        self._texts.clear()
        self._searches.clear()

    def find(self, code: str, query: str) -> list[str]:
        """Ids of walkthroughs and cards, best first; the index of a language is made when it is first searched."""
        if code not in self._searches:
            from kiosk.catalogue.asking import read_asking
            from kiosk.language.finding import search_in  # rapidfuzz is loaded by the few who search

            others = [group for file in self.asking for group in read_asking(file)[0].get(code, ())]
            self._searches[code] = search_in(self.texts(code), self.catalogue, others)
        return self._searches[code].find(query)

    def scene(self, session: Session, *, silent: bool, muted: bool, voice: str) -> Scene:
        place = session.place
        for_staff = place.kind is Kind.STAFF or self.pages.open
        language = "nl" if for_staff else session.visit.shown
        sizes = Sizes(self.panel, session.preferences.text)
        kit = Kit(sizes, colours_of(session.preferences), self.atlas, self.icons, BY_CODE[language])
        return Scene(
            kit=kit,
            texts=self.texts(language),
            texts_of=self.texts,
            catalogue=self.catalogue,
            place=place,
            language=language,
            chosen_language=session.visit.language,
            offered=self.offered,
            unspoken=self.unspoken,
            site_name=self.site_name,
            site_number=self.site_number,
            staff_place=self.staff_place,
            helpers=self.helpers if self.desk.hours is None else self.desk.hours,
            helpers_phone=self.helpers_phone,
            help=self.desk.status,
            desk_address=self.desk_address,
            site_address=self.site_address,
            printer=bool(self.printing.printer),
            paper=self.printing.paper,
            nouns=self.nouns,
            states=self.states,
            keyboard=self.keyboard,
            find=lambda query: self.find(language, query),
            now=self.now(),
            feeling=session.feeling,
            silent=silent,
            muted=muted,
            voice=voice,
            seconds_left=session.idle.left(session.clock()),
            seconds_whole=session.idle.answer,
            pages=self.pages,
        )


def screen_of(scene: Scene, over: Over | None = None) -> Screen:
    """The screen of a scene, or what stands ``over`` it."""
    match over:
        case None:
            return SCREENS[scene.place.kind](scene)
        case Over.ASKING:
            return still_there(scene)
        case Over.CLOSED:
            from screens.closed import closed  # not with the first picture

            return closed(scene)
        case Over.ADMINISTRATOR:
            from screens.administrator import administrator  # for the very few who stand there

            return administrator(scene)
