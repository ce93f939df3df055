"""Does the desk answer and does the printer, and can the outbox be kept? For `kiosk doctor`, which changes nothing.

Each finding is a state ("ok", "warn" or "fail"), a sentence, and what to do about it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from kiosk.handoff.desk_hours import hours_in
from kiosk.handoff.exchange import Answer, NoAnswer, Question

Finding = tuple[str, str, str]

NEW_KEY = "Make a new one at the desk with `kiosk desk add-kiosk NAME`, and write it as desk.key."


def look_at_desk(address: str, key: str, ask: Callable[[Question], Answer]) -> Finding:
    """One question for the hours, which every kiosk asks anyway."""
    if not address:
        return "ok", "No desk is set (desk.address): nobody is told that somebody waits, and the code says it all.", ""
    if not key:
        return "fail", "desk.address is set, but desk.key is not: the desk is not told that somebody waits.", NEW_KEY
    try:
        answer = ask(Question("GET", "/api/hours"))
    except NoAnswer as why:
        sentence, _, remedy = str(why).partition(". ")
        return "fail", f"The desk {address}: {sentence[0].lower()}{sentence[1:]}.", remedy
    if answer.status in (401, 403):
        return "fail", f"The desk {address} refuses this kiosk's key.", NEW_KEY
    hours = hours_in(answer.body) if answer.status == 200 else None
    if hours is None:
        return ("fail", f"What answers at {address} is not the desk (it says {answer.status}).",
                "Check desk.address; on a guests' network, let the kiosk through without logging in.")
    if not hours.week:
        return ("warn", f"The desk {address} answers, but knows no hours of helpers.",
                "Fill them in on its page of hours; until then the kiosk says no hour.")
    return "ok", f"The desk {address} answers, and takes this kiosk's key.", ""


def look_at_outbox(folder: Path) -> Finding:
    """Can a number be kept there? How many are says whether somebody waits now, so it is not asked."""
    below = next(place for place in (folder, *folder.parents) if os.path.exists(place))
    writes = os.path.isdir(below) and os.access(below, os.W_OK | os.X_OK)
    if not writes or not _has_room(below):
        return ("warn", f"{folder} cannot be written: after a power cut the desk thinks that somebody still waits.",
                f"sudo install -d -o NAME {folder} for the kiosk's user, and make room on the disk.")
    return "ok", "What the desk must be told after a power cut can be kept.", ""


def _has_room(folder: Path) -> bool:
    disk = os.statvfs(folder)
    return disk.f_bavail > 0 and (not disk.f_files or disk.f_favail > 0) and not disk.f_flag & os.ST_RDONLY


def look_at_printer(name: str) -> Finding:
    """Connects, and asks for paper; of a printer that never answers more cannot be known."""
    if not name:
        return "ok", "No printer is set (take_along.printer).", ""
    from kiosk.handoff.printer import Wire, connect  # python-escpos

    try:
        printer = Wire(connect(name))
    except OSError as fault:
        return ("fail", f"The printer {name} cannot be reached: {fault.strerror or fault}.",
                "Switch it on, check cable and address, and let the kiosk's user into the group lp.")
    if printer.out_of_paper():
        return "fail", f"The printer {name} has no paper.", "Put in a new roll."
    if not printer.talks:
        return "ok", f"The printer {name} is connected; it does not tell whether it has paper.", ""
    return "ok", f"The printer {name} answers, and has paper.", ""
