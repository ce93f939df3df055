"""The one owner of the loudspeaker.

All talking to the sound system happens on a thread of its own, because a sound server that hangs keeps its
callers hanging (measured: `stop()` came back when the server did). The kiosk only states a wish and looks at
what was last seen.
"""

from __future__ import annotations

import os
import threading
import time
import wave
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.speech.device import find_device

if TYPE_CHECKING:
    from kiosk.speech.sound import Sound

STALLED_AFTER = 1.8       # s without movement until the screen says that there is no sound
NO_SOUND_AFTER = 2.5      # s without movement; measured: an idle null sink takes up to 2.0 s to begin
RECHECK = 2.0             # s between looks for a device while there is none
LOOK = 0.01               # s between looks at the position while a clip plays
TAIL = 0.2                # s the device stays open after the end, for what it still has in its buffer
WARM_UP = 0.3             # s of silence that wakes the device, and proves that it takes sound
ASLEEP_AFTER = 5.0        # s without sound after which a television or a Bluetooth loudspeaker may have gone to sleep


class Player(Protocol):
    """What the narrator needs of a loudspeaker. No call waits for the sound system."""

    available: bool       # sound would be heard
    stalled: bool         # a clip plays and has not moved for a while: nothing is heard at this moment
    playing: bool         # a clip was asked for and has neither ended nor been stopped; also while paused
    started: bool         # the device really takes its sound: there is something to hear
    ended: bool           # the last clip played to its end
    position: float       # s into the clip

    def play(self, path: Path, volume: float) -> None:
        """Stop what plays and play this; ``volume`` is a factor of the amplitude, 0 to 1."""

    def stop(self) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def tick(self, now: float) -> None:
        """Notice a device that takes no sound; ``now`` in s."""


@dataclass(frozen=True, slots=True)
class _Wish:
    number: int = 0
    path: Path | None = None
    volume: float = 1.0
    paused: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    number: int = 0
    position: float = 0.0
    started: bool = False
    ended: bool = False
    lost: bool = False
    origin: float = 0.0            # when the first sample was heard, on the clock; moved on by pauses
    held: float | None = None      # s into the clip where a pause holds it


class _Dead(Exception):
    """There is no device, or it takes no sound."""


def just_playback() -> Callable[[Path, float], Sound]:
    """What opens a clip. Imported late, on the player's thread: the first frame does not wait for it."""
    from kiosk.speech.sound import Sound
    return Sound


