"""What the administrator's pages and the out-of-order page may look like, for the picture book: one state a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kiosk.administrator.code import TRIES, Gate, hash_of
from kiosk.administrator.out_of_order import OutOfOrder
from kiosk.administrator.pages import Digit, Page, Pages
from kiosk.administrator.tools import Tools
from kiosk.administrator.touch import PLACES
from kiosk.administrator.volume import Volume
from kiosk.pack.dutch import in_dutch
from kiosk.watching.findings import Finding, check_of

CODE = "739164"
CHECKS = tuple(check_of(Finding(*one), "nl") for one in (
    ("ok", "settings.well"),
    ("ok", "display.well", {"display": ":0"}),
    ("fail", "sound.none"),
    ("warn", "disk.full", {"free": 120, "place": "/", "enough": 200}),
    ("ok", "clock.well", {"time": "2026-11-27 10:00"}),
    ("fail", "desk.late", {"address": "https://desk.example.be"}),
))


class APack(NamedTuple):
    """One that only stands in pictures."""

    layer: str
    name: str
    version: str
    fingerprint: str


PACKS = (APack("base", "basis", "2026112001", "anker boom fiets kaas"),
         APack("province", "oost-vlaanderen", "2026112401", "sneeuwvlok pannenkoek schilderij weegschaal"))


def pages_at(page: Page | None = None, *, desk: bool = False, tools: Tools | None = None, **state: object) -> Pages:
    """The administrator's pages as they stand on ``page``; those of a kiosk with `CODE`."""
    can = Tools(lambda: CHECKS, "1.0.3", lambda: PACKS, waiting=tuple, restart=print, reboot=print)
    pages = Pages(Gate(hash_of(CODE), lambda: 0.0), lambda: 0.0, tools or can, OutOfOrder(by_desk=lambda: desk),
                  Volume(4, 5), lambda work: work())
    pages.page = page
    for name, value in state.items():
        setattr(pages, name, value)
    return pages


def _guessed(times: int) -> Pages:
    pages = pages_at(Page.CODE)
    for digit in "000001" * times:
        pages.act(Digit(digit))
    return pages


def faces() -> Iterator[tuple[str, Pages]]:
    """(name, pages) for every face of every page; the one without a page is that of a kiosk out of order."""
    yield "closed", pages_at(desk=True)
    yield "code", pages_at(Page.CODE, typed="739")
    yield "code-wrong", _guessed(2)
    yield "code-pause", _guessed(TRIES)
    yield "menu", pages_at(Page.MENU)
    yield "health", pages_at(Page.HEALTH, checks=CHECKS)
    yield "health-all", pages_at(Page.HEALTH, checks=CHECKS, unfolded=True)
    yield "health-good", pages_at(Page.HEALTH, checks=CHECKS[:2])
    yield "health-looking", pages_at(Page.HEALTH)
    yield "network", pages_at(Page.NETWORK, checks=CHECKS)
    yield "volume", pages_at(Page.VOLUME)
    loudest = pages_at(Page.VOLUME)
    loudest.volume.change(1)
    loudest.volume.lost = True
    yield "volume-loudest", loudest
    for number in range(len(PLACES)):
        yield f"touch-{number}", pages_at(Page.TOUCH, touched_at=[(0.0, 0.0)] * number)
    yield "touch-bad", pages_at(Page.TOUCH, touched_at=[(30.0, 40.0)] * len(PLACES))
    yield "closed-off", pages_at(Page.CLOSED)
    yield "closed-on", pages_at(Page.CLOSED, desk=True, failed=True)
    yield "stick", pages_at(Page.STICK, offers=PACKS[:1])
    yield "stick-done", pages_at(Page.STICK, told="Pakket basis 2026112001 is geïnstalleerd.")
    refused = in_dutch("Nothing new on this stick. gent.kioskpack: This pack is not signed.")
    yield "stick-refused", pages_at(Page.STICK, stick=refused)
    yield "stick-never", pages_at(Page.STICK, tools=Tools())
    yield "version", pages_at(Page.VERSION)
    yield "version-none", pages_at(Page.VERSION, tools=Tools(version="1.0.3"))
    yield "restart", pages_at(Page.RESTART)
    yield "restart-none", pages_at(Page.RESTART, tools=Tools())
