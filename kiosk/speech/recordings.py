"""Recordings of people: where there is one of a sentence, it is heard instead of any voice.

    <folder>/nl/3f8a….ogg        the recording, trimmed and as loud as every clip
    <folder>/nl/3f8a….json       {"unit": "3f8a…", "words": "Kies uw taal.", "times": null, "sha256": "…"}

The name is made of the language and the words as they are shown, so a recording stays good however texts are moved, and
is no longer used the moment its words change. ``times`` are the ms at which each word begins, where somebody knows;
``sha256`` is of the ogg, and may be left out.

The kiosk itself only finds them. What decodes and measures sound is loaded where it is used: by the worker that plays
one at another speed, and by the page on which they are recorded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.language.units import MARKS, Unit
from kiosk.speech.ogg import ogg_seconds
from kiosk.whole import write_whole

if TYPE_CHECKING:
    from kiosk.speech.pcm import Pcm


class RecordingError(Exception):
    """This recording cannot be used; a sentence with the remedy."""


def recording_key(language: str, words: str) -> str:
    """The name of a recording of these words, shown in this language; invisible marks of direction do not count."""
    return hashlib.sha256(f"{language}\0{words.translate(MARKS)}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Recording:
    """A person saying a sentence. ``times``: the ms at which each word (``\\S+``) begins; None when not known."""

    path: Path
    language: str
    words: str
    seconds: float
    times: tuple[int, ...] | None

    @property
    def key(self) -> str:
        return self.path.stem

    def at_speed(self, speed: float) -> tuple[Pcm, tuple[int, ...] | None]:
        """Its sound at 0.5 to 2 times its own speed, at the same pitch, and its times then. RecordingError when it
        cannot be read."""
        from kiosk.speech.codec import CodecError, decoded
        from kiosk.speech.tempo import at_speed
        try:
            sound = decoded(self.path)
        except CodecError as reason:
            raise RecordingError(f"The recording of “{self.words}”: {reason}") from reason
        changed = at_speed(sound, speed)
        ratio = changed.seconds / sound.seconds          # 1 where nothing can change it
        return changed, None if self.times is None else tuple(round(ms * ratio) for ms in self.times)


class Recordings:
    """Those in several ``folders``; what the first one has goes before the same words in the next."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)

    def find(self, unit: Unit) -> Recording | None:
        """The recording of a unit's words; None when there is none that can be used, and then a voice says them."""
        key = recording_key(unit.language, unit.words)
        for folder in self.folders:
            about = folder / unit.language / f"{key}.json"
            if about.exists():
                try:
                    return read_recording(about)
                except RecordingError:
                    continue                 # `problems` has the sentence
        return None

    def all(self, language: str) -> tuple[Recording, ...]:
        """Every one of a language that can be used, each words once."""
        return tuple(self._looked_at(language)[0].values())

    def problems(self, language: str) -> tuple[str, ...]:
        """A sentence for each one of a language that cannot be used."""
        return tuple(self._looked_at(language)[1])

    def _looked_at(self, language: str) -> tuple[dict[str, Recording], list[str]]:
        good: dict[str, Recording] = {}
        bad: list[str] = []
        for folder in self.folders:
            for about in sorted((folder / language).glob("*.json")):
                try:
                    good.setdefault(about.stem, read_recording(about))
                except RecordingError as reason:
                    bad.append(str(reason))
            alone = {ogg.stem for ogg in (folder / language).glob("*.ogg")}
            alone -= {about.stem for about in (folder / language).glob("*.json")}
            bad += [f"Nothing says which words {name}.ogg has. Save it again, or remove it." for name in sorted(alone)]
        return good, bad


def read_recording(path: Path) -> Recording:
    """The recording that this is the ogg or the json of, in the folder of its language. RecordingError with a sentence
    where it cannot be used."""
    language, ogg, about = path.parent.name, path.with_suffix(".ogg"), path.with_suffix(".json")
    try:
        told = json.loads(about.read_bytes())
        words, times = told["words"], told["times"]
        if not isinstance(words, str) or not (times is None or isinstance(times, list)):
            raise TypeError
        if times is not None and (any(type(ms) is not int for ms in times) or times != sorted(times)):
            raise ValueError
    except OSError as reason:
        raise RecordingError(f"{language}/{about.name} cannot be read: {reason.strerror}.") from reason
    except (ValueError, TypeError, KeyError) as reason:
        raise RecordingError(f"{language}/{about.name} is damaged. Save the recording again.") from reason
    if not recording_key(language, words) == told.get("unit") == about.stem:
        raise RecordingError(f"{language}/{about.name} is not named after its words, “{words}”. Save it again.")
    if times is not None and len(times) != len(words.translate(MARKS).split()):
        raise RecordingError(f"{language}/{about.name} has {len(times)} times, but “{words}” has another number of "
                             "words. Put null for its times, or save it again.")
    try:
        sound = ogg.read_bytes()
        seconds = ogg_seconds(sound)
    except FileNotFoundError as reason:
        raise RecordingError(f"The sound of “{words}”, {language}/{ogg.name}, is missing. Record it again.") from reason
    except OSError as reason:
        raise RecordingError(f"{language}/{ogg.name} cannot be read: {reason.strerror}.") from reason
    except ValueError as reason:
        raise RecordingError(f"{language}/{ogg.name} (“{words}”): {reason}") from reason
    if told.get("sha256", digest := hashlib.sha256(sound).hexdigest()) != digest:
        raise RecordingError(f"{language}/{ogg.name} (“{words}”) is damaged. Copy it again, or record it again.")
    return Recording(ogg, language, words, seconds, None if times is None else tuple(times))


def stale(recordings: Iterable[Recording], units: Iterable[Unit]) -> tuple[Recording, ...]:
    """Those whose words are shown nowhere any more."""
    shown = {(unit.language, recording_key(unit.language, unit.words)) for unit in units}
    return tuple(found for found in recordings if (found.language, found.key) not in shown)


def save(folder: Path, unit: Unit, sound: Pcm, times: Sequence[int] | None = None) -> Recording:
    """Keep a person's recording of a unit's words, in place of an older one, made fit by `kiosk.speech.recorder`.
    ``times`` are ms of ``sound`` as it comes in, one a word, else ValueError. RecordingError when nothing is said in
    it; OSError or `kiosk.speech.codec.CodecError` when it cannot be written.
    """
    from kiosk.speech.codec import encoded
    from kiosk.speech.recorder import prepared
    words = unit.words.translate(MARKS)
    if times is not None and len(times) != len(words.split()):
        raise ValueError(f"{len(times)} times for {len(words.split())} words")
    try:
        heard, gone = prepared(sound)
    except ValueError as reason:
        raise RecordingError(str(reason)) from reason
    ogg, key = encoded(heard), recording_key(unit.language, unit.words)
    told = {
        "unit": key,
        "words": words,
        "times": None if times is None else [max(0, ms - gone) for ms in times],
        "sha256": hashlib.sha256(ogg).hexdigest(),
    }
    about = folder / unit.language / f"{key}.json"
    about.unlink(missing_ok=True)                        # never the old words' times beside the new sound
    write_whole(about.with_suffix(".ogg"), ogg)
    write_whole(about, json.dumps(told, ensure_ascii=False).encode())
    return read_recording(about)
