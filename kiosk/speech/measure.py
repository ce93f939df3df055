"""`kiosk bench --speech`: how long a clip takes to make and until it is heard, as ratios against calling espeak-ng as a
program for each sentence.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from kiosk.language.said.piece import as_written
from kiosk.language.units import Unit
from kiosk.speech.clips import Clips, made, memory_folder
from kiosk.speech.narrator import DEFAULT_SPEED, SPEEDS, Narrator
from kiosk.speech.player import JustPlayback
from kiosk.speech.renderer import Renderer
from kiosk.speech.voices import Part, Voice, Voices, espeak_voice

SENTENCES = 60            # of each voice
WPM = SPEEDS[DEFAULT_SPEED]
TOUCHES = 20              # of each kind
TICK = 0.05               # s between two looks of the kiosk's loop at its voice (screens/loop.py); the first is at once
LOOK = 0.001              # s between two looks of the one who measures
PATIENCE = 20.0           # s


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


def bench_speech(units: Sequence[Unit], piper: Voice | None, words: Sequence[Unit], heard: bool = False) -> int:
    """Print the table; 2 when espeak-ng is not there. ``units`` are Dutch sentences for espeak-ng, ``words`` those in
    the language of the Piper voice; ``heard``: there is a loudspeaker, so that touches can be measured too."""
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
    if heard:
        for line in _touches(units, piper, words, beside):
            print(line)
    else:
        print("Nothing was heard, so no touch was measured: PulseAudio is not installed.")
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


def _touches(units: Sequence[Unit], piper: Voice | None, words: Sequence[Unit], beside: float) -> Iterator[str]:
    """From asking for a sentence, as a tap does, to the moment the loudspeaker takes its sound."""
    kinds: list[tuple[str, dict[str, Voice], Sequence[Unit], bool]] = [
        ("a clip that is ready", {}, units, True), ("a clip that espeak-ng must make", {}, units, False)]
    if piper is not None:
        kinds += [(f"a clip that {piper.name} must make", {piper.language: piper}, words, False)]
    yield f"\nFrom a touch to the first sound, {TOUCHES} touches{'':<8}{'median':>12}{'longest':>11}"
    for name, installed, sentences, ready in kinds:
        took = sorted(_heard(Voices(as_written, installed), sentences[:TOUCHES + 1], ready))
        yield f"{name:<40}{median(took):>8.0f} ms{took[-1]:>8.0f} ms{median(took) / beside:>9.2f} × as above"


def _heard(voices: Voices, units: Sequence[Unit], ready: bool) -> list[float]:
    """ms for each unit but the first, which wakes voice and loudspeaker."""
    player, renderer = JustPlayback(), Renderer()
    clips = Clips(renderer, voices)
    narrator = Narrator(clips, player, time.monotonic)
    player.start()
    times = []
    try:
        for unit in units:
            if ready:
                made(clips, unit, WPM, PATIENCE)
            began = next_tick = time.monotonic()
            narrator.say([unit])
            while not player.started and time.monotonic() < began + PATIENCE:
                if time.monotonic() >= next_tick:
                    narrator.tick(time.monotonic())
                    next_tick += TICK
                time.sleep(LOOK)
            times.append(1000 * (time.monotonic() - began))
            narrator.stop()
            clips.wipe()
            while player.playing:
                time.sleep(LOOK)
    finally:
        player.close()
        clips.close()
        renderer.close()
    return times[1:]


def _timed(units: Sequence[Unit], make: Callable, seconds: Callable) -> tuple[tuple[float, ...], float]:
    make(units[0])
    times, sound = [], 0.0
    for unit in units:
        began = time.perf_counter()
        made = make(unit)
        times.append(1000 * (time.perf_counter() - began))
        sound += seconds(made)
    return tuple(times), sound
