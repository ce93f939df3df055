"""The kiosk's end of a printer: starts the process that prints, and tells the screen how it goes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.handoff.receipt import Receipt

WORKER = (sys.executable, "-P", "-m", "kiosk.handoff.printer")
LONGEST = 90.0                     # s; a long receipt takes half a minute


class Paper(Enum):
    """How a receipt is, as the screen may say it."""

    NONE = "none"                  # nothing was asked for
    PRINTING = "printing"
    PRINTED = "printed"
    NO_PAPER = "no_paper"
    NOT_THERE = "not_there"
    STOPPED = "stopped"


ENDS = {0: Paper.PRINTED, 10: Paper.NO_PAPER, 11: Paper.NOT_THERE}
"""By the exit code of kiosk/handoff/printer.py, which this does not import: it loads Pillow and python-escpos."""


class Printing:
    """One receipt at a time. ``printer`` is the setting: "" when there is none; ``paper`` is its width in mm."""

    def __init__(self, printer: str = "", paper: int = 58, command: Sequence[str] = WORKER,
                 longest: float = LONGEST) -> None:
        self.printer = printer
        self._paper, self._command, self._longest = paper, tuple(command), longest
        self._one = threading.Lock()
        self._visit = 0
        self.paper = Paper.NONE

    def print(self, content: Receipt) -> None:
        """Begin; returns at once. Does nothing while this visit's is being printed; one of the visit before comes out
        first."""
        if self.paper is not Paper.PRINTING:
            self.paper = Paper.PRINTING
            threading.Thread(target=self._print, args=(content, self._visit), name="printing", daemon=True).start()

    def forget(self) -> None:
        """The visit is over. A receipt that is on its way comes out, and the next person hears nothing of it."""
        self._visit += 1
        self.paper = Paper.NONE

    def _print(self, content: Receipt, visit: int) -> None:
        root = os.fspath(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        command = [*self._command, self.printer, str(self._paper)]
        with self._one:
            try:
                done = subprocess.run(command, input=content.to_json().encode(), stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL, timeout=self._longest, check=False,
                                      env={**os.environ, "PYTHONPATH": path}, start_new_session=True)
                end = ENDS.get(done.returncode, Paper.STOPPED)
            except (OSError, subprocess.SubprocessError):
                end = Paper.STOPPED
        if visit == self._visit:
            self.paper = end
