"""What the running kiosk says about itself, once a minute, in a file in memory: /run/kiosk/health.json.

`kiosk doctor` cannot hear whether the loudspeaker takes its sound or see what draws the pictures; the kiosk knows.
Nothing in it depends on whether somebody stands there, and it is written by the clock, not by what people do.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kiosk.whole import write_whole

EVERY = 60.0  # s
NAME = "health.json"
MOST = 65536  # bytes that are read of it
BRACKETS = 32  # opened in it: ours has two and those of a renderer's name; thousands would fill the parser's stack


class Health(NamedTuple):
    """``renderer``: what draws the pictures, in OpenGL's words. ``sound``: "on", "off" by the settings, "none" when
    no loudspeaker takes it, "" when it cannot be said without saying who is there (headphones). ``voice``: whether
    sentences can be made. ``silent``: languages that no voice speaks. ``at``: s since the machine's start, since the
    time of day may jump."""

    renderer: str = ""
    sound: str = ""
    voice: bool = True
    silent: tuple[str, ...] = ()
    walkthroughs: int = 0
    left_out: int = 0
    at: float = 0.0


KINDS = (str, str, bool, tuple, int, int, (int, float))


class Teller:
    """Writes what ``look`` finds, at most once a minute. Without a folder that the init system made it writes
    nothing: a kiosk that is tried out leaves no file."""

    def __init__(self, look: Callable[[], Health], folder: str | None = None,
                 clock: Callable[[], float] = time.monotonic) -> None:
        # systemd names several folders with colons between them; ours is the first.
        named = os.environ.get("RUNTIME_DIRECTORY", "") if folder is None else folder
        self._file = Path(named.partition(":")[0]) / NAME if named else None
        self._look, self._clock = look, clock
        self._next = 0.0

    def tell(self) -> None:
        """Call it as often as you like. A full or vanished folder is no reason to stop serving people."""
        now = self._clock()
        if self._file is None or now < self._next:
            return
        self._next = now + EVERY
        with suppress(OSError):
            write_whole(self._file, json.dumps({**self._look()._asdict(), "at": now}).encode(), mode=0o600)


def read_health(file: Path) -> Health | None:
    """None where there is none, or where something else wrote there."""
    try:
        with file.open("rb") as opened:
            written = opened.read(MOST)
        if written.count(b"[") + written.count(b"{") > BRACKETS:
            return None
        found = json.loads(written)
        known = {name: found[name] for name in Health._fields}
        health = Health(**{**known, "silent": tuple(map(str, known["silent"]))})
        return health if health.at >= 0 and all(map(isinstance, health, KINDS)) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
