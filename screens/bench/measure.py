"""The measurements, each on a program of its own started for it. Nothing here knows an aim."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from screens.bench.glass import Glass
from screens.bench.processes import memory, processor, program
from screens.theme import THEMES

SETTLED = 6.0
"""s after the start at which memory is read (deploy.md 6)."""
QUIET_AFTER, QUIET = 14.0, 10.0
"""s after the start when everything is read in and the first redraws are over; s over which rest is measured."""
BARE, KIOSK, PROBE = "screens.bench.bare", "kiosk", "screens.bench.probe"
SCREENS = 20
TAPS = 100
HELD = 0.08
"""s a finger stays down: the shortest touch people make on a kiosk is about that."""
REPEATS = 20
"""Times that a clip that is ready is asked for."""
LOST = 0.5
"""s after which a touch without an answer counts as that long."""
LANGUAGES = ("nl", "ar", "fr", "de", "en")


@dataclass
class Rest:
    """Of a program left alone: s from its start to its first picture, MB after SETTLED, % of a core in QUIET."""

    picture: float
    memory: float
    processor: float | None = None


@dataclass
class Walk:
    """Of a visit: s from a touch to the changed button on the glass, s from an answer to the flip with the next
    screen, s from asking for a ready clip and from the tap to its first sound, and MB at the end."""

    touches: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    sounds: list[float] = field(default_factory=list)
    since_tap: list[float] = field(default_factory=list)
    memory: float = 0.0


def _colour(role: str) -> int:
    red, green, blue, _ = (round(255 * part) for part in THEMES["paper"][role])
    return red << 16 | green << 8 | blue


def rest(glass: Glass, size: tuple[int, int], *, bare: bool, quiet: bool = True) -> Rest:
    """Start it and leave it alone. Its first picture is there when the label, or a button's edge, is on the glass."""
    width, height = size
    words = ("-m", BARE, str(width), str(height)) if bare else ("-m", KIOSK, "run")
    colour, box = (
        (0xFFFFFF, (width // 4, height // 2, width // 2, 1)) if bare else (_colour("edge"), (width // 4, 0, 1, height))
    )
    started = time.monotonic()
    with program(*words) as process:
        seen = glass.wait_for(lambda pixels: colour in pixels, *box)
        if seen is None:
            raise RuntimeError(f"python {' '.join(words)} showed nothing.")
        _until(started + SETTLED)
        held = memory(process.pid)
        if not quiet:
            return Rest(seen - started, held)
        _until(started + QUIET_AFTER)
        before, at = processor(process.pid), time.monotonic()
        time.sleep(QUIET)
        took = processor(process.pid) - before
        return Rest(seen - started, held, 100 * took / (time.monotonic() - at))


def bare_touches(glass: Glass, size: tuple[int, int]) -> list[float]:
    """s from a touch to the label in another colour, in the bare window."""
    width, height = size
    look = (width // 4, height // 2, width // 2, 1)
    found: list[float] = []
    with program("-m", BARE, str(width), str(height)):
        glass.wait_for(lambda pixels: 0xFFFFFF in pixels, *look)
        glass.move(width // 2, height // 2)
        time.sleep(SETTLED / 2)
        for number in range(TAPS):
            before = glass.pixels(*look)
            at = glass.press(True)
            seen = glass.wait_for(lambda pixels, before=before: pixels != before, *look, seconds=LOST)
            found.append(seen - at if seen else LOST)
            glass.press(False)
            time.sleep(_no_rhythm(number))
    return found


def walk(glass: Glass, heard: bool) -> Walk:
    """A visit of SCREENS screens with real touches, each screen read aloud as far as its first sentence, then TAPS
    touches that slide off again. ``heard``: there is a loudspeaker to wait for."""
    found = Walk()
    with program("-m", PROBE, output=True) as process:
        said: queue.SimpleQueue[dict] = queue.SimpleQueue()
        threading.Thread(target=lambda: [said.put(json.loads(line)) for line in process.stdout], daemon=True).start()
        visit = _Visit(glass, said, found)
        visit.arrive()
        languages = iter(LANGUAGES * SCREENS)
        for _ in range(SCREENS):
            visit.step(languages)
            if heard:
                visit.listen()
        found.memory = memory(process.pid)
        visit.touch_often()
        if heard:
            visit.hear_again()
    return found


class _Visit:
    """A hand on the glass and an ear at the probe."""

    def __init__(self, glass: Glass, said: queue.SimpleQueue, found: Walk) -> None:
        self._glass, self._said, self._found = glass, said, found
        self._targets: list[list] = []
        self._kind = ""

    def _hear(self, seconds: float) -> Iterator[dict]:
        ends_at = time.monotonic() + seconds
        while (left := ends_at - time.monotonic()) > 0:
            try:
                yield self._note(self._said.get(timeout=left))
            except queue.Empty:
                return

    def _note(self, line: dict) -> dict:
        if "screen" in line:
            self._kind, self._targets = line["screen"], line["targets"]
            if line["took"]:
                self._found.changes.append(line["took"])
        return line

    def arrive(self) -> None:
        next((line for line in self._hear(10) if "screen" in line), None)
        for _ in self._hear(2):  # the loudspeaker wakes up
            pass

    def listen(self) -> None:
        next((line for line in self._hear(6) if "sound" in line), None)
        for _ in self._hear(0.5):
            pass

    def step(self, languages: Iterator[str]) -> None:
        """One screen on, as a person does who reads and answers; from the end, another language and again."""
        self.tap(self._wanted(languages))
        next((line for line in self._hear(3) if "screen" in line), None)

    def _wanted(self, languages: Iterator[str]) -> list:
        wishes = {"start": f"Speak(language='{next(languages)}')" if self._kind == "start" else "",
                  "topics": "Do.TOPIC", "topic": "Do.OPEN", "finished": "Press.STOP", "handoff": "Press.STOP"}
        wish = wishes.get(self._kind, "go")
        return next((t for t in self._targets if wish in t[0]),
                    next((t for t in self._targets if "Do.CHOOSE" in t[0] or t[0] == "go"), self._targets[0]))

    def tap(self, target: list, *, slide_off: bool = False) -> None:
        """A real touch. When the button visibly gives way is measured on the glass, at its left edge."""
        _, x, y, width, height = target
        self._glass.move(x + width // 2, y + height // 2)
        time.sleep(0.02)
        look = (max(0, x), y + height // 2, min(width, 24), 1)
        before = self._glass.pixels(*look)
        at = self._glass.press(True)
        seen = self._glass.wait_for(lambda pixels: pixels != before, *look, seconds=LOST)
        self._found.touches.append(seen - at if seen else LOST)
        time.sleep(max(0.0, at + HELD - time.monotonic()))
        if slide_off:
            self._glass.move(1, 1)
            time.sleep(0.04)
        self._glass.press(False)

    def touch_often(self) -> None:
        """Touches that slide off again, so that the screen stays."""
        for number in range(TAPS):
            target = self._targets[number % len(self._targets)]
            self.tap(target, slide_off=True)
            for _ in self._hear(_no_rhythm(number)):
                pass

    def hear_again(self) -> None:
        """Clips that are ready: the loudspeaker button of a language, over and over."""
        for _ in range(REPEATS):
            button = next((t for t in self._targets if "Hear(" in t[0]), None)
            if button is None:
                self.tap(next(t for t in self._targets if "STOP" in t[0]))
                next((line for line in self._hear(3) if "screen" in line), None)
                continue
            self.tap(button)
            line = next((line for line in self._hear(5) if "sound" in line), None)
            if line is not None:
                self._found.sounds.append(line["sound"])
                self._found.since_tap.append(line["since_tap"])
            for _ in self._hear(0.7):
                pass


def _no_rhythm(number: int) -> float:
    """s, between 0.05 and 0.4, so that touches meet the loop in every phase."""
    return 0.05 + (number * 37 % 101) / 300


def _until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
