"""`kiosk bench`: measure, compare with what was promised, and print the table."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from screens.bench.glass import Glass, NoTouch
from screens.bench.measure import SCREENS, Rest, Walk, bare_touches, rest, walk
from screens.bench.sink import silent_loudspeaker
from screens.book.display import NoVirtualDisplay, virtual_display

SIZE = (1280, 800)


@dataclass(frozen=True)
class Row:
    """One line of the table; ``ratio`` is the measured value itself where the aim is not a ratio."""

    measure: str
    bare: str
    kiosk: str
    value: float | None
    aim: float
    unit: str

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.measure:<44}{self.bare:>10}{'':>10}{'':>9}   ≤ {self.aim:g} {self.unit:<3} not measured"
        shown = f"{self.value:.2f} ×" if self.unit == "×" else ""
        met = "met" if self.value <= self.aim else "NOT MET"
        return f"{self.measure:<44}{self.bare:>10}{self.kiosk:>10}{shown:>9}   ≤ {self.aim:g} {self.unit:<3} {met}"


def bench(runs: int) -> int:
    """Print the table of ``runs`` starts of each. Returns 1 when an aim is missed, 2 when nothing could be measured."""
    busy = os.getloadavg()[0]
    try:
        with virtual_display(*SIZE) as display, silent_loudspeaker() as heard:
            glass = Glass(display)
            for bare in (True, False):  # not counted: they compile, and bring the files into memory
                rest(glass, SIZE, bare=bare, quiet=False)
            rests: dict[bool, list[Rest]] = {True: [], False: []}
            for number in range(runs):
                for bare, measured in rests.items():
                    measured.append(rest(glass, SIZE, bare=bare, quiet=not number))
                print(f"start {number + 1} of {runs}", file=sys.stderr, flush=True)
            touched = bare_touches(glass, SIZE)
            print("a visit with touches and speech", file=sys.stderr, flush=True)
            walked = walk(glass, heard)
            glass.close()
    except (NoVirtualDisplay, NoTouch, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 2
    rows = table(rests[True], rests[False], touched, walked)
    print(f"""
Medians of {runs} starts on {SIZE[0]} × {SIZE[1]} px. "Bare" is a Kivy window with one label and the kiosk's window
settings (no multisampling, 30 frames a second). {len(walked.touches)} touches, {len(walked.changes)} screen changes, \
{len(walked.sounds)} clips.
{"There was no sound: PulseAudio is not installed." if not heard else ""}
{"":<44}{"bare":>10}{"kiosk":>10}{"ratio":>9}   aim""")
    for row in rows:
        print(row)
    cores = os.cpu_count() or 1
    if busy > cores / 4:
        print(f"\nThis machine was busy with other things (load {busy:.1f} on {cores} cores): "
              "times are longer than on a quiet one, in both columns.")
    return int(any(row.value is not None and row.value > row.aim for row in rows))


def table(bare: Sequence[Rest], kiosk: Sequence[Rest], touched: Sequence[float], walked: Walk) -> list[Row]:
    """What was measured against what was promised (docs/design/speed.md)."""
    picture = median(r.picture for r in bare), median(r.picture for r in kiosk)
    settled = median(r.memory for r in bare), median(r.memory for r in kiosk)
    quiet = bare[0].processor, kiosk[0].processor

    def slowest(name: str, times: Sequence[float], aim: float, beside: Sequence[float] = ()) -> Row:
        worst, other = _slowest(times), _slowest(beside)
        return Row(name, f"{other:.0f} ms" if other else "", f"{worst:.0f} ms" if worst else "", worst, aim, "ms")

    def ratio(name: str, one: float, other: float, unit: str, aim: float) -> Row:
        digits = 0 if unit == "ms" else 1
        return Row(name, f"{one:.{digits}f} {unit}", f"{other:.{digits}f} {unit}", other / one, aim, "×")

    return [
        ratio("start to first usable screen", 1000 * picture[0], 1000 * picture[1], "ms", 1.3),
        ratio("memory (PSS) 6 s after the start", settled[0], settled[1], "MB", 1.4),
        ratio(f"memory (PSS) after {SCREENS} spoken screens", settled[0], walked.memory, "MB", 1.4),
        Row("processor at rest, of one core", f"{quiet[0]:.2f} %", f"{quiet[1]:.2f} %", quiet[1], 1, "%"),
        slowest("touch to changed picture, p99", walked.touches, 33, touched),
        slowest("answer to next screen, p99", walked.changes, 100),
        slowest("ready clip asked for to its sound, p99", walked.sounds, 100),
        slowest("touch to sound of a ready clip, p99", walked.since_tap, 100),
    ]


def _slowest(times: Sequence[float]) -> float | None:
    """ms that 99 % of the times do not exceed; None for no times at all."""
    ordered = sorted(times)
    return 1000 * ordered[-(-len(ordered) * 99 // 100) - 1] if ordered else None
