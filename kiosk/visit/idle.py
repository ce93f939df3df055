"""The idle cycle, driven by times that are handed in.

A visit: 300 s without touch, counted from the end of speech, brings the question "still there?" for 45 s (VVSG 2.0
7.2-O allows 2 to 5 min and 20 to 45 s; EN 301 549 11.2.2.1 asks for at least 20 s and 10 extensions: ours have no
limit).
Without a visit the screen dims, and the first touch only wakes it.
"""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """Where the cycle stands."""

    AWAKE = "awake"  # someone is here, or has just been
    ASKING = "asking"  # "still there?"
    DIMMED = "dimmed"  # nobody is here


class Idle:
    """Counts. All times are seconds of one monotonic clock.

    ``tick`` returns True when the answer did not come and the visit must be wiped.
    """

    def __init__(self, still_there: float = 300, answer: float = 45, dim_after: float = 30) -> None:
        self.still_there, self.answer, self.dim_after = still_there, answer, dim_after
        self.state = State.AWAKE
        self._since = 0.0

    def touched(self, now: float) -> bool:
        """A touch or a key. True when it did no more than wake the screen. It does not answer "still there?"."""
        swallowed = self.state is State.DIMMED
        if self.state is not State.ASKING:
            self.state = State.AWAKE
            self._since = now
        return swallowed

    def stay(self, now: float) -> None:
        """ "Yes, I am still here." May be said without limit."""
        self.state, self._since = State.AWAKE, now

    def wiped(self, now: float) -> None:
        """The visit is over; nobody is here yet."""
        self.state, self._since = State.AWAKE, now

    def left(self, now: float) -> float:
        """Seconds left to answer."""
        return max(0.0, self.answer - (now - self._since)) if self.state is State.ASKING else self.answer

    def tick(self, now: float, *, visiting: bool, speaking: bool) -> bool:
        """Let time pass. While something is being said, time does not count."""
        if speaking and self.state is not State.ASKING:
            self._since = now
            return False
        waited = now - self._since
        if self.state is State.AWAKE and visiting and waited >= self.still_there:
            self.state, self._since = State.ASKING, now
        elif self.state is State.ASKING and waited >= self.answer:
            return True
        elif self.state is State.AWAKE and not visiting and waited >= self.dim_after:
            self.state = State.DIMMED
        return False
