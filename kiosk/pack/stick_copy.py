"""From a USB stick to the folder where packs wait for the administrator's code. Looks, copies, and never installs.

A stick is anybody's. Only ordinary files with a pack's ending are opened, at its top or in its folder "kiosk"; each
must be signed by a key that this kiosk knows; and nothing is copied that is larger than a pack can be, or than there is
room for.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.pack.container import LARGEST
from kiosk.pack.container import SUFFIX as PACK
from kiosk.pack.install import look, verify
from kiosk.pack.manifest import LAYERS
from kiosk.pack.refused import PackRefused
from kiosk.pack.stick import Offer, clear, printable, put

NAMES = 20_000           # looked at in a folder; a stick with more is somebody's archive
PACKS = 20               # looked into
SPARE = 300 << 20        # bytes that stay free on the kiosk's disk
PIECE = 1 << 20
TOLD = 3                 # files that are left alone and told on the screen; `kiosk pack from-stick` tells all
FOLDERS = (".", "kiosk")


class StickRefused(Exception):
    """One sentence about the stick as a whole, with what to do."""


@dataclass(frozen=True)
class About:
    """What a pack says of itself, once it was verified. ``fingerprint``: its words."""

    name: str
    layer: str
    version: int
    title: str
    fingerprint: str


Look = Callable[[Path], About]
"""Reads and verifies the whole of a pack file, and whether it may be installed today; raises PackRefused."""

Here = Mapping[str, int]
"""The versions of the packs that are installed, by name."""


@dataclass(frozen=True)
class Found:
    """What a stick holds: the newest of each pack that is newer than what is here, and why the rest is left alone."""

    wanted: tuple[tuple[Path, About], ...]
    left: tuple[str, ...]

    def line(self, here: Here) -> str:
        """What will be done, on one line."""
        does = [f"{about.name} {about.version} ({about.fingerprint}), "
                + (f"instead of {here[about.name]}" if about.name in here else "which is new here")
                for _, about in self.wanted]
        said = f"To confirm with the administrator's code: {'; '.join(does)}." if does else "Nothing new on this stick."
        more = [f"And {len(self.left) - TOLD} more."] if len(self.left) > TOLD else []
        return printable(" ".join([said, *self.left[:TOLD], *more]))


def see(file: Path, keys: Path) -> About:
    """The Look of this kiosk. Raises PackRefused."""
    manifest = look(file, keys)
    _, _, words = verify(file, keys)
    return About(manifest.name, manifest.layer, manifest.version, manifest.title, words)


def find(stick: Path, seen: Look, here: Here) -> Found:
    """Raises StickRefused; changes nothing."""
    left: list[str] = []
    newest: dict[str, tuple[Path, About]] = {}
    files = sorted(_pack_files(stick, left))
    if not files and not left:
        raise StickRefused(f"There is no pack on this stick: a file that ends with {PACK}, at its top or in its folder "
                           '"kiosk". Copy one there, and put the stick in again.')
    if len(files) > PACKS:
        raise StickRefused(f"There are {len(files)} packs on this stick. Leave at most {PACKS}, those that you want.")
    for file in files:
        name = printable(file.name)
        try:
            about = seen(file)
        except PackRefused as reason:
            _still_there(stick)
            left.append(f"{name}: {reason.sentence}")
            continue
        other = newest.get(about.name)
        if other and other[1].version == about.version and other[1].fingerprint != about.fingerprint:
            raise StickRefused(f"{printable(other[0].name)} and {name} both say that they are {about.name} "
                               f"{about.version}, and differ. Ask who made them, and leave the right one on the stick.")
        if other and other[1].version >= about.version:
            left.append(f"{name}: older than another one on this stick.")
        elif about.version == here.get(about.name):
            left.append(f"{name}: here already.")
        elif about.version < here.get(about.name, 0):
            left.append(f"{name}: older than {about.name} {here[about.name]}, which is here.")
        else:
            if other:
                left.append(f"{printable(other[0].name)}: older than another one on this stick.")
            newest[about.name] = (file, about)
    wanted = sorted(newest.values(), key=lambda found: (LAYERS.index(found[1].layer), found[1].name))
    return Found(tuple(wanted), tuple(left))


def bring(found: Found, stick: Path, incoming: Path, seen: Look, here: Here,
          free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free) -> list[Offer]:
    """Copy what is wanted into ``incoming``, which is emptied first, and offer it there. Raises StickRefused, and then
    nothing is offered. ``free``: bytes free where a folder is."""
    try:
        clear(incoming)
        offers = []
        for number, (file, about) in enumerate(found.wanted, 1):
            copy = incoming / f"{number}{PACK}"
            _copy(file, copy, stick, free(incoming) - SPARE)
            if seen(copy).fingerprint != about.fingerprint:  # the stick told the second reader something else
                raise StickRefused(f"{printable(file.name)} changed while it was copied. Use another stick.")
            offers.append(Offer(copy, about.layer, about.name, about.title, str(about.version), about.fingerprint,
                                replaces=str(here.get(about.name, ""))))
        put(offers, incoming, found.line(here))
    except (OSError, PackRefused, StickRefused) as reason:
        _leave(incoming)
        if isinstance(reason, StickRefused):
            raise
        if isinstance(reason, PackRefused):
            raise StickRefused(f"What was copied is not what was on the stick: {reason}") from None
        raise StickRefused(f"{incoming} cannot be written: {reason.strerror}. See whether the disk has room.") from None
    return offers


def tell(incoming: Path, sentence: str) -> None:
    """Nothing is offered, and the page says why."""
    _leave(incoming)
    with contextlib.suppress(OSError):   # a full or read-only disk: the journal has the sentence
        put((), incoming, sentence)


def _pack_files(stick: Path, left: list[str]) -> Iterator[Path]:
    """Ordinary files with the right ending and a believable size. Never follows a link."""
    for folder in FOLDERS:
        try:
            if folder != "." and not stat.S_ISDIR(os.lstat(stick / folder).st_mode):
                continue
            with os.scandir(stick / folder) as names:
                for number, entry in enumerate(names):
                    if number >= NAMES:
                        left.append(f"Only {NAMES} files were looked at: use a stick with the packs alone.")
                        break
                    if not entry.name.lower().endswith(PACK) or entry.name.startswith("._"):  # a Mac's shadow of a file
                        continue
                    if not entry.is_file(follow_symlinks=False):
                        left.append(f"{printable(entry.name)}: not an ordinary file.")
                    elif entry.stat(follow_symlinks=False).st_size > LARGEST:
                        left.append(f"{printable(entry.name)}: larger than {LARGEST >> 20} MB, which no pack is.")
                    else:
                        yield stick / folder / entry.name
        except FileNotFoundError:
            _still_there(stick)
        except OSError as fault:
            raise _unreadable(fault) from None


def _copy(file: Path, copy: Path, stick: Path, room: int) -> None:
    """Raises StickRefused for what is wrong with the stick, OSError for our own disk."""
    try:
        source = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as fault:
        raise _unreadable(fault) from None
    with open(source, "rb", buffering=0) as read, open(copy, "wb") as write:
        size = os.fstat(source).st_size
        if size > min(room, LARGEST):
            raise StickRefused(f"{printable(file.name)} has {size >> 20} MB, and there is room for "
                               f"{max(room, 0) >> 20} MB. Make room on the kiosk.")
        done = 0
        while piece := _read(read):
            done += len(piece)
            if done > size:
                raise StickRefused(f"{printable(file.name)} grew while it was copied. Use another stick.")
            write.write(piece)
        if done < size:
            _still_there(stick)
            raise StickRefused(f"{printable(file.name)} broke off in the middle. Use another stick.")
        write.flush()
        os.fsync(write.fileno())


def _read(file) -> bytes:
    try:
        return file.read(PIECE)
    except OSError as fault:
        raise _unreadable(fault) from None


def _still_there(stick: Path) -> None:
    """Raises StickRefused when the stick was pulled out."""
    try:
        os.listdir(stick)
    except OSError as fault:
        raise _unreadable(fault) from None


def _unreadable(fault: OSError) -> StickRefused:
    return StickRefused(f"The stick cannot be read ({fault.strerror}). Leave it in until the kiosk says what "
                        "is on it; if it was, use another stick.")


def _leave(incoming: Path) -> None:
    with contextlib.suppress(OSError):   # without its note no copy is an offer
        clear(incoming)
