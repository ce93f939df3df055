"""One kiosk and the person before it: the visit, the preferences and the idle cycle, and what each touch does to them.

Holds no window and no sound. Everything that must be clean for the next person is made anew in one place, `wipe`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from kiosk.catalogue.model import Catalogue
from kiosk.visit.idle import Idle, State
from kiosk.visit.place import Kind, Move, Place
from kiosk.visit.preferences import Preferences, next_text, next_theme
from kiosk.visit.visit import Visit, back, in_language, moved, place_of


class Press(Enum):
    """What can be tapped beside the moves of a visit."""

    BACK = "back"
    STOP = "stop"
    STAY = "stay"
    TEXT = "text"
    COLOURS = "colours"
    DUTCH = "dutch"
    MORE = "more"
    LESS = "less"
    REREAD = "reread"
    SENTENCE_BEFORE = "sentence before"
    SENTENCE_AGAIN = "sentence again"
    SENTENCE_AFTER = "sentence after"
    LOUDER = "louder"
    SOFTER = "softer"
    FASTER = "faster"
    SLOWER = "slower"
    MUTE = "mute"
    NO_HELP = "no help"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Speak:
    """Continue in this language."""

    language: str


@dataclass(frozen=True, slots=True)
class Hear:
    """Hear how this language sounds, without choosing it."""

    language: str


@dataclass(frozen=True, slots=True)
class Feel:
    """Was this clear? Answered on the spot and kept nowhere: ``good``, ``so_so`` or ``bad``."""

    how: str


Action = Move | Press | Speak | Hear | Feel


class Session:
    """``wiped`` is called at the end of every visit: the narrator forgets, the screen forgets. ``begins`` is called
    before the first thing that somebody does: a new day may have other content. ``opened`` says whether the building
    is; ``darkens`` is told when the screen goes dark for the night, and when not any more. ``out_of_order``: may no
    visit begin? Who is in the middle of one finishes it."""

    def __init__(self, catalogue: Catalogue, idle: Idle, clock: Callable[[], float], *,
                 language: str = "nl", wiped: Callable[[], None] = lambda: None,
                 begins: Callable[[], None] = lambda: None, opened: Callable[[], bool] = lambda: True,
                 darkens: Callable[[bool], None] = lambda dark: None,
                 out_of_order: Callable[[], bool] = lambda: False) -> None:
        self.catalogue, self.idle, self.clock = catalogue, idle, clock
        self._language, self._wiped, self._begins, self._out_of_order = language, wiped, begins, out_of_order
        self._opened, self._darkens, self.dark = opened, darkens, False
        self._fresh()
        idle.wiped(clock())

    def _fresh(self) -> None:
        self.visit = Visit(self._language)
        self.preferences = Preferences()
        self.feeling = ""

    @property
    def place(self) -> Place:
        return place_of(self.visit, self.catalogue)

    @property
    def visiting(self) -> bool:
        """Has someone begun, or changed anything at all?"""
        return self.visit != Visit(self._language) or self.preferences != Preferences()

    @property
    def asking(self) -> bool:
        return self.idle.state is State.ASKING

    @property
    def closed(self) -> bool:
        """Is the kiosk out of order, and nobody in the middle of a visit?"""
        return self.visit == Visit(self._language) and self._out_of_order()

    @property
    def dimmed(self) -> bool:
        return self.idle.state is State.DIMMED

    def touched(self) -> bool:
        """A finger or a key. True when the touch only woke the screen and must do nothing else."""
        woken = self.idle.touched(self.clock())
        self._look_outside()
        return woken

    def act(self, action: Action) -> None:
        """Do what was tapped. What the present screen does not offer changes nothing."""
        if self.asking:
            if action is Press.STAY:
                self.idle.stay(self.clock())
            elif action is Press.STOP:
                self.wipe()
            return
        if self.closed and action not in (Press.TEXT, Press.COLOURS, Press.STOP):
            return
        if not self.visiting:
            self._begins()
        match action:
            case Press.STOP:
                self.wipe()
                return
            case Press.BACK | Press.NO_HELP:
                self.visit = back(self.visit, self.catalogue)
            case Press.TEXT:
                self.preferences = next_text(self.preferences)
            case Press.COLOURS:
                self.preferences = next_theme(self.preferences)
            case Press.DUTCH if self.visit.language != "nl":
                self.visit = replace(self.visit, dutch=not self.visit.dutch)
            case Speak(language):
                self.visit = in_language(self.visit, language, self.catalogue)
            case Feel(how) if self.place.kind is Kind.FINISHED:
                self.feeling = how
            case Move():
                self.visit = moved(self.visit, action, self.catalogue)
        if not isinstance(action, Feel):
            self.feeling = "" if self.place.kind is not Kind.FINISHED else self.feeling

    def news(self) -> None:
        """Something was told that a person waits for: the time to be idle begins anew."""
        if self.visiting:
            self.idle.stay(self.clock())

    def tick(self, speaking: bool) -> None:
        """Let time pass; wipes by itself when nobody answers."""
        if self.idle.tick(self.clock(), visiting=self.visiting, speaking=speaking):
            self.wipe()
        self._look_outside()

    def _look_outside(self) -> None:
        """``dark``: nobody is here, and the building is closed."""
        dark = self.dimmed and not self._opened()
        if dark is not self.dark:
            self.dark = dark
            self._darkens(dark)

    def wipe(self) -> None:
        """The visit is over: everything is as it was before it."""
        self._fresh()
        self.idle.wiped(self.clock())
        self._wiped()
