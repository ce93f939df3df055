"""What a person notices of a session: stop, Dutch, letters and colours, and taps that nothing offers."""

from __future__ import annotations

import dataclasses

import pytest
from some_cards import content
from watching import dump, offered

from kiosk.catalogue.model import Catalogue
from kiosk.visit.idle import Idle
from kiosk.visit.place import Do, Kind, Move
from kiosk.visit.preferences import TEXT_STEPS, THEMES, Preferences
from kiosk.visit.session import Feel, Hear, Press, Session, Speak
from kiosk.visit.tours import visits
from kiosk.visit.visit import Visit, place_of

CATALOGUE = content()
VISITS = dict(visits(CATALOGUE, "fr"))
KINDS = {place_of(visit, CATALOGUE).kind: visit for visit in VISITS.values()}
"""A visit that stands on each kind of screen."""

every_screen = pytest.mark.parametrize("visit", KINDS.values(), ids=[kind.value for kind in KINDS])


@pytest.fixture
def session() -> Session:
    return Session(CATALOGUE, Idle(), lambda: 0.0)


def test_the_tours_see_every_kind_of_screen():
    assert set(KINDS) == set(Kind)


@every_screen
def test_stop_wipes_at_once_from_every_screen(visit):
    wiped = []
    session = Session(CATALOGUE, Idle(), lambda: 0.0, wiped=lambda: wiped.append(1))
    at_start = dump(session)
    session.visit = visit
    for action in (Press.TEXT, Press.COLOURS, Press.COLOURS, Press.DUTCH, Feel("bad")):
        session.act(action)
    assert dump(session) != at_start
    session.act(Press.STOP)
    assert dump(session) == at_start and wiped == [1]


def test_the_start_language_of_the_site_comes_back():
    session = Session(CATALOGUE, Idle(), lambda: 0.0, language="de")
    session.act(Speak("ar"))
    session.act(Press.STOP)
    assert session.visit == Visit("de") and not session.visiting


ODD = [Move(Do.CHOOSE, "nobody"), Move(Do.YES, "nobody"), Move(Do.NO, ""), Move(Do.TOUCH, "nobody"),
       Move(Do.REASON, "nobody"), Move(Do.OPEN, "nobody"), Move(Do.TOPIC, "nobody"), Press.STAY, Press.MORE, Press.LESS]


@every_screen
def test_what_no_screen_offers_changes_nothing(visit, session):
    session.visit = visit
    before = dump(session)
    for action in ODD:
        session.act(action)
        assert dump(session) == before, action


@every_screen
def test_what_another_screen_offers_never_breaks_this_one(visit, session):
    """Two fingers, or a touch that comes late: the action of a screen that is gone."""
    for elsewhere in KINDS.values():
        session.visit = elsewhere
        for action in offered(session, CATALOGUE):
            session.visit = visit
            session.act(action)
            assert session.place.kind in Kind


@pytest.mark.parametrize("kind", [Kind.START, Kind.TOPICS, Kind.TOPIC, Kind.SEARCH, Kind.HANDOFF, Kind.FINISHED])
def test_next_only_leads_on_from_a_step(kind, session):
    session.visit = KINDS[kind]
    session.act(Move(Do.NEXT))
    assert session.visit == KINDS[kind]


@pytest.mark.parametrize("do", [Do.HELP, Do.STAFF, Do.LANGUAGES, Do.SOUND])
def test_a_screen_is_not_laid_over_itself(do, session):
    session.act(Move(do))
    once = session.visit
    session.act(Move(do))
    assert session.visit == once


def test_a_language_that_was_chosen_leads_to_the_topics_and_one_that_was_heard_does_not(session):
    session.act(Hear("ar"))
    assert session.visit == Visit()
    session.act(Speak("ar"))
    assert session.place.kind is Kind.TOPICS and session.visit.shown == "ar"
    session.act(Press.BACK)
    assert session.place.kind is Kind.START and session.visit.shown == "ar"


