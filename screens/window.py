"""The window: locked down, exactly as large as the panel, one press a finger, and quiet when nothing moves.

Every setting here was proven on a real display (deploy.md 1.2 and 1.3) or closes a way out (standards.md 4.1).
"""

from __future__ import annotations

import atexit
import ctypes
import os
import shutil
import sys
import tempfile
from functools import cache
from glob import glob
from importlib.util import find_spec
from pathlib import Path

SDL_INIT_VIDEO = 0x20
SDL_HINTS = {"SDL_NO_SIGNAL_HANDLERS": "1", "SDL_MOUSE_FOCUS_CLICKTHROUGH": "1"}
"""The init system's SIGTERM must end us; SDL would only ask the window to close, and it does not. And a touch that it
reads less than 10 ms after the window's focus, as at the start, it would take for a click on a title bar."""
HOME = "kiosk-window-"

NO_PANEL = ctypes.c_int64(0)
"""No X server numbers a device so."""
UNSEEN = (b"offscreen", b"dummy", b"evdev")
"""What SDL falls back to where there is no display: it would draw, and nobody would see it."""


class NoDisplay(RuntimeError):
    """There is no display to open a window on."""


class _Mode(ctypes.Structure):
    """SDL_DisplayMode."""

    _fields_ = [("format", ctypes.c_uint32), ("w", ctypes.c_int), ("h", ctypes.c_int), ("refresh", ctypes.c_int),
                ("driver", ctypes.c_void_p)]


def desktop_size() -> tuple[int, int]:
    """The desktop's size in px, asked of the very SDL that Kivy is about to use. Raises NoDisplay.

    Kivy's own "fullscreen=auto" leaves a window of the wrong size where no window manager runs (deploy.md 0.6).
    """
    try:
        sdl = _sdl()
    except OSError as error:
        raise NoDisplay(f"SDL cannot be loaded ({error}). Run ./run again: it installs what is missing.") from error
    os.environ.update(SDL_HINTS)  # before SDL starts: a SIGTERM while the kiosk starts was swallowed
    mode = _Mode()
    sdl.SDL_GetCurrentVideoDriver.restype = ctypes.c_char_p
    started = sdl.SDL_InitSubSystem(SDL_INIT_VIDEO) == 0
    if (
        not started
        or (sdl.SDL_GetCurrentVideoDriver() or b"") in UNSEEN
        or sdl.SDL_GetDesktopDisplayMode(0, ctypes.byref(mode))
    ):
        raise NoDisplay("No display answers. Start the kiosk inside a graphical session, or set DISPLAY.")
    return mode.w, mode.h


def look_for_panels() -> None:
    """Let SDL see a touch screen that was plugged in since the last look. Only while a window is open.

    SDL lists them when it starts, and again when a finger comes from one that it does not know; that touch is then lost
    (libsdl-org/SDL#1849, #2394). To ask for one that never was makes it look as well, before anybody touches.
    """
    _sdl().SDL_GetNumTouchFingers(NO_PANEL)


@cache
def _sdl() -> ctypes.CDLL:
    """The very library that Kivy uses. OSError where there is none."""
    bundled = glob(str(_kivy().parent / "[Kk]ivy.libs" / "libSDL2-2*"))
    return ctypes.CDLL(bundled[0] if bundled else "libSDL2-2.0.so.0")


def _private_home() -> str:
    """A folder for Kivy that goes when Python ends; those of kiosks that were killed go now."""
    parent = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    for left_over in parent.glob(f"{HOME}*"):
        owner = left_over.name.removeprefix(HOME).partition("-")[0]
        if owner.isdigit() and not Path("/proc", owner).exists():
            shutil.rmtree(left_over, ignore_errors=True)
    home = tempfile.mkdtemp(prefix=f"{HOME}{os.getpid()}-", dir=parent)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


def _lay_out_data(home: Path) -> None:
    """Kivy's own data as links, without the looks of its widgets: no part of ours is one, and reading them takes a
    fifth of the start."""
    data = home / "data"
    data.mkdir()
    for entry in (_kivy() / "data").iterdir():
        if entry.name != "style.kv":
            (data / entry.name).symlink_to(entry)
    (data / "style.kv").touch()


def _kivy() -> Path:
    """Where Kivy lies; asking does not import it. Raises NoDisplay when it is nowhere."""
    spec = find_spec("kivy")
    if spec is None or spec.origin is None:
        raise NoDisplay("Kivy is not installed. Run ./run again: it installs what is missing.")
    return Path(spec.origin).parent


def prepare(size: tuple[int, int], rotation: int = 0, *, fullscreen: bool = True, managed: bool = False) -> None:
    """Set up Kivy for a window of ``size`` px before it is imported. ``managed``: a window manager is there to be asked
    for the whole glass. Weston 10 draws a shadow around any other window, and shifts it by that (seen: 32 px).

    Nothing of the user's reaches it: no command-line arguments, no ~/.kivy, no log file, no module, no second input.
    """
    home = _private_home()
    _lay_out_data(Path(home))
    os.environ.update(
        KIVY_NO_ARGS="1",
        KIVY_NO_CONFIG="1",
        KIVY_NO_ENV_CONFIG="1",
        KIVY_NO_FILELOG="1",
        KIVY_NO_CONSOLELOG="1",
        KIVY_HOME=home,
        KIVY_DATA_DIR=f"{home}/data",
        KIVY_CLIPBOARD="dummy",
        KIVY_SPELLING="dummy",
        KIVY_AUDIO="sdl2",
        KIVY_WINDOW="sdl2",
        KIVY_TEXT="sdl2",
        KIVY_IMAGE="sdl2",
        KIVY_METRICS_DENSITY="1",
        MESA_SHADER_CACHE_DISABLE="true",  # Debian 13's writes 150 files to ~/.cache, which may be read-only
        **SDL_HINTS,
    )
    for name in [name for name in os.environ if name.startswith("KCFG_")]:
        del os.environ[name]
    ours = sys.stderr
    from kivy.config import Config

    sys.stderr = ours  # Kivy sends it to a log that we have switched off, and faults would be lost with it
    for section in ("modules", "input"):
        for name in list(Config[section]):
            Config.remove_option(section, name)
    Config.set("input", "mouse", "mouse,disable_multitouch")  # exactly one touch a finger, no red dots
    for name, value in {
        "width": size[0], "height": size[1], "position": "custom", "left": 0, "top": 0, "rotation": rotation,
        "borderless": int(fullscreen and not managed), "fullscreen": "auto" if fullscreen and managed else 0,
        "resizable": 0, "show_cursor": int(not fullscreen),
        "multisamples": 0, "maxfps": 30, "allow_screensaver": 0, "min_state_time": 0, "window_state": "visible",
    }.items():
        Config.set("graphics", name, str(value))
    for name, value in {
        "exit_on_escape": "0", "keyboard_mode": "system", "log_enable": "0", "log_level": "error",
    }.items():
        Config.set("kivy", name, value)


def renderer() -> str:
    """What draws, in OpenGL's words; a software one is slow on a Raspberry Pi. Needs the window."""
    from kivy.graphics.opengl import GL_RENDERER, glGetString

    said = glGetString(GL_RENDERER)
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said or "")
