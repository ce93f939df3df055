"""The kiosk and a desk: somebody asks for help by touch, and what the desk says is to be seen on the glass."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from code_readers import readers
from fake_desk import KEY, FakeDesk
from null_sink import until
from running import GLASS, QUIET, SETTINGS, Kiosk, same, walk
from twin import Twin

from kiosk.handoff import letters
from kiosk.language.languages import BY_CODE

TRAIL = (("begin", ""), ("topic", "wonen"), ("open", "adres-wijzigen"))
ASKED = (*TRAIL, ("help", ""))
CLOSED = {day: [] for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")}
TWO_SECONDS = 2.0
"""From the tap at the desk to the words on the kiosk (issue 4, point 5)."""


@pytest.fixture(scope="module")
def port() -> int:
    desk = FakeDesk()
    desk.close()
    return desk.port


@pytest.fixture(scope="module")
def outbox(place) -> Path:
    return place / "outbox"


@pytest.fixture(scope="module")
def with_desk(place, port, outbox) -> Path:
    """The settings of a kiosk that has a desk."""
    file = place / "with-desk.toml"
    file.write_text(f'{SETTINGS}{QUIET}[desk]\naddress = "http://127.0.0.1:{port}"\nkey = "{KEY}"\n'
                    f'folder = "{outbox}"\n')
    return file


@pytest.fixture(scope="module")
def desk_twin(place, with_desk) -> Iterator[Twin]:
    twin = Twin(with_desk, GLASS, place / "desk-twin")
    yield twin
    twin.close()


@pytest.fixture
def desk(port) -> Iterator[FakeDesk]:
    desk = FakeDesk(port)
    yield desk
    desk.close()


@pytest.fixture
def asks(start, with_desk, desk_twin, outbox) -> Callable[..., Kiosk]:
    """A kiosk at which somebody has just asked for help, at the first step of "I have moved"."""
    shutil.rmtree(outbox, ignore_errors=True)  # the kiosk of the test before was killed while somebody waited

    def one(language: str = "nl") -> Kiosk:
        kiosk = start(with_desk)
        assert kiosk.shows(desk_twin.put().picture)
        view = walk(kiosk, desk_twin, desk_twin.put(), f"speak:{language}", "topic:wonen", "open:adres-wijzigen")
        kiosk.tap(view.middle("help:"))
        return kiosk

    return one


def told(desk_twin: Twin, help: str, language: str = "nl"):
    return desk_twin.put(*ASKED, language=language, help=help)


def test_somebody_comes_and_the_kiosk_says_so_in_arabic(asks, desk, desk_twin):
    kiosk = asks("ar")
    assert kiosk.shows(told(desk_twin, "waiting", "ar").picture)
    assert list(desk.open.values()) == ["waiting"]
    record = letters.decode(desk.records[0])
    assert (record.site, record.walkthrough, record.language) == (7, 4, BY_CODE["ar"].number)
    coming = told(desk_twin, "coming", "ar").picture
    tapped = time.monotonic()
    desk.do("coming")
    assert kiosk.shows(coming) and time.monotonic() - tapped < TWO_SECONDS
    desk.do("done")
    view = told(desk_twin, "done", "ar")
    assert kiosk.shows(view.picture)
    kiosk.tap(view.middle("back"))  # "go on" leads to where help was asked
    assert kiosk.shows(desk_twin.put(*TRAIL, language="ar").picture)
    assert kiosk.said() == ""


def test_the_code_is_a_link_whose_letters_no_server_sees(asks, desk, desk_twin, port):
    kiosk = asks()
    assert kiosk.shows(told(desk_twin, "waiting").picture)
    assert readers(kiosk.picture()) == [f"http://127.0.0.1:{port}/h#{desk.records[0]}"] * 2


def test_the_same_place_asks_once(asks, desk, desk_twin):
    kiosk = asks()
    view = told(desk_twin, "waiting")
    assert kiosk.shows(view.picture)
    for _ in range(2):
        kiosk.tap(view.middle("back"))
        step = desk_twin.put(*TRAIL)
        assert kiosk.shows(step.picture)
        kiosk.tap(step.middle("help:"))
        assert kiosk.shows(view.picture)
    assert len(desk.records) == 1 and len(desk.open) == 1


def test_help_that_is_no_longer_needed_is_taken_back(asks, desk, desk_twin):
    kiosk = asks()
    view = told(desk_twin, "waiting")
    assert kiosk.shows(view.picture)
    while "no help" not in view.controls:
        kiosk.tap(view.middle("more"))
        view = desk_twin.tap("more")
        assert kiosk.shows(view.picture)
    kiosk.tap(view.middle("no help"))
    assert kiosk.shows(desk_twin.put(*TRAIL).picture)
    assert until(lambda: desk.open == {})


def test_somebody_who_looks_at_a_step_meanwhile_is_told_too(asks, desk, desk_twin):
    kiosk = asks()
    view = told(desk_twin, "waiting")
    assert kiosk.shows(view.picture)
    kiosk.tap(view.middle("back"))
    step = desk_twin.put(*TRAIL)
    assert kiosk.shows(step.picture)
    desk.do("coming")
    assert until(lambda: not same(kiosk.picture(), step.picture), 5), "nothing is to be seen of it"


def test_without_a_network_nothing_is_promised(asks, desk_twin):
    kiosk = asks()  # no desk is there at all
    assert kiosk.shows(told(desk_twin, "none").picture, 20)


def test_when_the_hours_say_that_nobody_is_there_nobody_is_told(start, with_desk, desk, desk_twin):
    desk.do("hours", hours={"week": CLOSED, "exceptions": {}})
    kiosk = start(with_desk)
    assert kiosk.shows(desk_twin.put().picture)
    assert until(lambda: ("GET", "/api/hours") in desk.log)
    view = walk(kiosk, desk_twin, desk_twin.put(), "speak:nl", "topic:wonen", "open:adres-wijzigen")
    kiosk.tap(view.middle("help:"))
    assert kiosk.shows(told(desk_twin, "none").picture)
    assert kiosk.keeps(told(desk_twin, "none").picture, 2) and desk.asked("PUT") == 0


def test_the_desk_goes_away_in_the_middle_and_comes_back(asks, desk_twin, port):
    first = FakeDesk(port)
    kiosk = asks()
    assert kiosk.shows(told(desk_twin, "waiting").picture)
    first.close()
    assert kiosk.keeps(told(desk_twin, "waiting").picture, 1)
    second = FakeDesk(port)  # it remembers nothing
    try:
        assert until(lambda: len(second.open) == 1, 40)
        second.do("coming")
        assert kiosk.shows(told(desk_twin, "coming").picture)
    finally:
        second.close()


def test_killed_between_accepting_and_sending_leaves_nobody_waiting(asks, start, with_desk, desk, desk_twin, outbox):
    """The desk hears of it, the kiosk dies before it knows that, and the visit is over."""
    desk.fault("lost after")
    kiosk = asks()
    assert until(lambda: len(desk.open) == 1)
    os.kill(kiosk.process.pid, signal.SIGKILL)
    kiosk.process.wait()
    (number,) = (file for file in outbox.iterdir() if file.name != "hours.json")
    assert number.read_bytes() == b"" and desk.open.keys() == {number.name}
    desk.fault("")
    again = start(with_desk)
    assert again.shows(desk_twin.put().picture)
    assert until(lambda: desk.open == {}) and until(lambda: not number.exists())
    assert len(desk.records) == 1, "the new start told the desk of the old visit"


def test_after_stop_nothing_of_the_visit_is_left_anywhere(asks, desk, desk_twin, outbox):
    kiosk = asks("ar")
    view = told(desk_twin, "waiting", "ar")
    assert kiosk.shows(view.picture)
    code, (number,) = desk.records[0], desk.open
    kiosk.tap(view.middle("stop"))
    assert kiosk.shows(desk_twin.put().picture)
    assert until(lambda: desk.open == {}) and until(lambda: not (outbox / number).exists())
    assert [file.name for file in outbox.iterdir()] == ["hours.json"]
    assert set(json.loads((outbox / "hours.json").read_text())) == {"address", "etag", "hours"}
    places = [outbox, kiosk.home, kiosk.work, kiosk.runtime, *Path("/tmp").glob("kiosk*"), *Path("/dev/shm").glob("*")]
    for file in (each for where in places for each in (where.rglob("*") if where.is_dir() else [where])):
        if file.is_file():
            content = file.read_bytes()
            assert code.encode() not in content and number.encode() not in content and number not in file.name, file
    assert kiosk.said() == "" and kiosk.files() == []
