"""The order of a page: every step once, and the way on which all goes well first."""

from __future__ import annotations

from kiosk.catalogue.model import HandOver
from kiosk.site.order import ordered


def test_every_step_stands_on_the_page_once(catalogue):
    for walkthrough in catalogue:
        order = ordered(walkthrough)
        ids = [step.id for step in (*order.main, *order.aside, *order.people)]
        assert sorted(ids) == sorted(walkthrough.steps)
        assert [order.number(id) for id in ids] == list(range(1, len(ids) + 1))


def test_what_goes_well_stands_in_one_row_and_people_who_help_come_last(catalogue):
    for walkthrough in catalogue:
        order = ordered(walkthrough)
        assert order.main[0].id == walkthrough.first
        for before, after in zip(order.main, order.main[1:], strict=False):
            assert after.id in before.targets()
        assert "finished" in order.main[-1].targets()
        assert all(isinstance(step, HandOver) for step in order.people)
        assert not any(isinstance(step, HandOver) for step in order.aside)
