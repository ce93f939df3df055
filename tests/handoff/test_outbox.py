"""The outbox, case by case: what is told, in which order, when it is tried again, and what is forgotten."""

from __future__ import annotations

import errno

from outbox_desk import Clock, Desk, calls, fresh

from kiosk.handoff.exchange import Answer, NoAnswer
from kiosk.handoff.journal import Journal
from kiosk.handoff.outbox import MOST_GONE, Note, Strike
from kiosk.handoff.waiting import Status


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
