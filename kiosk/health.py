"""Numbers for those who watch many kiosks, in Prometheus' text format.

`kiosk doctor --prometheus FILE` writes them for node-exporter's textfile collector, `kiosk heartbeat` pushes them.
Nothing about visits: what the machine is like, and what `kiosk doctor` finds. Not even how long ago somebody touched
the screen: read every minute, that is a list of when somebody stood there. A number that a machine does not have is
left out.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kiosk.doctor import checks
from kiosk.parts.places import version_here
from kiosk.settings import Settings, load
from kiosk.settings_file import Problem
from kiosk.watching.board import read_board
from kiosk.watching.findings import Check
from kiosk.watching.log import Fault, say
from kiosk.watching.looks import read_update
from kiosk.watching.machine import Machine
from kiosk.watching.running import read_health
from kiosk.watching.summary import fingerprint
from kiosk.whole import write_whole

STATES = {"ok": 0, "warn": 1, "fail": 2}


@dataclass(frozen=True)
class Number:
    """``labels`` tell several of the same name apart."""

    name: str
    help: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()
    kind: Literal["gauge", "counter"] = "gauge"


def write_numbers(file: Path, settings: Path | None = None) -> int:
    """Write the numbers of this machine, with the settings in ``settings``, whole or not at all. Returns the exit
    code: 2 when they cannot be written; what the checks find is in them."""
    try:
        write_whole(file, as_prometheus(numbers_of(*load(settings))).encode(), mode=0o644)
        os.utime(file)  # node-exporter tells how old it is
    except OSError as error:
        say(Fault.NUMBERS, f"{file} cannot be written: {error.strerror}. Name a folder with room, which this user may "
                           "write to.")
        return 2
    return 0


def numbers_of(settings: Settings, problems: Iterable[Problem] = (), machine: Machine | None = None) -> list[Number]:
    """Of this machine, with nothing disturbed."""
    machine = machine or Machine()
    return [*numbers(checks(settings, problems, machine, disturbing=False), machine, settings)]


def numbers(found: Iterable[Check], machine: Machine, settings: Settings, now: float | None = None) -> Iterator[Number]:
    """Of a machine with these checks. ``now``: s since 1970."""
    yield Number("kiosk_last_seen_timestamp_seconds", "When these numbers were written.", now or time.time())
    yield from _what_is_installed(machine, settings)
    worst: dict[str, int] = {}
    for check in found:
        worst[check.name] = max(worst.get(check.name, 0), STATES[check.state])
    for name, state in worst.items():
        yield Number("kiosk_check_state", "What `kiosk doctor` finds: 0 ok, 1 warning, 2 fault.", state,
                     (("check", name),))
    yield from _of_the_board(machine)
    yield from _of_the_kiosk(machine)
    for place in dict.fromkeys((machine.root, settings.voices.folder)):
        try:
            if place == machine.root or place.stat().st_dev != machine.root.stat().st_dev:
                yield Number("kiosk_free_bytes", "Free on the disk of this place.", machine.free_bytes(place),
                             (("place", "/" if place == machine.root else str(place)),))
        except OSError:  # not there, or not for this user
            continue
    if answer := machine.clock_synchronised():
        yield Number("kiosk_clock_synchronised", "1 when a time server has confirmed the clock.", answer == "yes")


def _what_is_installed(machine: Machine, settings: Settings) -> Iterator[Number]:
    yield Number("kiosk_version_info", "The version of the kiosk, as a label.", 1, (("version", version_here()),))
    for pack in machine.packs(settings).shown:
        yield Number("kiosk_pack_info", "The content packs in use, as labels.", 1,
                     (("layer", pack.layer), ("pack", pack.name), ("version", pack.version),
                      ("fingerprint", pack.fingerprint)))
    yield Number("kiosk_settings_info", "The same label on kiosks that are set alike.", 1,
                 (("settings", fingerprint(settings)),))
    if (update := read_update(machine.root / machine.last_update)) is not None:
        yield Number("kiosk_update_info", "How the last update of the program ended, as labels.", 1,
                     (("version", update.version), ("outcome", update.outcome)))


def _of_the_board(machine: Machine) -> Iterator[Number]:
    board = read_board(machine.root)
    for name, help, value in (
        ("kiosk_temperature_celsius", "The processor.", board.temperature),
        ("kiosk_undervoltage", "1 while the power supply is too weak.", board.undervoltage),
        ("kiosk_undervoltage_since_start", "1 when it was too weak since the machine's start.",
         board.undervoltage_since_start),
        ("kiosk_throttled", "1 while the processor is slowed down.", board.slowed),
        ("kiosk_throttled_since_start", "1 when it was slowed down since the machine's start.",
         board.slowed_since_start),
        ("kiosk_uptime_seconds", "Since the machine's start.", board.uptime),
    ):
        if value is not None:
            yield Number(name, help, value)
    for card, tenths in board.cards.items():
        yield Number("kiosk_card_worn_ratio", "How far the memory card is used up, by its own account: 1 is all of it.",
                     tenths / 10, (("card", card),))
    for device, count in board.errors.items():
        yield Number("kiosk_filesystem_errors", "Errors that the file system has met.", count, (("device", device),))
    if board.root:
        yield Number("kiosk_root_info", "How the system's disk is mounted: writable, read-only or overlay.", 1,
                     (("root", board.root),))


def _of_the_kiosk(machine: Machine) -> Iterator[Number]:
    for name, unit in machine.units().items():
        if unit.there:
            yield Number("kiosk_restarts_total", "How often it came back by itself.", unit.restarts,
                         (("unit", name),), "counter")
    health = read_health(machine.root / machine.health)
    if health is None:
        return
    yield Number("kiosk_alive_seconds", "Since the running kiosk last said how it is.",
                 max(0.0, machine.uptime() - health.at))
    yield Number("kiosk_renderer_info", "What draws the pictures, as a label.", 1, (("renderer", health.renderer),))
    if health.sound in ("on", "none"):
        yield Number("kiosk_sound", "1 when the loudspeaker takes sound.", health.sound == "on")
    yield Number("kiosk_voice", "1 when sentences can be made.", health.voice)
    yield Number("kiosk_silent_languages", "Languages that no voice here speaks.", len(health.silent))
    yield Number("kiosk_walkthroughs", "Walkthroughs that can be chosen.", health.walkthroughs)


def as_prometheus(found: Iterable[Number]) -> str:
    """In the text format, version 0.0.4."""
    lines, last = [], ""
    for number in found:
        if number.name != last:
            lines += [f"# HELP {number.name} {number.help}", f"# TYPE {number.name} {number.kind}"]
            last = number.name
        labels = ",".join(f'{key}="{_escaped(value)}"' for key, value in number.labels)
        lines.append(f"{number.name}{f'{{{labels}}}' if labels else ''} {number.value:.15g}")
    return "\n".join(lines) + "\n"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r'\"').replace("\n", r"\n")
