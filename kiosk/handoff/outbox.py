"""The kiosk's outbox: that somebody waits reaches the desk once in effect and in order, whatever the network, the disk
and the power do, and is taken back when it has become pointless.

Pure decisions, as a table of what to do next: `job` names it, whoever does it tells `heard` or `failed`. The thread
that does them is in `line.py`; a test does them by hand and lets everything go wrong in between.

    ask ──► note the number on the disk ──► PUT ──► GET, GET … (waiting, coming) ──► done ──► strike the number
     └─ withdraw, at any moment ──────────► DELETE, until the desk has heard it ───────────► strike the number
    start ─► DELETE every number on the disk: after a power cut the visit is over

The number is on the disk before the desk can have heard it, and stays until the desk has certainly let go of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from kiosk.handoff.exchange import Answer, NoAnswer, Question
from kiosk.handoff.waiting import Status

POLL = 25                          # s that the desk keeps a question open
PATIENCE = 5.0                     # s in which the screen may say "we are asking"; then it does not promise it any more
FORGOTTEN = 120.0                  # s without a word of the desk after which "your question has arrived" may be untrue
FIRST, MOST_LIVE, MOST = 1.0, 15.0, 300.0   # s of back-off: at first, while somebody waits, and otherwise
REFUSED_KEY = 900.0                # s: only an administrator can mend that
TOO_OFTEN, LONGEST_RETRY = 30, 3600  # s, for a 429 that names no time or a foolish one
LEAST = 0.5                        # s from one look to the next, should a desk not wait as it was asked
MOST_GONE = 100                    # requests to take back; the desk itself drops older ones at the end of the day


SAID = {status.value: status for status in (Status.WAITING, Status.COMING, Status.DONE)}
"""The states of the desk's interface."""

REFUSED = (400, 401, 403, 422, 429)
"""After these the desk certainly does not hold the request."""


@dataclass(frozen=True, slots=True)
class Note:
    """Write this number to the disk."""

    number: str


@dataclass(frozen=True, slots=True)
class Strike:
    """Remove it from there."""

    number: str


@dataclass(frozen=True, slots=True)
class Call:
    """Ask the desk ``question`` about the request ``number``."""

    number: str
    question: Question


Job = Note | Strike | Call


@dataclass(slots=True)
class _Request:
    number: str
    letters: str = ""
    place: Hashable = None
    since: float = 0.0             # when help was asked for, on the outbox's clock, s
    noted: bool = False
    heard: bool = False            # the desk may have heard of it
    accepted: bool = False
    closed: bool = False
    refused: bool = False
    status: Status = Status.TELLING


