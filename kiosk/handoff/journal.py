"""What must outlive a power cut: the numbers of the requests that the desk may still hold, each an empty file.

A number is random and says nothing; where somebody was stuck is not written, because after a power cut the visit is
over, and all that is left to do is to take the request back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kiosk.whole import PASSING, write_whole

NUMBER = re.compile(r"[0-9a-f]{32}")


class Journal:
    """In ``folder``. Every method may raise OSError: a disk is full, read-only, or not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def numbers(self) -> list[str]:
        """Those on the disk; what a power cut left half written is swept."""
        return sorted(self._swept())

    def _swept(self) -> Iterator[str]:
        for file in self.folder.iterdir() if self.folder.is_dir() else ():
            if file.name.endswith(PASSING):
                file.unlink(missing_ok=True)
            elif NUMBER.fullmatch(file.name):
                yield file.name

    def note(self, number: str) -> None:
        write_whole(self.folder / number, b"")

    def strike(self, number: str) -> None:
        """Its removal need not reach the disk at once: taking a request back twice does no harm."""
        (self.folder / number).unlink(missing_ok=True)
