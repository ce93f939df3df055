"""The helpers' hours as the desk has them, and whether it has put this kiosk out of order: asked once a minute, kept in
memory and in a file for the next start."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path

from kiosk.handoff.exchange import Answer, Question
from kiosk.handoff.hours import Hours, HoursError, read_hours
from kiosk.whole import write_whole

FILE = "hours.json"
MOST = 65536                       # bytes of the file


class DeskHours:
    """``hours`` is None until the desk has said them, now or before an earlier start; ``out_of_order`` what it said
    with them."""

    def __init__(self, folder: Path, address: str) -> None:
        self.hours: Hours | None = None
        self.out_of_order = False
        self._file, self._address, self._etag = folder / FILE, address, ""

    def load(self) -> None:
        """From the file, if it was this desk's; a file that cannot be read is as good as none."""
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError, RecursionError):
            with self._file.open("rb") as file:
                kept = json.loads(file.read(MOST))
            if kept["address"] == self._address:
                self.hours = hours_in(kept["hours"])
                self.out_of_order = self.hours is not None and kept["hours"].get("out_of_order") is True
                self._etag = str(kept["etag"]) if self.hours is not None else ""

    def question(self) -> Question:
        return Question("GET", "/api/hours", headers={"If-None-Match": self._etag} if self._etag else None)

    def heard(self, answer: Answer) -> bool:
        """Whether the answer was about hours."""
        if answer.status == 304 and self.hours is not None:
            return True
        found = hours_in(answer.body) if answer.status == 200 else None
        if found is None:
            return False
        kept = json.dumps({"address": self._address, "etag": answer.etag, "hours": answer.body}, ensure_ascii=False)
        with contextlib.suppress(OSError):  # a full or read-only disk: they are asked again after the next start
            write_whole(self._file, kept.encode())
        self.hours, self._etag = found, answer.etag      # after that: what is shown, the next start knows too
        self.out_of_order = answer.body.get("out_of_order") is True
        return True


def hours_in(body: Mapping[str, object] | None) -> Hours | None:
    """Hours in the desk's own words; None when these are none. As strict as for the settings: half a week that is
    wrong would send people home."""
    try:
        week, exceptions = body["week"], body["exceptions"]
        lists = [*week.values(), *exceptions.values()]
        if not all(isinstance(spans, list) and all(isinstance(span, str) for span in spans) for spans in lists):
            return None
        return read_hours(week, exceptions)
    except (HoursError, KeyError, TypeError, AttributeError):
        return None
