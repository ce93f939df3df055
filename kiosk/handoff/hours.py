"""What happens now: is a helper here, when does one come, or does nobody know?

The clock is handed in. Every answer the kiosk cannot stand for is "unknown", and it then sends people to
the desk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LOOK_AHEAD = 14
"""Days searched for the next helper; further away "come back then" helps nobody."""

BELIEVABLE_YEARS = range(2025, 2100)
"""A Raspberry Pi without a clock battery starts in 1970, or on the day its system was made."""

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_DAY = timedelta(days=1)

Span = tuple[timedelta, timedelta]
"""From and until, counted from midnight; until may lie beyond 24 hours."""


class HoursError(ValueError):
    """A time that cannot be read; the message says how to write it."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When helpers are here. A weekday without an entry is unknown; an empty entry means that nobody is
    here.
    """

    week: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    exceptions: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def on(self, day: date) -> tuple[Span, ...] | None:
        """The spans of a day, or None when nobody has said."""
        return self.exceptions[day] if day in self.exceptions else self.week.get(day.weekday())


@dataclass(frozen=True, slots=True)
class Now:
    """``here`` until ``when``; ``later``, at ``when`` (None: not in the coming fourteen days); or
    ``unknown``.
    """

    kind: Literal["here", "later", "unknown"]
    when: datetime | None = None


def read_hours(week: Mapping[str, Sequence[str] | None],
               exceptions: Mapping[str | date, Sequence[str]] | None = None) -> Hours:
    """Hours out of the settings: weekdays in English and dates, each with spans such as "09:00-12:30".

    "22:00-02:00" runs past midnight, "00:00-24:00" is all day, None is the same as a missing day. Raises
    HoursError.
    """
    for name in week:
        if name not in WEEKDAYS:
            raise HoursError(f"{name!r} is not a weekday; write one of {', '.join(WEEKDAYS)}.")
    return Hours(
        {WEEKDAYS.index(name): _spans(spans) for name, spans in week.items() if spans is not None},
        {_date(day): _spans(spans) for day, spans in (exceptions or {}).items()},
    )


def now(hours: Hours, at: datetime) -> Now:
    """What is true at a moment. ``at`` is the wall clock of the place, with or without a time zone."""
    if at.year not in BELIEVABLE_YEARS:
        return Now("unknown")
    today = at.date()
    until = None
    for day in (today - _DAY, today):  # yesterday's evening may last until now
        until = _end(hours, day, at) or until
    if until:
        return Now("here", until)
    for ahead in range(LOOK_AHEAD + 1):
        day = today + ahead * _DAY
        spans = hours.on(day)
        if spans is None:  # a helper may well be here on a day that nobody filled in
            return Now("unknown")
        starts = [start for start, _ in _moments(spans, day, at) if start > at]
        if starts:
            return Now("later", min(starts))
    return Now("later")


def _end(hours: Hours, day: date, at: datetime) -> datetime | None:
    """The end of the span that began on ``day`` and holds ``at``, together with those that join on to it."""
    end = next((end for start, end in _moments(hours.on(day), day, at) if start <= at < end), None)
    while end:  # 09:00-12:00 and 12:00-17:00 is one stay; so is 20:00-24:00 and tomorrow's 00:00-02:00
        joining = _moments(hours.on(end.date()), end.date(), at)
        later = max((until for start, until in joining if start <= end < until), default=None)
        if later is None or later - at > LOOK_AHEAD * _DAY:
            return end
        end = later
    return None


def _moments(spans: Sequence[Span] | None, day: date, at: datetime) -> list[tuple[datetime, datetime]]:
    midnight = datetime.combine(day, time(), at.tzinfo)
    return [(midnight + start, midnight + end) for start, end in spans or ()]


def _spans(written: Sequence[str]) -> tuple[Span, ...]:
    return tuple(_span(each) for each in written)


def _span(written: str) -> Span:
    match = _SPAN.fullmatch(written.strip())
    if match:
        h1, m1, h2, m2 = map(int, match.groups())
        start, end = timedelta(hours=h1, minutes=m1), timedelta(hours=h2, minutes=m2)
        if max(m1, m2) < 60 and start < _DAY and end <= _DAY and start != end:
            return start, end if end > start else end + _DAY
    raise HoursError(f"{written!r} is not a time span; write it as \"09:00-12:30\".")


def _date(written: str | date) -> date:
    try:
        return written if isinstance(written, date) else date.fromisoformat(written)
    except ValueError:
        raise HoursError(f"{written!r} is not a date; write it as \"2026-12-25\".") from None
