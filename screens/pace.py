"""The drawing loop at rest: sleep until a finger, a key or the next thing to do, and answer at once.

Kivy polls at its frame rate: 30 frames a second cost 1.4 % of a core with nothing on the screen, and fewer frames would
make every tap late. The X server's own connection tells when there is something to read, so we wait for that instead.
"""

from __future__ import annotations

import ctypes
import select
from collections.abc import Callable

BUSY_FRAMES = 3
"""Frames drawn at full rate after anything happened, so that nothing read ahead by Xlib is left lying."""


def connection_of(window: object) -> int | None:
    """The file descriptor of the window's connection to the X server; None where it is not X."""
    info = getattr(window, "get_window_info", lambda: None)()
    display = getattr(info, "display", None)
    if not display:
        return None
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return None
    x11.XConnectionNumber.argtypes = [ctypes.c_void_p]
    return x11.XConnectionNumber(display)


class Pace:
    """Takes the place of the clock's own sleep. ``wait`` gives the longest rest in s until the next tick of the stage."""

    def __init__(self, clock: object, connection: int, wait: Callable[[], float]) -> None:
        self._clock, self._connection, self._wait = clock, connection, wait
        self._busy = BUSY_FRAMES
        self._idle = clock.idle
        clock.idle = self.idle

    def stir(self) -> None:
        """Something moved: the next frames come at full rate."""
        self._busy = BUSY_FRAMES

    def idle(self) -> float:
        """Rest until there is something to do, then let the clock count its frame as ever."""
        rest = self._wait()
        if self._busy > 0 or rest <= 0:
            self._busy -= 1
            return self._idle()
        readable, _, _ = select.select([self._connection], [], [], rest)
        if readable:
            self._busy = BUSY_FRAMES
        clock = self._clock
        now = clock.time()
        clock._dt = now - clock._last_tick  # what kivy.clock.ClockBase.idle does after its sleep
        clock._frames += 1
        clock._last_tick = now
        return now
