"""The phrases as sound that any phone plays, made beforehand by the kiosk's own voices.

MP3, because Safari on an iPhone plays Ogg only of late. A file is named after what it says and who says it: another
word or voice is another name, so that a phone may keep a file for ever.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

from kiosk.catalogue.model import Text
from kiosk.desk.naslag import PHRASES, Sounds
from kiosk.language.languages import LANGUAGES, SOURCE
from kiosk.language.texts import load_texts
from kiosk.speech.codec import CodecError, as_mp3
from kiosk.speech.narrator import DEFAULT_SPEED, SPEEDS
from kiosk.speech.pcm import read_wav
from kiosk.speech.renderer import SLOW_TIMEOUT, Renderer, Rendering, VoiceError
from kiosk.speech.voices import Utterance, Voices

FOLDER, ADDRESS = "geluid", "/geluid"
NAME = re.compile(r"([a-z]+)-[0-9a-f]{16}\.mp3")


def found(folder: Path) -> Sounds:
    """The sounds in a data folder: (language, phrase) → address."""
    here = {}
    for language in LANGUAGES:
        for file in sorted((folder / FOLDER / language.code).glob("*.mp3")):
            if (named := NAME.fullmatch(file.name)) and named[1] in PHRASES:
                here[language.code, named[1]] = f"{ADDRESS}/{language.code}/{file.name}"
    return here


def make(folder: Path, voices: Voices, interface: Mapping[str, Text], locales: Path | Sequence[Path],
         renderer: Renderer | None = None) -> tuple[str, ...]:
    """Make in ``folder`` what is missing, and take away what is no longer said. Returns what went wrong, a sentence
    for each language; the page then leaves those out. ``renderer``: None for one that lasts as long as this.
    """
    wanted: dict[Path, Utterance] = {}
    for language in LANGUAGES:
        if language == SOURCE:
            continue  # the helper speaks it
        texts = load_texts(language, locales, interface)
        for id in PHRASES:
            unit = texts.say(f"phrase.{id}")
            said = voices.utterance(unit) if unit.language == language.code else None
            if said is not None:
                name = f"{id}-{said.key(SPEEDS[DEFAULT_SPEED])[:16]}.mp3"
                wanted[folder / FOLDER / language.code / name] = said
    for old in (folder / FOLDER).glob("*/*"):
        if old not in wanted:
            with contextlib.suppress(OSError):  # a folder that is only lent: it takes room, and nobody asks for it
                old.unlink()
    missing = {file: said for file, said in wanted.items() if not file.exists()}
    return _made(missing, renderer) if missing else ()


def _made(missing: Mapping[Path, Utterance], given: Renderer | None) -> tuple[str, ...]:
    faults: dict[str, str] = {}
    renderer = given or Renderer(timeout=SLOW_TIMEOUT)
    try:
        with tempfile.TemporaryDirectory(prefix="kiosk-phrases-") as passing:
            asked = [(file, Path(passing, f"{number}.wav")) for number, file in enumerate(missing)]
            answers = [renderer.request(missing[file].parts, SPEEDS[DEFAULT_SPEED], wav) for file, wav in asked]
            for (file, wav), answer in zip(asked, answers, strict=True):
                try:
                    _keep(answer, wav, file)
                except (VoiceError, CodecError, OSError) as reason:
                    faults.setdefault(file.parent.name, f"No sound for the phrases in {file.parent.name}: {reason}")
    finally:
        if given is None:
            renderer.close()
    return tuple(faults.values())


def _keep(answer: Future[Rendering], wav: Path, file: Path) -> None:
    """Under its name only when it is whole: a desk may be stopped at any moment."""
    answer.result()
    sound = as_mp3(read_wav(wav))
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(f".{os.getpid()}")
    half.write_bytes(sound)
    os.replace(half, file)
