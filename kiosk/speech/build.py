"""`kiosk speech build`: make all clips of installed voices beforehand, on all cores.

Which clips there are says what the kiosk can say, never what anybody heard: they are made here and only here.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing

from kiosk.language.units import Unit
from kiosk.speech.codec import encoded
from kiosk.speech.pool import Job, job, made
from kiosk.speech.shelf import Shelf, StoreFull
from kiosk.speech.voices import Voices


def wanted(voices: Voices, units: Iterable[Unit], speeds: Sequence[int]) -> dict[str, Job]:
    """The clips that are worth keeping, by key, in the order in which they are made: the first speed of all, first."""
    said = [utterance for unit in units if unit.said.strip() and (utterance := voices.utterance(unit))]
    dear = [utterance for utterance in said if utterance.dear]
    return {utterance.key(wpm): job(utterance, wpm) for wpm in speeds for utterance in dear}


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
    faults: list[str] = []
    began, done = time.monotonic(), 0
    try:
        with closing(made(missing, encoded, processes)) as clips:
            for clip in clips:
                done += 1
                if clip.fault:
                    faults.append(clip.fault)
                else:
                    shelf.put(clip.key, clip.sound, clip.seconds, clip.times)
                _show(done, len(missing), shelf.used, time.monotonic() - began)
    except (StoreFull, OSError, BrokenProcessPool) as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
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
