"""`kiosk speech build`: make all clips of installed voices beforehand, on all cores.

Which clips there are says what the kiosk can say, never what anybody heard: they are made here and only here.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from kiosk.language.units import Unit
from kiosk.speech.shelf import Shelf, StoreFull
from kiosk.speech.voices import Utterance, Voices

Job = tuple[str, list[dict], int]
"""Key, parts as the worker takes them, words a minute."""

AHEAD = 4                 # jobs in line for each process


def wanted(voices: Voices, units: Iterable[Unit], speeds: Sequence[int]) -> dict[str, Job]:
    """The clips that are worth keeping, by key, in the order in which they are made: the first speed of all, first."""
    said = [utterance for unit in units if unit.said.strip() and (utterance := voices.utterance(unit))]
    dear = [utterance for utterance in said if utterance.dear]
    return {utterance.key(wpm): (utterance.key(wpm), _parts(utterance), wpm) for wpm in speeds for utterance in dear}


def _parts(utterance: Utterance) -> list[dict]:
    return [{"engine": part.voice.engine, "voice": part.voice.id, "text": part.text} for part in utterance.parts]


def build(jobs: dict[str, Job], shelf: Shelf, keep: set[str], processes: int | None = None) -> int:
    """Make what is missing; 0 when everything is there. What nobody wants any more goes first, to make room. Stopped
    half-way it goes on the next time where it was."""
    gone = shelf.sweep(keep)
    if gone:
        print(f"Removed {gone} clips of words or voices that are no longer there.")
    missing = [jobs[key] for key in shelf.missing(jobs)]
    print(f"{len(jobs)} clips, {len(missing)} of them to be made.")
    if not missing:
        return 0
    processes = processes or os.cpu_count() or 1
    faults: list[str] = []
    began, done = time.monotonic(), 0
    line = iter(missing)
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin) as pool:
        running: set[Future] = set()
        try:
            while True:
                running |= {pool.submit(_make, job)
                            for _, job in zip(range(processes * AHEAD - len(running)), line, strict=False)}
                if not running:
                    break
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    done += 1
                    key, clip, fault = future.result()
                    if clip is None:
                        faults.append(fault)
                    else:
                        shelf.put(key, *clip)
                _show(done, len(missing), shelf.used, time.monotonic() - began)
        except (StoreFull, OSError, BrokenProcessPool) as reason:
            pool.shutdown(cancel_futures=True)
            print(f"\n{reason}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            print("\nStopped. The next time it goes on from here.", file=sys.stderr)
            return 130
    took = time.monotonic() - began
    print(f"{done - len(faults)} clips made in {took:.0f} s, {done / took:.1f} a second; "
          f"{shelf.used / 1e6:.1f} MB in all.")
    for fault in dict.fromkeys(faults):
        print(f"{fault} ({faults.count(fault)} times)", file=sys.stderr)
    return 1 if faults else 0


def _show(done: int, whole: int, used: int, seconds: float) -> None:
    if sys.stderr.isatty():
        left = seconds / done * (whole - done)
        end = "\n" if done == whole else ""
        progress = f"\r{done} of {whole}, {used / 1e6:.1f} MB, {left / 60:.0f} min left "
        print(progress, end=end, file=sys.stderr, flush=True)


# In each process of the pool.

_ready: tuple = ()


def _begin() -> None:
    global _ready
    from kiosk.speech.render import Engines, Espeak

    folder = Path(tempfile.mkdtemp(prefix="kiosk-build-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _ready = Engines(Espeak()), folder / "passing.wav"


def _make(job: Job) -> tuple[str, tuple[bytes, float, tuple[int, ...]] | None, str]:
    """Key, the clip as `Shelf.put` takes it, and why there is none."""
    from kiosk.speech.codec import encoded
    from kiosk.speech.render import spoken

    key, parts, wpm = job
    try:
        sound, times = spoken(_ready[0], parts, wpm, _ready[1])
        return key, (encoded(sound), sound.seconds, tuple(times or ())), ""
    except Exception as reason:  # one sentence that cannot be said does not stop the others
        return key, None, f"{type(reason).__name__}: {reason}"
