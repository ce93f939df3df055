"""The kiosk as it runs in a library: a process on a display, touched by xdotool, judged by what is on the glass."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event

from null_sink import until
from PIL import Image, ImageChops, ImageGrab
from twin import Box, Twin, View

from kiosk.visit.preferences import Preferences
from screens.book.display import virtual_display
from screens.theme import colours_of

ROOT = Path(__file__).parents[2]
GLASS = (1280, 800)
"""px of the 10.1 inch panel."""
SETTINGS = "[panel]\ndiagonal = 10.1\n[idle]\ndim_after = 600\n[site]\nnumber = 7\n"
QUIET = "[sound]\nenabled = false\n"
LOCK_OUT = 0.5
"""s in which a second strike at the same spot is not taken for a second tap (EN 301 549 5.8). The kiosk counts from
when it has done what the first asked."""
BUSY = 1.0
"""s that it may take for that, on a machine with other work, where nobody looked whether it was done."""


class Kiosk:
    """``python -m kiosk run`` on a virtual display of its own, with an empty home, working and runtime folder."""

    def __init__(self, settings: Path, folder: Path, environment: Mapping[str, str],
                 within: Sequence[str] = ()) -> None:
        """``folder`` will hold its folders; ``environment`` comes on top of the little that a service gets; ``within``
        are the words of a command that runs another, such as in a network of its own."""
        self.home, self.work, self.runtime = folder / "home", folder / "work", folder / "run"
        for place in (self.home, self.work, self.runtime):
            place.mkdir(parents=True, mode=0o700, exist_ok=True)
        self._display = virtual_display(*GLASS)
        self.display = self._display.__enter__()
        self.environment = {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DISPLAY": self.display, "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.runtime), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
            "PULSE_SERVER": f"unix:{self.runtime}/no-sound-server", **environment}
        self._errors = (folder / "errors").open("w+")
        self.started_at = time.monotonic()
        command = [*within, sys.executable, "-m", "kiosk", "--settings", str(settings), "run"]
        self.process = subprocess.Popen(command, cwd=self.work, env=self.environment, stdout=self._errors,
                                        stderr=self._errors)
        self._tapped_at = self._seen_at = 0.0
        self._tapped = (0, 0)

    # What can be seen.

    def picture(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self.display).convert("RGB")

    def shows(self, wanted: Image.Image, seconds: float = 10.0) -> bool:
        """Whether the glass comes to show exactly this."""
        seen = until(lambda: same(self.picture(), wanted), seconds)
        if seen:
            self._seen_at = time.monotonic()
        return seen

    def keeps(self, wanted: Image.Image, seconds: float = 0.5) -> bool:
        """Whether the glass shows exactly this all the while."""
        return not until(lambda: not same(self.picture(), wanted), seconds)

    def lit(self) -> bool:
        """There is a picture at all."""
        return self.picture().getbbox() is not None

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def said(self) -> str:
        """What it wrote on its standard output and error."""
        self._errors.flush()
        return Path(self._errors.name).read_text()

    # What a hand can do.

    def do(self, *words: object) -> None:
        """One xdotool command."""
        subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True, timeout=10)

    def tap(self, spot: tuple[int, int]) -> None:
        """As people tap: not twice within the lock-out."""
        since = self._tapped_at
        if spot == self._tapped:
            since = self._seen_at if self._seen_at > self._tapped_at else self._tapped_at + BUSY
        Event().wait(max(0.0, since + LOCK_OUT + 0.1 - time.monotonic()))
        self.do("mousemove", *spot, "click", 1)
        self._tapped, self._tapped_at = spot, time.monotonic()

    def key(self, *names: str) -> None:
        self.do("key", *names)

    def files(self) -> list[str]:
        """What lies in the home and working folders; a kiosk writes nothing there."""
        return [str(path) for place in (self.home, self.work) for path in place.rglob("*")]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._errors.close()
        self._display.__exit__(None, None, None)


def same(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


def ring_around(picture: Image.Image, box: Box) -> bool:
    """The amber ring of the keys stands around this place."""
    left, top, width, height = box
    amber = tuple(round(255 * channel) for channel in colours_of(Preferences())["ring"][:3])
    around = ((left + width // 2, top - 1), (left + width // 2, top + height), (left - 1, top + height // 2),
              (left + width, top + height // 2))
    return all(picture.getpixel(spot) == amber for spot in around)


def walk(kiosk: Kiosk, twin: Twin, view: View, *names: str) -> View:
    """Tap one control after the other, and see that each leads where it should. Where a control is on a later page of
    its screen, the pages are turned first, as a person would."""
    for name in names:
        turns = 0
        while name not in view.controls and turns < 5:
            view, turns = _step(kiosk, twin, view, "more"), turns + 1
        view = _step(kiosk, twin, view, name)
    return view


def _step(kiosk: Kiosk, twin: Twin, view: View, name: str) -> View:
    kiosk.tap(view.middle(name))
    after = twin.tap(name)
    assert not same(view.picture, after.picture), f"nothing was to be seen of {name!r}"
    if not kiosk.shows(after.picture):
        seen = kiosk.picture()
        raise AssertionError(f"the kiosk does not show what comes after {name!r}: it is otherwise within "
                             f"{ImageChops.difference(seen, after.picture).getbbox()} px, and what was there before is "
                             f"{'still' if same(seen, view.picture) else 'no longer'} shown. {kiosk.said()}")
    return after
