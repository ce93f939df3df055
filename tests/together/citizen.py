"""Somebody at the kiosk: the ways they walk, and what the screen ought to say where they ask for help."""

from __future__ import annotations

from collections.abc import Sequence

from code_readers import readers
from null_sink import until
from running import Kiosk, walk
from twin import Twin, View

from kiosk.handoff import letters
from kiosk.handoff.record import Record

ASKED = ("topic:wonen", "open:adres-wijzigen", "help:")
"""The short way: help on the first screen of "I have moved"."""

STUCK = ("topic:aanmelden", "open:aanmelden-itsme", "next:", "next:", "no:gsm", "yes:app", "yes:code", "next:", "next:",
         "next:", "trouble:", "reason:knop-niet-gevonden", "next:")
"""Logging in with itsme: no telephone here, an app and a code; then a button that is not to be found."""

SEARCHED = tuple(f"search:{'verhuis'[:end]}" for end in range(8)) + ASKED[1:]


def screen(twin: Twin, language: str, way: Sequence[str] = ASKED, help: str = "none", *, silent: bool = True) -> View:
    """Where the way leads, when the desk has said ``help``."""
    trail = [("begin", ""), *(tuple(name.split(":", 1)) for name in way)]
    return twin.put(*trail, language=language, help=help, silent=silent)


def walks(kiosk: Kiosk, twin: Twin, language: str, way: Sequence[str] = ASKED) -> None:
    """From the start screen, by touch, as far as the touch that asks for help."""
    start = twin.put()
    assert kiosk.shows(start.picture, 30), kiosk.said()
    view = walk(kiosk, twin, start, f"speak:{language}", *way[:-1])
    kiosk.tap(view.middle(way[-1]))


def press(kiosk: Kiosk, view: View, name: str) -> None:
    kiosk.tap(view.middle(name))


def link_on(kiosk: Kiosk) -> str:
    """What a telephone reads off the glass: two readers agree on it."""
    assert until(lambda: len(set(readers(kiosk.picture()))) == 1)
    one, other = readers(kiosk.picture())
    assert one == other
    return one


def record_on(kiosk: Kiosk) -> Record:
    return letters.decode(link_on(kiosk).partition("#")[2])
