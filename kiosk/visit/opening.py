"""Is the building open? Outside its hours a kiosk that nobody uses goes dark."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.handoff.hours import BELIEVABLE_YEARS, Hours


def is_open(hours: Hours, at: datetime) -> bool:
    """``at`` is the wall clock of the place. True wherever nobody has said otherwise, and while the clock cannot be
    right: a dark kiosk in an open library helps nobody, a lit one at night harms nobody."""
    spans = hours.on(at.date())
    if at.year not in BELIEVABLE_YEARS or spans is None:
        return True
    since_midnight = timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
    return any(start <= since_midnight < end for start, end in spans)
