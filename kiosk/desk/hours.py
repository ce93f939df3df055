"""When helpers are there, by site: what a desk page saved, else what the settings say.

The kiosk and the desk read the same two tables, in the form that kiosk.handoff.hours.read_hours takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select

from kiosk.desk.tables import hours as table
from kiosk.desk.tables import sites
from kiosk.handoff.hours import WEEKDAYS
from kiosk.settings import Helpers

MARK = "saved"
"""A row that says that somebody saved this site's hours, so that a week left empty stays empty."""


@dataclass(frozen=True)
class SiteHours:
    """``week`` by weekday and ``exceptions`` by date, each with spans such as "09:00-12:30". A missing day is unknown,
    an empty one is a day without helpers."""

    week: Mapping[str, Sequence[str]]
    exceptions: Mapping[str, Sequence[str]]

    def as_json(self) -> dict[str, dict[str, list[str]]]:
        return {"week": {day: list(spans) for day, spans in self.week.items()},
                "exceptions": {day: list(spans) for day, spans in self.exceptions.items()}}


_HOURS = select(table.c.day, table.c.spans).where(table.c.site == bindparam("site")).order_by(table.c.day)


def hours_of_site(connection: Connection, site: int, otherwise: Helpers) -> SiteHours:
    rows = {day: [span for span in spans.split(", ") if span]
            for day, spans in connection.execute(_HOURS, {"site": site})}
    if MARK not in rows:
        return from_settings(otherwise)
    return SiteHours({day: rows[day] for day in WEEKDAYS if day in rows},
                     {day: spans for day, spans in rows.items() if day not in WEEKDAYS and day != MARK})


def from_settings(helpers: Helpers) -> SiteHours:
    week = {day: getattr(helpers, day) for day in WEEKDAYS}
    return SiteHours({day: list(spans) for day, spans in week.items() if spans is not None},
                     {day.isoformat(): list(spans) for day, spans in sorted(helpers.exceptions.items())})


def save_hours(connection: Connection, site: int, hours: SiteHours) -> None:
    """These, and none of before."""
    connection.execute(select(sites.c.id).where(sites.c.id == site).with_for_update())  # one after the other
    connection.execute(delete(table).where(table.c.site == site))
    days = {MARK: (), **hours.week, **hours.exceptions}
    connection.execute(insert(table), [{"site": site, "day": day, "spans": ", ".join(spans)}
                                       for day, spans in days.items()])
