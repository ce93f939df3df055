"""Looks at the glass and touches it from outside, through X11's own libraries: what a person would see, and when.

Nothing here asks the measured program; a picture counts when the X server has it.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable

ALL_PLANES = 0xFFFFFFFF
Z_PIXMAP = 2
LOOK = 0.001
"""s between two looks; one look takes about 0.1 ms, and more of them would slow the X server itself."""


class NoTouch(RuntimeError):
    """libX11 or libXtst is missing; the message says how to install it."""


class _Image(ctypes.Structure):
    """The beginning of Xlib's XImage."""

    _fields_ = [
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("byte_order", ctypes.c_int),
        ("unit", ctypes.c_int),
        ("bit_order", ctypes.c_int),
        ("pad", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("stride", ctypes.c_int),
    ]


class Glass:
    """The root window of a display. Coordinates are px from the top left corner."""

    def __init__(self, name: str) -> None:
        try:
            self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        except OSError as error:
            raise NoTouch(f"{error}. Run: sudo apt-get install libx11-6 libxtst6") from error
        self._x.XOpenDisplay.restype = self._x.XDefaultRootWindow.restype = self._x.XGetImage.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(name.encode()))
        if not self._display:
            raise NoTouch(f"The display {name} does not answer.")
        self._root = ctypes.c_void_p(self._x.XDefaultRootWindow(self._display))

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)

    def pixels(self, x: int, y: int, width: int, height: int) -> tuple[int, ...]:
        """The pixels of a rectangle, row by row, each 0xRRGGBB."""
        found = self._x.XGetImage(self._display, self._root, x, y, width, height, ctypes.c_ulong(ALL_PLANES), Z_PIXMAP)
        image = ctypes.cast(found, ctypes.POINTER(_Image)).contents
        raw = ctypes.string_at(image.data, image.stride * height)
        self._x.XFree(ctypes.c_void_p(image.data))
        self._x.XFree(ctypes.c_void_p(found))
        return tuple(value & 0xFFFFFF for value in memoryview(raw).cast("I"))

    def wait_for(self, seen: Callable[[tuple[int, ...]], bool], x: int, y: int, width: int = 1, height: int = 1,
                 seconds: float = 20.0) -> float | None:
        """When the rectangle's pixels first satisfied ``seen``, on time.monotonic; None after ``seconds``."""
        ends_at = time.monotonic() + seconds
        while (now := time.monotonic()) < ends_at:
            if seen(self.pixels(x, y, width, height)):
                return time.monotonic()
            time.sleep(max(0.0, LOOK - (time.monotonic() - now)))
        return None

    def move(self, x: int, y: int) -> None:
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def press(self, down: bool) -> float:
        """The finger goes down or up; when it did, on time.monotonic."""
        at = time.monotonic()
        self._test.XTestFakeButtonEvent(self._display, 1, int(down), ctypes.c_ulong(0))
        self._x.XFlush(self._display)
        return at