def test_dutch_is_one_tap_away_and_one_tap_back(session):
    session.act(Speak("ar"))
    session.act(Press.DUTCH)
    assert session.visit.shown == "nl" and session.visit.language == "ar"
    session.act(Move(Do.OPEN, "adres-wijzigen"))
    assert session.visit.shown == "nl", "somebody who reads on in Dutch stays in Dutch"
    session.act(Press.DUTCH)
    assert session.visit.shown == "ar"


def test_another_language_ends_the_look_at_the_dutch(session):
    session.act(Speak("ar"))
    session.act(Press.DUTCH)
    session.act(Move(Do.LANGUAGES))
    session.act(Speak("fr"))
    assert session.visit.shown == "fr" and session.place.kind is Kind.TOPICS


def test_dutch_beside_dutch_is_nothing(session):
    session.act(Speak("nl"))
    before = session.visit
    session.act(Press.DUTCH)
    assert session.visit == before


def test_letters_and_colours_go_round_and_leave_the_step_alone(session):
    session.visit = KINDS[Kind.STEP]
    here = session.place
    seen = []
    for _ in TEXT_STEPS:
        session.act(Press.TEXT)
        seen.append(session.preferences.text)
    for _ in THEMES:
        session.act(Press.COLOURS)
        seen.append(session.preferences.theme)
    assert sorted(seen[:4]) == [0, 1, 2, 3] and set(seen[4:]) == set(THEMES)
    assert session.preferences == Preferences() and session.place == here


def test_the_sizes_keep_their_promise():
    assert TEXT_STEPS[Preferences().text] >= 6.1, "0.7° at 500 mm: EN 301 549 5.1.4"
    assert max(TEXT_STEPS) >= 2 * min(TEXT_STEPS)


def test_a_face_is_answered_on_the_spot_and_kept_nowhere(session):
    session.visit = KINDS[Kind.FINISHED]
    session.act(Feel("bad"))
    assert session.feeling == "bad" and session.visit == KINDS[Kind.FINISHED]
    session.act(Move(Do.HELP))
    assert session.feeling == ""
    session.act(Press.BACK)
    assert session.place.kind is Kind.FINISHED and session.feeling == ""


def test_a_face_is_only_asked_at_the_end(session):
    session.visit = KINDS[Kind.STEP]
    session.act(Feel("good"))
    assert session.feeling == ""


def test_a_visit_has_room_for_nothing_personal():
    """A field more is a decision more: what is it for, and what does it say about a person?"""
    assert {field.name for field in dataclasses.fields(Visit)} == {"language", "trail", "dutch"}
    assert {field.name for field in dataclasses.fields(Preferences)} == {"text", "theme"}


def test_an_empty_kiosk_can_be_used_before_its_content_is_read():
    """The first picture comes before the walkthroughs."""
    early = Session(Catalogue(), Idle(), lambda: 0.0)
    early.act(Speak("fr"))
    early.act(Move(Do.TOPIC, "wonen"))
    assert early.place.kind is Kind.TOPICS
    early.catalogue = CATALOGUE
    early.act(Move(Do.TOPIC, "wonen"))
    assert early.place.kind is Kind.TOPIC


def test_the_way_to_take_along_lies_over_what_it_was_asked_from(session):
    session.visit = KINDS[Kind.FINISHED]
    finished = session.place
    session.act(Move(Do.TAKE))
    assert session.place.kind is Kind.TAKE and session.place.walkthrough == finished.walkthrough
    session.act(Press.BACK)
    assert session.place == finished
    session.visit = KINDS[Kind.TOPICS]
    session.act(Move(Do.TAKE))  # there are no steps yet
    assert session.place.kind is Kind.TOPICS


def test_needing_no_help_any_more_leads_back(session):
    session.visit = KINDS[Kind.STEP]
    step = session.place
    session.act(Move(Do.HELP))
    session.act(Press.NO_HELP)
    assert session.place == step


def test_each_visit_begins_with_the_content_of_its_day():
    """Once, before the first thing somebody does; never in the middle of a visit."""
    begun = []
    session = Session(CATALOGUE, Idle(), lambda: 0.0, begins=lambda: begun.append(session.visit.trail))
    for _visit in range(2):
        session.act(Speak("nl"))
        session.act(Move(Do.SEARCH, "a"))
        session.act(Press.STOP)
    assert begun == [(), ()]
