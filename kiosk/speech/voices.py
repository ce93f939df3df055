"""Who says what: a unit's words become parts, each for the voice of its language.

A voice is only a name here; the worker process (`render.py`) is the one place that hands it to an engine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kiosk.language.languages import BY_CODE
from kiosk.language.said.piece import Piece
from kiosk.language.units import MARKS, Unit
from kiosk.speech.installed import Record
from kiosk.speech.recordings import Recording


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of one engine: ``espeak``, ``piper`` or ``recording``. ``id`` is the engine's own name for it (a path
    for the last two), ``language`` the kiosk's language code.
    """

    id: str
    language: str
    engine: str = "espeak"

    @property
    def name(self) -> str:
        """The same on every machine, wherever a voice is installed there."""
        return Path(self.id).stem if self.engine == "piper" else self.id


# `Language.voice` → espeak-ng's identifier. Identifiers, not language names: espeak-ng 1.51 refuses "en-gb"
# as a name. The same identifiers hold in 1.51 (Debian 12) and 1.52 (Debian 13 and the wheel). Dutch has no
# Belgian voice.
ESPEAK = {
    "nl": "gmw/nl",
    "fr": "roa/fr",
    "fr-be": "roa/fr-be",
    "en-gb": "gmw/en",
    "de": "gmw/de",
    "ar": "sem/ar",
    "tr": "trk/tr",
    "uk": "zle/uk",
    "ru": "zle/ru",
    "pl": "zlw/pl",
    "ro": "roa/ro",
    "es": "roa/es",
    "fa": "ira/fa",
    "bg": "zls/bg",
    "pt": "roa/pt",
    "it": "roa/it",
}

ESPEAK_NG = "espeak-ng"   # its name in the settings
ENDED = re.compile(r"[.,;:!?…،؛؟]\W*$")


def espeak_voice(language: str) -> Voice | None:
    """espeak-ng's voice of a language code such as ``nl``; None where it has none."""
    declared = BY_CODE.get(language)
    espeak_id = ESPEAK.get(declared.voice if declared else language)
    return Voice(espeak_id, language) if espeak_id else None


def preferred(found: Mapping[Path, Record], order: Mapping[str, Sequence[str]]) -> dict[str, Voice]:
    """The installed voice that speaks each language: the first of the site's ``order`` that is there, else the first
    by name. A language that the site gives to espeak-ng, or that has no installed voice, is left out.
    """
    chosen: dict[str, Voice] = {}
    for language in {record.language for record in found.values()}:
        here = {record.name: model for model, record in found.items() if record.language == language}
        names = [name for name in order.get(language, sorted(here)) if name == ESPEAK_NG or name in here]
        if names and names[0] != ESPEAK_NG:
            chosen[language] = Voice(str(here[names[0]]), language, "piper")
    return chosen


@dataclass(frozen=True, slots=True)
class Part:
    """Words that one voice says in one breath."""

    voice: Voice
    text: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """A unit as it is spoken: its parts, and for each word of them the number of the word on the screen."""

    parts: tuple[Part, ...]
    shown: tuple[int, ...]

    @property
    def dear(self) -> bool:
        """Does making it take long enough to keep it? espeak-ng takes 6 ms a sentence, Piper half a second."""
        return any(part.voice.engine == "piper" for part in self.parts)

    def on_screen(self, times: Iterable[int] | None) -> tuple[tuple[int, int], ...]:
        """From the ms at which each word of the parts begins: each word on the screen once, by its number, with the
        moment its first sound begins. None: nobody knows, and there are none.
        """
        words: list[tuple[int, int]] = []
        for shown, ms in zip(self.shown, times or (), strict=False):
            if not words or shown != words[-1][0]:
                words.append((shown, ms))
        return tuple(words)

    def key(self, wpm: int) -> str:
        """The name of its clip: the same voices, speed and words are the same clip."""
        named = [str(wpm), *(field for part in self.parts for field in (part.voice.engine, part.voice.name, part.text))]
        return hashlib.sha256("\0".join(named).encode()).hexdigest()[:32]


class Voices:
    """The voices of this kiosk, the preferred one of each language first."""

    def __init__(
        self,
        pieces: Callable[[Unit], Sequence[Piece]],
        installed: Mapping[str, Voice] | None = None,
        recorded: Callable[[Unit], Recording | None] = lambda unit: None,
        respelled: Callable[[Unit, Voice], str | None] = lambda unit, voice: None,
    ) -> None:
        """``pieces`` writes a unit out for the ear; ``installed`` are voices that go before espeak-ng's own, by
        language; ``recorded`` finds the recording of a person saying a unit, which goes before every voice;
        ``respelled`` is what a listener had a voice say instead (`kiosk.speech.reviewed`).
        """
        self._pieces = pieces
        self._recorded = recorded
        self._respelled = respelled
        self._installed = dict(installed or {})
        self.utterance = lru_cache(maxsize=512)(self._utterance)

    def forget(self) -> None:
        """Nothing is left of what was said."""
        self.utterance.cache_clear()

    def of(self, language: str) -> Voice | None:
        """The voice of a language code; None where this kiosk has none."""
        return self._installed.get(language) or espeak_voice(language)

    def _utterance(self, unit: Unit) -> Utterance | None:
        """None where a voice is missing. A Dutch name inside a sentence is said by the sentence's own voice where there
        is no Dutch one.
        """
        recording = self._recorded(unit)
        if recording is not None:
            words = unit.words.translate(MARKS)
            person = Voice(str(recording.path), unit.language, "recording")
            return Utterance((Part(person, words),), tuple(range(len(words.split()))))
        own = self.of(unit.language)
        if own is None:
            return None
        parts, shown = [], []
        say = self._respelled(unit, own)
        pieces = self._pieces(unit if say is None else replace(unit, spoken=say))
        for piece in pieces:
            voice = self.of(piece.language) or own
            text = piece.text(voice.engine)
            if piece is not pieces[-1] and not ENDED.search(text):
                text += ","                  # the melody stays up: the sentence goes on with another voice
            parts.append(Part(voice, text))
            shown += (token.shown for token in piece.tokens)
        return Utterance(tuple(parts), tuple(shown))
