"""Which of the administrator's pages stands on the glass, and what is done there. Holds no window and no sound.

Nobody comes to them but through the gate, and they leave by themselves when nobody touches them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from math import ceil

from kiosk.administrator.code import DIGITS, Gate
from kiosk.administrator.out_of_order import OutOfOrder
from kiosk.administrator.tools import Check, Pack, Tools
from kiosk.administrator.touch import PLACES
from kiosk.administrator.volume import Volume

CODE_LASTS = 30.0
"""s without a touch after which the page for the code leaves: a citizen who came upon it waits no longer than that."""
PAGES_LAST = 120.0
"""s for the pages behind it: long enough to read a remedy, or to look behind the panel."""
INSTALLING_LASTS = 600.0
"""s while a pack is installed, which takes seconds: whatever hangs must not leave the pages open for strangers."""


class Page(Enum):
    """In the order of the menu."""

    CODE = "code"
    MENU = "menu"
    HEALTH = "health"
    NETWORK = "network"
    VOLUME = "volume"
    TOUCH = "touch"
    CLOSED = "closed"
    STICK = "stick"
    VERSION = "version"
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class Turn:
    """Go to this page."""

    page: Page


@dataclass(frozen=True, slots=True)
class Digit:
    """One more of the code."""

    digit: str


class Tap(Enum):
    """What else can be tapped."""

    ERASE = "erase"
    UNFOLD = "unfold"
    LOOK = "look again"
    SOFTER = "softer test"
    LOUDER = "louder test"
    TEST = "test sentence"
    SWITCH = "out of order"
    AGAIN = "touch again"
    RESTART = "restart"
    REBOOT = "reboot"


@dataclass(frozen=True, slots=True)
class Accept:
    """Install this one of the packs that a stick brought."""

    pack: Pack


def in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="administrator", daemon=True).start()


@dataclass
class Pages:
    """``gate`` None: nobody comes in; only for pictures. All times are s of ``clock``, which is monotonic. ``aside``
    runs what takes long."""

    gate: Gate | None = None
    clock: Callable[[], float] = lambda: 0.0
    tools: Tools = field(default_factory=Tools)
    out_of_order: OutOfOrder = field(default_factory=OutOfOrder)
    volume: Volume = field(default_factory=lambda: Volume(4, 7))
    aside: Callable[[Callable[[], None]], None] = in_a_thread

    def __post_init__(self) -> None:
        self._clear(None)

    def _clear(self, page: Page | None) -> None:
        """As if nobody had been on any page."""
        self.page: Page | None = page
        self.typed = ""
        self.wrong = self.unfolded = self.failed = False
        self.checks: tuple[Check, ...] | None = None
        self.told = ""
        self.touched_at: list[tuple[float, float]] = []
        """Where the touch test was touched, in mm from the lower left corner of the glass, one for each target."""
        self.offers: tuple[Pack, ...] = ()
        self.stick = ""
        """What was said of the last stick."""
        self.installing = self._looking = False
        self._round = object()
        self._touched = self.clock()
        self._news, self._shown = False, self._elsewhere()

    @property
    def open(self) -> bool:
        return self.page is not None

    @property
    def types(self) -> bool:
        """Are digits of a keyboard those of the code?"""
        return self.page is Page.CODE

    @property
    def tests_touch(self) -> bool:
        """Does every touch go to the test?"""
        return self.page is Page.TOUCH and len(self.touched_at) < len(PLACES)

    def knock(self) -> bool:
        """A corner was held. False where no code is set: then nothing happens at all."""
        if self.gate is None or self.open:
            return False
        self._clear(Page.CODE)
        return True

    def touched(self) -> None:
        self._touched = self.clock()

    def close(self) -> None:
        """What a stick brought and nobody wanted goes: whoever comes next has not seen that stick."""
        if self.tools.decline is not None and not self.installing:
            for pack in self.offers:
                self.tools.decline(pack)
        self._clear(None)

    def tick(self) -> bool:
        """Let time pass. True when something else is to be shown now."""
        if self.page is Page.STICK and not self.installing:
            self._look_at_stick()
        before, self._shown = self._shown, self._elsewhere()
        news, self._news = self._news or self._shown != before, False
        lasts = CODE_LASTS if self.page is Page.CODE else INSTALLING_LASTS if self.installing else PAGES_LAST
        if self.open and self.clock() - self._touched >= lasts:
            self.close()
            return True
        return news

    def _elsewhere(self) -> tuple:
        """What the present page shows that changes while nobody touches it."""
        match self.page:
            case Page.CODE if self.gate is not None:
                return (self.minutes_to_wait,)
            case Page.CLOSED:
                return self.out_of_order.here, self.out_of_order.at_desk
            case Page.STICK:
                return self.offers, self.stick
        return ()

    @property
    def minutes_to_wait(self) -> int:
        """min until the next code is tried, the one that has begun counted whole; 0 when it may be now."""
        return ceil(self.gate.paused_for / 60) if self.gate is not None else 0

    def act(self, action: object) -> None:
        """Do what was tapped on a page; what the present page does not offer changes nothing."""
        self.touched()
        self._do(action)
        self._shown = self._elsewhere()

    def _do(self, action: object) -> None:
        if self.page in (None, Page.CODE):
            self._type(action)
            return
        match action:
            case Turn(page) if page is not Page.CODE:
                self._turn(page)
            case Tap.UNFOLD:
                self.unfolded = not self.unfolded
            case Tap.LOOK:
                self.look()
            case Tap.SWITCH if self.page is Page.CLOSED:
                self.failed = not self.out_of_order.switch(not self.out_of_order.here)
            case Tap.AGAIN:
                self.touched_at = []
            case Tap.SOFTER | Tap.LOUDER if self.page is Page.VOLUME:
                self.volume.change(1 if action is Tap.LOUDER else -1)
            case Accept(pack) if self.page is Page.STICK:
                self._accept(pack)
            case Tap.RESTART if self.page is Page.RESTART and self.tools.restart:
                self.tools.restart()
            case Tap.REBOOT if self.page is Page.RESTART and self.tools.reboot:
                self.tools.reboot()

    def _type(self, action: object) -> None:
        match action:
            case Digit(digit) if self.page is Page.CODE and not self.gate.paused_for:
                self.typed, self.wrong = self.typed + digit, False
            case Tap.ERASE:
                self.typed = self.typed[:-1]
        if len(self.typed) < DIGITS or self.page is not Page.CODE:
            return
        right, self.typed = self.gate.try_code(self.typed), ""
        self.wrong = not right
        if right:
            self.page = Page.MENU

    def _turn(self, page: Page) -> None:
        self.page, self.unfolded, self.failed, self.touched_at = page, False, False, []
        if page in (Page.HEALTH, Page.NETWORK) and self.checks is None:
            self.look()
        if page is Page.STICK:
            if self.tools.admit is not None:
                self.tools.admit()
            self._look_at_stick()

    def _look_at_stick(self) -> None:
        self.offers = tuple(self.tools.waiting()) if self.tools.waiting is not None else ()
        self.stick = self.tools.said() if self.tools.said is not None else ""

    def look(self) -> None:
        """Have the checks made anew; meanwhile there are none."""
        if self._looking:
            return
        self.checks, self._looking = None, True

        def looked(found: tuple[Check, ...] | None) -> None:
            self.checks, self._looking = found, False

        self._aside(lambda: tuple(self.tools.checks()), looked)

    def _accept(self, pack: Pack) -> None:
        accept = self.tools.accept
        if accept is None or self.installing:
            return
        self._look_at_stick()
        if pack not in self.offers:
            return
        self.installing = True

        def installed(said: str | None) -> None:
            self.told, self.installing = said or "", False
            self._look_at_stick()

        self._aside(lambda: accept(pack), installed)

    def _aside(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        """``done`` gets what came of it, or None where it failed, unless somebody closed the pages meanwhile."""
        here = self._round

        def call() -> None:
            result = None
            try:
                result = work()
            finally:  # a fault is printed by the thread; nobody must wait for it on the glass
                if self._round is here:
                    done(result)
                    self._news = True
                    self.touched()

        self.aside(call)

    def hit(self, x: float, y: float) -> None:
        """A finger left the glass on the page of the touch test, at (x, y) mm."""
        if self.tests_touch:
            self.touched_at.append((x, y))
