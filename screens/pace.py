"""The drawing loop at rest: sleep until a finger, a key or the next thing to do, and answer at once.

Kivy polls at its frame rate: 30 frames a second cost 1.4 % of a core with nothing on the screen, and a tap waits up to
two frames (67 ms) to be seen. The X server's own connection tells when there is something to read, so we wait for that.
"""

from __future__ import annotations

import ctypes
import select

BUSY_FRAMES = 3
"""Frames at full rate after anything happened, so that what Kivy puts off to its next frame is not put off for long."""
LONGEST = 1.0
"""s. A guard: nothing waits longer than this, whatever the clock believes."""
ALREADY_READ = 0
"""Xlib's QueuedAlready: count what it has read, and read nothing."""


class Connection:
    """A window's connection to its X server."""

    def __init__(self, x11: ctypes.CDLL, display: int) -> None:
        self._x11, self._display = x11, ctypes.c_void_p(display)
        self._number = x11.XConnectionNumber(self._display)

    def wait(self, seconds: float) -> bool:
        """Whether anything came in, at most ``seconds`` from now. Xlib may have read it while it waited for a picture
        to be taken; then the socket is silent and its queue is not."""
        if self._x11.XEventsQueued(self._display, ALREADY_READ):
            return True
        return bool(select.select([self._number], [], [], seconds)[0])


def connection_of(window: object) -> Connection | None:
    """The connection of a Kivy window; None where it is not X."""
    info = getattr(window, "get_window_info", lambda: None)()
    display = getattr(info, "display", None)
    if not display:
        return None
    try:
        return Connection(ctypes.CDLL("libX11.so.6"), display)
    except OSError:
        return None


class Pace:
    """Takes the place of the clock's own sleep. ``frame`` is the length of a frame in s."""

    def __init__(self, clock: object, connection: Connection, frame: float) -> None:
        self._clock, self._connection, self._frame = clock, connection, frame
        self._busy = BUSY_FRAMES
        self._at_once = False
        clock.idle = self.idle

    def stir(self) -> None:
        """Something moved: the next frames come at full rate."""
        self._busy = BUSY_FRAMES

    def idle(self) -> float:
        """Rest until there is something to do; the time of the frame that begins.

        Kivy reads its events at the end of a frame and hands them out in the next: after something came in, that
        next frame follows without a rest.
        """
        if self._at_once:
            self._at_once = False
        elif self._connection.wait(self._rest()):
            self._at_once = True
            self.stir()
        clock = self._clock
        now = clock.time()
        clock._dt = now - clock._last_tick  # what kivy.clock.ClockBaseBehavior.idle does after its sleep
        clock._last_tick = now
        return now

    def _rest(self) -> float:
        """s until the clock has something to do; while things move, no longer than a frame."""
        clock = self._clock
        now = clock.time()
        wanted = clock.get_min_timeout() - now  # a moment on its clock, in spite of what Kivy's documentation says
        if self._busy > 0:
            self._busy -= 1
            wanted = min(wanted, self._frame - (now - clock._last_tick))
        return max(0.0, min(LONGEST, wanted))
