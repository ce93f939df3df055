"""Out of order, as the desk says it with its hours: kept for the next start, and as it was while nobody answers."""

from __future__ import annotations

import json

import pytest

from kiosk.handoff.desk_hours import FILE, DeskHours
from kiosk.handoff.exchange import Answer

ADDRESS = "https://desk.example.be"
IN_ORDER = {"week": {}, "exceptions": {}}
OUT_OF_ORDER = IN_ORDER | {"out_of_order": True}


@pytest.fixture
def hours(tmp_path) -> DeskHours:
    return DeskHours(tmp_path, ADDRESS)


def test_it_is_on_until_the_desk_says_otherwise_also_after_a_restart(hours, tmp_path):
    assert not hours.out_of_order
    assert hours.heard(Answer(200, OUT_OF_ORDER, '"1"')) and hours.out_of_order
    for nothing in (Answer(304), Answer(503), Answer(200, None), Answer(200, {"out_of_order": False}), Answer(401)):
        hours.heard(nothing)
        assert hours.out_of_order
    later = DeskHours(tmp_path, ADDRESS)
    later.load()
    assert later.out_of_order
    assert later.heard(Answer(200, IN_ORDER, '"2"')) and not later.out_of_order
    last = DeskHours(tmp_path, ADDRESS)
    last.load()
    assert not last.out_of_order


def test_what_another_desk_said_does_not_count(hours, tmp_path):
    hours.heard(Answer(200, OUT_OF_ORDER, '"1"'))
    other = DeskHours(tmp_path, "https://other.example.be")
    other.load()
    assert not other.out_of_order


@pytest.mark.parametrize("said", ["yes", 1, [], None, {"on": True}])
def test_only_a_plain_yes_closes_a_kiosk(hours, tmp_path, said):
    hours.heard(Answer(200, IN_ORDER | {"out_of_order": said}, '"1"'))
    assert not hours.out_of_order
    kept = json.loads((tmp_path / FILE).read_text())
    assert kept["address"] == ADDRESS
    again = DeskHours(tmp_path, ADDRESS)
    again.load()
    assert not again.out_of_order
