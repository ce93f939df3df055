"""Hard words: which are offered on a step, and that looking one up leaves everything as it was."""

from __future__ import annotations

import pytest
from walking import own_content

from kiosk.catalogue.model import Catalogue
from kiosk.visit.hard_words import hard_words
from kiosk.visit.idle import Idle
from kiosk.visit.place import Do, Impossible, Kind, Move, Place, advance
from kiosk.visit.session import Press, Session, Speak
from kiosk.visit.stuck import stuck_at
from kiosk.visit.tours import trails_to_steps
from kiosk.visit.visit import Visit, place_of

CATALOGUE = own_content()
FAMILY = CATALOGUE.walkthroughs["gezinssamenstelling"]
TRAILS = trails_to_steps(FAMILY, CATALOGUE)


def offered(*moves: Move) -> list[str]:
    return [term.id for term in hard_words(place_of(Visit(trail=moves), CATALOGUE), CATALOGUE)]


@pytest.fixture
def session() -> Session:
    session = Session(CATALOGUE, Idle(), lambda: 0.0)
    session.act(Speak("ar"))
    for move in TRAILS["needs"]:
        session.act(move)
    return session


def test_in_the_order_of_reading_and_at_most_two():
    assert offered(*TRAILS["voor-ander"]) == ["volmacht"]
    assert offered(*TRAILS["kies-attest"]) == ["attest", "gezinssamenstelling"]
    for trail in TRAILS.values():
        assert len(offered(*trail)) <= 2


def test_also_in_the_line_of_a_checklist():
    assert offered(*TRAILS["needs"]) == ["itsme"]


def test_after_a_touch_beside_the_ring_only_what_is_said_about_that():
    assert offered(*TRAILS["kies-attest"], Move(Do.TOUCH, "kop")) == []


def test_no_step_no_words():
    assert offered() == [] and offered(Move(Do.BEGIN)) == []
    assert offered(*TRAILS["voor-ander"], Move(Do.TROUBLE)) == []
    assert offered(*TRAILS["voor-ander"], Move(Do.WORD, "volmacht")) == []


def test_looking_a_word_up_and_leaving_is_exactly_where_one_was(session):
    session.act(Move(Do.NO, "aanmelden"))
    before = session.visit
    session.act(Move(Do.WORD, "itsme"))
    assert session.place.kind is Kind.WORD and session.place.word == "itsme"
    session.act(Press.BACK)
    assert session.visit == before and session.place.answers == {"aanmelden": False}


def test_what_was_touched_on_the_practice_page_stays_touched(session):
    session.visit = Visit("ar", (*TRAILS["kies-attest"], Move(Do.TOUCH, "andere")))
    before = session.place
    assert before.aside == "andere"
    session.act(Move(Do.WORD, "attest"))
    session.act(Press.BACK)
    assert session.place == before


def test_help_from_an_explanation_knows_the_step(session):
    session.act(Move(Do.WORD, "itsme"))
    at_the_step = stuck_at(session.place.under)
    session.act(Move(Do.HELP))
    assert stuck_at(session.place) == at_the_step and at_the_step.step == "needs"
    session.act(Press.BACK)
    assert session.place.kind is Kind.WORD


def test_another_language_over_an_explanation_comes_back_to_it(session):
    session.act(Move(Do.WORD, "itsme"))
    session.act(Move(Do.LANGUAGES))
    session.act(Speak("fr"))
    assert session.visit.language == "fr" and session.place.word == "itsme"


@pytest.mark.parametrize("id", ["nobody", "", "domicilie"])
def test_a_word_without_an_explanation_cannot_be_asked_for(session, id):
    before = session.visit
    session.act(Move(Do.WORD, id))
    assert session.visit == before


@pytest.mark.parametrize("place", [Place(), Place(Kind.TOPICS), Place(Kind.FINISHED, walkthrough=FAMILY.id)])
def test_nor_off_a_step(place):
    with pytest.raises(Impossible):
        advance(place, Move(Do.WORD, "itsme"), CATALOGUE)


def test_without_a_glossary_there_is_nothing_to_offer():
    bare = Catalogue(CATALOGUE.topics, CATALOGUE.walkthroughs)
    assert hard_words(place_of(Visit(trail=TRAILS["voor-ander"]), bare), bare) == ()
