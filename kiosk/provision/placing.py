"""Putting several files in their places: first all are written beside, then all are renamed.

What can fail for lack of room fails before anything has changed. A power cut between two renames leaves some files old
and some new, each of them whole; the next start completes it, since only then is the card's file noted as taken over.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.whole import PASSING, sync


@dataclass(frozen=True)
class Entry:
    """What a path should hold: ``content``, or a link to ``link``, or nothing at all. ``group`` is a name, used where
    the machine has such a group; only the owner and it may read what has mode 640."""

    path: Path
    content: bytes | None = None
    link: str = ""
    mode: int = 0o644
    group: str = ""

    def is_there(self) -> bool:
        if self.link:
            return self.path.is_symlink() and os.readlink(self.path) == self.link
        if self.content is None:
            return not os.path.lexists(self.path)
        try:
            return not self.path.is_symlink() and self.path.read_bytes() == self.content
        except OSError:
            return False


def place(entries: Sequence[Entry]) -> None:
    """OSError when not all of them can be written; then all paths are as before, and nothing lies beside them."""
    waiting: list[tuple[Path, Path]] = []
    try:
        for entry in entries:
            if entry.link or entry.content is not None:
                waiting.append((_beside(entry.path), entry.path))
                _write(waiting[-1][0], entry)
    except OSError:
        for passing, _ in waiting:
            with contextlib.suppress(OSError):
                passing.unlink()
        raise
    for passing, path in waiting:
        os.replace(passing, path)
    for entry in entries:
        if not entry.link and entry.content is None:
            entry.path.unlink(missing_ok=True)
    for folder in {entry.path.parent for entry in entries}:
        if folder.is_dir():
            sync(folder)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}{PASSING}")  # NetworkManager reads every name without a dot before it


def _write(passing: Path, entry: Entry) -> None:
    passing.parent.mkdir(parents=True, exist_ok=True)
    passing.unlink(missing_ok=True)  # of a start that was cut off
    if entry.link:
        passing.symlink_to(entry.link)
        return
    with open(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(entry.content or b"")
        if entry.group:
            _give(file.fileno(), entry.group)
        os.fchmod(file.fileno(), entry.mode)
        file.flush()
        os.fsync(file.fileno())


def _give(file: int, group: str) -> None:
    import grp

    with contextlib.suppress(KeyError, PermissionError):  # no such user yet; or only trying it out
        os.fchown(file, -1, grp.getgrnam(group).gr_gid)
