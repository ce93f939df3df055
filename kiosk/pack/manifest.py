"""What a pack says of itself, and of each of its files. These bytes are what is signed; everything else follows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kiosk.pack.refused import ALTERED, PackRefused

FORMAT = 1
ABOUT = "pack.toml"
"""In a content folder: what its pack is called."""
LAYERS = ("base", "province", "municipality")
"""From the ground up: what a later layer has under the same name stands in the place of what an earlier one has."""

MANIFEST, SIGNATURES = "manifest.json", "manifest.sig"
PIECE = 1 << 16
"""Bytes read at once."""

LARGEST_MANIFEST = 8 << 20
LARGEST_FILE = 64 << 20
LARGEST_PACK = 1 << 30
"""Bytes of all files together."""
MOST_FILES = 40_000
LONGEST_PATH = 120
HIGHEST = 10**12
"""A version number stays below this."""

NAME = re.compile(r"[a-z][a-z0-9-]{0,29}", re.ASCII)
VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){0,3}", re.ASCII)
SUM = re.compile(r"[0-9a-f]{64}", re.ASCII)
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}", re.ASCII)
_NO_FOLDER = frozenset({"con", "prn", "aux", "nul"})

KINDS = frozenset({"yaml", "mo", "json", "jsonl", "ogg", "png", "jpg", "webp", "md", "txt"})
"""What a file may be, by the end of its name: what the kiosk reads, and what people read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: its path below the content folder, its size in bytes and its SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``expires`` is the last day on which it may be installed; what is installed stays. ``program_from`` and
    ``program_until`` (inclusive: "1.2" holds for all of 1.2.x; "" is no limit) are versions of the program."""

    name: str
    layer: str
    version: int
    title: str
    made_on: date
    expires: date
    program_from: str = ""
    program_until: str = ""
    files: tuple[Entry, ...] = ()

    @property
    def label(self) -> str:
        """ "gent-7": what its file and its folder are called, and so how its files are named in every message. """
        return f"{self.name}-{self.version}"

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(entry.size for entry in self.files)

    def encoded(self) -> bytes:
        """The bytes that are signed: the same for the same content. Raises PackRefused as ``decoded`` does."""
        told = asdict(self) | {"format": FORMAT, "made_on": self.made_on.isoformat(),
                               "expires": self.expires.isoformat()}
        content = (json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True) + "\n").encode()
        decoded(content)
        return content


def decoded(content: bytes) -> Manifest:
    """Raises PackRefused for whatever the kiosk would not write itself; a signature makes nobody infallible."""
    if len(content) > LARGEST_MANIFEST:
        raise _wrong("its list of files is too long")
    try:
        told = json.loads(content)
        if told["format"] != FORMAT:
            raise PackRefused("This pack is of a newer kind than this program knows.", "Update the program first.")
        manifest = _manifest(told)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise _wrong(f"its description cannot be read ({type(fault).__name__})") from None
    check_paths(entry.path for entry in manifest.files)
    if manifest.size > LARGEST_PACK:
        raise PackRefused(f"This pack is too large: {manifest.size >> 20} MB unpacked, and {LARGEST_PACK >> 20} MB is "
                          "the most.", "Leave recordings out, or divide it into two packs.")
    return manifest


def _manifest(told: Mapping[str, Any]) -> Manifest:
    texts = {name: told[name] for name in ("name", "layer", "title", "program_from", "program_until")}
    if not all(type(text) is str for text in texts.values()) or type(told["version"]) is not int:
        raise TypeError
    if len(told["files"]) > MOST_FILES:
        raise ValueError
    files = tuple(Entry(one["path"], one["size"], one["sha256"]) for one in told["files"])
    right = (NAME.fullmatch(texts["name"]), texts["layer"] in LAYERS, 0 < told["version"] < HIGHEST,
             0 < len(texts["title"]) <= 80 and texts["title"].isprintable(),
             *(not texts[end] or VERSION.fullmatch(texts[end]) for end in ("program_from", "program_until")),
             *(type(one.size) is int and 0 <= one.size <= LARGEST_FILE and SUM.fullmatch(one.sha256)
               for one in files))
    if not all(right):
        raise ValueError
    days = {name: date.fromisoformat(told[name]) for name in ("made_on", "expires")}
    return Manifest(**texts, **days, version=told["version"], files=files)


def check_paths(paths: Iterable[str]) -> None:
    """Raises PackRefused for a path that could leave its folder, mean two things on another disk, or be a program.

    Only ASCII: two ways to write one accented letter would be two files here and one there.
    """
    seen: set[str] = set()
    for path in paths:
        parts = path.split("/") if isinstance(path, str) else [""]
        if (not all(map(_PART.fullmatch, parts)) or len(path) > LONGEST_PATH
                or any(part.split(".")[0].lower() in _NO_FOLDER for part in parts)
                or parts[-1].rpartition(".")[2] not in KINDS):
            raise _wrong(f"it holds a file that may not be in a pack, {str(path)[:60]!r}")
        if path.lower() in seen:  # also two that some disks take for one
            raise _wrong(f"it holds {path!r} twice")
        seen.add(path.lower())
    folders = {path.rpartition("/")[0] for path in seen}
    if clash := folders & seen:
        raise _wrong(f"{sorted(clash)[0]!r} is a file and a folder in it")


def _wrong(what: str) -> PackRefused:
    return PackRefused(f"This is no pack that the kiosk can use: {what}.", ALTERED)


def program_fits(manifest: Manifest, program: str) -> bool:
    """ "1.2" as the last one holds for 1.2.9 too. """
    here = _numbers(program)
    least, most = _numbers(manifest.program_from), _numbers(manifest.program_until)
    return here >= least and (not most or here[:len(most)] <= most)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0]))
