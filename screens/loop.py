"""Kivy's loop around the stage: keys, ticks, and the way out that there is none of."""

from __future__ import annotations

import ctypes
import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from kivy.app import App
from kivy.clock import Clock, ClockEvent
from kivy.core.window import Window

from kiosk.service import ALIVE, IDLE, NOT_IDLE, READY, STOPPING
from kiosk.speech.narrator import Narrator
from kiosk.visit.place import Kind
from kiosk.visit.session import Session
from screens.pace import Pace, connection_of
from screens.stage import Stage
from screens.window import look_for_panels
from screens.world import World

SPEAKING, ASKING, RESTING = 0.05, 0.25, 1.0
"""s between ticks: while a voice is followed, while the countdown runs or somebody waits for help or paper, and
otherwise."""
FRAME = 1 / 30
"""s, the frame of the window's `maxfps`."""
BEFORE_DRAWING = -1
"""Kivy's clock: still in this frame, after the touches and before the picture."""
FIRST_PICTURES = 10
"""Redraws, one a second, after the start: some display roads show the first picture only after a second one
(deploy.md 0.3)."""

_trim = getattr(ctypes.CDLL(None), "malloc_trim", lambda _: 0)  # only glibc has it


def give_back() -> None:
    """Give memory that was freed back to the system: 0.2 ms after each screen, and 10 MB less after twenty of them.
    The C library keeps it otherwise, in gaps between what is in use."""
    _trim(0)


class Loop(App):
    """``read`` is called once the first picture is on the glass, in a thread, so that the buttons work meanwhile;
    ``ready`` gets what it gave, and ``settled`` once that is shown. ``tell`` says to the init system how it goes. When
    ``changed`` says so while nobody stands there, all of this happens again."""

    title = "Kiosk"
    use_kivy_settings = False

    def __init__(self, session: Session, narrator: Narrator, world: World, read: Callable[[], Any],
                 ready: Callable[[Any], None], tell: Callable[[str], None] = lambda state: None,
                 changed: Callable[[], bool] = lambda: False, settled: Callable[[Any], None] = lambda content: None,
                 ) -> None:
        super().__init__()
        self.session, self.narrator, self.world = session, narrator, world
        self._read, self._ready, self._changed, self._settled = read, ready, changed, settled
        self._arrivals = 0
        self._reading: Future | None = None
        self._tell, self._told = tell, 0.0
        self._status = NOT_IDLE  # what systemd takes it for until told
        self._redraws = FIRST_PICTURES
        self.pace: Pace | None = None
        self._next: ClockEvent | None = None
        self._ended = False
        self._tidied: object = None

    def open_settings(self, *_: object) -> bool:
        """F1 opens nothing."""
        return True

    def build(self) -> Stage:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.end)
        Window.bind(on_request_close=lambda *_: True, on_key_down=self._key_down, on_keyboard=lambda *_: True,
                    on_touch_down=self._stir, on_touch_up=self._stir)
        self.stage = Stage(self.session, self.narrator, self.world)
        self.stage.show(arrived=True, aloud=False, ahead_of_need=False)  # that costs the first picture 60 ms
        return self.stage

    def end(self, *_: object) -> None:
        """The init system wants us to go, or an administrator that we begin anew. The next tick obeys: a signal may
        come in the middle of a drawing."""
        self._ended = True

    def on_start(self) -> None:
        connection = connection_of(Window)
        if connection is not None:
            self.pace = Pace(Clock, connection, FRAME)
        Clock.schedule_once(self._begin, 0)
        Clock.schedule_interval(self._redraw, 1)

    def _begin(self, _: float) -> None:
        Clock.schedule_once(self._complete, 0)

    def _complete(self, _: float) -> None:
        self._read_it()
        self._tell(READY)
        self._tick()

    def _read_it(self) -> None:
        reader = ThreadPoolExecutor(1, "reading")
        self._reading = reader.submit(self._read)
        reader.shutdown(wait=False)

    def _arrived(self) -> None:
        """Whoever touched one of the very first pictures stands before topics that were not read yet: show them. Raises
        what reading raised."""
        content, self._reading = self._reading.result(), None
        self._arrivals += 1
        self._ready(content)
        if self.session.place.kind is Kind.START:
            self.stage.prefetch()
        else:
            self.stage.show(arrived=True)
        Clock.schedule_once(lambda _: self._settled(content), RESTING)

    @property
    def _alone(self) -> bool:
        """Nobody stands there: what is shown may become another without anybody losing their place."""
        return not self.session.visiting and not self.narrator.speaking

    @property
    def _has_arrived(self) -> bool:
        """New content waits for the visit to end; only the first is shown at once."""
        return self._reading is not None and self._reading.done() and (not self._arrivals or self._alone)

    def _redraw(self, _: float) -> bool:
        Window.canvas.ask_update()
        self._redraws -= 1
        return self._redraws > 0

    def _rest(self) -> float:
        looking = self.session.asking or self.world.expecting
        coming = self._reading is not None and not self._reading.done()
        return SPEAKING if self.narrator.speaking or coming else ASKING if looking else RESTING

    def _tick(self, *_: object) -> None:
        if self._ended:
            self._tell(STOPPING)
            self.stop()
            return
        if Clock.get_time() - self._told >= RESTING:
            self._told = Clock.get_time()
            self._tell(ALIVE)  # between two pictures: a loop that hangs in one says nothing any more
            look_for_panels()
        if self._has_arrived:
            self._arrived()
        elif self._reading is None and self._alone and self._changed():
            self._read_it()
        drawn = self.stage.frame
        self.stage.tick()
        status = IDLE if self.session.dimmed else NOT_IDLE
        if status != self._status:
            self._status = status
            self._tell(status)
        if self.stage.frame is not drawn and self.pace is not None:
            self.pace.stir()
        if self.stage.frame is not self._tidied:
            self._tidied = self.stage.frame
            give_back()
        if self._next is not None:
            self._next.cancel()
        self._next = Clock.schedule_once(self._tick, self._rest())

    def _stir(self, *_: object) -> bool:
        """After a touch or a key a tick follows at once: what was asked for need not wait for its picture."""
        if self.pace is not None:
            self.pace.stir()
        if self._next is not None:
            self._next.cancel()
            self._next = Clock.schedule_once(self._tick, BEFORE_DRAWING)
        return False

    def _key_down(self, _window: object, key: int, _code: object, _text: object, modifiers: list[str]) -> bool:
        """Arrows, Tab and Enter are ours; every other key ends here (standards.md 4.1)."""
        self._stir()
        if not {"ctrl", "alt", "meta"} & set(modifiers):
            self.stage.focus.key(key, shift="shift" in modifiers)
        return True
