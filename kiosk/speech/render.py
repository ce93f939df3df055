"""The worker process that makes clips: `python -m kiosk.speech.render`.

It speaks JSON, one line a message. First it says what it has, then it answers every question in turn:

    ← {"engine": "espeak-ng 1.51 (system)"}                    or {"missing": "why, and the remedy"}
    → {"parts": [{"engine": "espeak", "voice": "gmw/nl", "text": "Goedemorgen."}], "wpm": 125, "path": ".../x.wav"}
    ← {"seconds": 1.2, "times": [0]}                           or {"error": "why"}

Parts become one clip: each is cut to its sound, brought to the same loudness and joined, so that a Dutch name
in a French sentence is heard in one breath. ``times`` has the ms at which each word of all parts begins; null
when a voice does not say.

A process of its own, because an engine in C can crash or hang and must never take the screen with it, and
because espeak-ng is GPL. It ends when its input ends; the kernel ends it when the kiosk dies and it cannot
read any more.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from kiosk.speech.loudness import levelled
from kiosk.speech.pcm import Pcm, joined, read_wav, trimmed, write_wav

NICENESS = 10                # the screen goes first
PR_SET_PDEATHSIG = 1         # linux/prctl.h
RECORDED_WPM = 125           # a recording of a person is what they hear at the kiosk's default speed

Spoken = tuple[Pcm, list[int] | None]
"""A sound, and the ms in it at which each word begins; None where the engine does not say."""


class Espeak:
    """espeak-ng through pyttsx3 and our driver. RuntimeError, ImportError or OSError when it is not there."""

    def __init__(self) -> None:
        import pyttsx3

        from kiosk.speech import driver  # loads espeak-ng, which may be missing: that is an answer too

        driver.register()
        self._engine = pyttsx3.init("kiosk")
        self._engine.connect("error", self._remember)
        self._errors: list[BaseException] = []
        self.name = f"espeak-ng {self._engine.getProperty('version')} ({driver.LIBRARY})"

    def _remember(self, name: object = None, exception: BaseException | None = None) -> None:
        self._errors.append(exception or RuntimeError("pyttsx3 reports an error without saying which"))

    def speak(self, text: str, voice: str, wpm: int, passing: Path) -> Spoken:
        """``passing`` is a file that may be written: pyttsx3 knows no other way to hand over sound."""
        self._errors.clear()
        try:
            self._engine.setProperty("voice", voice)
            self._engine.setProperty("rate", wpm)
            self._engine.save_to_file(text, os.fspath(passing))
            self._engine.runAndWait()
            if self._errors:
                raise self._errors[0]
            return read_wav(passing), list(self._engine.getProperty("times"))
        finally:
            passing.unlink(missing_ok=True)


class Engines:
    """The engines of this process, each loaded when it is first needed."""

    def __init__(self, espeak: Espeak) -> None:
        self._espeak = espeak
        self._piper = None

    def speak(self, part: dict, wpm: int, passing: Path) -> Spoken:
        match part["engine"]:
            case "espeak":
                return self._espeak.speak(part["text"], part["voice"], wpm, passing)
            case "piper":
                if self._piper is None:
                    from kiosk.speech.piper import Piper
                    self._piper = Piper()
                return self._piper.speak(part["text"], Path(part["voice"]), wpm)
            case "recording":
                from kiosk.speech.recordings import read_recording
                sound, times = read_recording(Path(part["voice"]).with_suffix(".json")).at_speed(wpm / RECORDED_WPM)
                return sound, None if times is None else list(times)
            case engine:
                raise ValueError(f"there is no engine {engine!r}")


def spoken(engines: Engines, parts: Sequence[dict], wpm: int, passing: Path) -> Spoken:
    """All parts in one breath."""
    sounds, heard = [], []
    for part in parts:
        sound, times = engines.speak(part, wpm, passing)
        sound, cut = trimmed(sound)
        sounds.append(levelled(sound))
        # A word without a sound of its own, such as a lonely mark at the end, lies in the silence that was cut off.
        last = max(0, int(sound.seconds * 1000) - 1)
        heard.append(None if times is None else [min(last, max(0, ms - cut)) for ms in times])
    whole, offsets = joined(sounds)
    if None in heard:
        return whole, None
    return whole, [offset + ms for offset, part in zip(offsets, heard, strict=True) for ms in part]


def make_clip(engines: Engines, question: dict) -> dict:
    """Render a clip under a passing name, and rename it when complete: a half clip is never played."""
    path = Path(question["path"])
    half = path.with_suffix(".part")
    try:
        sound, times = spoken(engines, question["parts"], question["wpm"], half)
        write_wav(sound, half)
        os.replace(half, path)
        return {"seconds": sound.seconds, "times": times}
    except Exception as reason:  # whatever it is, the kiosk is told and the worker lives on
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        return {"error": f"{type(reason).__name__}: {reason}"}


def serve(questions: IO[str], answers: IO[str]) -> int:
    """Answer until the questions end."""
    def answer(message: dict) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    try:
        espeak = Espeak()
    except (RuntimeError, ImportError, OSError) as reason:
        answer({"missing": str(reason)})
        return 1
    answer({"engine": espeak.name})
    engines = Engines(espeak)
    for line in questions:
        answer(make_clip(engines, json.loads(line)))
    return 0


def main() -> int:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.nice(NICENESS)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)            # libraries print to standard output; the answers must stay clean
    return serve(os.fdopen(0, encoding="utf-8", closefd=False), answers)


if __name__ == "__main__":
    sys.exit(main())
