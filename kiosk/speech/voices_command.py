"""`kiosk voices`: what speaks here; installing, removing and trying a voice."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path

from kiosk.language.languages import BY_CODE
from kiosk.language.said.piece import Piece, Token
from kiosk.language.units import Unit
from kiosk.speech.clips import Clip, Clips, made
from kiosk.speech.install import InstallError, Wishes, install, remove
from kiosk.speech.installed import Record, installed
from kiosk.speech.narrator import DEFAULT_SPEED, SPEEDS
from kiosk.speech.piper import CALIBRATION
from kiosk.speech.player import JustPlayback
from kiosk.speech.renderer import Renderer
from kiosk.speech.voices import Voice, Voices, espeak_voice, preferred

PATIENCE = 30.0           # s for a voice to say its sentence; on a Raspberry Pi it first has to be loaded


def list_voices(folder: Path, languages: tuple[str, ...], order: Mapping[str, tuple[str, ...]]) -> int:
    """Per language the voice that speaks, then the others."""
    found, problems = installed(folder)
    chosen = preferred(found, order)
    for code in languages:
        speaks = chosen.get(code) or espeak_voice(code)
        print(f"{BY_CODE[code].dutch} ({code})")
        for model, record in found.items():
            if record.language == code:
                print(f"  {_mark(speaks, str(model))} {record.name}: Piper, licence {record.licence}, {_lit(record)}")
        if (espeak := espeak_voice(code)) is not None:
            print(f"  {_mark(speaks, espeak.id)} espeak-ng: {espeak.id}, licence GPL-3.0-or-later, words are lit")
        if speaks is None:
            print("    no voice")
    others = [record for record in found.values() if record.language not in languages]
    for record in others:
        print(f"{record.name}: {record.language}, which is not a language of this kiosk")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _mark(speaks: Voice | None, id: str) -> str:
    return "*" if speaks is not None and speaks.id == id else " "


def _lit(record: Record) -> str:
    return "words are lit" if record.words_timed else "only sentences are lit"


def install_voice(source: str, folder: Path, wishes: Wishes) -> int:
    try:
        record = install(source, folder, wishes, progress=_progress)
    except InstallError as fault:
        print(f"\n{fault}" if sys.stderr.isatty() else fault, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Start the same command again, and it goes on where it stopped.", file=sys.stderr)
        return 130
    print(f"Installed. Hear it: kiosk voices try {record.name}")
    print("Its sentences are made while people wait, unless you make them now: kiosk speech build")
    return 0


def _progress(done: int, whole: int) -> None:
    if sys.stderr.isatty() and whole > 1:
        end = "\n" if done >= whole else ""
        print(f"\r{done / 1e6:6.1f} of {whole / 1e6:.1f} MB", end=end, file=sys.stderr, flush=True)


def remove_voice(name: str, folder: Path) -> int:
    if not remove(name, folder):
        print(f"There is no voice {name}. See which there are: kiosk voices list", file=sys.stderr)
        return 1
    print(f"Removed {name}. Its ready-made clips go with the next: kiosk speech build")
    return 0


def try_voice(name: str, words: str, folder: Path, to: Path | None) -> int:
    """Hear an installed voice, or espeak-ng by the code of a language; into the file ``to`` where one is given."""
    found, _ = installed(folder)
    voice = next((Voice(str(model), record.language, "piper") for model, record in found.items()
                  if record.name == name), None) or espeak_voice(name)
    if voice is None:
        print(f"There is no voice {name}. See which there are: kiosk voices list", file=sys.stderr)
        return 1
    words = words or CALIBRATION.get(voice.language, CALIBRATION["en"])
    tokens = tuple(Token(word, number) for number, word in enumerate(words.split()))
    renderer = Renderer(timeout=PATIENCE)
    clips = Clips(renderer, Voices(lambda unit: (Piece(voice.language, tokens),), {voice.language: voice}))
    try:
        clip = made(clips, Unit("try", words, voice.language), SPEEDS[DEFAULT_SPEED], PATIENCE)
        if isinstance(clip, str):
            print(clip, file=sys.stderr)
            return 1
        if to is not None:
            to.write_bytes(clip.path.read_bytes())
            print(f"{clip.seconds:.1f} s of sound in {to}.")
        elif not _played(clip):
            print("There is no loudspeaker here. Write it to a file with: --to FILE", file=sys.stderr)
            return 1
        return 0
    except OSError as fault:
        print(f"{to} cannot be written: {fault.strerror}.", file=sys.stderr)
        return 1
    finally:
        clips.close()
        renderer.close()


def _played(clip: Clip) -> bool:
    player = JustPlayback()
    try:
        player.play(clip.path, 1.0)
        ends_at = time.monotonic() + clip.seconds + PATIENCE
        while player.playing and time.monotonic() < ends_at:
            time.sleep(0.02)
        return player.ended
    finally:
        player.close()
