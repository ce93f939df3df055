"""`kiosk bench`: measure, compare with what was promised, and print the table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from screens.bench.glass import Glass, NoTouch
from screens.bench.measure import Rest, Walk, rest, walk
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
            return f"{self.measure:<44}{self.bare:>12}{'not measured':>14}"
        shown = f"{self.value:.2f} ×" if self.unit == "×" else ""
        met = "met" if self.value <= self.aim else "NOT MET"
        return f"{self.measure:<44}{self.bare:>12}{self.kiosk:>14}{shown:>10}   ≤ {self.aim:g} {self.unit:<4}  {met}"


def bench(runs: int) -> int:
    """Print the table of ``runs`` starts of each. Returns 1 when an aim is missed, 2 when nothing could be measured."""
    try:
        with virtual_display(*SIZE) as display, silent_loudspeaker() as heard:
            glass = Glass(display)
            rest(glass, SIZE, bare=True, quiet=False)  # not counted: they compile and bring the files into memory
            rest(glass, SIZE, bare=False, quiet=False)
            bare, kiosk = [], []
            for number in range(runs):
                bare.append(rest(glass, SIZE, bare=True, quiet=not number))
                kiosk.append(rest(glass, SIZE, bare=False, quiet=not number))
                print(f"run {number + 1} of {runs}", file=sys.stderr, flush=True)
            walked = walk(glass, heard)
            glass.close()
    except (NoVirtualDisplay, NoTouch, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 2
    rows = table(bare, kiosk, walked)
    print(
        f"Medians of {runs} starts each, on {SIZE[0]} × {SIZE[1]} px; bare is a Kivy window with one "
        "label, the same window settings"
    )
    print(
        f"(no multisampling, 30 frames a second). {len(walked.touches)} touches, {len(walked.changes)} screen changes,"
        f" {len(walked.sounds)} clips.\n"
    )
    print(f"{'':<44}{'bare':>12}{'kiosk':>14}{'ratio':>10}   aim")
    for row in rows:
        print(row)
    return int(any(row.value is not None and row.value > row.aim for row in rows))


def table(bare: Sequence[Rest], kiosk: Sequence[Rest], walked: Walk) -> list[Row]:
    """What was measured against what was promised (README, "How fast")."""
    picture = median(r.picture for r in bare), median(r.picture for r in kiosk)
    settled = median(r.memory for r in bare), median(r.memory for r in kiosk)
    quiet = bare[0].processor, kiosk[0].processor

    def slowest(name: str, times: Sequence[float], aim: float) -> Row:
        worst = 1000 * percentile(times, 99) if times else None
        return Row(name, "", f"{worst:.0f} ms" if times else "", worst, aim, "ms")

    return [
        Row(
            "start to first usable screen",
            f"{1000 * picture[0]:.0f} ms",
            f"{1000 * picture[1]:.0f} ms",
            picture[1] / picture[0],
            1.3,
            "×",
        ),
        Row(
            "memory (PSS) 6 s after the start",
            f"{settled[0]:.1f} MB",
            f"{settled[1]:.1f} MB",
            settled[1] / settled[0],
            1.4,
            "×",
        ),
        Row(
            "memory (PSS) after a spoken visit",
            f"{settled[0]:.1f} MB",
            f"{walked.memory:.1f} MB",
            walked.memory / settled[0],
            1.4,
            "×",
        ),
        Row("processor at rest, of one core", f"{quiet[0]:.2f} %", f"{quiet[1]:.2f} %", quiet[1], 1, "%"),
        slowest("touch to changed picture, 99th percentile", walked.touches, 33),
        slowest("screen change, 99th percentile", walked.changes, 100),
        slowest("ready clip to first sound, 99th percentile", walked.sounds, 100),
        slowest("touch to first sound, 99th percentile", walked.since_tap, 1000),
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` % of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * int(share) // 100) - 1)]
