"""What holds on every step of every walkthrough: back, another language, a changed answer, and a code that is right."""

from __future__ import annotations

from itertools import pairwise

import pytest
from walking import Walk, own_content, trails

from kiosk.catalogue.graph import dead_ends
from kiosk.catalogue.model import Check, HandOver
from kiosk.handoff import letters, words
from kiosk.handoff.code import LARGEST_VERSION, modules, text_for_phone
from kiosk.handoff.present import record_of
from kiosk.handoff.record import CHECKLIST_LENGTH, SOMETHING_ELSE, Answer, Record
from kiosk.handoff.states import states
from kiosk.language.languages import LANGUAGES
from kiosk.visit.place import Do, Move
from kiosk.visit.session import Press
from kiosk.visit.stuck import stuck_at
from kiosk.visit.tours import moves_at

CATALOGUE = own_content()
STATES = states(CATALOGUE)
WALKTHROUGHS = list(CATALOGUE)
each_walkthrough = pytest.mark.parametrize("walkthrough", WALKTHROUGHS, ids=lambda each: each.id)


def record(walk: Walk) -> Record:
    """What the hand-off screen of this moment carries."""
    at = stuck_at(walk.session.place)
    return record_of(CATALOGUE, walk.session.visit.language, walkthrough=at.walkthrough, step=at.step,
                     answers=at.answers, reason=at.reason, site=7)


@each_walkthrough
def test_every_step_can_be_come_to(walkthrough):
    assert set(trails(walkthrough.id)) == set(walkthrough.steps)


@each_walkthrough
def test_no_dead_end(walkthrough):
    assert dead_ends(walkthrough) == ()


@each_walkthrough
def test_back_retraces_every_way_to_its_beginning(walkthrough):
    for step in walkthrough.steps:
        walk = Walk(walkthrough.id, step)
        for way, earlier in pairwise(reversed(walk.session.place.path)):
            assert walk.session.place.step == way
            while walk.session.place.step == way:  # the reasons of a step are a screen of their own
                walk.tap("back")
            assert walk.session.place.step == earlier
        while walk.session.visit.trail:
            before = len(walk.session.visit.trail)
            walk.session.act(Press.BACK)
            assert len(walk.session.visit.trail) < before
        assert walk.screen == "start"


@each_walkthrough
def test_back_undoes_every_move(walkthrough):
    for step in walkthrough.steps:
        walk = Walk(walkthrough.id, step)
        here = walk.session.place
        over = [Move(Do.HELP), Move(Do.LANGUAGES), Move(Do.SOUND)]
        for move in [*moves_at(here, CATALOGUE), *over]:
            walk.session.act(move)
            assert walk.session.place.screen != here.screen
            walk.session.act(Press.BACK)
            assert walk.session.place == here, move


@each_walkthrough
def test_another_language_keeps_the_step_and_the_answers(walkthrough):
    for step in walkthrough.steps:
        walk = Walk(walkthrough.id, step)
        here = walk.session.place
        for language in LANGUAGES:
            walk.tap(f"language {language.code}")
            assert walk.session.place == here and walk.session.visit.shown == language.code


@each_walkthrough
def test_a_changed_answer_changes_the_way_on(walkthrough):
    checks = [step for step in walkthrough.steps.values() if isinstance(step, Check)]
    for check in checks:
        for need in check.needs:
            walk = Walk(walkthrough.id, check.id)
            for each in check.needs:
                walk.tap(f"yes {each.id}")
            walk.tap(f"no {need.id}, next")
            assert walk.screen == need.no
            walk.tap("back")
            assert walk.screen == check.id and walk.session.place.answers[need.id] is False
            walk.tap(f"yes {need.id}, next")
            assert walk.screen == check.next


@pytest.mark.parametrize("walkthrough", [each for each in WALKTHROUGHS if "needs" in each.steps],
                         ids=lambda each: each.id)
