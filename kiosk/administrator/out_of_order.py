"""Out of order: nobody can begin a visit, and the glass says so. Switched at the glass, at the desk, or by a file.

The file is the switch: that it is there outlives a restart and a power cut, and whoever looks after many machines sets
it on all with one command. The desk's switch is another one; the kiosk is in order when both are off.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from kiosk.whole import sync, write_whole

FILE = "out-of-order"


class OutOfOrder:
    """``folder`` is the kiosk's own (site.folder); None: nothing is kept there. ``by_desk`` says what the desk has told
    last."""

    def __init__(self, folder: Path | None = None, by_desk: Callable[[], bool] = lambda: False) -> None:
        self._file, self._by_desk = folder / FILE if folder else None, by_desk

    @property
    def here(self) -> bool:
        """Was it switched on at this machine?"""
        return self._file is not None and os.path.exists(self._file)  # what may not be looked at is not there

    @property
    def at_desk(self) -> bool:
        return self._by_desk()

    @property
    def on(self) -> bool:
        return self.here or self.at_desk

    def switch(self, on: bool) -> bool:
        """Switch this machine's; False when it cannot be kept on the disk, and nothing has changed then."""
        if self._file is None:
            return False
        try:
            if on:
                write_whole(self._file, b"")
            else:
                self._file.unlink(missing_ok=True)
                sync(self._file.parent)
        except OSError:
            pass
        return self.here is on
