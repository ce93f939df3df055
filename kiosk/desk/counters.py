"""Counts by month of one thing at a time, and only where desk_server.counts is on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from kiosk.desk.database import insert
from kiosk.desk.tables import counters
from kiosk.handoff import letters as code

WAITS = ((1, "0-1"), (5, "2-5"), (15, "6-15"))
"""Whole minutes up to and including, and what such a wait is called."""

LONG_WAIT = "16+"


def count(connection: Connection, kind: str, key: str, month: str) -> None:
    """One more. ``kind`` is service, step, language or waiting; ``month`` is such as "2026-11"."""
    one = insert(connection, counters).values(month=month, kind=kind, key=key, n=1)
    connection.execute(one.on_conflict_do_update(
        index_elements=["month", "kind", "key"], set_={"n": counters.c.n + 1}))


def count_asked(connection: Connection, letters: str, day: date) -> None:
    """What a closed request was about, by the numbers of the hand-off: service "4", step "4/11", language "5"."""
    record, month = code.decode(letters), f"{day:%Y-%m}"
    # In one order, always: two transactions that take the same rows crosswise would wait for each other for ever.
    count(connection, "language", str(record.language), month)
    count(connection, "service", str(record.walkthrough), month)
    count(connection, "step", f"{record.walkthrough}/{record.step}", month)


def count_waited(connection: Connection, minutes: int, now: datetime) -> None:
    """How long it took until somebody came."""
    bucket = next((name for most, name in WAITS if minutes <= most), LONG_WAIT)
    count(connection, "waiting", bucket, f"{now:%Y-%m}")
