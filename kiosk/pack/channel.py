"""Packs from an address: The Update Framework (python-tuf) says what is there now, and whether that may be believed.

Whatever goes wrong, what this kiosk has stays. The clock must be right before: what expires is judged by it, and a
Raspberry Pi has no clock of its own.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tuf.api import exceptions as tuf
from tuf.api.metadata import Metadata, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.ngclient import Updater, UpdaterConfig

from kiosk.pack.channel_faults import explain
from kiosk.pack.channel_report import ALARM, LATER, OK, Handed, Report
from kiosk.pack.channel_transfer import NotAsSigned, Server, Unreachable
from kiosk.pack.container import LARGEST, SUFFIX
from kiosk.pack.install import Installed
from kiosk.pack.manifest import NAME, SUM
from kiosk.pack.refused import PackRefused
from kiosk.pack.stick import printable

FAULTS = (tuf.RepositoryError, tuf.DownloadError, OSError)
SPARE = 300 << 20        # bytes that stay free on the kiosk's disk
SMALL = UpdaterConfig(max_root_rotations=32, max_delegations=0, snapshot_max_length=100_000,
                      targets_max_length=500_000, app_user_agent="digipunt-kiosk")


@dataclass(frozen=True)
class Channel:
    """``address``: where the repository stands; ``root``: the first root.json, which came with the settings;
    ``folder``: what is remembered between runs; ``install``: verifies a pack and switches to it, raises PackRefused;
    ``here``: the versions below which and with which nothing is brought, by name; ``free``: bytes free where a folder
    is."""

    address: str
    root: bytes
    folder: Path
    install: Callable[[Path], Installed]
    here: Callable[[], Mapping[str, int]]
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free

    @property
    def metadata(self) -> Path:
        return self.folder / "metadata"


def fetch(channel: Channel, server: Server, now: datetime) -> Report:
    """Take what is new, install it, and say what happened. ``now``: with its time zone. Raises nothing: what the
    network, the server, a pack or the disk does wrong is in the report."""
    try:
        channel.metadata.mkdir(parents=True, exist_ok=True)
        with _alone(channel.folder):
            targets = _refresh(channel, server)
            handed = tuple(_hand_over(channel, server, targets))
    except FAULTS as reason:
        kind, sentence = explain(reason, channel.address)
        return Report(now, kind, sentence)
    new = [f"{one.name} {one.version} ({one.fingerprint})" for one in handed if one.version]
    said = [*([f"New: {', '.join(new)}."] if new else []), *(one.why for one in handed if one.why)]
    kind = next((kind for kind in (ALARM, LATER) if kind in [one.kind for one in handed]), OK)
    return Report(now, kind, " ".join(said) or "Nothing new.", handed)


def _refresh(channel: Channel, server: Server) -> dict[str, TargetFile]:
    """What the repository offers now, verified."""
    updater = Updater(str(channel.metadata), f"{channel.address}/metadata", fetcher=server, config=SMALL,
                      bootstrap=channel.root)
    updater.refresh()
    # The updater wrote this file after it had verified it, and offers no list of its own.
    return Metadata[Targets].from_bytes((channel.metadata / "targets.json").read_bytes()).signed.targets


def _hand_over(channel: Channel, server: Server, targets: dict[str, TargetFile]) -> Iterator[Handed]:
    """Each pack, the lowest layer first; those that are new are fetched and installed. One that cannot be is no reason
    to leave out the others, but a network that fails is."""
    here = channel.here()
    files = channel.folder / "files"
    files.mkdir(exist_ok=True)
    sums = {target.hashes.get("sha256", "") for target in targets.values()}
    for old in files.iterdir():
        if old.stem not in sums:
            old.unlink()                     # the rest of something that is offered no more
    for path, target in sorted(targets.items(), key=lambda item: (_told(item[1], "order"), item[0])):
        name, total = path.removesuffix(SUFFIX), target.hashes.get("sha256", "")
        version = _told(target, "version")
        if path != name + SUFFIX or not NAME.fullmatch(name) or not SUM.fullmatch(total) or version < 1:
            yield Handed(printable(path), ALARM, f"{printable(path)} is no pack as `kiosk pack publish` offers it. "
                                                 "Tell who publishes there.")
            continue
        file = files / f"{total}{SUFFIX}"
        if version <= here.get(name, 0):     # also what a stick brought, and what was taken back here
            file.unlink(missing_ok=True)
            yield Handed(name)
            continue
        try:
            _download(channel, server, path, target, file)
            done = channel.install(file)
            file.unlink()
            yield Handed(name, version=done.version, fingerprint=done.fingerprint)
        except PackRefused as reason:        # the file stays: the next run asks again without the network
            yield Handed(name, ALARM, f"{name} is refused: {reason}")
        except FAULTS as reason:
            yield Handed(name, *explain(reason, channel.address))
            if isinstance(reason, Unreachable):
                return


def _told(target: TargetFile, what: str) -> int:
    """The version of a pack, or the order of its layer, as who publishes says it. Believed only to leave a pack where
    it is; 0 where nothing is said."""
    told = target.custom.get(what) if isinstance(target.custom, dict) else None
    return told if isinstance(told, int) else 0


def _download(channel: Channel, server: Server, path: str, target: TargetFile, file: Path) -> None:
    """The whole of it as ``file``, verified."""
    part = file.with_suffix(".part")
    if file.exists():                        # refused before; or a power cut came between
        file.replace(part)
    begun = part.stat().st_size if part.exists() else 0
    if target.length > LARGEST:
        raise NotAsSigned(f"{path} has {target.length >> 20} MB, which no pack has. Tell who publishes there.")
    if channel.free(file.parent) - SPARE < target.length - begun:
        raise OSError(errno.ENOSPC, f"there is no room for the {target.length >> 20} MB of {path}")
    server.resume(f"{channel.address}/targets/{target.hashes['sha256']}.{path}", part, target.length)
    try:
        with open(part, "rb") as read:
            target.verify_length_and_hashes(read)
    except tuf.LengthOrHashMismatchError:
        part.unlink()
        if not begun:
            raise
        _download(channel, server, path, target, file)   # what was here already may be what is spoilt
    else:
        part.replace(file)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with open(folder / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unreachable("Packs are being fetched already. Wait until that has ended.") from None
        yield


def earliest_expiry(metadata: Path) -> datetime | None:
    """When what was last verified expires; None where nothing was."""
    ends = []
    for kind in (Root, Timestamp, Snapshot, Targets):
        with contextlib.suppress(OSError, tuf.RepositoryError):
            ends.append(Metadata[kind].from_bytes((metadata / f"{kind.type}.json").read_bytes()).signed.expires)
    return min(ends, default=None)
