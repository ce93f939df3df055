"""The packs on this kiosk: which are there, which one counts, and what has been learned about each.

    packs/gent/now ─► 7       the switch: one symbolic link, renamed over the old one
    packs/gent/7/             manifest.json, manifest.sig, and gent-7/ with the content
    packs/gent/6/             the former one, and one more before it
    packs/gent/state.json     the highest version ever seen, which were confirmed, which refused, starts on trial

Whatever a power cut leaves behind is one of these, whole: a folder gets its name when everything in it is on the disk,
the state is written before the link, and a link to a version that the state refuses is turned at the next look. Nothing
here reads a key: the signature counted when the pack came in. The sums are looked at again at every start, against a
worn card; who can change this folder on purpose could change the program too.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from kiosk.pack.manifest import LAYERS, MANIFEST, NAME, PIECE, Entry, Manifest, decoded
from kiosk.pack.refused import PackRefused
from kiosk.whole import sync, write_whole

NOW, STATE, ASIDE = "now", "state.json", ".aside"
KEPT = 2
"""Versions kept beside the one that counts."""
TRIALS = 3
"""Starts without having been confirmed after which the former version comes back."""
CHECKED_WHEN_HEARD = ".ogg"
"""Recordings are most of a pack, and each is checked against its own sum when somebody hears it: at the start their
sizes suffice."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a pack beyond its files. ``starts``: of the version that counts, while it is on trial."""

    highest: int = 0
    confirmed: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()
    starts: int = 0


@dataclass(frozen=True)
class Pack:
    """A version that is on this kiosk. ``folder`` is its content folder."""

    place: Path
    manifest: Manifest
    raw: bytes
    confirmed: bool = False

    @property
    def name(self) -> str:
        return self.manifest.name

    @property
    def layer(self) -> str:
        return self.manifest.layer

    @property
    def version(self) -> int:
        return self.manifest.version

    @property
    def title(self) -> str:
        return self.manifest.title

    @property
    def made_on(self) -> date:
        return self.manifest.made_on

    @property
    def expires(self) -> date:
        return self.manifest.expires

    @property
    def state(self) -> str:
        """ "confirmed" once a kiosk has shown it, before that "trial". """
        return "confirmed" if self.confirmed else "trial"

    @property
    def folder(self) -> Path:
        return self.place / self.manifest.label

    @cached_property
    def fingerprint(self) -> str:
        from kiosk.pack.fingerprint import fingerprint  # PyYAML and 256 nouns, for who compares

        return fingerprint(self.raw)


class Shelf:
    """One pack's folder in the store. Changes only under ``locked``; OSError where the disk refuses."""

    def __init__(self, store: Path, name: str) -> None:
        self.store, self.name, self.folder = store, name, store / name

    @property
    def state(self) -> State:
        """As noted; where that cannot be read, as the folders suggest: nothing confirmed, nothing refused."""
        try:
            told = json.loads((self.folder / STATE).read_bytes())
            lists = {key: tuple(sorted(map(int, told[key]))) for key in ("confirmed", "refused")}
            return State(int(told["highest"]), starts=int(told["starts"]), **lists)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return State(highest=max(self.versions, default=0))

    def note(self, state: State) -> None:
        write_whole(self.folder / STATE, json.dumps(asdict(state)).encode())

    @property
    def versions(self) -> tuple[int, ...]:
        """Those on the disk, the highest first."""
        with contextlib.suppress(OSError):
            return tuple(sorted((int(name) for name in os.listdir(self.folder) if name.isdecimal()), reverse=True))
        return ()

    @property
    def active(self) -> int:
        """The version that counts; 0 where none does."""
        with contextlib.suppress(OSError, ValueError):
            return int(os.readlink(self.folder / NOW))
        return 0

    def switch(self, version: int) -> None:
        """From now on this version counts; 0: none. One renaming, so there is no moment between."""
        passing, link = self.folder / f".{NOW}", self.folder / NOW
        if version:
            passing.unlink(missing_ok=True)
            os.symlink(str(version), passing)
            os.replace(passing, link)
        else:
            link.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # it counts; at worst a power cut brings the former one back
            sync(self.folder)

    def pack(self, version: int) -> Pack | None:
        """None where its description is not there or not readable."""
        place = self.folder / str(version)
        try:
            raw = (place / MANIFEST).read_bytes()
            manifest = decoded(raw)
        except (OSError, PackRefused):
            return None
        if (manifest.name, manifest.version) != (self.name, version):
            return None
        return Pack(place, manifest, raw, version in self.state.confirmed)

    def former(self) -> int:
        """What to go back to: the highest kept version that was confirmed, else the highest; 0 where there is none."""
        state, active = self.state, self.active
        kept = [version for version in self.versions if version not in (active, *state.refused)]
        return next((version for version in kept if version in state.confirmed), next(iter(kept), 0))

    def put_back(self, version: int) -> None:
        """Back to ``version`` (0: none), and the one that counted is remembered as refused; not where somebody insists
        on a higher one, which may yet have to be taken back to it."""
        state, active = self.state, self.active
        refused = {*state.refused, max(active, version)} - {0, version}
        self.note(replace(state, refused=tuple(sorted(refused)), starts=0))
        self.switch(version)

    def tidy(self) -> None:
        """Keep what counts and two more, rather those that were confirmed; what cannot be removed stays."""
        state, active = self.state, self.active
        others = [version for version in self.versions if version != active]
        others.sort(key=lambda version: (version not in state.refused, version in state.confirmed, version),
                    reverse=True)
        for version in others[KEPT:]:
            shutil.rmtree(self.folder / str(version), ignore_errors=True)


