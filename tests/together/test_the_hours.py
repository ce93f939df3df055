"""The helpers' hours, written down on the desk's page, are what the kiosk says; outside them nobody is told."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from assistant import NOBODY, button
from citizen import screen, walks
from null_sink import until
from playwright.sync_api import expect

from kiosk.desk.hours_form import DUTCH
from kiosk.handoff.hours import WEEKDAYS


def test_nobody_is_there_today(desk, start, outbox, twin, karin, keep):
    day_after_tomorrow = WEEKDAYS[(datetime.now() + timedelta(days=2)).weekday()]
    week = {day: ["10:00-12:00"] if day == day_after_tomorrow else [] for day in WEEKDAYS}
    kiosk = start()
    kept = outbox / "hours.json"
    assert until(kept.exists, 30)
    assert json.loads(kept.read_text())["hours"]["week"]["monday"] == ["00:00-24:00"]

    karin.get_by_role("link", name="Uren").click()
    for day, spans in week.items():
        karin.get_by_label(DUTCH[day].capitalize(), exact=True).fill("10-12" if spans else "niemand")
    keep("hours-typed", karin)
    button(karin, "Bewaar de uren").click()
    expect(karin.get_by_text("Bewaard.")).to_be_visible()
    keep("hours-saved", karin)

    # A running kiosk asks every minute, and each asks at its start: that is what is waited for here.
    kiosk.close()
    kiosk = start()
    assert until(lambda: json.loads(kept.read_text())["hours"]["week"] == week, 30)
    walks(kiosk, twin, "ar")
    closed = screen(twin, "ar", week=week)
    assert kiosk.shows(closed.picture), "it does not say when somebody will be there"
    keep("hours-kiosk", kiosk)
    assert kiosk.keeps(closed.picture, 1)
    assert desk.open() == [], "somebody was told, though nobody is there"
    karin.goto(desk.address)
    expect(karin.get_by_text(NOBODY)).to_be_visible()