class Outbox:
    """At most one request at a time. Not for two threads at once: `line.py` has the lock.

    ``clock`` is monotonic, in s; ``chance`` gives a number from 0 to 1; ``number`` makes 32 random hex digits.
    """

    def __init__(self, clock: Callable[[], float], chance: Callable[[], float], number: Callable[[], str]) -> None:
        self._clock, self._chance, self._number = clock, chance, number
        self._gone: deque[_Request] = deque()
        self._struck: deque[str] = deque()
        self._live: _Request | None = None
        self._doing: Job | None = None
        self._not_before = self._look_at = 0.0
        self._patient = True       # what we wait for may be hurried by somebody who asks
        self._failures = 0
        self._heard_at = self._began = 0.0

    def left_over(self, numbers: Iterable[str]) -> None:
        """These were found on the disk: the power failed, or the network was away, and their visits are over."""
        self._gone.extendleft(_Request(one, noted=True, heard=True) for one in numbers)

    # What a person does.

    def ask(self, letters: str, place: Hashable) -> None:
        """Somebody stands at ``place`` and needs help. A second time at the same place changes nothing; another place
        replaces the first. In another language it is told anew, so that the helper knows, unless one is coming."""
        live, since = self._live, self._clock()
        if live is not None and live.place == place:
            if live.letters == letters or live.refused or live.status in (Status.COMING, Status.DONE):
                return
            since = live.since
        self.withdraw()
        self._live = _Request(self._number(), letters, place, since)
        if self._patient:
            self._failures, self._not_before = 0, 0.0

    def withdraw(self) -> None:
        """Nobody waits any more: the visit is over, or help is no longer needed."""
        live, self._live = self._live, None
        if live is None or live.refused or live.status is Status.DONE:
            return
        if live.heard or (isinstance(self._doing, (Note, Call)) and self._doing.number == live.number):
            self._gone.append(live)
            if len(self._gone) > MOST_GONE:
                self._let_go(self._gone[0])
        elif live.noted:
            self._struck.append(live.number)

    @property
    def status(self) -> Status:
        """What the screen may say at this moment."""
        live = self._live
        if live is None or live.refused:
            return Status.NONE
        if live.status is Status.TELLING:
            hopeful = not self._failures and self._not_before <= self._clock() < live.since + PATIENCE
            return Status.TELLING if hopeful else Status.NONE
        if live.status is Status.WAITING and self._clock() - self._heard_at > FORGOTTEN:
            return Status.NONE
        return live.status

    @property
    def pending(self) -> bool:
        """Is there anything that the desk or the disk has to hear, now or later?"""
        live = self._live is not None and not self._live.refused and self._live.status is not Status.DONE
        return bool(self._gone or self._struck or live)

    # What is to be done for it.

    def job(self) -> Job | None:
        """What to do now; None while there is nothing, or not yet (see `rest`). Its outcome must be told before the
        next is asked for."""
        self._doing, self._began = self._next(), self._clock()
        return self._doing

    def skipped(self) -> None:
        """The job was not begun; it comes again."""
        self._doing = None

    def still_wanted(self) -> bool:
        """Does what is being done still matter? An open question about a request that was withdrawn does not."""
        doing, live = self._doing, self._live
        if not isinstance(doing, Call):
            return True
        return doing.question.method == "DELETE" or live is not None and live.number == doing.number

    def rest(self) -> float | None:
        """s until `job` is worth asking again; None until something happens."""
        return max(0.0, self._ready_at() - self._clock()) if self.pending else None

    def _ready_at(self) -> float:
        looks = not self._gone and self._live is not None and self._live.accepted
        return max(self._not_before, self._look_at) if looks else self._not_before

    def _next(self) -> Job | None:
        if self._struck:
            return Strike(self._struck[0])
        if not self.pending or self._clock() < self._ready_at():
            return None
        if self._gone:
            return Call(self._gone[0].number, Question("DELETE", _path(self._gone[0])))
        live = self._live
        if not live.noted:
            return Note(live.number)
        if not live.accepted:
            live_for = max(0, int(self._clock() - live.since))
            return Call(live.number, Question("PUT", _path(live), body={"record": live.letters, "age": live_for}))
        seen, wait = (live.status, POLL) if live.status is not Status.TELLING else (Status.WAITING, 0)
        return Call(live.number, Question("GET", _path(live), {"seen": seen.value, "wait": wait}, wait=wait))

    # What came of it.

    def noted(self) -> None:
        """The disk has done its part, or cannot: help is not made to wait for it."""
        job, self._doing = self._doing, None
        if isinstance(job, Strike):
            self._struck.popleft()
        for request in (self._live, *self._gone):
            if isinstance(job, Note) and request is not None and request.number == job.number:
                request.noted = True
                if request is not self._live:  # withdrawn before the desk could hear of it
                    self._let_go(request)
                return

    def failed(self, why: NoAnswer, *, interrupted: bool = False) -> None:
        """The question may not have been heard, or its answer was lost. ``interrupted``: we ended the call ourselves,
        because it had become pointless."""
        call, self._doing = self._doing, None
        request = self._about(call)
        if request is not None:
            request.heard = request.heard or (why.sent and call.question.method == "PUT")
            if request is not self._live and not request.heard:
                self._let_go(request)
        if not interrupted:
            self._later()

    def heard(self, answer: Answer) -> None:
        """The desk answered, or something that stands in its place."""
        call, self._doing = self._doing, None
        request = self._about(call)
        if call.question.method == "PUT" and answer.status not in REFUSED:
            request.heard = True
        match call.question.method, answer.status:
            case _, 401 | 403:
                self._later(REFUSED_KEY, patient=False)
            case _, 429:
                wait = TOO_OFTEN if answer.retry_after is None else answer.retry_after
                self._later(min(max(1, wait), LONGEST_RETRY), patient=False)
            case "DELETE", 204 | 410:
                self._well()
                self._let_go(request)
            case "PUT", 200 | 201:  # whether it was the desk that said so, the first look tells
                request.accepted, self._not_before = True, 0.0
            case "PUT", 410:  # it is closed: done, or withdrawn; to look tells which
                request.accepted, request.closed, self._not_before = True, True, 0.0
            case "PUT", 400 | 422:  # it will not have this record, however often it is told
                self._well()
                request.refused = True
                self._let_go(request)
            case "GET", 404 | 410 if request.closed:
                self._well()
                request.refused = True
                self._let_go(request)
            case "GET", 404:  # it has forgotten: tell it again
                request.accepted = False
                self._later()
            case "GET", 200 if answer.body and answer.body.get("state") in SAID:
                self._well()
                self._look_at = self._began + LEAST
                request.status = SAID[answer.body["state"]]
                if request.status is Status.DONE:
                    self._ended(request)
            case _:
                self._later()

    def _about(self, call: Call) -> _Request | None:
        return next((one for one in (self._live, *self._gone) if one is not None and one.number == call.number), None)

    def _ended(self, request: _Request) -> None:
        request.status = Status.DONE
        self._let_go(request)

    def _let_go(self, request: _Request) -> None:
        """The desk does not hold it, and never will."""
        if request in self._gone:
            self._gone.remove(request)
        if request.noted:
            self._struck.append(request.number)
            request.noted = False

    def _well(self) -> None:
        self._failures, self._not_before, self._patient, self._heard_at = 0, 0.0, True, self._clock()

    def _later(self, seconds: float | None = None, *, patient: bool = True) -> None:
        """Try again after a while; twice as long each time, and never all kiosks together. Where the desk named the
        time (``patient`` False) nobody hurries it."""
        if seconds is None:
            most = MOST_LIVE if self._live is not None else MOST
            seconds = min(most, FIRST * 2 ** min(self._failures, 20)) * (0.5 + self._chance() / 2)
        self._failures += 1
        self._not_before, self._patient = self._clock() + seconds, patient


def _path(request: _Request) -> str:
    return f"/api/requests/{request.number}"
