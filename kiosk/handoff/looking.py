"""Does the desk answer and does the printer, and can the outbox be kept? For `kiosk doctor`, which changes nothing.

Each finding is a state ("ok", "warn" or "fail"), its name, and what is to be filled in; the sentences stand in
kiosk/watching/findings.yaml.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from kiosk.handoff.desk_hours import hours_in
from kiosk.handoff.exchange import Answer, NoAnswer, Question

Finding = tuple[str, str, Mapping[str, object]]


def look_at_desk(address: str, key: str, ask: Callable[[Question], Answer]) -> Finding:
    """One question for the hours, which every kiosk asks anyway."""
    if not address:
        return "ok", "desk.unset", {}
    if not key:
        return "fail", "desk.keyless", {}
    try:
        answer = ask(Question("GET", "/api/hours"))
    except NoAnswer as why:
        return "fail", f"desk.{why}", {"address": address}
    if answer.status in (401, 403):
        return "fail", "desk.refuses", {"address": address}
    hours = hours_in(answer.body) if answer.status == 200 else None
    if hours is None:
        return "fail", "desk.foreign", {"address": address, "status": answer.status}
    return ("ok", "desk.well", {"address": address}) if hours.week else ("warn", "desk.hourless", {"address": address})


def look_at_outbox(folder: Path) -> Finding:
    """Can a number be kept there? How many are says whether somebody waits now, so it is not asked."""
    below = next(place for place in (folder, *folder.parents) if os.path.exists(place))
    writes = os.path.isdir(below) and os.access(below, os.W_OK | os.X_OK)
    return ("ok", "outbox.well", {}) if writes and _has_room(below) else ("warn", "outbox.lost", {"folder": folder})


def _has_room(folder: Path) -> bool:
    disk = os.statvfs(folder)
    return disk.f_bavail > 0 and (not disk.f_files or disk.f_favail > 0) and not disk.f_flag & os.ST_RDONLY


def look_at_printer(name: str) -> Finding:
    """Connects, and asks for paper; of a printer that never answers more cannot be known."""
    if not name:
        return "ok", "printer.unset", {}
    from kiosk.handoff.printer import Wire, connect  # python-escpos

    try:
        printer = Wire(connect(name))
    except OSError as fault:
        return "fail", "printer.unreachable", {"printer": name, "fault": fault.strerror or fault}
    if printer.out_of_paper():
        return "fail", "printer.paperless", {"printer": name}
    return "ok", "printer.well" if printer.talks else "printer.dumb", {"printer": name}
