"""The kiosk's line to the desk: the thread that empties the outbox, waits for news and asks for the hours.

Everything that may take time happens there. The screens ask and look, and never wait.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import random
from typing import Protocol

from kiosk.handoff import letters
from kiosk.handoff.desk_hours import DeskHours
from kiosk.handoff.exchange import Answer, Cut, NoAnswer, Question
from kiosk.handoff.hours import Hours
from kiosk.handoff.journal import Journal
from kiosk.handoff.outbox import Call, Note, Outbox, Strike
from kiosk.handoff.record import Record
from kiosk.handoff.waiting import Status

HOURS_EVERY = 60.0                 # s between questions for the hours, which also say whether it is out of order
HOURS_AGAIN = 60.0                 # s after one that failed
LAST_WORDS = 1.0                   # s at the end of the kiosk to take a request back


class Desk(Protocol):
    """Whom the thread asks. Raises NoAnswer."""

    def ask(self, question: Question, cut: Cut) -> Answer: ...


class Line:
    """``connect`` makes the client, on the thread: what it imports is not loaded before the first picture."""

    def __init__(self, folder: Path, address: str, connect: Callable[[], Desk], *,
                 clock: Callable[[], float] = time.monotonic, chance: Callable[[], float] = random) -> None:
        self._journal, self._hours = Journal(folder), DeskHours(folder, address)
        self._connect, self._clock = connect, clock
        self._outbox = Outbox(clock, chance, lambda: secrets.token_hex(16))
        self._news = threading.Condition()
        self._cut: Cut | None = None
        self._interrupted = self._asking_hours = False
        self._hours_at = clock()
        self._closing = False
        self._thread: threading.Thread | None = None

    # For the screens. None of this waits for the network or the disk.

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)
        self._thread.start()

    @property
    def status(self) -> Status:
        with self._news:
            return self._outbox.status

    @property
    def hours(self) -> Hours | None:
        """None until the desk has said them."""
        return self._hours.hours

    @property
    def out_of_order(self) -> bool:
        """What the desk has said last, also before a restart: a desk that cannot be reached changes nothing."""
        return self._hours.out_of_order

    def ask(self, record: Record) -> None:
        """Somebody needs help there; see `Outbox.ask`."""
        with self._news:
            self._outbox.ask(letters.encode(record), replace(record, language=0))
            self._stir()

    def withdraw(self) -> None:
        """The visit is over, or the person needs no help any more."""
        with self._news:
            self._outbox.withdraw()
            self._stir()

    def close(self) -> None:
        """Take back what the desk still holds, as far as that goes quickly; the next start does the rest."""
        with self._news:
            self._outbox.withdraw()
            self._closing = True
            self._stir()
        if self._thread is not None:
            self._thread.join(LAST_WORDS)

    def _stir(self) -> None:
        """There is something new to do: an open question that has become pointless ends now."""
        hours_can_wait = self._asking_hours and self._outbox.rest() == 0
        if self._cut is not None and (hours_can_wait or not self._outbox.still_wanted()):
            self._interrupted = True
            self._cut.make()
        self._news.notify()

    # Everything below runs on the line's own thread.

    def _run(self) -> None:
        self._hours.load()
        with self._news:
            self._outbox.left_over(self._numbers())
        desk = self._connect()
        while True:
            with self._news:
                job = self._outbox.job()
                hours_due = self._clock() >= self._hours_at and not self._closing
                if hours_due and (job is None or isinstance(job, Call) and job.question.wait):
                    self._outbox.skipped()
                    job = None
                elif job is None and self._closing:
                    return
                elif job is None:
                    self._news.wait(self._rest())
                    continue
                self._interrupted, self._cut, self._asking_hours = False, Cut(), job is None
            self._do(desk, job)

    def _numbers(self) -> list[str]:
        try:
            return self._journal.numbers()
        except OSError:  # what was left there cannot be known; the desk drops it at the end of the day
            return []

    def _rest(self) -> float:
        rest, hours = self._outbox.rest(), max(0.0, self._hours_at - self._clock())
        return hours if rest is None else min(rest, hours)

    def _do(self, desk: Desk, job: Call | Note | Strike | None) -> None:
        match job:
            case None:
                self._ask_hours(desk)
            case Note(number) | Strike(number):
                with suppress(OSError):  # full or read-only: it goes on from memory, and `kiosk doctor` says so
                    (self._journal.note if isinstance(job, Note) else self._journal.strike)(number)
                with self._news:
                    self._outbox.noted()
            case Call():
                self._ask(desk, job.question)

    def _ask(self, desk: Desk, question: Question) -> None:
        try:
            answer = desk.ask(question, self._cut)
        except NoAnswer as why:
            with self._news:
                self._cut = None
                self._outbox.failed(why, interrupted=self._interrupted)
        else:
            with self._news:
                self._cut = None
                self._outbox.heard(answer)

    def _ask_hours(self, desk: Desk) -> None:
        try:
            well = self._hours.heard(desk.ask(self._hours.question(), self._cut))
        except NoAnswer:
            well = False
        with self._news:
            self._cut = None
            if well or not self._interrupted:  # else they are asked next, when somebody who waits has been told of
                self._hours_at = self._clock() + (HOURS_EVERY if well else HOURS_AGAIN)
