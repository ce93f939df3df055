"""The clip store: sentences already turned into sound, on a memory file system, for one visit.

Which clips exist would tell what someone listened to, so the store is private to the kiosk's user, never on a
disk, emptied at the end of every visit and removed when the kiosk ends. A kiosk that was killed leaves its
folder behind; the next one sweeps it away.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
import time
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kiosk.language.units import Unit
from kiosk.speech.renderer import Renderer, Rendering, VoiceError
from kiosk.speech.shelf import Shelf
from kiosk.speech.voices import Utterance, Voices

LIMIT_BYTES = 4 << 20         # about 95 s of speech, several screens; a clip is made again in 0.012 s
PREFIX = "kiosk-clips-"


@dataclass(frozen=True, slots=True)
class Clip:
    """A wav file, its length in seconds, and its words: the number of a word on the screen, and the ms at which that
    word begins to be heard. No words: the engine does not say when they are heard.
    """

    path: Path
    seconds: float
    words: tuple[tuple[int, int], ...] = ()


def memory_folder() -> Path:
    """A new private folder (mode 0700) on a memory file system; sweeps away those of kiosks that are gone.

    OSError when neither the user's runtime folder nor /dev/shm can be written.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    parents = [Path(place) for place in (runtime, "/dev/shm") if place and os.access(place, os.W_OK)]
    for parent in parents:
        for left_over in parent.glob(f"{PREFIX}*"):
            owner = left_over.name.removeprefix(PREFIX).partition("-")[0]
            if owner.isdigit() and not Path("/proc", owner).exists():
                shutil.rmtree(left_over, ignore_errors=True)
        with contextlib.suppress(OSError):
            return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))
    raise OSError("The clips have no memory file system. Make /dev/shm writable for the kiosk's user.")


class Clips:
    """Clips by voice, speed and words; asked for ahead of need, the longest unused dropped first."""

    def __init__(
        self, renderer: Renderer, voices: Voices, folder: Path | None = None, limit_bytes: int = LIMIT_BYTES,
        shelf: Shelf | None = None,
    ) -> None:
        """``folder``: None for a fresh memory folder. Removed by `close`, at the latest when Python ends. ``shelf``:
        clips that were made beforehand, which are only read.
        """
        self._shelf = shelf
        self._shelved: dict[str, Clip] = {}
        self._renderer = renderer
        self._voices = voices
        self._folder = folder or memory_folder()
        self._limit = limit_bytes
        self._ready: OrderedDict[str, tuple[Clip, int]] = OrderedDict()
        self._asked: dict[str, tuple[Future[Rendering], Utterance]] = {}
        self._faults: dict[str, str] = {}
        atexit.register(self.close)

    @property
    def healthy(self) -> bool:
        """False while the engine is dead, hung or missing."""
        return self._renderer.healthy

    def want(self, units: Iterable[Unit], wpm: int, urgent: bool = False) -> None:
        """Ask for clips that are not there yet, in this order. Urgent: these, and nothing asked before."""
        spoken = [said for unit in units if (said := self._voices.utterance(unit))]
        self._collect()
        if urgent:
            for key in [key for key, (future, _) in self._asked.items() if future.cancel()]:
                del self._asked[key]
        for key, said in {said.key(wpm): said for said in spoken}.items():
            if key not in self._asked and not self._have(key) and not self._take_down(key, said):
                self._faults.pop(key, None)
                self._ensure_folder()
                self._asked[key] = self._renderer.request(said.parts, wpm, self._path(key), urgent), said

    def get(self, unit: Unit, wpm: int) -> Clip | None:
        """The clip of a unit, or None while it is not (or no longer) there."""
        said = self._voices.utterance(unit)
        self._collect()
        key = said.key(wpm) if said else ""
        if self._have(key):
            return self._ready[key][0]
        return self._shelved.get(key)

    def fault(self, unit: Unit, wpm: int) -> str:
        """Why the clip of a unit did not come the last time it was wanted; empty while there is no reason."""
        said = self._voices.utterance(unit)
        if said is None:
            return f"There is no voice for the language {unit.language!r}."
        self._collect()
        return self._faults.get(said.key(wpm), "")

    def wipe(self) -> None:
        """Leave nothing of what was heard: no file, no name, no request."""
        for key, (future, _) in self._asked.items():
            if not future.cancel():                # being made at this moment: it goes as soon as it is there
                future.add_done_callback(partial(_remove, self._path(key)))
        for clip, _ in self._ready.values():
            clip.path.unlink(missing_ok=True)
        self._asked.clear()
        self._ready.clear()
        self._faults.clear()
        self._shelved.clear()
        self._voices.forget()

    def close(self) -> None:
        """Wipe, and remove the folder."""
        self.wipe()
        shutil.rmtree(self._folder, ignore_errors=True)
        atexit.unregister(self.close)

    def _take_down(self, key: str, said: Utterance) -> bool:
        """Whether the clip is on the shelf. espeak-ng's never are: it makes one faster than a disk reads it."""
        if key not in self._shelved and self._shelf is not None and said.dear:
            found = self._shelf.get(key)
            if found is not None:
                self._shelved[key] = Clip(found.path, found.seconds, said.on_screen(found.times))
        return key in self._shelved

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.wav"

    def _have(self, key: str) -> bool:
        """Whether the clip is there; marks it as used. A file someone else removed is forgotten."""
        if key not in self._ready:
            return False
        if not self._ready[key][0].path.exists():
            del self._ready[key]
            return False
        self._ready.move_to_end(key)
        return True

    def _ensure_folder(self) -> None:
        """A system that cleans up the runtime folder must not silence the kiosk."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)

    def _collect(self) -> None:
        """Take in what the worker has finished."""
        for key in [key for key, (future, _) in self._asked.items() if future.done()]:
            future, said = self._asked.pop(key)
            try:
                made = future.result()
                size = self._path(key).stat().st_size
            except (VoiceError, OSError) as reason:
                self._faults[key] = str(reason)
            else:
                self._ready[key] = Clip(self._path(key), made.seconds, said.on_screen(made.times)), size
        while len(self._ready) > 1 and sum(size for _, size in self._ready.values()) > self._limit:
            _, (clip, _) = self._ready.popitem(last=False)
            clip.path.unlink(missing_ok=True)


def made(clips: Clips, unit: Unit, wpm: int, patience: float) -> Clip | str:
    """Wait at most ``patience`` s for a clip: the clip, or a sentence that says why there is none. For commands; the
    kiosk never waits."""
    ends_at = time.monotonic() + patience
    clips.want([unit], wpm)
    while time.monotonic() < ends_at:
        if (clip := clips.get(unit, wpm)) is not None:
            return clip
        if fault := clips.fault(unit, wpm):
            return fault
        time.sleep(0.02)
    return f"The voice said nothing in {patience:g} s."


def _remove(path: Path, _: Future) -> None:
    path.unlink(missing_ok=True)