def shelves(store: Path) -> tuple[Shelf, ...]:
    """Every pack that has a folder here, by name; none where there is no store."""
    with contextlib.suppress(OSError):
        return tuple(Shelf(store, name) for name in sorted(os.listdir(store)) if NAME.fullmatch(name))
    return ()


def unreadable(store: Path) -> str:
    """Why nobody can tell which packs are here; "" where one can, or where there are none yet."""
    try:
        os.listdir(f"{store}/.")
    except FileNotFoundError:
        return ""
    except OSError as fault:
        return fault.strerror
    return ""


def packs(store: Path) -> tuple[Pack, ...]:
    """Those that count, the lowest layer first, as they are meant to be shown: whether they are whole is another
    question (`kiosk.pack.layers`)."""
    found = (shelf.pack(shelf.active) for shelf in shelves(store) if shelf.active)
    return tuple(sorted(filter(None, found), key=lambda pack: (LAYERS.index(pack.layer), pack.name)))


def fault_of(pack: Pack) -> str:
    """What is wrong with its files, the first that is found; "" where each is there as it was signed, and no other."""
    wanted = {entry.path: entry for entry in pack.manifest.files}
    try:
        for folder, folders, files in os.walk(pack.folder, onerror=_raise):
            below = os.path.relpath(folder, pack.folder)
            for name in (*files, *(one for one in folders if os.path.islink(os.path.join(folder, one)))):
                path = os.path.normpath(os.path.join(below, name))
                entry = wanted.pop(path, None)
                if entry is None:
                    return f"{path} does not belong to it"
                if not _right(os.path.join(folder, name), entry):
                    return f"{path} is damaged"
    except OSError as fault:
        return f"it cannot be read ({fault.strerror})"
    return f"{next(iter(wanted))} is missing" if wanted else ""


def _right(file: str, entry: Entry) -> bool:
    with open(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as stream:
        about = os.fstat(stream.fileno())
        if about.st_size != entry.size or not stat.S_ISREG(about.st_mode):
            return False
        if entry.path.endswith(CHECKED_WHEN_HEARD):
            return True
        seen = sha256()
        while piece := stream.read(PIECE):
            seen.update(piece)
    return seen.hexdigest() == entry.sha256


def _raise(fault: OSError) -> None:
    raise fault


@contextlib.contextmanager
def locked(store: Path) -> Iterator[None]:
    """For the few milliseconds in which state and link change. Waits for the other one."""
    number = os.open(store, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


@contextlib.contextmanager
def as_owner(store: Path) -> Iterator[None]:
    """Root acts as the user whom the store belongs to: so the kiosk can tidy what an administrator installs, and a link
    that somebody laid there leads root nowhere. Others stay who they are."""
    if os.geteuid() != 0:
        yield
        return
    owner = next(path for path in (store, *store.parents) if path.exists()).stat()
    if owner.st_uid == 0:
        yield
        return
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(owner.st_gid)
    os.seteuid(owner.st_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


def flush(folder: Path) -> None:
    """All that was written to the disk of this folder is on it: once, where 10,000 files one by one take a minute."""
    number = os.open(folder, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(number):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    finally:
        os.close(number)
