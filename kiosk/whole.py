"""Writing a file so that it is there whole or not at all, and tells nobody when."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

PASSING = ".part"

# Every file has the same times, 1980 and 2037: that a clip or a request for help is there must say nothing about when.
# Linux (relatime) moves the time of last reading only when it is older than the last writing or than a day; one in
# the future it leaves alone. Both fit a 32-bit number, and 1980 a zip file.
WRITTEN, READ = 315_532_800, 2_114_380_800


def write_whole(path: Path, content: bytes, mode: int | None = None) -> None:
    """Under a passing name, onto the disk, then renamed, for one writer at a time. ``mode``: who may read it, where
    that is not the usual. OSError when it cannot be, and then nothing is left of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    passing = path.with_name(path.name + PASSING)
    try:
        with open(passing, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            if mode is not None:
                os.fchmod(file.fileno(), mode)
        os.utime(passing, (READ, WRITTEN))
        os.replace(passing, path)
    except BaseException:
        with contextlib.suppress(OSError):
            passing.unlink(missing_ok=True)
        raise
    sync(path.parent)
    os.utime(path.parent, (READ, WRITTEN))


def sync(folder: Path) -> None:
    """Its names are on the disk; else a power cut may take back one that is new, or bring back one that is gone."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
