"""The list of who waits, as HTML: made once for each site when something has changed, and sent to every open page.

Nothing on it differs by assistant, so 200 open pages cost one look at the database.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import NamedTuple

import anyio

from kiosk.catalogue.model import Catalogue
from kiosk.desk import queue
from kiosk.desk.desk import Desk
from kiosk.desk.kiosks import all_sites
from kiosk.desk.pages import templates
from kiosk.desk.queue import Waiting, minute
from kiosk.handoff import letters
from kiosk.handoff.sheet import StaffSheet, staff_sheet

PAUSE = 0.4
"""Seconds between two pictures of the list to one page, so that a rush does not make it flicker."""


class Picture(NamedTuple):
    """A list as it was made. ``minute`` is None where nobody waits: then no minute changes it."""

    html: str
    version: tuple[int, int]
    minute: int | None


class Board:
    """What the assistants of each site see."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: dict[int | None, Picture] = {}
        self._locks: defaultdict[int | None, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def shown(self, site: int | None, *, fresh: bool = False) -> str:
        """The list as it is now. ``fresh``: whatever is known here, for who has just pressed a button: PostgreSQL's own
        news of that may still be under way. Raises SQLAlchemyError when the database does not answer."""
        async with self._locks[site]:
            now = self._desk.clock()
            version = self._desk.changes.version(site)
            made = self._made.get(site)
            if fresh or made is None or made.version != version or made.minute not in (None, minute(now)):
                people = await self._desk.do(queue.waiting, site, now)
                html = render(people, self._desk.catalogue, minute(now), show_site=await self.names_sites(site))
                made = self._made[site] = Picture(html, version, minute(now) if people else None)
            return made.html

    async def names_sites(self, site: int | None) -> bool:
        """Whether a kiosk's name alone does not say where it stands, to who sees ``site`` (None: all)."""
        return site is None and len(await self._desk.do(all_sites)) > 1

    async def pictures(self, site: int | None) -> AsyncIterator[str]:
        """The list now, and again whenever it has changed or a minute has passed, until the worker stops."""
        shown, at = None, -PAUSE
        with self._desk.changes.listening(site) as bell:
            while not self._desk.changes.ended:
                picture = await self.shown(site)
                if picture != shown:
                    yield picture
                    shown, at = picture, anyio.current_time()
                # The sites of a region do not all look at the same moment.
                await bell.wait(60 - self._desk.clock().timestamp() % 60 + (site or 0) % 10)
                await anyio.sleep(max(0, at + PAUSE - anyio.current_time()))


def render(people: list[Waiting], catalogue: Catalogue, now: int, *, show_site: bool) -> str:
    """The list. ``now`` is in whole minutes since 1970."""
    return templates.get_template("waiting.html").render(
        show_site=show_site,
        people=[(one, sheet_of(one, catalogue), waited(now - one.asked)) for one in people])


def sheet_of(one: Waiting, catalogue: Catalogue) -> StaffSheet:
    return staff_sheet(letters.decode(one.letters), catalogue)


def waited(minutes: int) -> str:
    """How long, as one says it."""
    if minutes < 1:
        return "vraagt nu hulp"
    if minutes == 1:
        return "wacht 1 minuut"
    if minutes < 60:
        return f"wacht {minutes} minuten"
    return "wacht langer dan een uur"
