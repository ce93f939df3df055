"""Work on the voice that is no visit: clips made beforehand, listened to, measured."""

from __future__ import annotations

import sys

from kiosk.language.every import every_unit
from kiosk.language.interface import read_interface
from kiosk.language.units import Unit
from kiosk.pack.layers import layers_of
from kiosk.parts.places import ASSETS, LOCALES
from kiosk.parts.voice import installed_voices, make_pieces, make_voices, recordings_of
from kiosk.settings import Settings
from kiosk.speech.narrator import SPEEDS
from kiosk.speech.shelf import Shelf


def build_clips(settings: Settings, languages: tuple[str, ...] = (), all_speeds: bool = False,
                processes: int | None = None) -> int:
    """Make the clips of installed voices beforehand; the exit code. ``languages`` empty: all that the site offers."""
    from kiosk.speech.build import build, wanted

    if strange := unknown(languages, settings):
        print(strange, file=sys.stderr)
        return 2
    voices, interface = make_voices(settings), read_interface()
    packs = layers_of(settings)
    folders, locales = packs.folders(ASSETS), packs.locales(LOCALES)
    first = SPEEDS[settings.sound.speed - 1]
    every = [first, *(speed for speed in SPEEDS if speed != first)]
    jobs, keep = {}, set()
    for code in settings.site.languages:
        units = every_unit(code, interface, folders, locales)
        keep |= wanted(voices, units, every).keys()
        if not languages or code in languages:
            jobs |= wanted(voices, units, every if all_speeds else [first])
    if not jobs:
        print("There is nothing to make: espeak-ng makes its clips faster than they could be read. "
              "Install a voice with: kiosk voices install")
        return 0
    shelf = Shelf(settings.voices.folder / "clips", settings.voices.clips_mb * 1_000_000)
    return build(jobs, shelf, keep, processes)


def review_voices(settings: Settings, languages: tuple[str, ...] = (), port: int = 0, show: bool = True,
                  draw: bool = True) -> int:
    """Serve the pages on which somebody listens; the exit code. ``languages`` empty: all that the site offers."""
    from kiosk.review.command import review
    from kiosk.review.listening import Listening

    if strange := unknown(languages, settings):
        print(strange, file=sys.stderr)
        return 2
    interface, pieces, voices = read_interface(), make_pieces(), installed_voices(settings)
    packs = layers_of(settings)
    folders, locales = packs.folders(ASSETS), packs.locales(LOCALES)

    def listening(code: str) -> Listening:
        return Listening(code, every_unit(code, interface, folders, locales), pieces, voices,
                         recordings_of(settings), ASSETS)

    return review(languages or settings.site.languages, listening, ASSETS, port, show, draw)


def unknown(languages: tuple[str, ...], settings: Settings) -> str:
    """A sentence about those that this kiosk does not offer; empty where it offers them all."""
    strange = [code for code in languages if code not in settings.site.languages]
    return (f"{', '.join(strange)} is not among the languages of this kiosk: {', '.join(settings.site.languages)}."
            if strange else "")


def bench_voices(settings: Settings) -> int:
    """Measure how clips are made, on our own sentences; the exit code."""
    from kiosk.speech.measure import bench_speech
    from screens.bench.sink import silent_loudspeaker

    piper = next(iter(installed_voices(settings).values()), None)
    interface = read_interface()

    def sentences(code: str) -> list[Unit]:
        return [unit for unit in every_unit(code, interface, [ASSETS], LOCALES) if len(unit.said.split()) > 4]

    with silent_loudspeaker() as heard:
        return bench_speech(sentences("nl"), piper, sentences(piper.language if piper else "nl"), heard)