class JustPlayback:
    """A Player on just_playback (miniaudio).

    While there is no device, or after one stopped taking sound, it looks again every 2 s and plays 0.3 s of
    silence as a trial: only when that comes to its end is the loudspeaker ``available`` again. Between clips
    it does not wake up.
    """

    def __init__(
        self,
        find: Callable[[], str] = find_device,
        load: Callable[[], Callable[[Path, float], Sound]] = just_playback,
        recheck: float = RECHECK,
        allowed: Callable[[], bool] = lambda: True,
        wake: float = 0.0,
    ) -> None:
        """``find`` names the device, if any; ``load`` gives what opens a clip; ``recheck`` in seconds. What is playing
        stops as soon as it is no longer ``allowed``, as when headphones are pulled out in a quiet room. ``wake``: s of
        silence before the first clip after a pause, for a device that sleeps and swallows the beginning.
        """
        self._find = lambda: find() if allowed() else ""
        self._allowed = allowed
        self._load = load
        self._recheck = recheck
        self._wake = wake
        self.available = bool(self._find())
        self.stalled = False
        self._wish = _Wish()
        self._seen = _Seen()
        self._news = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None
        self._watched: tuple[int, float] = (0, 0.0)      # clip and position last seen to move …
        self._moved_at: float | None = None              # … and when
        self._open: Callable[[Path, float], Sound] | None = None   # from here on: only touched by the thread
        self._sound: Sound | None = None
        self._proven = False
        self._ended_at = 0.0
        self._heard_at = -ASLEEP_AFTER

    # The kiosk's side.

    @property
    def playing(self) -> bool:
        wish, seen = self._wish, self._seen
        return wish.path is not None and not (seen.number == wish.number and (seen.ended or seen.lost))

    @property
    def started(self) -> bool:
        return self._seen.number == self._wish.number and self._seen.started

    @property
    def ended(self) -> bool:
        return self._seen.number == self._wish.number and self._seen.ended

    @property
    def position(self) -> float:
        """What is heard, not what was handed over: a device takes its sound in pieces of up to a second, ahead of time,
        and between two pieces only the clock goes on."""
        seen, wish = self._seen, self._wish
        if seen.number != wish.number or not seen.started:
            return 0.0
        if seen.held is not None:
            return seen.held
        return min(seen.position, time.monotonic() - seen.origin)

    def start(self) -> None:
        """Load the library and wake the device, in the background. Call it once the first frame is shown."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="loudspeaker", daemon=True)
            self._thread.start()

    def play(self, path: Path, volume: float) -> None:
        self.start()
        self._want(_Wish(self._wish.number + 1, path, volume))

    def stop(self) -> None:
        if self._wish.path is not None:
            self._want(_Wish(self._wish.number + 1))

    def pause(self) -> None:
        if self.playing:
            self._want(replace(self._wish, paused=True))

    def resume(self) -> None:
        if self._wish.paused:
            self._want(replace(self._wish, paused=False))

    def tick(self, now: float) -> None:
        """Notice a clip that does not move, give up on it after NO_SOUND_AFTER seconds; have someone look for a device.
        """
        if not self.available:
            self.start()
        at = (self._wish.number, self._seen.position)
        if not self.playing or self._wish.paused or self._moved_at is None or at != self._watched:
            self._watched, self._moved_at, self.stalled = at, now, False
            return
        self.stalled = now - self._moved_at > STALLED_AFTER + self._wake
        if now - self._moved_at > NO_SOUND_AFTER + self._wake:
            self._proven = self.available = False        # first: the thread reads it when `stop` wakes it
            self.stop()

    def close(self, timeout: float = 1.0) -> None:
        """Silence, and the device given back; waits at most ``timeout`` seconds for it."""
        self.stop()
        with self._news:
            self._closing = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join(timeout)

    def _want(self, wish: _Wish) -> None:
        with self._news:
            self._wish = wish
            self._news.notify()

    # The thread's side.

    def _run(self) -> None:
        done = _Wish()
        while not self._closing:
            try:
                if not self._proven:
                    self._prove()
                done = self._fulfil(done)
            except Exception:  # whatever the sound system throws, the kiosk goes on without it
                self._proven = self.available = False
                self._close_sound()
                done = self._wish
                self._seen = _Seen(done.number, lost=True)
            with self._news:
                if self._wish is done and not self._closing:
                    self._news.wait(self._patience(done))
        self._close_sound()

    def _patience(self, done: _Wish) -> float | None:
        """How long the thread may sleep when nothing is asked of it."""
        if not self._proven:
            return self._recheck
        return LOOK if self._sound is not None and not done.paused else None

    def _fulfil(self, done: _Wish) -> _Wish:
        """Bring the sound system to what is wished, or look how far it is; what was fulfilled."""
        wish = self._wish
        if wish is done:
            self._look()
        elif wish.number != done.number:
            self._close_sound()
            self._seen = _Seen(wish.number)
            if wish.path is not None:
                self._open_and_start(wish)
        elif self._sound is not None:
            if wish.paused:
                at = self.position
                self._sound.hold()
                self._seen = replace(self._seen, held=at)
            else:
                self._sound.start()
                if self._seen.held is not None:
                    self._seen = replace(self._seen, origin=time.monotonic() - self._seen.held, held=None)
        return wish

    def _open_and_start(self, wish: _Wish) -> None:
        if not wish.path.exists():                       # wiped meanwhile: no fault of the device
            self._seen = _Seen(wish.number, lost=True)
            return
        if not self._find():
            raise _Dead
        if self._wake and time.monotonic() - self._heard_at > ASLEEP_AFTER:
            self._hush(self._wake, lambda: self._wish.number != wish.number)
            if self._wish.number != wish.number:         # something else was wished meanwhile
                return
        self._sound = self._open(wish.path, wish.volume)
        if self._wish.number == wish.number and not wish.paused:      # nobody has said stop meanwhile
            self._sound.start()

    def _look(self) -> None:
        """Publish how far the clip is.

        The first piece is handed over before the device does anything. There is sound when it asks for more.
        """
        if self._sound is None:
            return
        if not self._allowed():
            raise _Dead
        if self._seen.ended:
            if time.monotonic() - self._ended_at > TAIL:
                self._close_sound()
            return
        position = self._sound.position
        if self._sound.ended:
            self._seen = replace(self._seen, started=True, ended=True)
            self._ended_at = time.monotonic()
        elif position > self._seen.position:
            before = self._seen.position                     # no more than this has been heard when it asks for more
            origin = max(self._seen.origin, time.monotonic() - before)
            self._seen = replace(self._seen, position=position, started=before > 0, origin=origin)

    def _prove(self) -> None:
        """Play silence to its end. Raises when there is no device or it does not take the sound."""
        self._close_sound()
        if not self._find():
            raise _Dead
        self._open = self._open or self._load()
        self._hush(WARM_UP, lambda: False)
        if not self._closing:
            self._proven = self.available = True

    def _hush(self, seconds: float, enough: Callable[[], bool]) -> None:
        """Play silence to its end, or until it is ``enough``. Raises when the device does not take it."""
        silence = _silence(seconds)
        try:
            self._sound = self._open(Path(f"/proc/self/fd/{silence}"), 1.0)
        finally:
            os.close(silence)                            # the decoder holds its own
        self._sound.start()
        ends_at = time.monotonic() + NO_SOUND_AFTER + seconds
        while not self._sound.ended and not enough():
            if time.monotonic() > ends_at:
                raise _Dead
            with self._news:
                if self._closing:
                    return
                self._news.wait(LOOK)
        self._close_sound()

    def _close_sound(self) -> None:
        sound, self._sound = self._sound, None
        if sound is not None:
            sound.close()
            self._heard_at = time.monotonic()


def _silence(seconds: float) -> int:
    """So much silence as an open file in memory; the caller closes it."""
    file = os.memfd_create("silence.wav")
    with os.fdopen(os.dup(file), "wb") as raw, wave.open(raw, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(22050)
        sound.writeframes(bytes(2 * round(22050 * seconds)))
    return file
