"""The outbox under everything that can go wrong: once in effect, in order, and nothing left behind.

The model does by hand what the kiosk's thread does, and lets the power fail, answers get lost, the disk fill up, the
desk forget and people change their minds between any two steps.
"""

from __future__ import annotations

import errno
import tempfile
from itertools import count
from pathlib import Path
from shutil import rmtree

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.handoff.exchange import Answer, NoAnswer
from kiosk.handoff.journal import Journal
from kiosk.handoff.outbox import MOST_GONE, Call, Note, Outbox, Strike
from kiosk.handoff.waiting import Status

PLACES = st.sampled_from(["why", "checklist", "itsme"])
FAULTS = st.sampled_from([*["none"] * 4, *["lost after"] * 3, "refused", "lost before", 500, 429, 401, "html"])


class Desk:
    """The desk of the contract, with the fault of the moment."""

    def __init__(self) -> None:
        self.open: dict[str, str] = {}
        self.closed: set[str] = set()
        self.begun: set[str] = set()
        self.withdrawn: set[str] = set()
        self.told: list[str] = []  # letters, each as often as a new request of it began

    def do(self, call: Call, fault: object) -> Answer:
        if fault in ("refused", "lost before"):
            raise NoAnswer("", sent=fault != "refused")
        if isinstance(fault, int):
            return Answer(fault, retry_after=1 if fault == 429 else None)
        if fault == "html":
            return Answer(200)
        answer = self._obey(call)
        if fault == "lost after":
            raise NoAnswer("", sent=True)
        return answer

    def _obey(self, call: Call) -> Answer:
        number, question = call.number, call.question
        match question.method:
            case "PUT" if number in self.closed:
                return Answer(410)
            case "PUT" if number in self.open:
                return Answer(200)
            case "PUT":
                assert number not in self.begun, "one request has begun twice"
                self.begun.add(number)
                self.open[number] = "waiting"
                self.told.append(question.body["record"])
                return Answer(201)
            case "DELETE":
                self.open.pop(number, None)
                self.closed.add(number)  # also one that never came: a late copy must not ring
                self.withdrawn.add(number)
                return Answer(204)
        state = "done" if number in self.closed - self.withdrawn else self.open.get(number)
        return Answer(404) if state is None else Answer(200, {"state": state})


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
TestWorld.settings = settings(max_examples=400, stateful_step_count=40)


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


def fresh(clock: Clock | None = None) -> Outbox:
    numbers = count(1)
    return Outbox(clock or Clock(), lambda: 1.0, lambda: f"{next(numbers):032x}")


def calls(outbox: Outbox, desk: Desk, most: int = 10) -> list[str]:
    """What the thread asks until it has nothing to do now."""
    asked = []
    while len(asked) < most and (job := outbox.job()) is not None:
        if isinstance(job, Call):
            asked.append(job.question.method)
            outbox.heard(desk.do(job, "none"))
        else:
            outbox.noted()
    return asked


def test_the_same_place_asks_once_and_another_replaces_it():
    outbox, desk = fresh(clock := Clock()), Desk()
    outbox.ask("AAA", "why")
    assert calls(outbox, desk) == ["PUT", "GET"] and outbox.status is Status.WAITING
    for _ in range(5):
        outbox.ask("AAA", "why")
    assert desk.told == ["AAA"]
    outbox.ask("BBB", "itsme")
    clock.now += 1
    assert calls(outbox, desk) == ["DELETE", "PUT", "GET"] and desk.told == ["AAA", "BBB"]


def test_another_language_is_told_unless_somebody_is_coming():
    outbox, desk = fresh(clock := Clock()), Desk()
    outbox.ask("in Dutch", "why")
    calls(outbox, desk)
    clock.now += 30
    outbox.ask("in Arabic", "why")
    job = [outbox.job(), outbox.heard(Answer(204)), outbox.job(), outbox.noted(), outbox.job(), outbox.noted(),
           outbox.job()][-1]
    assert job.question.body == {"record": "in Arabic", "age": 30}  # waits as long as before
    outbox.heard(Answer(201))
    outbox.job()
    outbox.heard(Answer(200, {"state": "coming"}))
    outbox.ask("in French", "why")
    clock.now += 1
    assert outbox.job().question.method == "GET" and outbox.status is Status.COMING


def test_what_never_left_is_forgotten_without_a_word():
    outbox = fresh()
    outbox.ask("AAA", "why")
    assert isinstance(outbox.job(), Note)
    outbox.noted()
    assert outbox.job().question.method == "PUT"
    outbox.failed(NoAnswer("", sent=False))
    outbox.withdraw()
    assert isinstance(outbox.job(), Strike)
    outbox.noted()
    assert not outbox.pending