def test_answers_are_not_asked_twice_and_do_not_pile_up(walkthrough):
    check = walkthrough.steps["needs"]
    walk = Walk(walkthrough.id, check.id)
    lengths = set()
    for _ in range(5):
        for need in check.needs:
            walk.tap(f"no {need.id}, yes {need.id}")
        walk.tap("back, next")
        assert all(walk.session.place.answers[need.id] for need in check.needs)
        lengths.add(len(walk.session.visit.trail))
    assert max(lengths) <= min(lengths) + len(check.needs)


@each_walkthrough
def test_the_code_from_every_step_says_where_somebody_is_stuck(walkthrough, nouns):
    longest = ""
    for step in walkthrough.steps.values():
        for language in LANGUAGES:
            walk = Walk(walkthrough.id, step.id, language.code)
            answers = dict(walk.session.place.answers)
            because = walk.session.place.reason_step
            walk.tap("help")
            made = record(walk)
            assert made.walkthrough == walkthrough.number and made.site == 7 and made.language == language.number
            assert made.step == walkthrough.step(because or step.id).number
            known = {True: Answer.HAS, False: Answer.LACKS, None: Answer.UNKNOWN}
            assert made.checklist[:len(walkthrough.needs)] == tuple(
                known[answers.get(need.id)] for need in walkthrough.needs[:CHECKLIST_LENGTH])
            is_understood(made, nouns)
            longest = max(longest, text_for_phone(made, CATALOGUE), key=len)
            walk.tap("staff")
            assert record(walk) == made
    assert modules(letters.decode(longest), CATALOGUE).version <= LARGEST_VERSION


@each_walkthrough
def test_the_code_names_what_went_wrong_as_long_as_it_matters(walkthrough, nouns):
    for step in walkthrough.steps.values():
        for trouble in step.troubles:
            walk = Walk(walkthrough.id, step.id)
            walk.tap(f"trouble {trouble.id}, help")
            made = record(walk)
            assert (made.step, made.reason) == (step.number, trouble.number)
            is_understood(made, nouns)
            walk.tap("back")
            if not isinstance(walk.step, HandOver):
                walk.session.act(next(moves_at(walk.session.place, CATALOGUE)))
                if walk.step and not isinstance(walk.step, HandOver):
                    assert record(walk).reason == 0, "the remedy was walked: what comes now is another matter"
        walk = Walk(walkthrough.id, step.id)
        walk.tap("trouble else")
        made = record(walk)
        assert walk.screen == "hand-off" and (made.step, made.reason) == (step.number, SOMETHING_ELSE)
        is_understood(made, nouns)
        walk.tap("back, back, help")
        assert walk.screen == "hand-off" and record(walk).reason != SOMETHING_ELSE


def is_understood(made: Record, nouns) -> None:
    """The letters and the three words say the same as the record, and the text fits."""
    said = text_for_phone(made, CATALOGUE)
    assert letters.decode(said) == made
    assert len(said) <= letters.LETTERS + 84 and said.isascii()
    heard = words.decode([noun.word for noun in words.encode(made, STATES, nouns)], STATES, nouns)
    assert (heard.walkthrough, heard.step, heard.language, heard.reason) == (
        made.walkthrough, made.step, made.language, made.reason)
    told = [answer for answer in heard.checklist if answer is not Answer.UNKNOWN]
    if Answer.LACKS in made.checklist and told:
        assert heard.checklist.index(Answer.LACKS) == made.checklist.index(Answer.LACKS)


def test_help_before_any_walkthrough_and_after_one(nouns):
    walk = Walk("adres-wijzigen")
    walk.session.act(Press.STOP)
    walk.session.act(Move(Do.HELP))
    assert record(walk) == Record(CATALOGUE.version, 7, language=1)
    is_understood(record(walk), nouns)
    walk = Walk("adres-wijzigen", "after", "ar")
    walk.tap("next, help")
    made = record(walk)
    assert (made.walkthrough, made.step, made.language, made.reason) == (4, 0, 5, 0)
    is_understood(made, nouns)
