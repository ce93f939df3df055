"""The dots in the top bar: one more a step, and a total that only changes where people really part."""

from __future__ import annotations

import pytest
from walking import Walk, own_content

from kiosk.catalogue.graph import main_line
from kiosk.visit.place import Do, Kind, Move
from kiosk.visit.session import Press
from kiosk.visit.tours import moves_at
from kiosk.visit.visit import progress

CATALOGUE = own_content()
each_walkthrough = pytest.mark.parametrize("walkthrough", list(CATALOGUE), ids=lambda each: each.id)


@each_walkthrough
def test_the_number_grows_by_one_a_step_and_the_total_stays_on_the_usual_way(walkthrough):
    line = main_line(walkthrough, walkthrough.first)
    walk = Walk(walkthrough.id)
    for number, step in enumerate(line, start=1):
        assert walk.session.place.step == step
        assert progress(walk.session.place, CATALOGUE) == (number, len(line))
        _usual(walk, line[number] if number < len(line) else "finished")
    assert progress(walk.session.place, CATALOGUE) is None


def _usual(walk: Walk, to: str) -> None:
    """The answer that leads to ``to``."""
    step, before = walk.step, walk.session.visit
    for move in moves_at(walk.session.place, CATALOGUE):
        walk.session.act(move)
        if walk.screen == to:
            return
        walk.session.visit = before
    raise AssertionError(f"nothing leads from {step.id} to {to}")


@each_walkthrough
def test_on_every_way_the_number_never_falls_and_never_passes_the_total(walkthrough):
    for step in walkthrough.steps:
        walk = Walk(walkthrough.id, step)
        number, total = progress(walk.session.place, CATALOGUE)
        assert 1 <= number <= total
        usual = [*main_line(walkthrough, step), "finished"][1]
        for move in moves_at(walk.session.place, CATALOGUE):
            before = walk.session.visit
            walk.session.act(move)
            there = progress(walk.session.place, CATALOGUE)
            if there is not None:
                assert number <= there[0] <= number + 1 and there[0] <= there[1]
                if walk.screen == usual:
                    assert there[1] == total, f"{step} → {walk.screen} is the usual way"
            walk.session.visit = before


def test_a_remedy_that_leads_back_is_no_step_back():
    walk = Walk("aanmelden-eid", "inloggen.steek-kaart")
    numbers = [progress(walk.session.place, CATALOGUE)]
    for taps in ("trouble niet-gelezen", "next", "touch", "touch", "next"):
        walk.tap(taps)
        numbers.append(progress(walk.session.place, CATALOGUE))
    assert [number for number, _ in numbers] == [8, 9, 9, 9, 9, 10]
    assert len({total for _, total in numbers[1:]}) == 1 and numbers[1][1] == numbers[0][1] + 1
    assert walk.session.place.kind is Kind.STEP


def test_help_and_the_reasons_do_not_move_the_dots():
    walk = Walk("aanmelden-eid", "inloggen.steek-kaart")
    here = progress(walk.session.place, CATALOGUE)
    walk.session.act(Move(Do.TROUBLE))
    assert progress(walk.session.place, CATALOGUE) == here
    walk.session.act(Press.BACK)
    walk.tap("help")
    assert progress(walk.session.place, CATALOGUE) is None
