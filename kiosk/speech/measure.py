"""`kiosk bench --speech`: how long a clip takes, as ratios against calling espeak-ng as a program for each sentence."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from kiosk.language.units import Unit
from kiosk.speech.clips import memory_folder
from kiosk.speech.narrator import DEFAULT_SPEED, SPEEDS
from kiosk.speech.renderer import Renderer
from kiosk.speech.voices import Part, Voice, espeak_voice

SENTENCES = 60            # of each voice
WPM = SPEEDS[DEFAULT_SPEED]


@dataclass(frozen=True, slots=True)
class Measured:
    """One way of making clips: ms for each sentence, s of sound in all, MB of its process afterwards."""

    name: str
    times: tuple[float, ...]
    sound: float
    memory: float | None

    def __str__(self) -> str:
        ordered = sorted(self.times)
        memory = f"{self.memory:.0f} MB" if self.memory else ""
        return (f"{self.name:<40}{median(ordered):>8.1f} ms{ordered[len(ordered) * 95 // 100]:>8.1f} ms"
                f"{1000 * len(ordered) / sum(ordered):>9.1f}/s{sum(ordered) / 1000 / self.sound:>9.4f}{memory:>9}")


def bench_speech(units: Sequence[Unit], piper: Voice | None, words: Sequence[Unit]) -> int:
    """Print the table; 2 when espeak-ng is not there. ``units`` are Dutch sentences for espeak-ng, ``words`` those in
    the language of the Piper voice."""
    program = shutil.which("espeak-ng")
    if program is None:
        print("The program espeak-ng is not installed: apt-get install espeak-ng", file=sys.stderr)
        return 2
    renderer, folder = Renderer(), memory_folder()
    try:
        rows = [_as_program(program, units[:SENTENCES]),
                _by(renderer, folder, "espeak-ng in the worker", espeak_voice("nl"), units[:SENTENCES])]
        if piper is not None:
            rows.append(_by(renderer, folder, f"{piper.name} in the worker", piper, words[:SENTENCES]))
    finally:
        renderer.close()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{SENTENCES} sentences, {WPM} words a minute; the first of each voice, which loads it, is not counted.\n"
          f"{'':<40}{'median':>11}{'95 %':>11}{'clips':>11}{'RTF':>9}{'memory':>9}")
    for row in rows:
        print(row)
    beside = median(rows[0].times)
    for row in rows[1:]:
        print(f"{row.name}: {median(row.times) / beside:.2f} × the time of calling the program")
    if piper is None:
        print("No Piper voice is installed, so none was measured: kiosk voices install")
    return 0


def _as_program(program: str, units: Sequence[Unit]) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.wav")
        times, sound = _timed(units, lambda unit: subprocess.run(
            [program, "-v", "nl", "-w", path, unit.said], check=True), lambda _: (path.stat().st_size - 44) / 2 / 22050)
    return Measured("espeak-ng, a process for each sentence", times, sound, None)


def _by(renderer: Renderer, folder: Path, name: str, voice: Voice, units: Sequence[Unit]) -> Measured:
    times, sound = _timed(
        units, lambda unit: renderer.request([Part(voice, unit.said)], WPM, folder / "a.wav").result(60),
        lambda made: made.seconds)
    return Measured(name, times, sound, psutil.Process(renderer.worker_id).memory_info().rss / 1e6)


def _timed(units: Sequence[Unit], make: Callable, seconds: Callable) -> tuple[tuple[float, ...], float]:
    make(units[0])
    times, sound = [], 0.0
    for unit in units:
        began = time.perf_counter()
        made = make(unit)
        times.append(1000 * (time.perf_counter() - began))
        sound += seconds(made)
    return tuple(times), sound
