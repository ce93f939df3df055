"""A pack comes in: verified, unpacked aside, tried on, switched. Until the last of these nothing on the kiosk changes.

One pass over the file: the signature, then the description, then each file is written while its sum is made. What is
written before a fault is found is bounded by what was signed, and is thrown away.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kiosk import __version__ as VERSION
from kiosk.pack import keys as trust
from kiosk.pack.container import Opened, Progress, opened
from kiosk.pack.fingerprint import fingerprint
from kiosk.pack.manifest import MANIFEST, SIGNATURES, Manifest, program_fits
from kiosk.pack.refused import PackRefused
from kiosk.pack.store import ASIDE, Shelf, as_owner, fault_of, flush, locked
from kiosk.whole import sync

SPARE = 32 << 20
"""Bytes that must stay free on the disk: the outbox and the counters need a place too."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What counts now. ``changed`` is False where it counted already."""

    name: str
    layer: str
    version: int
    title: str
    fingerprint: str
    changed: bool


def look(file: Path, keys: Path, *, program: str = VERSION, today: date | None = None) -> Manifest:
    """What a pack says of itself, after its signature, date and program version; its files are not read.
    Raises PackRefused."""
    known = trust.trusted(keys)
    with opened(file) as pack:
        return _wanted(_verified(pack, known)[0], program, today or date.today())


def verify(file: Path, keys: Path, progress: Progress = lambda done, whole: None) -> tuple[Manifest, trust.Key, str]:
    """The whole file read, nothing written: what it is, who signed it, its words. Raises PackRefused; an expired pack
    and one for another program verify."""
    known = trust.trusted(keys)
    with opened(file, progress) as pack:
        manifest, key = _verified(pack, known)
        for _entry, pieces in pack.files(manifest):
            for _piece in pieces:
                pass
        return manifest, key, fingerprint(pack.raw)


def install(file: Path, store: Path, keys: Path, *, program: str = VERSION, today: date | None = None,
            try_on: Callable[[Manifest, Path], None] = lambda manifest, folder: None,
            progress: Progress = lambda done, whole: None) -> Installed:
    """Let the pack in ``file`` count from now on; a running kiosk shows it when nobody stands there.

    ``try_on`` gets the content folder before anything is switched, and raises PackRefused where it cannot be shown.
    Raises PackRefused and nothing else; then everything is as it was.
    """
    known = trust.trusted(keys)
    with opened(file, progress) as pack, told(store), as_owner(store), _alone(store):
        manifest = _wanted(_verified(pack, known)[0], program, today or date.today())
        shelf, words = Shelf(store, manifest.name), fingerprint(pack.raw)
        result = Installed(manifest.name, manifest.layer, manifest.version, manifest.title, words, True)
        there = _allowed(shelf, manifest, pack.raw)
        if there and shelf.active == manifest.version:
            return replace(result, changed=False)
        if not there:
            _unpack(pack, manifest, shelf, try_on)
        with locked(store):
            state = shelf.state
            shelf.note(replace(state, highest=max(state.highest, manifest.version), starts=0))
            shelf.switch(manifest.version)
        shelf.tidy()
        return result


def _verified(pack: Opened, known: tuple[trust.Key, ...]) -> tuple[Manifest, trust.Key]:
    """Its description is looked into only once it is known who signed it."""
    signed_by = trust.verify(pack.raw, pack.signatures, known)
    manifest = pack.manifest()
    return manifest, trust.for_layer(signed_by, manifest.layer)


def _wanted(manifest: Manifest, program: str, today: date) -> Manifest:
    """The same, where it may be installed today and here."""
    if today > manifest.expires:  # a clock that is behind lets an old one pass; the version number does not
        raise PackRefused(f"This pack, {manifest.label}, was to be installed by {manifest.expires}; today is {today}.",
                          "Get a newer one; or, if the date of this kiosk is wrong, put its clock right.")
    if not program_fits(manifest, program):
        wanted = " ".join(f"{word} {limit}" for word, limit in (("from", manifest.program_from),
                                                                ("up to", manifest.program_until)) if limit)
        raise PackRefused(f"This pack is for program versions {wanted}, and here is {program}.",
                          "Update the program, or get the pack that was made for this version.")
    return manifest


