"""Draws one screen of the kiosk at a time, with the kiosk's own stage, and takes its picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels
from PIL import Image

from kiosk.catalogue.model import Practise
from kiosk.handoff.printing import Paper, Printing
from kiosk.handoff.waiting import NoDesk, Status
from kiosk.speech.narrator import Narrator
from kiosk.visit.idle import Idle, State
from kiosk.visit.place import Move
from kiosk.visit.preferences import Preferences
from kiosk.visit.session import Session
from kiosk.visit.tours import the_main_job, visits
from kiosk.visit.visit import Visit
from screens.book.on_the_spot import faces
from screens.stage import Stage
from screens.world import World


class Nobody:
    """No clips and no loudspeaker: pictures make no sound."""

    healthy = available = True
    playing = started = ended = stalled = False
    position = 0.0

    def __getattr__(self, _: str):
        return lambda *_args, **_named: None


@dataclass(frozen=True)
class Shot:
    """One page of one screen in one language, text size and colours."""

    name: str
    language: str
    text: int
    theme: str
    page: int
    picture: Image.Image

    @property
    def file(self) -> str:
        return f"{self.language}-{self.text}-{self.theme}-{self.name.replace('.', '_')}-{self.page}.png"


class Studio:
    """A stage with a clock that stands still."""

    def __init__(self, world: World) -> None:
        self.now = 0.0
        self.session = Session(world.catalogue, Idle(), lambda: self.now)
        nobody = Nobody()
        self.stage = Stage(self.session, Narrator(nobody, nobody, lambda: self.now), world)
        Window.add_widget(self.stage)
        Window.canvas.ask_update()

    def snap(self) -> Image.Image:
        """What is on the glass now."""
        Window.dispatch("on_draw")
        width, height = int(self.stage.width), int(self.stage.height)
        pixels = glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE)
        Window.flip()
        return Image.frombytes("RGB", (width, height), pixels, "raw", "RGBX", 0, -1)  # the first row is the lowest

    def sentences(self) -> list[tuple[str, str, int, int, int, int]]:
        """What can be read on the glass now: language, words, and left, top, width and height in px."""
        height = int(self.stage.height)
        return [(part.unit.language, part.unit.words, int(part.x), height - int(part.top), int(part.width),
                 int(part.height)) for part in self.stage.frame.walk_parts() if part.unit is not None and part.width]

    def put(self, visit: Visit, preferences: Preferences, *, asking: bool = False, feeling: str = "",
            voice: str = "idle") -> None:
        """Stand at a place as if someone had walked there, and the voice had got so far."""
        self.stage._voice = voice, False
        self.session.visit, self.session.preferences, self.session.feeling = visit, preferences, feeling
        self.session.idle.state = State.ASKING if asking else State.AWAKE
        self.stage.show(arrived=True, aloud=False)

    def pages(self, name: str, visit: Visit, preferences: Preferences, **how: object) -> Iterator[Shot]:
        """A picture of every page of a screen."""
        self.put(visit, preferences, **how)
        for page in range(len(self.stage.frame.pages)):
            if page:
                self.stage.page = page
                self.stage.show(arrived=False, aloud=False)
            yield Shot(name, visit.language, preferences.text, preferences.theme, page, self.snap())

    def everything(self, language: str, preferences: Preferences, only: str | None = None,
                   turn: int = 0, of: int = 1) -> Iterator[Shot]:
        """Every screen, every step and every face of each step; or each ``of``-th of them, beginning with the one
        whose ``turn`` it is."""
        seen: set[str] = set()  # what the desk and the printer may say is shown on one screen each
        for number, (name, visit) in enumerate(visits(self.stage.world.catalogue, language, only)):
            if (number + turn) % of:
                continue
            yield from self.pages(name, visit, preferences)
            if only is None and name == self._a_step():
                for voice in ("speaking", "paused"):
                    yield from self.pages(f"{name}-{voice}", visit, preferences, voice=voice)
            if only is None and name in ("topics", "handoff") and language != "nl":
                yield from self.pages(f"{name}-dutch", replace(visit, dutch=True), preferences)
            if "handoff" not in seen and (name == "handoff" or name.endswith("-code")):
                seen.add("handoff")
                for status in (Status.TELLING, Status.WAITING, Status.COMING, Status.DONE):
                    with self.told(status):
                        yield from self.pages(f"{name}-{status.value}", visit, preferences)
            if "take" not in seen and name.endswith("-take"):
                seen.add("take")
                yield from self.along(name, visit, preferences)
            if name.endswith("-finished"):
                for how in ("good", "so_so", "bad"):
                    yield from self.pages(f"{name}-{how}", visit, preferences, feeling=how)
        if only is None:
            self.session.idle._since = self.now
            yield from self.pages("still-there", visit, preferences, asking=True)
            for status in (Status.WAITING, Status.COMING):
                with self.told(status):
                    yield from self.pages(f"still-there-{status.value}", visit, preferences, asking=True)
            self.now += self.session.idle.answer * 0.6
            yield from self.pages("still-there-late", visit, preferences, asking=True)
            yield from self.on_the_spot(language, preferences)

    def on_the_spot(self, language: str, preferences: Preferences) -> Iterator[Shot]:
        """A kiosk that is out of order; and the administrator's pages, which are Dutch in every language."""
        before = self.stage.world.pages, self.session
        self.session = self.stage.session = Session(self.stage.world.catalogue, Idle(), lambda: self.now,
                                                    language=language, out_of_order=lambda: True)
        for name, pages in faces():
            if pages.page is None or language == "nl":
                self.stage.world.pages = pages
                yield from self.pages(f"on-the-spot-{name}", Visit(language), preferences)
        self.stage.world.pages, self.session = before
        self.stage.session = self.session

    def _a_step(self) -> str:
        """The name of the first step with a practice site, which leaves the least room for the voice's buttons."""
        return next((f"{walkthrough.id}-{id}" for walkthrough in self.stage.world.catalogue
                     for id, step in walkthrough.steps.items() if isinstance(step, Practise)), "")

    @contextmanager
    def told(self, status: Status) -> Iterator[None]:
        """A kiosk with a desk that has said so."""
        desk, self.stage.world.desk = self.stage.world.desk, NoDesk(status)
        yield
        self.stage.world.desk = desk

    def along(self, name: str, visit: Visit, preferences: Preferences) -> Iterator[Shot]:
        """Taking the steps along where there is a printer, whatever it does; and as a link."""
        world = self.stage.world
        kept, world.printing = world.printing, Printing("/dev/usb/lp0")
        for world.printing.paper in Paper:
            yield from self.pages(f"{name}-{world.printing.paper.value}", visit, preferences)
        world.printing, world.site_address = kept, "https://stappen.example.be"
        yield from self.pages(f"{name}-link", visit, preferences)
        world.site_address = ""

    def visit(self, language: str) -> Iterator[Shot]:
        """One whole visit: the language, "I have moved", the first steps, no PIN, the code."""
        walked: tuple[Move, ...] = ()
        yield from self.pages("start", Visit(language), Preferences())
        for number, move in enumerate(the_main_job(self.stage.world.catalogue), 1):
            walked = (*walked, move)
            yield from self.pages(
                f"{number:02}-{move.do.value}-{move.value}".rstrip("-"), Visit(language, walked), Preferences()
            )
