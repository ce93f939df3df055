"""Who waits for news is woken: a kiosk that asks how its request goes, the open pages of the assistants.

A change is told inside the transaction that makes it, and heard after its commit. On SQLite one process serves
everybody, so it rings its own bells. On PostgreSQL the database itself carries the news to every worker.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from sqlalchemy import Connection, Engine, func, select

from kiosk.desk.database import is_postgresql

CHANNEL = "desk"
LONGEST_WAIT = 15.0
"""Seconds between two tries to hear PostgreSQL again, at most."""


class Change(NamedTuple):
    """Something happened to a request of a site."""

    request: str
    site: int


def tell(connection: Connection, change: Change) -> None:
    """Let everybody know once the transaction of ``connection`` is committed."""
    if is_postgresql(connection):
        connection.execute(select(func.pg_notify(CHANNEL, f"{change.request} {change.site}")))
    else:
        connection.info.setdefault("told", []).append(change)


class Bell:
    """Rings when something has changed since it last rang."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Until it rings, at most ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            pass
        self._rung.clear()


class Changes:
    """The bells of one worker. A topic is the id of a request, the number of a site, or None for every site."""

    def __init__(self) -> None:
        self._bells: defaultdict[str | int | None, set[Bell]] = defaultdict(set)
        self._versions: Counter[int | None] = Counter()
        self._everything = 0
        self.ended = False

    @contextmanager
    def listening(self, topic: str | int | None) -> Iterator[Bell]:
        """A bell for a topic. Take it before looking at the database, or a change in between is missed."""
        bell = Bell()
        self._bells[topic].add(bell)
        try:
            yield bell
        finally:
            self._bells[topic].discard(bell)
            if not self._bells[topic]:
                del self._bells[topic]

    def version(self, site: int | None) -> tuple[int, int]:
        """Differs whenever something may have changed at a site."""
        return self._everything, self._versions[site]

    def ring(self, change: Change) -> None:
        """Wake who waits for this request, its site, or every site. Only on the event loop."""
        for site in (change.site, None):
            self._versions[site] += 1
        for topic in (change.request, change.site, None):
            for bell in self._bells.get(topic, ()):
                bell.ring()

    def end(self) -> None:
        """The worker stops: whoever waits is answered now, with what there is. Only on the event loop."""
        self.ended = True
        self.ring_all()

    def ring_all(self) -> None:
        """Wake everybody: news may have been missed, or a day has begun."""
        self._everything += 1
        for bells in self._bells.values():
            for bell in bells:
                bell.ring()


async def listen(engine: Engine, changes: Changes) -> None:
    """Ring the bells for what PostgreSQL carries, for ever. A lost connection is made again; then everybody looks."""
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    wait = 0.1
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True, connect_timeout=5) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                changes.ring_all()
                wait = 0.1
                async for note in connection.notifies():
                    request, _, site = note.payload.partition(" ")
                    if site.isdecimal():
                        changes.ring(Change(request, int(site)))
        except (psycopg.Error, OSError):
            pass  # whoever needs the database meanwhile gets a sentence from errors.py
        changes.ring_all()  # what was said while nobody listened is not said again
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)
