"""A sound file for each sentence that is read aloud, made by the kiosk's own voices.

The name of a file says who says what at which speed, so a sentence is made once, however many pages it stands on, and
never again as long as neither words nor voice change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.language.units import Unit
from kiosk.site.folder import Folder
from kiosk.speech.codec import as_mp3
from kiosk.speech.pool import Job, job, made
from kiosk.speech.voices import Utterance, Voices

WPM = 125
"""Words a minute: the speed that visits begin with (VVSG 2.0 7.1-K)."""

CODING = "mp3 vbr 0.8"
"""Part of the name: other coding, other files."""

Progress = Callable[[int, int], None]
"""Sentences done, of how many."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A file below the root of the site, and when each word is heard: its number on the page and the ms."""

    name: str
    words: tuple[tuple[int, int], ...]


class Sounds:
    """Which sentence has which sound. ``fault``: why some have none; empty when all is well."""

    def __init__(self, voices: Voices, folder: Folder) -> None:
        self._voices = voices
        self._folder = folder
        self._names: dict[Unit, str] = {}
        self.fault = ""

    def name(self, unit: Unit) -> str:
        """The file of a sentence, made or not; empty where no voice says it."""
        if unit not in self._names:
            said = self._voices.utterance(unit) if unit.said.strip() else None
            self._names[unit] = f"sound/{_key(said)}.mp3" if said else ""
        return self._names[unit]

    def get(self, unit: Unit) -> Sound | None:
        """The sound of a sentence, if it has been made."""
        name = self.name(unit)
        words = self._folder.note(name) if name else None
        return None if words is None else Sound(name, tuple((shown, ms) for shown, ms in words))

    def make(self, units: Iterable[Unit], progress: Progress, processes: int | None = None) -> None:
        """Make what is missing, on all cores. FolderError when it cannot be kept; a voice that fails is a ``fault``."""
        missing = {name: unit for unit in units if (name := self.name(unit)) and self.get(unit) is None}
        if not missing:
            return
        jobs = [self._job(name, unit) for name, unit in missing.items()]
        try:
            with closing(made(jobs, as_mp3, processes)) as clips:
                for done, clip in enumerate(clips, start=1):
                    if clip.fault:
                        self.fault = clip.fault
                    else:
                        said = self._voices.utterance(missing[clip.key])
                        self._folder.put(clip.key, clip.sound, said.on_screen(clip.times))
                    progress(done, len(jobs))
        except BrokenProcessPool as reason:
            self.fault = str(reason)

    def _job(self, name: str, unit: Unit) -> Job:
        return job(self._voices.utterance(unit), WPM, name)


def _key(said: Utterance) -> str:
    """The clip's key; for a recording with its very sound, since a person may say the same sentence anew."""
    recorded = [Path(part.voice.id).read_bytes() for part in said.parts if part.voice.engine == "recording"]
    told = b"\0".join([said.key(WPM).encode(), CODING.encode(), *recorded])
    return hashlib.sha256(told).hexdigest()[:32]
