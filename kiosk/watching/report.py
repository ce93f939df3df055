"""The readiness report: one page in Dutch to print, tick and sign, before a kiosk is left alone with people.

What the kiosk found by itself, what it is, and what only a person can confirm. One HTML file that needs nothing else:
it is made on a machine without a browser, and read on another. No secret stands in it, and it has no place for a name.
"""

from __future__ import annotations

import os
import socket
import sys
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml
from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk.doctor import at_fault, checks
from kiosk.handoff.hours import BELIEVABLE_YEARS
from kiosk.health import STATES
from kiosk.parts.places import version_here
from kiosk.settings import Settings, load
from kiosk.watching.board import read_board
from kiosk.watching.findings import Check, dutch_name
from kiosk.watching.looks import Pack
from kiosk.watching.machine import Machine
from kiosk.watching.summary import differing, fingerprint
from kiosk.whole import write_whole

HERE = Path(__file__).parent
WEIGHTS = {"Regular": 400, "Bold": 700}


@dataclass(frozen=True)
class Found:
    """Everything that was found under one name, and what it is called."""

    name: str
    state: str
    checks: list[Check]


@dataclass(frozen=True)
class Seen:
    """The machine as the report shows it."""

    found: list[Found]
    packs: tuple[Pack, ...]
    model: str
    host: str
    version: str
    now: datetime


def write_report(file: Path, settings_file: Path | None = None, machine: Machine | None = None) -> int:
    """1 when something is at fault, 2 when it cannot be written, else 0."""
    machine = machine or Machine()
    settings, problems = load(settings_file)
    found = list(checks(settings, problems, machine, language="nl"))
    seen = Seen(by_name(found), tuple(machine.packs(settings).shown), read_board(machine.root).model,
                socket.gethostname(), version_here(), machine.now)
    try:
        write_whole(file, page(seen, settings, machine.assets).encode(), mode=0o644)
        os.utime(file)
    except OSError as error:
        print(f"{file} cannot be written: {error.strerror}. Name a folder with room, which this user may write to.",
              file=sys.stderr)
        return 2
    print(f"Written: {file}. Open it in a browser, print it on A4, and take it to the kiosk.")
    return int(at_fault(found))


def by_name(found: Iterable[Check]) -> list[Found]:
    """What is worst first, and otherwise in the doctor's order."""
    groups: dict[str, list[Check]] = {}
    for check in found:
        groups.setdefault(check.name, []).append(check)
    all_of_them = [Found(dutch_name(name), max((check.state for check in group), key=STATES.__getitem__), group)
                   for name, group in groups.items()]
    return sorted(all_of_them, key=lambda one: -STATES[one.state])


def page(seen: Seen, settings: Settings, assets: Path) -> str:
    """The HTML. ``assets``: where the fonts are; without them the page takes what the reader's machine has."""
    by_hand = yaml.safe_load((HERE / "report.yaml").read_text("utf-8"))
    environment = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    believable = seen.now.year in BELIEVABLE_YEARS
    return environment.get_template("report.html").render(
        seen=seen, settings=list(differing(settings)), fingerprint=fingerprint(settings), place=settings.site.name,
        by_hand=by_hand, fonts=_fonts(assets),
        wrong=[one for one in seen.found if one.state != "ok"], well=[one for one in seen.found if one.state == "ok"],
        at=format_datetime(seen.now, "d MMMM y 'om' HH:mm", locale="nl_BE") if believable else "")


def _fonts(assets: Path) -> list[tuple[int, str]]:
    """(weight, font in base64): the page looks the same wherever it is opened."""
    found = []
    for name, weight in WEIGHTS.items():
        file = assets / f"fonts/AtkinsonHyperlegibleNext-{name}.ttf"
        if file.is_file():
            found.append((weight, b64encode(file.read_bytes()).decode()))
    return found
