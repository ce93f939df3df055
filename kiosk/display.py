"""Is there a screen to draw on? `./run` asks it before it opens a window, `kiosk doctor` to advise.

Kivy's wheel brings an SDL that speaks X11 and not Wayland, so a display is an X server (Xwayland is one).
Asking X11's own library also answers for permissions, and for servers elsewhere.
"""

from __future__ import annotations

import ctypes
import os
import sys


def answers(name: str) -> bool:
    """Whether the X server called ``name`` (":0") lets this user in. False where X11's library is missing."""
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return False
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    connection = x11.XOpenDisplay(name.encode()) if name else None
    if connection:
        x11.XCloseDisplay(connection)
    return bool(connection)


if __name__ == "__main__":
    sys.exit(not answers(os.environ.get("DISPLAY", "")))
