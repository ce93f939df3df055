"""The outbox under everything that can go wrong: once in effect, in order, and nothing left behind.

The model does by hand what the kiosk's thread does, and lets the power fail, answers get lost, the disk fill up, the
desk forget and people change their minds between any two steps.
"""

from __future__ import annotations

import os
import tempfile
from itertools import count
from pathlib import Path
from shutil import rmtree

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from outbox_desk import Desk

from kiosk.handoff.exchange import NoAnswer
from kiosk.handoff.journal import Journal
from kiosk.handoff.outbox import Note, Outbox, Strike
from kiosk.handoff.waiting import Status

PLACES = st.sampled_from(["why", "checklist", "itsme"])
FAULTS = st.sampled_from([*["none"] * 4, *["lost after"] * 3, "refused", "lost before", 500, 429, 401, "html"])


class World(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="outbox-"))
        self.desk, self.now, self.numbers = Desk(), 1000.0, count()
        self.disk_full, self.written = False, True  # was every number written, so far?
        self.begin()

    def begin(self) -> None:
        """The kiosk starts, with what the disk kept."""
        self.journal = Journal(self.folder)
        self.outbox = Outbox(lambda: self.now, lambda: 0.5, lambda: f"{next(self.numbers):032x}")
        self.outbox.left_over(self.journal.numbers())
        self.asked: str | None = None

    def teardown(self) -> None:
        rmtree(self.folder)

    # People.

    @rule(place=PLACES)
    def ask(self, place):
        self.outbox.ask(f"letters of {place}", place)
        self.asked = place

    @rule()
    def leave(self):
        self.outbox.withdraw()
        self.asked = None

    # The thread, with the fault of the moment; ``cut`` stops it in the middle, by a power cut or by a person.

    def work(self, fault: object = "none", meanwhile=lambda: None, power_fails: bool = False) -> bool:
        job = self.outbox.job()
        if job is None:
            return False
        if isinstance(job, (Note, Strike)):
            if isinstance(job, Strike):
                self.journal.strike(job.number)
            elif self.disk_full:
                self.written = False
            else:
                self.journal.note(job.number)
            meanwhile()
            if not power_fails:
                self.outbox.noted()
            return True
        try:
            answer, lost = self.desk.do(job, fault), None
        except NoAnswer as why:
            answer, lost = None, why
        meanwhile()
        if power_fails:
            return True
        if lost is not None:
            self.outbox.failed(lost, interrupted=not self.outbox.still_wanted())
        else:
            self.outbox.heard(answer)
        return True

    @rule(fault=FAULTS)
    def the_thread_does_something(self, fault):
        self.work(fault)

    @rule(fault=FAULTS)
    def somebody_leaves_meanwhile(self, fault):
        self.work(fault, self.leave)

    @rule(fault=FAULTS, place=PLACES)
    def somebody_asks_elsewhere_meanwhile(self, fault, place):
        self.work(fault, lambda: self.ask(place))

    @rule(fault=FAULTS)
    def the_power_fails(self, fault):
        self.work(fault, power_fails=True)
        self.begin()

    @rule(seconds=st.sampled_from([0.1, 1, 20, 400, 4000]))
    def time_passes(self, seconds):
        self.now += seconds

    @rule(full=st.sampled_from([False, False, False, False, True]))
    def the_disk_fills_or_is_emptied(self, full):
        self.disk_full = full

    @rule(place=PLACES, fault=FAULTS)
    def somebody_asks_and_leaves_soon(self, place, fault):
        self.ask(place)
        for _ in range(4):
            self.work(fault)
        self.leave()
        self.work()

    # The desk.

    @rule()
    def an_assistant_comes(self):
        self.desk.open = dict.fromkeys(self.desk.open, "coming")

    @precondition(lambda self: self.desk.open)
    @rule()
    def an_assistant_is_done(self):
        self.desk.closed |= self.desk.open.keys()
        self.desk.open = {}

    @rule()
    def the_desk_forgets(self):
        self.desk.open, self.desk.closed, self.desk.begun = {}, set(), set()

    @precondition(lambda self: self.asked and self.outbox.status is not Status.DONE)
    @rule()
    def all_is_well_again(self):
        """Within one round of everything, the desk has just what the person asked, and the screen says so."""
        for _ in range(400):
            if not self.work():
                self.now += self.outbox.rest() or 0
            if self.outbox.status in (Status.WAITING, Status.COMING, Status.DONE):
                break
        assert self.outbox.status in (Status.WAITING, Status.COMING, Status.DONE)
        if self.outbox.status is not Status.DONE:
            assert self.desk.told[-1] == f"letters of {self.asked}"

    @rule()
    def the_visit_ends_and_the_desk_lets_go(self):
        self.leave()
        for _ in range(400):
            if not self.work():
                self.now += 4000
        assert not self.outbox.pending
        assert self.journal.numbers() == []
        if self.written:
            assert self.desk.open == {}

    @invariant()
    def one_person_is_one_request(self):
        """Never two at once; only when the disk was full at a power cut may one be left over, until the evening."""
        if self.written:
            assert len(self.desk.open) <= 1

    @invariant()
    def the_disk_knows_of_what_the_desk_holds(self):
        if self.written:
            assert set(self.desk.open) <= set(self.journal.numbers())

    @invariant()
    def nothing_but_numbers_is_written(self):
        assert all(file.read_bytes() == b"" for file in self.folder.iterdir())

    @invariant()
    def no_promise_without_a_request(self):
        if self.asked is None:
            assert self.outbox.status is Status.NONE


TestWorld = World.TestCase
TestWorld.settings = settings(max_examples=1000 if "LONG" in os.environ else 150, stateful_step_count=40)
