"""The idle cycle as a person at the screen meets it. VVSG 2.0 7.2-O; EN 301 549 V3.2.1, 11.2.2.1."""

from __future__ import annotations

import pytest
from walking import own_content

from kiosk.visit.idle import Idle, State
from kiosk.visit.place import Do, Move
from kiosk.visit.session import Press, Session, Speak
from kiosk.visit.visit import Visit


class Person:
    """Somebody before a kiosk whose clock stands until `wait`; a voice speaks until ``speaks_until``."""

    def __init__(self) -> None:
        self.now, self.speaks_until, self.wipes = 1000.0, 0.0, 0
        self.idle = Idle()
        self.open, self.light = True, [True]
        self.session = Session(own_content(), self.idle, lambda: self.now, wiped=self.wiped,
                               opened=lambda: self.open, darkens=lambda dark: self.light.append(not dark))

    def wiped(self) -> None:
        self.wipes += 1

    def tap(self, action) -> None:
        if not self.session.touched():
            self.session.act(action)

    def wait(self, seconds: float, every: float = 0.25) -> None:
        end = self.now + seconds
        while self.now < end:
            self.now = min(end, self.now + every)
            self.session.tick(speaking=self.now < self.speaks_until)

    def speech(self, seconds: float) -> None:
        self.speaks_until = self.now + seconds


@pytest.fixture
def person() -> Person:
    return Person()


@pytest.fixture
def visitor(person: Person) -> Person:
    person.tap(Speak("fr"))
    person.tap(Move(Do.OPEN, "adres-wijzigen"))
    return person


def test_asked_after_300_seconds_and_wiped_45_later(visitor):
    visitor.wait(299.5)
    assert not visitor.session.asking
    visitor.wait(0.5)
    assert visitor.session.asking and visitor.session.place.walkthrough
    visitor.wait(44.5)
    assert visitor.wipes == 0
    visitor.wait(0.5)
    assert visitor.wipes == 1 and visitor.session.visit == Visit() and not visitor.session.asking


def test_the_300_seconds_begin_when_the_voice_is_done(visitor):
    visitor.speech(100)
    visitor.wait(399)
    assert not visitor.session.asking
    visitor.wait(2)
    assert visitor.session.asking


def test_somebody_who_listens_for_ten_minutes_is_not_disturbed(visitor):
    visitor.speech(600)
    visitor.wait(600)
    assert not visitor.session.asking


def test_the_question_itself_is_spoken_and_does_not_stretch_the_45_seconds(visitor):
    visitor.wait(300)
    visitor.speech(60)
    visitor.wait(45)
    assert visitor.wipes == 1


def test_a_touch_begins_the_300_seconds_anew(visitor):
    visitor.wait(299)
    visitor.tap(Press.TEXT)
    visitor.wait(299)
    assert not visitor.session.asking


def test_news_for_somebody_who_waits_begins_the_300_seconds_anew(visitor):
    """The helper comes: who stood there and waited is not asked at that moment whether they are there."""
    visitor.wait(299)
    visitor.session.news()
    visitor.wait(299)
    assert not visitor.session.asking
    visitor.wait(1)
    assert visitor.session.asking
    visitor.session.news()
    assert not visitor.session.asking


def test_news_without_a_visit_wakes_nobody(person):
    person.wait(31)
    person.session.news()
    assert person.session.dimmed


def test_it_may_be_extended_without_limit(visitor):
    here = visitor.session.place
    for _ in range(50):
        visitor.wait(300, every=5)
        assert visitor.session.asking
        visitor.wait(44)
        visitor.tap(Press.STAY)
        assert not visitor.session.asking and visitor.session.place == here
    assert visitor.wipes == 0


def test_while_asked_only_yes_and_stop_do_anything(visitor):
    here = visitor.session.visit, visitor.session.preferences
    visitor.wait(300)
    for action in (Move(Do.NEXT), Move(Do.HELP), Press.BACK, Press.TEXT, Speak("ar"), Press.DUTCH):
        visitor.tap(action)
        assert visitor.session.asking and (visitor.session.visit, visitor.session.preferences) == here
    visitor.tap(Press.STOP)
    assert visitor.wipes == 1 and visitor.session.visit == Visit()


def test_the_seconds_left_are_counted_down(visitor):
    assert visitor.idle.left(visitor.now) == 45
    visitor.wait(300)
    assert visitor.idle.left(visitor.now) == 45
    visitor.wait(40)
    assert visitor.idle.left(visitor.now) == 5


def test_an_empty_kiosk_dims_and_the_first_touch_only_wakes_it(person):
    person.wait(31)
    assert person.session.dimmed
    person.tap(Speak("ar"))
    assert not person.session.dimmed and person.session.visit == Visit()
    person.tap(Speak("ar"))
    assert person.session.visit.language == "ar"


def test_an_empty_kiosk_asks_nobody_anything(person):
    person.wait(1000, every=1)
    assert not person.session.asking and person.wipes == 0


def test_a_kiosk_does_not_dim_under_somebody_who_reads(visitor):
    visitor.wait(200)
    assert not visitor.session.dimmed


def test_larger_letters_on_the_start_screen_are_a_visit_too(person):
    person.tap(Press.TEXT)
    person.wait(300)
    assert person.session.asking
    person.wait(45)
    assert not person.session.visiting


def test_after_the_wipe_the_next_touch_works_at_once(visitor):
    visitor.wait(345)
    assert visitor.wipes == 1
    visitor.tap(Speak("de"))
    assert visitor.session.visit.language == "de"


def test_after_the_wipe_it_dims(visitor):
    visitor.wait(345 + 30)
    assert visitor.session.dimmed


def test_when_the_building_is_closed_an_empty_kiosk_goes_dark_and_the_first_touch_only_wakes_it(person):
    person.wait(31)
    assert person.session.dimmed and not person.session.dark
    person.open = False
    person.wait(1)
    assert person.session.dark and person.light == [True, False]
    person.tap(Speak("ar"))
    assert not person.session.dark and person.light == [True, False, True]
    assert person.session.visit == Visit(), "the touch that woke it pressed something"
    person.tap(Speak("ar"))
    assert person.session.visit.language == "ar"


def test_it_lights_up_by_itself_when_the_building_opens(person):
    person.open = False
    person.wait(31)
    person.open = True
    person.wait(1)
    assert person.session.dimmed and not person.session.dark and person.light[-1]


def test_nobody_is_left_in_the_dark_when_the_building_closes(visitor):
    visitor.open = False
    visitor.wait(299)
    assert not visitor.session.dark


@pytest.mark.parametrize("pause", [3600, 86_400 * 30])
def test_a_machine_that_slept_does_not_show_the_old_visit(visitor, pause):
    """After a long gap between two ticks: first the question, then the start screen."""
    visitor.now += pause
    visitor.session.tick(speaking=False)
    assert visitor.session.asking
    visitor.wait(45)
    assert visitor.session.visit == Visit()


def test_its_own_times_can_be_set():
    idle = Idle(still_there=120, answer=20, dim_after=5)
    assert not idle.tick(119, visiting=True, speaking=False) and idle.state is State.AWAKE
    assert not idle.tick(120, visiting=True, speaking=False) and idle.state is State.ASKING
    assert idle.tick(140, visiting=True, speaking=False)
