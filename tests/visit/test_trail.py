"""Back, practice pages, search: the present place is what the trail of moves says, and the trail stays short."""

from __future__ import annotations

import pytest
from walking import Walk, own_content

from kiosk.catalogue.model import Practise
from kiosk.visit.idle import Idle
from kiosk.visit.place import Do, Kind, Move
from kiosk.visit.session import Press, Session, Speak

CATALOGUE = own_content()
PRACTICES = [(w.id, step.id) for w in CATALOGUE for step in w.steps.values()
             if isinstance(step, Practise) and "." not in step.id]


@pytest.fixture
def session() -> Session:
    session = Session(CATALOGUE, Idle(), lambda: 0.0)
    session.act(Speak("nl"))
    return session


@pytest.mark.parametrize(("walkthrough", "step"), PRACTICES)
def test_a_touch_beside_the_ring_explains_and_the_ring_goes_on(walkthrough, step):
    walk = Walk(walkthrough, step)
    page, target = walk.step.page, walk.step.target
    before = len(walk.session.visit.trail)
    others = [element.id for element in page.elements if element.id != target]
    for id in others + others:
        walk.session.act(Move(Do.TOUCH, id))
        assert walk.session.place.aside == id and walk.screen == step
    assert len(walk.session.visit.trail) <= before + 1
    after = walk.step.next
    walk.tap("touch")
    assert walk.screen == after and walk.session.place.aside == ""


def test_practice_pages_after_each_other_are_walked_by_touching_the_ring():
    walk = Walk("aanmelden-eid", "inloggen.opnieuw-aanmelden")
    for touched in ("inloggen.certificaat", "inloggen.pincode", "inloggen.ok", "weg-van-computer"):
        beside = [element.id for element in walk.step.page.elements if element.id != walk.step.target]
        for id in beside:
            walk.session.act(Move(Do.TOUCH, id))
        assert walk.tap("touch") == touched
    assert walk.tap("back") == "inloggen.ok"
    assert walk.tap("back") == "inloggen.pincode"


def test_one_back_steps_over_touches_beside_the_ring():
    walk = Walk("aanmelden-eid", "inloggen.pincode")
    beside = next(element.id for element in walk.step.page.elements if element.id != walk.step.target)
    walk.session.act(Move(Do.TOUCH, beside))
    assert walk.tap("back") == "inloggen.certificaat"


def test_one_back_leaves_the_search_whatever_was_typed(session):
    session.act(Move(Do.SEARCH))
    for typed in ("v", "ve", "ver", "verh"):
        session.act(Move(Do.SEARCH, typed))
    assert session.place.query == "verh" and len(session.visit.trail) <= 3
    session.act(Press.BACK)
    assert session.place.kind is Kind.TOPICS


def test_back_from_what_was_found_shows_what_was_typed(session):
    session.act(Move(Do.SEARCH, "itsme"))
    session.act(Move(Do.OPEN, "aanmelden-itsme"))
    session.act(Press.BACK)
    assert session.place.kind is Kind.SEARCH and session.place.query == "itsme"


def test_help_in_the_search_keeps_what_was_typed(session):
    session.act(Move(Do.SEARCH, "its"))
    session.act(Move(Do.HELP))
    session.act(Press.BACK)
    assert session.place.query == "its"


def test_back_on_the_start_screen_does_nothing(session):
    session.act(Press.BACK)
    at_start = session.visit
    session.act(Press.BACK)
    assert session.place.kind is Kind.START and session.visit == at_start


def test_home_forgets_the_way_that_led_there(session):
    session.act(Move(Do.OPEN, "adres-wijzigen"))
    session.act(Move(Do.NEXT))
    session.act(Move(Do.TOPICS))
    assert session.visit.trail == (Move(Do.TOPICS),)
    session.act(Press.BACK)
    assert session.place.kind is Kind.START


def test_once_more_asks_the_checklist_anew():
    walk = Walk("adres-wijzigen", "after")
    walk.tap("next, again")
    assert walk.screen == "about" and not walk.session.place.answers
    assert walk.tap("back") == "finished"


def test_an_answer_given_after_a_remedy_does_not_undo_the_way_there():
    """"No" led to the remedy; what is said afterwards changes the checklist, not the past."""
    walk = Walk("gezinssamenstelling", "needs")
    walk.tap("no aanmelden, next")
    assert walk.screen == "balie"
    walk.session.act(Move(Do.YES, "aanmelden"))
    assert walk.screen == "balie" and walk.session.place.answers["aanmelden"] is True
    assert walk.tap("back") == "needs" and walk.session.place.answers["aanmelden"] is True
    assert walk.tap("next") == "voor-wie"


def test_help_and_language_by_turns_never_pile_up():
    """A restless finger: each screen lies once over the step, and Back leads to the step."""
    walk = Walk("adres-wijzigen", "waar-doen", "fr")
    length = len(walk.session.visit.trail)
    for _ in range(400):
        for do in (Do.HELP, Do.LANGUAGES, Do.SOUND, Do.HELP, Do.STAFF, Do.SOUND):
            walk.session.act(Move(do))
    assert len(walk.session.visit.trail) <= length + 4
    walk.session.act(Move(Do.HELP))
    assert walk.screen == "hand-off"
    assert walk.tap("back") == "waar-doen"


def test_help_over_another_language_than_before_still_goes_back_to_the_step():
    walk = Walk("adres-wijzigen", "waar-doen", "fr")
    walk.tap("help, language ar")
    assert walk.screen == "hand-off" and walk.session.visit.shown == "ar"
    assert walk.tap("back") == "waar-doen"
