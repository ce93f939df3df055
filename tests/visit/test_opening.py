"""When the glass may go dark: only where somebody has said that the building is closed."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kiosk.handoff.hours import read_hours
from kiosk.visit.opening import is_open

HOURS = read_hours({"friday": ["09:00-12:00", "13:00-24:00"], "sunday": []}, {date(2026, 12, 25): []})


@pytest.mark.parametrize(("at", "wanted"), [
    ("2026-11-27T08:59:59", False), ("2026-11-27T09:00:00", True), ("2026-11-27T12:00:00", False),
    ("2026-11-27T23:59:59", True), ("2026-11-29T12:00:00", False), ("2026-12-25T10:00:00", False),
    ("2026-11-28T03:00:00", True), ("1970-01-02T03:00:00", True),
], ids=["before", "opens", "midday", "until midnight", "closed day", "holiday", "nobody said", "a clock that is wrong"])
def test_the_building_is_open(at, wanted):
    assert is_open(HOURS, datetime.fromisoformat(at)) is wanted
