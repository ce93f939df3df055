"""What somebody typed as hours → spans, and back. Forgiving about how: "9u - 12u30 en 13.30 tot 17" is understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.desk.hours import SiteHours
from kiosk.handoff.hours import WEEKDAYS, HoursError, read_hours

DUTCH = dict(zip(WEEKDAYS, ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
                 strict=True))
NOBODY = "niemand"
MOST_SPANS = 6
MOST_EXCEPTIONS = 100

_TIME = r"(\d{1,2})(?:\s*[:.uh]\s*(\d{2})?)?\s*(?:uur)?"
_SPAN = re.compile(rf"(?:van\s+)?{_TIME}\s*(?:-|–|tot)\s*{_TIME}", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|;|\+|&|/|\ben\b)\s*", re.IGNORECASE)
_NOBODY = ("niemand", "gesloten", "dicht", "geen")


class Unclear(ValueError):
    """What was typed is not understood; ``str()`` says in Dutch how to write it."""


@dataclass
class Row:
    """One line of the form, as it was typed, with what is wrong with it."""

    name: str
    label: str
    typed: str = ""
    day: str = ""
    error: str = ""
    day_error: str = ""


def read_spans(typed: str) -> list[str] | None:
    """The spans of a day; an empty list for nobody, None for nothing typed. Raises Unclear."""
    typed = " ".join(typed.split())
    if not typed:
        return None
    if typed.lower() in _NOBODY:
        return []
    spans = [_span(part) for part in _BETWEEN.split(typed) if part]
    if len(spans) > MOST_SPANS:
        raise Unclear(f"Dit zijn te veel uren voor één dag. Schrijf er hoogstens {MOST_SPANS}.")
    for before, after in zip(spans, spans[1:], strict=False):
        if after[:5] < before[6:] or before[6:] < before[:5]:
            raise Unclear("Deze uren lopen door elkaar. Schrijf ze in volgorde, bijvoorbeeld: 9:00-12:30, 13:30-17:00.")
    return spans


def show_spans(spans: Sequence[str] | None) -> str:
    """Spans as they stand in the form."""
    if spans is None:
        return ""
    return ", ".join(spans) or NOBODY


def week_rows(hours: SiteHours) -> list[Row]:
    return [Row(day, DUTCH[day].capitalize(), show_spans(hours.week.get(day))) for day in WEEKDAYS]


def exception_rows(hours: SiteHours, today: date, blank: int = 3) -> list[Row]:
    """The days to come that differ, and room for more. Past days are not shown, and go when somebody saves."""
    coming = [(day, spans) for day, spans in hours.exceptions.items() if day >= today.isoformat()]
    rows = [Row(str(place), f"Dag {place + 1}", show_spans(spans), day) for place, (day, spans) in enumerate(coming)]
    return rows + [Row(str(len(rows) + place), f"Dag {len(rows) + place + 1}") for place in range(blank)]


def read_form(form: Mapping[str, str], today: date) -> tuple[SiteHours | None, list[Row], list[Row]]:
    """The hours that were typed, or None when some line is not understood; and the lines, each with its error."""
    week = [Row(day, DUTCH[day].capitalize(), _typed(form, day)) for day in WEEKDAYS]
    places = sorted(int(key[4:]) for key in form if re.fullmatch(r"dag-\d{1,3}", key, re.ASCII))[:MOST_EXCEPTIONS]
    days = [Row(str(place), f"Dag {place + 1}", _typed(form, f"uren-{place}"), _typed(form, f"dag-{place}"))
            for place in places]
    spans = {row.name: _spans(row) for row in week}
    exceptions: dict[str, list[str]] = {}
    for row in days:
        given = _spans(row)
        if not row.day and not row.typed:
            continue
        day = _day(row, exceptions)
        if day and given is None and not row.error:
            row.error = "Schrijf de uren van deze dag, of “niemand”. Maak ook de dag leeg om hem weg te halen."
        if day and given is not None and day >= today.isoformat():
            exceptions[day] = given
    hours = SiteHours({day: given for day, given in spans.items() if given is not None},
                      dict(sorted(exceptions.items())))
    if any(row.error or row.day_error for row in (*week, *days)):
        return None, week, days
    return hours, week, days


def _typed(form: Mapping[str, str], key: str) -> str:
    value = form.get(key, "")
    return value.strip()[:200] if isinstance(value, str) else ""


def _spans(row: Row) -> list[str] | None:
    try:
        return read_spans(row.typed)
    except Unclear as unclear:
        row.error = str(unclear)
        return None


def _day(row: Row, taken: Iterable[str]) -> str | None:
    try:
        day = date.fromisoformat(row.day).isoformat()
    except ValueError:
        row.day_error = "Kies de dag."
        return None
    if day in taken:
        row.day_error = "Deze dag staat er twee keer."
        return None
    return day


def _span(part: str) -> str:
    match = _SPAN.fullmatch(part)
    unclear = Unclear(f"“{part[:20]}” begrijpen wij niet. Schrijf bijvoorbeeld: 9:00-12:30, 13:30-17:00. "
                      "Of schrijf: niemand.")
    if not match:
        raise unclear
    h1, m1, h2, m2 = (int(number or 0) for number in match.groups())
    span = f"{h1:02}:{m1:02}-{h2:02}:{m2:02}"
    try:
        read_hours({"monday": [span]})
    except HoursError:
        raise unclear from None
    return span
