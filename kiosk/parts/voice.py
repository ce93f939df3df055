"""The voice: what says a sentence, with which lexicons, recordings and clips."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from kiosk.language.said.piece import Piece
from kiosk.language.units import Unit
from kiosk.parts.places import ASSETS
from kiosk.settings import Settings
from kiosk.speech.clips import Clips
from kiosk.speech.headphones import headphones
from kiosk.speech.installed import installed
from kiosk.speech.narrator import Narrator
from kiosk.speech.player import JustPlayback
from kiosk.speech.recordings import Recordings
from kiosk.speech.renderer import Renderer
from kiosk.speech.reviewed import Reviewed, ReviewError, path_of, read_reviewed
from kiosk.speech.shelf import Shelf
from kiosk.speech.voices import Voice, Voices, preferred
from kiosk.watching.log import Fault, say

if TYPE_CHECKING:
    from kiosk.pack.layers import Layers


def make_voices(settings: Settings, recordings: Recordings | None = None) -> Voices:
    """The voices of this kiosk, and how they say what is written; with ``recordings``, else all that there are."""
    reviews: dict[str, Reviewed] = {}

    def respelled(unit: Unit, voice: Voice) -> str | None:
        if unit.language not in reviews:
            try:
                reviews[unit.language] = read_reviewed(path_of(ASSETS, unit.language))
            except ReviewError as fault:
                say(Fault.SPEECH, fault)
                reviews[unit.language] = Reviewed()
        return reviews[unit.language].say(unit.words, voice.name)

    return Voices(make_pieces(), installed_voices(settings), (recordings or recordings_of(settings)).find, respelled)


def recordings_of(settings: Settings, packs: Layers | None = None) -> Recordings:
    """Those of this place first, then those that come with the content, the highest layer first."""
    from kiosk.pack.layers import layers_of

    packs = layers_of(settings) if packs is None else packs
    return Recordings([settings.voices.folder / "recordings", *packs.recordings(), ASSETS / "recordings"])


def make_pieces() -> Callable[[Unit], Sequence[Piece]]:
    """What writes a sentence out for the ear, with the lexicons of all languages."""
    @cache
    def said():
        from kiosk.language.said import Said, read_lexicons  # when the first sentence is to be said

        lexicons, problems = read_lexicons(ASSETS / "speech" / "lexicon")
        for problem in problems:
            say(Fault.SPEECH, problem)
        return Said(lexicons)

    return lambda unit: said().pieces(unit)


def installed_voices(settings: Settings) -> dict[str, Voice]:
    """The installed voice that speaks each language, where one goes before espeak-ng."""
    found, problems = installed(settings.voices.folder / "voices")
    for problem in problems:
        say(Fault.SPEECH, problem)
    return preferred(found, settings.voices.order or {})


def make_voice(settings: Settings, voices: Voices) -> tuple[Narrator, JustPlayback, Clips]:
    """The narrator and what it speaks with; the worker and the loudspeaker start when they are first needed."""
    sound = settings.sound
    shelf = Shelf(settings.voices.folder / "clips", settings.voices.clips_mb * 1_000_000)
    clips = Clips(Renderer(), voices, shelf=shelf)
    player = JustPlayback(allowed=headphones if sound.headphones_only else lambda: True, wake=sound.wake)
    narrator = Narrator(clips, player, time.monotonic, enabled=sound.enabled, speed=sound.speed - 1,
                        loudness=sound.volume - 1, loudest=sound.loudest - 1)
    return narrator, player, clips