def test_it_backs_off_and_somebody_who_asks_ends_the_wait():
    outbox = fresh(clock := Clock())
    outbox.ask("AAA", "why")
    outbox.job(), outbox.noted()
    waits = []
    for _ in range(8):
        assert outbox.job().question.method == "PUT"
        outbox.failed(NoAnswer("", sent=False))
        assert outbox.status is Status.NONE and outbox.job() is None
        waits.append(outbox.rest())
        clock.now += outbox.rest()
    assert waits == [1, 2, 4, 8, 15, 15, 15, 15]
    outbox.job()
    outbox.failed(NoAnswer("", sent=True))
    outbox.ask("BBB", "itsme")
    assert outbox.rest() == 0 and outbox.job().question.method == "DELETE"


def test_a_refused_key_and_too_often_are_not_hurried_by_anybody():
    for answer, wait in ((Answer(401), 900), (Answer(429, retry_after=7), 7), (Answer(429), 30),
                         (Answer(429, retry_after=10 ** 9), 3600)):
        outbox = fresh(Clock())
        outbox.ask("AAA", "why")
        outbox.job(), outbox.noted(), outbox.job()
        outbox.heard(answer)
        outbox.ask("BBB", "itsme")
        assert outbox.rest() == wait or isinstance(outbox.job(), Strike)
        while isinstance(outbox.job(), Strike):
            outbox.noted()
        assert outbox.rest() == wait and outbox.job() is None and outbox.status is Status.NONE


def test_a_record_that_the_desk_does_not_take_is_not_told_again():
    outbox, desk = fresh(), Desk()
    outbox.ask("AAA", "why")
    outbox.job(), outbox.noted(), outbox.job()
    outbox.heard(Answer(422, {"error": "Deze code klopt niet."}))
    outbox.ask("AAA", "why")
    assert outbox.status is Status.NONE and calls(outbox, desk) == []


def test_closed_at_the_desk_while_our_answer_was_lost_is_done():
    outbox = fresh(clock := Clock())
    outbox.ask("AAA", "why")
    outbox.job(), outbox.noted(), outbox.job()
    outbox.failed(NoAnswer("", sent=True))
    clock.now += 2
    outbox.job()
    outbox.heard(Answer(410))
    assert outbox.job().question.method == "GET"
    outbox.heard(Answer(200, {"state": "done"}))
    assert outbox.status is Status.DONE
    outbox.withdraw()
    outbox.ask("AAA", "why")
    assert outbox.status is Status.TELLING  # who needs help again may ask again


def test_closed_at_the_desk_and_not_helped_promises_nothing_and_thanks_for_nothing():
    """At midnight the desk lets go of everything."""
    outbox, desk = fresh(), Desk()
    outbox.ask("AAA", "why")
    outbox.job(), outbox.noted(), outbox.job()
    outbox.heard(Answer(410))
    outbox.job()
    outbox.heard(Answer(404))
    assert outbox.status is Status.NONE and calls(outbox, desk) == [] and not outbox.pending


def test_the_screen_promises_nothing_that_nobody_confirmed():
    outbox, desk = fresh(clock := Clock()), Desk()
    outbox.ask("AAA", "why")
    assert outbox.status is Status.TELLING
    outbox.job(), outbox.noted(), outbox.job()
    clock.now += 5  # no answer, and no fault yet either
    assert outbox.status is Status.NONE
    outbox.heard(Answer(200))  # a page of the guests' network says 200 to everything
    outbox.job()
    outbox.heard(Answer(200))
    assert outbox.status is Status.NONE
    clock.now += 2
    calls(outbox, desk)
    clock.now += 2
    calls(outbox, desk)
    assert outbox.status is Status.WAITING
    clock.now += 121  # the network is away, and the desk may have forgotten
    assert outbox.status is Status.NONE


def test_a_desk_that_does_not_wait_is_not_asked_in_a_whirl():
    outbox, desk = fresh(), Desk()
    outbox.ask("AAA", "why")
    assert calls(outbox, desk, most=50) == ["PUT", "GET"]
    assert outbox.rest() == 0.5


def test_what_is_to_be_taken_back_does_not_grow_without_end():
    outbox = fresh(Clock())
    for number in range(MOST_GONE + 20):
        outbox.ask(f"{number}", number)
        while isinstance(job := outbox.job(), (Note, Strike)):
            outbox.noted()
        if job is not None:
            outbox.failed(NoAnswer("", sent=True))
        outbox.withdraw()
    outbox.ask("last", "last")
    desk = Desk()
    assert calls(outbox, desk, most=1000).count("DELETE") <= MOST_GONE
    assert desk.told == ["last"]


def test_a_folder_that_cannot_be_written_raises_and_leaves_nothing(tmp_path):
    tmp_path.joinpath("a-file").write_text("")
    journal = Journal(tmp_path / "a-file" / "outbox")
    try:
        journal.note("0" * 32)
    except OSError as error:
        assert error.errno in (errno.ENOTDIR, errno.EEXIST)
    assert journal.numbers() == []


def test_half_a_file_and_foreign_files_are_no_requests(tmp_path):
    for name in ("0" * 32, "1" * 32 + ".part", "hours.json", "x" * 32, "2" * 31):
        tmp_path.joinpath(name).write_bytes(b"")
    assert Journal(tmp_path).numbers() == ["0" * 32]
    assert not tmp_path.joinpath("1" * 32 + ".part").exists()
