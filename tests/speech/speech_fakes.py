"""A clip store and a loudspeaker without sound, driven by a clock that a test moves."""

from __future__ import annotations

from pathlib import Path

from kiosk.language.units import Unit
from kiosk.speech.clips import Clip
from kiosk.speech.timing import word_times


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class FakeClips:
    """Every clip is there at once and lasts ``seconds``, unless ``broken`` or ``slow`` says otherwise."""

    def __init__(self, seconds: float = 1.0) -> None:
        self.seconds = seconds
        self.healthy = True
        self.slow = False
        self.timed = True
        self.broken: set[str] = set()
        self.asked: list[tuple[str, int]] = []
        self.wiped = 0

    def want(self, units, wpm: int, urgent: bool = False) -> None:
        self.asked += [(unit.key, wpm) for unit in units]

    def get(self, unit: Unit, wpm: int) -> Clip | None:
        if self.slow or unit.key in self.broken:
            return None
        times = word_times(unit.said, (), round(self.seconds * 1000))
        return Clip(Path(f"{unit.key}@{wpm}"), self.seconds, tuple(enumerate(times)) if self.timed else ())

    def fault(self, unit: Unit, wpm: int) -> str:
        return "broken" if unit.key in self.broken else ""

    def wipe(self) -> None:
        self.wiped += 1


class FakePlayer:
    """Keeps a log of what it was told; sound begins ``delay`` seconds after `play`."""

    def __init__(self, clock: Clock, seconds: float = 1.0, delay: float = 0.05) -> None:
        self.clock, self.seconds, self.delay = clock, seconds, delay
        self.available = True
        self.stalled = False
        self.log: list[str] = []
        self.volume = 0.0
        self.heard = 0.0
        self.paused = self.dead = False
        self.now_playing: str | None = None
        self.ended = False

    @property
    def playing(self) -> bool:
        return self.now_playing is not None

    @property
    def started(self) -> bool:
        return self.heard > self.delay

    @property
    def position(self) -> float:
        return max(0.0, self.heard - self.delay)

    def play(self, path: Path, volume: float) -> None:
        assert self.now_playing is None, "a second voice began while the first still spoke"
        self.log.append(f"play {path}")
        self.now_playing, self.volume = str(path), volume
        self.heard, self.ended, self.paused = 0.0, False, False

    def stop(self) -> None:
        if self.now_playing is not None:
            self.log.append("stop")
        self.now_playing, self.heard, self.ended, self.paused = None, 0.0, False, False

    def pause(self) -> None:
        self.paused = self.playing

    def resume(self) -> None:
        self.paused = False

    def tick(self, now: float) -> None:
        pass

    def pass_time(self, seconds: float) -> None:
        if self.playing and not self.paused and not self.dead:
            self.heard += seconds
            if self.heard >= self.seconds:
                self.now_playing, self.ended = None, True

    def die(self) -> None:
        """The device goes away under the clip."""
        self.available = False
        self.now_playing, self.heard, self.ended = None, 0.0, False
