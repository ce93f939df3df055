"""Findings about the machine and the running kiosk, for `kiosk doctor`: a state, a sentence, what to do about it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kiosk.watching.board import Board
from kiosk.watching.running import Health

Finding = tuple[str, str, str]

HOT = 80          # °C: a Raspberry Pi slows down from here (raspberrypi.com, "Frequency management")
WORN = 9          # tenths of the card's life
LATE = 180.0      # s since the kiosk last said how it is; it does so every minute
OFTEN = 5         # restarts since it was started by hand or with the machine
UNITS = ("kiosk-app.service", "kiosk-x.service")
SOFTWARE = ("llvmpipe", "softpipe", "swrast", "software")
LOG = "journalctl -u kiosk-app -b"


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
    if app is not None and app.there and app.state == "inactive" and not (screen and screen.enabled):
        return "warn", "The kiosk is installed, and does not start with this machine.", \
               "Make this machine a kiosk, and restart: sudo kiosk-setup"
    if app is not None and app.there and app.state not in ("active", "activating", "reloading"):
        return "fail", f"The kiosk is not running (systemd says: {app.state}).", f"Look why, then start it: {LOG}; " \
               "sudo systemctl restart kiosk-x"
    if health is not None and uptime - health.at > LATE:
        return "fail", f"The kiosk has not said for {round((uptime - health.at) / 60)} minutes how it is.", \
               f"Restart it, and look what came before: sudo systemctl restart kiosk-app; {LOG}"
    if health is None and (app is None or not app.there):
        return "ok", "No service of the kiosk is set up here; ./run opens it.", ""
    if health is None:
        return "ok", "The kiosk is starting, or what it says may not be read by this user.", ""
    if app is not None and app.restarts >= OFTEN:
        return "warn", f"The kiosk came back by itself {app.restarts} times.", f"Look why it stopped: {LOG} -p warning"
    return "ok", f"The kiosk is running, with {health.walkthroughs} walkthroughs.", ""


def look_at_content(health: Health | None) -> Finding | None:
    if health is None or not health.left_out:
        return None
    return "warn", f"{health.left_out} fault(s) in the content; what they are about is left out.", \
           "Read them and mend them: kiosk check"


def look_at_renderer(board: Board, health: Health | None) -> Finding | None:
    """What draws the pictures, by the kiosk's own word. None when it has not said."""
    if health is None or not health.renderer:
        return None
    if not any(word in health.renderer.lower() for word in SOFTWARE):
        return "ok", f"{health.renderer} draws the pictures.", ""
    if board.raspberry_pi:
        return "fail", f"The main processor draws the pictures ({health.renderer}): slow, and hot.", \
               "Put dtoverlay=vc4-kms-v3d in config.txt, let the kiosk's user into the group render, and restart."
    return "warn", f"The main processor draws the pictures ({health.renderer}).", \
           "Install the driver of the graphics processor; without one this is how it is."


def look_at_loudspeaker(health: Health | None) -> Finding | None:
    """By the kiosk's own word. None when there is nothing to mend."""
    if health is None:
        return None
    if not health.voice:
        return "fail", "The kiosk makes no sentences: the voice's engine is missing, dead or hangs.", \
               "Install it again, and restart: sudo apt-get install --reinstall espeak-ng; " \
               "sudo systemctl restart kiosk-app"
    if health.sound == "none":
        return "fail", "The kiosk has a sound card that takes no sound, so nothing is heard.", \
               "Switch the screen or the loudspeaker on, check its cable; look at: aplay -l"
    return None


def look_at_power(board: Board) -> Finding | None:
    """None where the machine cannot tell."""
    if board.undervoltage is None:
        return None
    remedy = "Use the power supply that belongs to this Raspberry Pi, on its own cable, with nothing else on it."
    if board.undervoltage:
        return "fail", "The power supply is too weak at this moment.", remedy
    if board.undervoltage_since_start:
        return "warn", "The power supply has been too weak since the machine was started.", remedy
    return "ok", "The power supply is strong enough.", ""


def look_at_heat(board: Board) -> Finding | None:
    if board.temperature is None:
        return None
    remedy = "Give it air, or a case with a cooler, and keep it out of the sun."
    if board.temperature > HOT:
        return "fail", f"The processor is at {board.temperature:.0f} °C; from {HOT} it slows down.", remedy
    if board.slowed:
        return "warn", f"The processor slows down, at {board.temperature:.0f} °C.", remedy
    if board.slowed_since_start:
        return "warn", f"The processor is at {board.temperature:.0f} °C, and was slowed down since the start.", remedy
    return "ok", f"The processor is at {board.temperature:.0f} °C.", ""


def look_at_card(board: Board) -> Finding | None:
    remedy = "Have a new card ready, and change it before it stops."
    for device, count in board.errors.items():
        if count:
            return "fail", f"The file system on {device} has met {count} error(s).", remedy
    for name, tenths in board.cards.items():
        if tenths >= WORN:
            return "warn", f"The card {name} is used up for {min(tenths, 10) * 10} %, by its own account.", remedy
    return ("ok", "The card and its file systems know of no error.", "") if board.errors or board.cards else None


def look_at_root(board: Board) -> Finding | None:
    """A disk that became read-only by itself is dying; an overlay that did not come up is soon a broken card."""
    if board.root_wanted == "overlay" and board.root == "writable":
        return "fail", "The start asked for a protected disk (overlayroot), but it can be written.", \
               "Update the initramfs and restart: sudo update-initramfs -u"
    if board.root == "read-only" and board.root_wanted == "writable":
        return "fail", "The system's disk has become read-only by itself: it met an error.", \
               "Restart once; if it happens again, change the card."
    return {"writable": ("ok", "The system's disk can be written.", ""),
            "read-only": ("ok", "The system's disk is read-only, as it should be.", ""),
            "overlay": ("ok", "The system's disk is protected: what is written there goes at a restart.", "")}.get(
                board.root)


def look_at_update(update: Update | None) -> Finding | None:
    if update is None:
        return None
    if update.outcome == "installed":
        return "ok", f"The last update, to {update.version}, went well.", ""
    if update.outcome == "put off":
        return "ok", f"The update to {update.version} waits for a quiet moment.", ""
    to = update.version or "another version"
    return "warn", f"The last update, to {to}, ended so: {update.outcome}. {update.why}", \
           "The kiosk goes on with what it had. Mend what is said, and offer the update again."


def look_at_packs(packs: Packs) -> Finding | None:
    if packs.said:
        return "warn", " ".join(packs.said), "The kiosk shows what it had. Look which there are: kiosk pack list"
    if not packs.shown:
        return None
    return "ok", "; ".join(f"{one.name} {one.version} ({one.fingerprint})" for one in packs.shown) + ".", ""
