"""What is heard now: a list of reading units, one after another, one voice at a time.

Pure decisions, moved on by `tick`; the clips, the loudspeaker and the clock come in as arguments.
Nothing blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

from kiosk.language.units import Unit
from kiosk.speech.clips import Clip, Clips
from kiosk.speech.player import Player

# Words a minute, 50 to 200 % of 125: VVSG 2.0 7.1-K (default 120–125, 60–70 up to 240–250, 6 to 8 steps).
SPEEDS = (65, 80, 100, 125, 160, 200, 250)
DEFAULT_SPEED = 3

# Loudness in dB below full scale. Steps of at most 10 dB (VVSG 7.1-K), a range of at least 18 dB with a step
# 12 dB above the lowest (EN 301 549 8.2.1.1, .2), a default no louder than the middle and set back after
# every visit (5.1.3.13).
LOUDNESS = (-24, -20, -16, -12, -8, -4, 0)
DEFAULT_LOUDNESS = 3

PAUSE_BETWEEN = 0.35      # s between sentences, VVSG 7.3-K
PATIENCE = 5.0            # s a sentence waits for its clip or a loudspeaker; longer than a clip's time-out
TRIES = 2                 # times a sentence is begun again when the loudspeaker dies under it
SKIPS = 2                 # sentences in a row that a broken voice may cost before the rest is left unread
AHEAD = 3                 # clips asked for ahead of the sentence that is heard


class Phase(Enum):
    IDLE = "nothing to say"
    WAITING = "waiting for a clip or a loudspeaker"
    PLAYING = "a clip is with the player"
    BETWEEN = "the pause between two sentences"


class Narrator:
    """Reads units aloud. `tick(now)` must be called 10 to 30 times a second, on the clock given."""

    def __init__(
        self,
        clips: Clips,
        player: Player,
        clock: Callable[[], float],
        enabled: bool = True,
        speed: int = DEFAULT_SPEED,
        loudness: int = DEFAULT_LOUDNESS,
        loudest: int = len(LOUDNESS) - 1,
    ) -> None:
        """``speed`` and ``loudness`` are where every visit begins, as positions in SPEEDS and LOUDNESS; nobody can go
        beyond ``loudest``.

        ``enabled`` False: never a sound. ValueError for a position that does not exist.
        """
        if speed not in range(len(SPEEDS)) or not {loudness, loudest} <= set(range(len(LOUDNESS))):
            raise ValueError(f"speed must be 0 to {len(SPEEDS) - 1} and loudness 0 to {len(LOUDNESS) - 1}")
        loudness = min(loudness, loudest)
        self._clips = clips
        self._player = player
        self._clock = clock
        self._enabled = enabled
        self._loudest = loudest
        self._defaults = speed, loudness
        self.speed, self.loudness = speed, loudness
        self._units: tuple[Unit, ...] = ()
        self._index = 0                       # which unit is heard or waited for
        self._phase = Phase.IDLE
        self._since = 0.0                     # when this phase began
        self._paused = False
        self._stepping = False                # sentence by sentence: hold after this one
        self._clip: Clip | None = None
        self._tries = 0
        self._skips = 0
        self._skipped = False
        self.finished_at: float | None = None   # when speech last ended, s; None before and during

    # What the screen shows.

    @property
    def speaking(self) -> bool:
        """Something is being said or about to be. Not while paused: someone who pauses may have left."""
        return self._phase is not Phase.IDLE and not self._paused

    @property
    def paused(self) -> bool:
        return self._paused

    @property
    def stepping(self) -> bool:
        """Somebody goes from sentence to sentence; after each the reading holds, and `resume` goes on."""
        return self._stepping

    @property
    def lit(self) -> Unit | None:
        """The unit whose sound is really to be heard at this moment."""
        sounding = (self._phase is Phase.PLAYING and not self._paused
                    and self._player.playing and self._player.started)
        return self._units[self._index] if sounding else None

    @property
    def lit_word(self) -> int | None:
        """The number of the word (``\\S+``) of the lit unit that is being heard; None where nothing tells."""
        if self.lit is None or self._clip is None:
            return None
        at = self._player.position * 1000
        return next((shown for shown, ms in reversed(self._clip.words) if ms <= at), None)

    @property
    def silent(self) -> bool:
        """The person hears nothing: switched off, no loudspeaker, no voice. The screen must show it."""
        return (not self._enabled or not self._player.available or self._player.stalled
                or not self._clips.healthy or self._skipped)

    # What a person, or a screen, asks for.

    def read(self, units: Sequence[Unit], from_index: int = 0) -> None:
        """Stop whatever is heard (EN 301 549 5.1.3.5) and read these from ``from_index`` on."""
        self.stop()
        said = [unit for unit in units[from_index:] if unit.said.strip()]
        self._units = tuple(said)
        self._skipped = False
        self._begin(0)

    def say(self, units: Sequence[Unit]) -> None:
        """Read what was tapped; the same as reading, so that `repeat` repeats it."""
        self.read(units)

    def prefetch(self, units: Sequence[Unit]) -> None:
        """Have clips made of what is probably read next."""
        if self._enabled:
            self._clips.want([unit for unit in units if unit.said.strip()], SPEEDS[self.speed])

    def stop(self) -> None:
        """Silence, at once."""
        self._player.stop()
        self._paused = self._stepping = False
        self._finish()

    def pause(self) -> None:
        """Hold; `resume` goes on at the same word. Nothing to hold: nothing happens."""
        if self.speaking:
            self._paused = True
            self._player.pause()
            self.finished_at = self._clock()

    def resume(self) -> None:
        """Go on to the end."""
        self._stepping = False
        if self._paused:
            self._paused = False
            self._since = self._clock()
            self.finished_at = None
            self._player.resume()

    def repeat(self) -> None:
        """The last list again, from its start."""
        self.stop()
        self._begin(0)

    def sentence(self, by: int) -> bool:
        """Say only the sentence before (-1), the same (0) or the next (1), then hold. False where there is none."""
        index = self._index + by
        if index not in range(len(self._units)):
            return False
        self.stop()
        self._begin(index)
        self._stepping = self._phase is not Phase.IDLE
        return True

    def slower(self) -> bool:
        """One step slower; what was heard last is said again at that speed. False at the slowest."""
        return self._change(self.speed - 1, self.loudness)

    def faster(self) -> bool:
        """One step faster; what was heard last is said again at that speed. False at the fastest."""
        return self._change(self.speed + 1, self.loudness)

    def softer(self) -> bool:
        """One step softer; what was heard last is said again. False at the softest."""
        return self._change(self.speed, self.loudness - 1)

    def louder(self) -> bool:
        """One step louder; what was heard last is said again. False at the loudest."""
        return self._change(self.speed, self.loudness + 1)

    def begin_at(self, loudness: int) -> None:
        """Now and for every visit from now on, at most ``loudest``; a position in LOUDNESS."""
        self.loudness = min(loudness, self._loudest)
        self._defaults = self._defaults[0], self.loudness

    def reset(self) -> None:
        """For the next person: silence, default speed and loudness, and nothing left of what was heard."""
        self.stop()
        self.speed, self.loudness = self._defaults
        self._units = ()
        self._index = 0
        self._skipped = False
        self.finished_at = None
        self._clips.wipe()

    # What time does.

    def tick(self, now: float) -> None:
        """Look how far things are, and go on. ``now`` in seconds on the narrator's clock."""
        self._player.tick(now)
        if self._paused:
            return
        if self._phase is Phase.WAITING:
            self._wait(now)
        elif self._phase is Phase.PLAYING:
            self._listen(now)
        elif self._phase is Phase.BETWEEN and now - self._since >= PAUSE_BETWEEN:
            self._begin(self._index + 1)

    def _wait(self, now: float) -> None:
        unit, wpm = self._units[self._index], SPEEDS[self.speed]
        clip = self._clips.get(unit, wpm)
        if clip is not None and self._player.available:
            self._clip = clip
            self._enter(Phase.PLAYING, now)
            self._player.play(clip.path, 10 ** (LOUDNESS[self.loudness] / 20))
        elif self._clips.fault(unit, wpm):
            self._skip()
        elif now - self._since > PATIENCE:
            if clip is not None:              # no loudspeaker: the rest would not be heard either
                self._finish()
            else:
                self._skip()

    def _listen(self, now: float) -> None:
        if self._player.playing:
            if self._player.started:
                self._skips = 0
                self._skipped = False
        elif self._player.ended:
            self._tries = 0
            if self._index + 1 < len(self._units):
                self._enter(Phase.BETWEEN, now)
                if self._stepping:
                    self._paused = True
                    self.finished_at = now
            else:
                self._finish()
        elif self._tries < TRIES:             # the loudspeaker died: this sentence again, once there is one
            self._tries += 1
            self._begin(self._index)
        else:
            self._skip()

    def _begin(self, index: int) -> None:
        """Go to a unit: wait for its clip, with those after it asked for too."""
        if not self._enabled or index >= len(self._units):
            self._finish()
            return
        self._index = index
        self.finished_at = None
        self._clips.want(self._units[index:index + 1 + AHEAD], SPEEDS[self.speed], urgent=True)
        self._enter(Phase.WAITING, self._clock())

    def _skip(self) -> None:
        """This unit cannot be heard: mark it, and go on, unless the voice itself is broken and stays so."""
        self._skipped = True
        self._tries = 0
        self._skips += 1
        if self._skips >= SKIPS and not self._clips.healthy:
            self._finish()
        else:
            self._begin(self._index + 1)

    def _change(self, speed: int, loudness: int) -> bool:
        if speed not in range(len(SPEEDS)) or loudness not in range(self._loudest + 1):
            return False
        self.stop()
        self.speed, self.loudness = speed, loudness
        self._begin(self._index)
        return True

    def _enter(self, phase: Phase, now: float) -> None:
        self._phase = phase
        self._since = now

    def _finish(self) -> None:
        if self._phase is not Phase.IDLE:
            self.finished_at = self._clock()
        self._phase = Phase.IDLE
        self._stepping = False
        self._clip = None
        self._tries = 0
        self._skips = 0
