"""Findings about the machine and the running kiosk, for `kiosk doctor`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kiosk.watching.board import Board
from kiosk.watching.findings import Finding
from kiosk.watching.running import Health

HOT = 80          # °C: a Raspberry Pi slows down from here (raspberrypi.com, "Frequency management")
WORN = 9          # tenths of the card's life
LATE = 180.0      # s since the kiosk last said how it is; it does so every minute
OFTEN = 5         # restarts since it was started by hand or with the machine
UNITS = ("kiosk-app.service", "kiosk-x.service")
SOFTWARE = ("llvmpipe", "softpipe", "swrast", "software")


class Unit(NamedTuple):
    """A unit of systemd: whether it is there, how it is, how often it came back by itself, and whether it starts with
    the machine."""

    there: bool
    state: str
    restarts: int
    enabled: bool = True


class Pack(NamedTuple):
    """A content pack in use. ``layer``: base, province or municipality; ``fingerprint``: as people compare it."""

    layer: str
    name: str
    version: str
    fingerprint: str


class Packs(NamedTuple):
    """The packs in use, the lowest layer first, and a sentence about each that is not."""

    shown: Sequence[Pack] = ()
    said: Sequence[str] = ()


class Update(NamedTuple):
    """How the last update of the program ended: "installed", or "refused", "failed", "came back" and so on; ``why`` is
    a sentence."""

    version: str
    outcome: str
    why: str = ""


def read_update(file: Path) -> Update | None:
    """As the updater notes it (deploy/raspberrypi). None where none was tried, or it cannot be read."""
    try:
        found = json.loads(file.read_bytes())
        return Update(*(str(found[name])[:300] for name in ("new", "outcome", "why")))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def ask_systemd(units: Sequence[str] = UNITS) -> dict[str, Unit]:
    """Empty where systemd does not answer."""
    try:
        asked = "--property=Id,LoadState,ActiveState,NRestarts,UnitFileState"
        said = subprocess.run(["systemctl", "show", asked, *units], capture_output=True, text=True, timeout=5,
                              check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return {}
    found = {}
    for block in said.split("\n\n"):
        entry = dict(line.partition("=")[::2] for line in block.splitlines())
        if entry.get("Id"):
            restarts = entry.get("NRestarts", "0")
            found[entry["Id"]] = Unit(entry.get("LoadState") == "loaded", entry.get("ActiveState", ""),
                                      int(restarts) if restarts.isdigit() else 0,
                                      entry.get("UnitFileState") == "enabled")
    return found


def ask_clock() -> str:
    """Whether a time server has confirmed it: "yes", "no", or "" where systemd cannot say."""
    try:
        answer = subprocess.run(["timedatectl", "show", "-p", "NTPSynchronized", "--value"],
                                capture_output=True, text=True, timeout=3, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip()


def look_at_kiosk(units: Mapping[str, Unit], health: Health | None, uptime: float) -> Finding:
    """``uptime``: s since the machine's start, on the clock that the kiosk's own word goes by."""
    app, screen = (units.get(name) for name in UNITS)
    there = app is not None and app.there
    if there and app.state == "inactive" and not (screen and screen.enabled):
        return Finding("warn", "kiosk.unset")
    if there and app.state not in ("active", "activating", "reloading"):
        return Finding("fail", "kiosk.stopped", {"state": app.state})
    if health is not None and uptime - health.at > LATE:
        return Finding("fail", "kiosk.hangs", {"minutes": round((uptime - health.at) / 60)})
    if health is None:
        return Finding("ok", "kiosk.starting" if there else "kiosk.loose")
    if app is not None and app.restarts >= OFTEN:
        return Finding("warn", "kiosk.returns", {"times": app.restarts})
    return Finding("ok", "kiosk.well", {"walkthroughs": health.walkthroughs})


def look_at_content(health: Health | None) -> Finding | None:
    if health is None or not health.left_out:
        return None
    return Finding("warn", "content.faults", {"number": health.left_out})


def look_at_renderer(board: Board, health: Health | None) -> Finding | None:
    """What draws the pictures, by the kiosk's own word. None when it has not said."""
    if health is None or not health.renderer:
        return None
    about = {"renderer": health.renderer}
    if not any(word in health.renderer.lower() for word in SOFTWARE):
        return Finding("ok", "graphics.draws", about)
    return Finding(*(("fail", "graphics.slow") if board.raspberry_pi else ("warn", "graphics.software")), about)


def look_at_loudspeaker(health: Health | None) -> Finding | None:
    """By the kiosk's own word. None when there is nothing to mend."""
    if health is None:
        return None
    if not health.voice:
        return Finding("fail", "sound.mute")
    return Finding("fail", "sound.deaf") if health.sound == "none" else None


def look_at_power(board: Board) -> Finding | None:
    """None where the machine cannot tell."""
    if board.undervoltage is None:
        return None
    if board.undervoltage:
        return Finding("fail", "power.weak")
    return Finding("warn", "power.was_weak") if board.undervoltage_since_start else Finding("ok", "power.well")


def look_at_heat(board: Board) -> Finding | None:
    if board.temperature is None:
        return None
    about = {"celsius": f"{board.temperature:.0f}", "most": HOT}
    if board.temperature > HOT:
        return Finding("fail", "heat.hot", about)
    if board.slowed:
        return Finding("warn", "heat.slow", about)
    return Finding("warn", "heat.was_slow", about) if board.slowed_since_start else Finding("ok", "heat.well", about)


def look_at_card(board: Board) -> Finding | None:
    for device, count in board.errors.items():
        if count:
            return Finding("fail", "card.errors", {"device": device, "number": count})
    for name, tenths in board.cards.items():
        if tenths >= WORN:
            return Finding("warn", "card.worn", {"card": name, "percent": min(tenths, 10) * 10})
    return Finding("ok", "card.well") if board.errors or board.cards else None


def look_at_root(board: Board) -> Finding | None:
    """A disk that became read-only by itself is dying; an overlay that did not come up is soon a broken card."""
    if board.root_wanted == "overlay" and board.root == "writable":
        return Finding("fail", "root.unprotected")
    if board.root == "read-only" and board.root_wanted == "writable":
        return Finding("fail", "root.gave_up")
    return Finding("ok", f"root.{board.root.replace('-', '_')}") if board.root else None


OUTCOMES = {"installed": ("ok", "well"), "put off": ("ok", "waits"), "refused": ("warn", "refused"),
            "came back": ("warn", "came_back")}


def look_at_update(update: Update | None) -> Finding | None:
    if update is None:
        return None
    state, name = OUTCOMES.get(update.outcome, ("warn", "failed"))
    return Finding(state, f"update.{name}", {**update._asdict(), "version": update.version or "?"})


def look_at_packs(packs: Packs) -> Finding | None:
    if packs.said:
        return Finding("warn", "packs.left_out", {"said": " ".join(packs.said)})
    if not packs.shown:
        return None
    shown = "; ".join(f"{one.name} {one.version} ({one.fingerprint})" for one in packs.shown)
    return Finding("ok", "packs.well", {"packs": shown})