def _allowed(shelf: Shelf, manifest: Manifest, raw: bytes) -> bool:
    """Whether this very pack is on the disk already, whole. Raises PackRefused for a step back, and where its name is
    that of a pack of another layer: else who may sign one layer could take a pack out of another."""
    state, version, label = shelf.state, manifest.version, manifest.label
    for other in filter(None, map(shelf.pack, shelf.versions)):
        if other.layer != manifest.layer:
            raise PackRefused(f"{label} is of the layer {manifest.layer}, and {other.manifest.label}, which is here, "
                              f"of the layer {other.layer}.", "Who made it has to give it another name.")
    if version in state.refused:
        raise PackRefused(f"{label} was taken back on this kiosk, or did not come up.",
                          f"Make it anew with a higher version; or insist: kiosk pack rollback {manifest.name} "
                          f"--to {version}.")
    if version < state.highest:
        raise PackRefused(f"{label} is older than what was here already, version {state.highest}.",
                          f"Get a newer one; to go back on purpose there is: kiosk pack rollback {manifest.name}.")
    there = shelf.pack(version)
    if there is None:
        return False
    if there.raw != raw:
        raise PackRefused(f"Another pack with the same name and version, {label}, is here already.",
                          "Who made it has to give it a higher version.")
    return not fault_of(there)


def _unpack(pack: Opened, manifest: Manifest, shelf: Shelf, try_on: Callable[[Manifest, Path], None]) -> None:
    """Everything into a folder aside, onto the disk, and then under its own name."""
    needed = manifest.size + 4096 * (2 * len(manifest.files) + 8) + SPARE
    free = shutil.disk_usage(shelf.store).free
    if free < needed:
        raise _full(shelf.store, needed - free)
    aside = Path(tempfile.mkdtemp(prefix="", dir=shelf.store / ASIDE))
    try:
        content = aside / manifest.label
        content.mkdir()
        for entry, pieces in pack.files(manifest):
            target = content / entry.path
            target.parent.mkdir(parents=True, exist_ok=True)
            _write(target, pieces)
        for name, data in ((SIGNATURES, pack.signatures), (MANIFEST, pack.raw)):
            _write(aside / name, iter((data,)))
        try_on(manifest, content)
        os.chmod(aside, 0o755)
        shelf.folder.mkdir(exist_ok=True)
        flush(aside)
        place = shelf.folder / str(manifest.version)
        if place.exists():  # damaged, else it would not be unpacked again; the kiosk shows the former one meanwhile
            os.rename(place, aside / "damaged")
        os.rename(aside, place)
        shutil.rmtree(place / "damaged", ignore_errors=True)
        sync(shelf.folder)
        sync(shelf.store)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
    try:
        for piece in pieces:
            view = memoryview(piece)
            while view:
                view = view[os.write(number, view):]
    finally:
        os.close(number)


@contextlib.contextmanager
def _alone(store: Path) -> Iterator[None]:
    """One installation at a time: the second waits for the first. What an interrupted one left is removed."""
    store.mkdir(parents=True, exist_ok=True)
    aside = store / ASIDE
    aside.mkdir(exist_ok=True)
    number = os.open(aside, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        for left in os.listdir(aside):
            shutil.rmtree(aside / left, ignore_errors=True)
        yield
    finally:
        os.close(number)


@contextlib.contextmanager
def told(store: Path) -> Iterator[None]:
    """What the store's disk refuses, as PackRefused."""
    try:
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full(store) from None
        raise PackRefused(f"The packs' folder {store} cannot be written: {fault.strerror or fault}.",
                          "Use sudo; if it says the same again, look whether the disk is read-only or worn.") from None


def _full(store: Path, lacking: int = 0) -> PackRefused:
    much = f"at least {(lacking >> 20) + 1} MB" if lacking else "some room"
    return PackRefused(f"There is no room for this pack on the disk of {store}.", f"Free {much}, and try again.")
