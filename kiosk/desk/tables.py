"""What the desk remembers, and for how long. There is no table about a citizen: the letters of a request say where in
a walkthrough somebody is stuck (docs/handoff-format.md), and they are wiped when the request is closed.

A change here needs a migration beside it (migrations/versions/); a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    false,
)

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s"})

sites = Table(
    "sites", metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(60), nullable=False, unique=True))
"""Places with helpers and hours of their own, such as a library."""

kiosks = Table(
    "kiosks", metadata,
    Column("id", Integer, primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("name", String(60), nullable=False, unique=True),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("added", Date, nullable=False),
    Column("out_of_order", Boolean, nullable=False, server_default=false()))

assistants = Table(
    "assistants", metadata,
    Column("id", Integer, primary_key=True),
    Column("site", ForeignKey("sites.id")),  # none: sees every site
    Column("name", String(60), nullable=False, unique=True))
"""A name is what an administrator calls somebody, to be able to remove them. No page shows it to others."""

tokens = Table(
    "tokens", metadata,
    Column("hash", String(64), primary_key=True),
    Column("opens", String(10), nullable=False),
    Column("assistant", ForeignKey("assistants.id", ondelete="CASCADE"), index=True),  # none: OpenID Connect vouched
    Column("expires", Integer, nullable=False),  # whole hours since 1970, so that no log-in has a minute
    CheckConstraint("opens in ('invite', 'device', 'session')", name="opens"))
"""What browsers hold, by its hash: a link that works once, a device that is remembered, a session."""

requests = Table(
    "requests", metadata,
    Column("place", Integer, primary_key=True),  # the order of arrival; minutes alone would leave ties
    Column("id", String(32), nullable=False, unique=True),
    Column("day", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("kiosk", ForeignKey("kiosks.id", ondelete="CASCADE"), index=True),
    Column("letters", String(28)),
    Column("asked", Integer),  # whole minutes since 1970, for "wacht 4 minuten"
    CheckConstraint("state in ('waiting', 'coming', 'done', 'withdrawn')", name="state"),
    CheckConstraint("state in ('waiting', 'coming') or (kiosk is null and letters is null and asked is null)",
                    name="closed_is_empty"),
    Index("ix_requests_day", "day"))
"""Of a closed request only the id and how it ended are left, so that a kiosk that repeats itself is understood; at
the end of the day that goes too."""

hours = Table(
    "hours", metadata,
    Column("site", ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True),
    Column("day", String(10), primary_key=True),  # "monday", or a date such as "2026-12-25"
    Column("spans", String(200), nullable=False))  # "09:00-12:30, 13:30-17:00"; empty: nobody
"""A site without any row has the hours of the settings."""

counters = Table(
    "counters", metadata,
    Column("month", String(7), primary_key=True),  # "2026-11"
    Column("kind", String(20), primary_key=True),
    Column("key", String(40), primary_key=True),
    Column("n", Integer, nullable=False))
"""One thing by month, and never one thing by another: a cross-table of a quiet month would point at people."""
