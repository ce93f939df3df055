"""Somebody at the kiosk, and the kiosk they stand at: the ways they walk, and what the screen ought to say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from code_readers import readers
from desk_process import HOST, HOURS
from null_sink import until
from running import QUIET, SETTINGS, Kiosk, walk
from twin import Twin, View

from kiosk.handoff import letters
from kiosk.handoff.record import Record

ASKED = ("topic:wonen", "open:adres-wijzigen", "help:")
"""The short way: help on the first screen of "I have moved"."""

STUCK = ("topic:aanmelden", "open:aanmelden-itsme", "next:", "next:", "no:gsm", "yes:app", "yes:code", "next:", "next:",
         "next:", "trouble:", "reason:knop-niet-gevonden", "next:")
"""Logging in with itsme: no telephone here, an app and a code; then a button that is not to be found."""

def kiosk_settings(file: Path, port: int, key: str, outbox: Path, more: str = QUIET) -> Path:
    """Of a kiosk that has the desk, without sound unless ``more`` says otherwise."""
    file.write_text(f'{SETTINGS}{more}{HOURS}[desk]\naddress = "http://{HOST}:{port}"\nkey = "{key}"\n'
                    f'folder = "{outbox}"\n')
    return file


def screen(twin: Twin, language: str, way: Sequence[str] = ASKED, help: str = "none", **more: object) -> View:
    """Where the way leads, when the desk has said ``help``."""
    trail = [("begin", ""), *(tuple(name.split(":", 1)) for name in way)]
    return twin.put(*trail, language=language, help=help, **more)


def walks(kiosk: Kiosk, twin: Twin, language: str, way: Sequence[str] = ASKED) -> None:
    """From the start screen, by touch, as far as the touch that asks for help."""
    start = twin.put()
    assert kiosk.shows(start.picture, 30), kiosk.said()
    view = walk(kiosk, twin, start, f"speak:{language}", *way[:-1])
    kiosk.tap(view.middle(way[-1]))


def strolls(kiosk: Kiosk, twin: Twin, view: View, *names: str) -> View:
    """As `running.walk` where the kiosk speaks, so that no picture stands still: each touch is heard after the one
    before has been done, and at the end enough has been said."""
    for name in names:
        turns = 0
        while name not in view.controls and turns < 5:
            kiosk.tap(view.middle("more"))
            view, turns = twin.tap("more"), turns + 1
        kiosk.tap(view.middle(name))
        view = twin.tap(name)
    return view


def hushed(kiosk: Kiosk, view: View) -> bool:
    """Whether, after a touch beside everything, which silences the voice, the kiosk shows just this."""
    kiosk.tap(view.free_spot())
    return kiosk.shows(view.picture, 20)


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
