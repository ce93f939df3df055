"""The disk store for clips that are dear to make: a sentence of Piper takes half a second, one of espeak-ng 6 ms.

    <folder>/3f/3f8a….ogg        the clip, Ogg Vorbis
    <folder>/3f/3f8a….json       {"seconds": 2.31, "times": [0, 412], "size": 21044, "sha256": "…"}

Filled when voices are installed (`kiosk speech build`), by one process at a time, and only read while people use the
kiosk: nothing made during a visit reaches a disk. The json is written last, and both whole, so a clip that a power cut
interrupted is no clip; it is made again.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.whole import READ, WRITTEN, write_whole

KEY = re.compile(r"[0-9a-f]{8,64}")
MEGABYTE = 1_000_000


class StoreFull(Exception):
    """There is no room for this clip; one sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A clip on the shelf: its file, its length in s, and the ms at which each word begins (none when unknown)."""

    path: Path
    seconds: float
    times: tuple[int, ...]


class Shelf:
    """Clips by key, in at most ``limit_bytes`` of a folder."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._folder = folder
        self._limit = limit_bytes
        self._used: int | None = None

    @property
    def used(self) -> int:
        """Bytes of all its files; counted once, and kept up to date."""
        if self._used is None:
            self._used = sum(file.stat().st_size for file in self._files())
        return self._used

    def get(self, key: str) -> Shelved | None:
        """The clip, checked to its last byte; a damaged one is removed and is not there. ValueError for a key that is
        no hexadecimal number."""
        ogg, about = self._paths(key)
        try:
            told = json.loads(about.read_bytes())
            clip = ogg.read_bytes()
            if (len(clip), hashlib.sha256(clip).hexdigest()) == (told["size"], told["sha256"]):
                return Shelved(ogg, float(told["seconds"]), tuple(map(int, told["times"])))
        except FileNotFoundError:
            if not ogg.exists() and not about.exists():
                return None
        except OSError:
            return None                      # unreadable at this moment is not damaged
        except (ValueError, TypeError, KeyError):
            pass
        self._remove(key)
        return None

    def put(self, key: str, ogg: bytes, seconds: float, times: Iterable[int]) -> None:
        """Store a clip, or replace it. StoreFull when it does not fit, OSError when the disk cannot be written."""
        about = json.dumps({"seconds": seconds, "times": list(times), "size": len(ogg),
                            "sha256": hashlib.sha256(ogg).hexdigest()}).encode()
        paths = self._paths(key)
        replaced = sum(path.stat().st_size for path in paths if path.exists())
        after = self.used - replaced + len(ogg) + len(about)
        if after > self._limit:
            raise StoreFull(
                f"The clips take {self.used / MEGABYTE:.0f} MB of the {self._limit / MEGABYTE:.0f} MB they may: "
                "allow them more, or take a language or a voice away."
            )
        self._used = None                    # until it is known what is there
        try:
            for path, content in zip(paths, (ogg, about), strict=True):
                write_whole(path, content)
        except OSError as reason:
            if reason.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            self._remove(key)
            raise StoreFull(f"The disk of {self._folder} is full: make room on it and build again.") from reason
        self._used = after

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Those that must still be made, in their order, each once."""
        return [key for key in dict.fromkeys(keys) if self.get(key) is None]

    def sweep(self, keep: set[str]) -> int:
        """Remove every clip but those, and whatever was left half written; how many clips went."""
        gone = set()
        for file in list(self._files()):
            key, _, kind = file.name.partition(".")
            if key in keep and kind in ("ogg", "json"):
                continue
            file.unlink(missing_ok=True)
            if kind in ("ogg", "json"):
                gone.add(key)
        self._used = None
        for key in keep:
            self.get(key)                    # which removes what is damaged
        self._forget_when()
        return len(gone)

    def _paths(self, key: str) -> tuple[Path, Path]:
        if not KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key of a clip")
        folder = self._folder / key[:2]
        return folder / f"{key}.ogg", folder / f"{key}.json"

    def _files(self) -> Iterator[Path]:
        return (file for file in self._folder.glob("??/*") if file.is_file())

    def _remove(self, key: str) -> None:
        for path in self._paths(key):
            with contextlib.suppress(OSError):        # a shelf that cannot be written is still read
                path.unlink(missing_ok=True)
        self._used = None
        self._forget_when()

    def _forget_when(self) -> None:
        for folder in (self._folder, *self._folder.glob("??")):
            with contextlib.suppress(OSError):
                os.utime(folder, (READ, WRITTEN))
