"""Looks for recognisable values in everything that a process of ours can have written."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from twin import ROOT

SHARED = (*map(Path, ("/tmp", "/var/tmp", "/dev/shm", "/run", "/var/log", "/var/lib/kiosk", "/var/cache")), ROOT)
"""Where any process may write, and the checkout; of these only what is newer than the test."""

SKIPPED = (".git", ".venv", "playwright", ".org.chromium", "org.chromium", "com.google.Chrome", ".com.google",
           "desk-pg-")
"""What folders begin with that are looked past: of the checkout; of the assistant's browser, which belongs to the
assistant and keeps its own history; and of the tests' PostgreSQL, which is searched by itself where a test has it."""


def written_since(moment: float) -> Iterator[Path]:
    """Files of the places that all share, changed since ``moment`` (s since 1970)."""
    for root in SHARED:
        for folder, inner, files in os.walk(root):
            inner[:] = [name for name in inner if not name.startswith(SKIPPED)]
            for file in (Path(folder, name) for name in files):
                try:
                    found = file.lstat()
                except OSError:
                    continue  # gone meanwhile
                if stat.S_ISREG(found.st_mode) and max(found.st_mtime, found.st_ctime) >= moment:
                    yield file


def held_open(pid: int) -> Iterator[Path]:
    """Files that a process and its children hold open, those that have no name any more as well."""
    for process in family(pid):
        for held in _listed(f"/proc/{process}/fd"):
            try:
                if stat.S_ISREG(held.stat().st_mode):
                    yield held
            except OSError:
                continue


def family(pid: int) -> Iterator[int]:
    """A process and all that came of it."""
    yield pid
    for thread in _listed(f"/proc/{pid}/task"):
        try:
            children = (thread / "children").read_text().split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child))


def _listed(folder: str) -> list[Path]:
    try:
        return list(Path(folder).iterdir())
    except OSError:
        return []


def in_folders(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def hits(files: Iterable[Path], values: Iterable[str]) -> set[str]:
    """Which files hold, or are called after, any of the values, in any form that a program may give it."""
    wanted = {form for value in values for form in forms(value)}
    found = set()
    for file in set(files):
        try:
            content = file.read_bytes().lower()
        except OSError:
            continue
        if any(form in content or form in str(file).lower().encode() for form in wanted):
            found.add(f"{file} → {os.readlink(file)}" if file.is_symlink() else str(file))
    return found


def forms(value: str) -> set[bytes]:
    """As text in three encodings, in an address, and in JSON; all in lower case."""
    written = (value.encode(), value.encode("utf-16-le"), value.encode("utf-16-be"), value.encode("utf-32-le"),
               quote(value).encode(), json.dumps(value)[1:-1].encode())
    return {form.lower() for form in written}
