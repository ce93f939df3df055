"""The loudness that visits begin with, as an administrator sets it standing before the kiosk.

It goes before the setting sound.volume for as long as that stays what it was: who changes the settings file later must
not wonder why nothing happens.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from kiosk.whole import write_whole

FILE = "volume"
SOFTEST = 1


class Volume:
    """``setting`` and ``loudest`` are sound.volume and sound.loudest, 1 to 7. ``folder`` None: nothing is kept."""

    def __init__(self, setting: int, loudest: int, folder: Path | None = None) -> None:
        self.loudest, self._setting = loudest, setting
        self._file = folder / FILE if folder else None
        self.step = min(self._kept() or setting, loudest)
        """The loudness of the next visit, 1 to ``loudest``."""
        self.lost = False
        """The last change holds until the kiosk restarts only: it could not be written."""

    def change(self, by: int) -> bool:
        """So many steps louder; False where that is beyond what this site allows."""
        if not SOFTEST <= self.step + by <= self.loudest:
            return False
        self.step += by
        self.lost = self._file is not None
        with contextlib.suppress(OSError):
            if self._file is not None:
                write_whole(self._file, f"{self._setting} {self.step}".encode())
                self.lost = False
        return True

    def _kept(self) -> int:
        """What was chosen while the setting was what it is now; else 0."""
        with contextlib.suppress(OSError, ValueError, AttributeError), self._file.open("rb") as file:
            setting, step = map(int, file.read(16).split())
            if setting == self._setting and step >= SOFTEST:
                return step
        return 0
