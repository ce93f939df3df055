"""The folder of the site: writes only what has changed, and removes only what was made here.

A list beside the pages, `kiosk-site.json`, says which files those are. It is written before the files, so that a build
that was cut off half-way can be gone on with; files that others put there, such as robots.txt, are left alone.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

LIST = "kiosk-site.json"
MADE_BY = "kiosk site 1"


class FolderError(Exception):
    """This folder cannot be written; a sentence with the remedy."""


@dataclass(slots=True)
class Counts:
    """What a build did to the files."""

    written: int = 0
    same: int = 0
    removed: int = 0


class Folder:
    """``root`` is made when it is not there. FolderError when it holds something else than a site of ours."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.counts = Counts()
        self._before = self._read()
        self._now: dict[str, object] = {}

    def note(self, name: str) -> object | None:
        """What was noted with a file that is there; None when there is no such file, or nothing was noted."""
        noted = self._now.get(name, self._before.get(name))
        return noted if noted is not None and self._path(name).is_file() else None

    def made(self, below: str) -> list[str]:
        """The files of earlier builds in a folder of the site."""
        return [name for name in self._before if name.startswith(f"{below}/") and self._path(name).is_file()]

    def begin(self, names: Iterable[str]) -> None:
        """Say which files will come. FolderError when somebody else's file stands in the place of one."""
        for name in names:
            if name not in self._before and self._path(name).exists():
                raise FolderError(f"{self._path(name)} stands in the way and was not made here. "
                                  "Move it, or choose another folder.")
            self._before.setdefault(name, None)
        self._write_list(self._before)

    def put(self, name: str, content: bytes, note: object = None) -> None:
        """Write a file, unless it is there already. FolderError when the disk refuses."""
        path = self._path(name)
        try:
            if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
                self.counts.same += 1
            else:
                _write_whole(path, content)
                self.counts.written += 1
        except OSError as reason:
            raise FolderError(f"{path} cannot be written: {reason.strerror}. Make room, or choose another folder."
                              ) from reason
        self._now[name] = note

    def keep(self, name: str) -> None:
        """A file that is there and stays as it is."""
        if name not in self._now:
            self._now[name] = self._before[name]
            self.counts.same += 1

    def pause(self) -> None:
        """Write down how far this came: the next build goes on from there."""
        self._write_list(self._before | self._now)

    def finish(self) -> None:
        """Remove what earlier builds made and this one did not."""
        for name in self._before.keys() - self._now.keys():
            path = self._path(name)
            if path.is_file() or path.is_symlink():
                path.unlink()
                self.counts.removed += 1
            for folder in path.relative_to(self.root).parents:
                with contextlib.suppress(OSError):          # not empty: somebody's file is in it
                    if folder != Path():
                        (self.root / folder).rmdir()
        self._before = dict(self._now)
        self._write_list(self._now)

    def _path(self, name: str) -> Path:
        """FolderError for a name that leads out of the folder, as a list that somebody changed might have."""
        path = PurePosixPath(name)
        parent = (self.root / path).parent
        if path.is_absolute() or ".." in path.parts or not parent.resolve().is_relative_to(self.root.resolve()):
            raise FolderError(f"{self.root / LIST} names “{name}”, which lies outside the folder. "
                              "Remove the folder and build again.")
        return self.root / path

    def _read(self) -> dict[str, object]:
        self._make()
        try:
            told = json.loads((self.root / LIST).read_bytes())
            if told["made_by"] != MADE_BY or not isinstance(told["files"], dict):
                raise ValueError
            return told["files"]
        except FileNotFoundError:
            if any(self.root.iterdir()):
                raise FolderError(f"{self.root} holds other things than a site of ours. "
                                  "Choose a folder that is empty or not there yet.") from None
            return {}
        except OSError as reason:
            raise FolderError(f"{self.root} cannot be used: {reason.strerror}. Choose another folder.") from reason
        except (ValueError, TypeError, KeyError):
            raise FolderError(f"{self.root / LIST} cannot be read, so nobody knows which files are ours. "
                              "Empty the folder and build again.") from None

    def _make(self) -> None:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise FolderError(f"{self.root} is a file. Choose a folder.") from None
        except OSError as reason:
            raise FolderError(f"{self.root} cannot be made: {reason.strerror}. Choose another folder.") from reason

    def _write_list(self, files: dict[str, object]) -> None:
        told = json.dumps({"made_by": MADE_BY, "files": dict(sorted(files.items()))}, separators=(",", ":"))
        path = self.root / LIST
        try:
            if not path.is_file() or path.read_bytes() != told.encode():
                _write_whole(path, told.encode())
        except OSError as reason:
            raise FolderError(f"{path} cannot be written: {reason.strerror}. Make room, or choose another folder."
                              ) from reason


def _write_whole(path: Path, content: bytes) -> None:
    """There whole or not at all, with the time of now: web servers tell browsers by it that a page has changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
