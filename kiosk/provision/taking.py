"""Putting a text without secrets in the place of one with them, on a memory card."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path

from kiosk.whole import PASSING, sync


def put_instead(path: Path, content: bytes) -> None:
    """Written aside, renamed over the old; then the old one's blocks are written over. OSError when the card takes
    nothing; then it is as it was.

    FAT writes in place, so the blocks that a reader of the card would see are overwritten. The card's own controller
    keeps worn and spare blocks out of sight and may keep the old ones there; the trim asks it to let them go, and no
    program can see whether it did. Nor is a copy found that an editor left under another name.
    """
    passing = path.with_name(path.name + PASSING)
    old = os.open(path, os.O_RDWR)  # kept open: its blocks stay its own after the rename
    try:
        try:
            with open(passing, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(passing, path)
        except OSError:
            with contextlib.suppress(OSError):
                passing.unlink()
            raise
        sync(path.parent)
        with contextlib.suppress(OSError):  # the secret is out of the file; this is what else can be done
            os.pwrite(old, bytes(os.fstat(old).st_size), 0)
            os.fsync(old)
    finally:
        os.close(old)


def trim() -> None:
    """Ask all cards to forget what was erased, beside the rest of the start. Where there is no systemd, nothing."""
    ask("systemctl", "start", "--no-block", "fstrim.service")


def ask(*words: str) -> None:
    """Something of the machine's that may be missing, and that the kiosk can do without."""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(words, check=False, capture_output=True, timeout=10)
