"""`kiosk pack publish`, `fetch` and `from-stick`: what each does, and what it says. Each returns the exit code."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root

from kiosk.doctor import Machine
from kiosk.pack import install as packs_install
from kiosk.pack.channel import Channel, earliest_expiry
from kiosk.pack.channel import fetch as fetch_all
from kiosk.pack.channel_publish import Keys, PublishFault, Repository
from kiosk.pack.channel_report import ALARM, EXIT, LATER, OK, Report, keep, last
from kiosk.pack.channel_transfer import Server
from kiosk.pack.here import incoming, installer, memory
from kiosk.pack.layers import known
from kiosk.pack.manifest import Manifest
from kiosk.pack.refused import PackRefused
from kiosk.pack.stick_copy import TOLD, About, Found, Here, Look, StickRefused, bring, find, see, tell
from kiosk.pack.store import packs
from kiosk.settings import Settings

ROOT = "root.json"
READING = "A stick is being read. Leave it in until it says here what is on it."
TOO_LONG = "Reading the stick took too long. Use one that holds nothing but the packs."


def fetch(chosen: Namespace, settings: Settings, machine: Machine | None = None, server: Server | None = None) -> int:
    """0: the kiosk has what is offered; 75: not now, the next run may; 1: somebody must look."""
    if not settings.channel.address:
        print("channel.address is empty, so there is nothing to fetch.", file=sys.stderr)
        return 0
    folder = memory(settings)
    _become_the_owner(folder.parent)
    now = datetime.now(UTC)
    if (machine or Machine()).clock_synchronised() == "no" and not chosen.clock_is_right:
        report = Report(now, LATER, "No time server has confirmed the clock yet, and without the right time nobody can "
                                    "say what is past its date. See: timedatectl timesync-status")
    else:
        report = _fetched(settings, folder, server or Server(), now)
    before = last(folder)
    report = replace(report, good=now if report.kind == OK else before and before.good,
                     expires=earliest_expiry(folder / "metadata"))
    print(report.sentence, file=sys.stdout if report.kind == OK else sys.stderr)
    try:
        keep(folder, report)
    except OSError as fault:
        print(f"{folder} cannot be written: {fault.strerror}.", file=sys.stderr)
    return EXIT[report.kind]


def _fetched(settings: Settings, folder: Path, server: Server, now: datetime) -> Report:
    file = settings.packs.keys / ROOT
    try:
        root = file.read_bytes()
        Metadata[Root].from_bytes(root)
    except OSError as fault:
        return Report(now, ALARM, f"{file} cannot be read: {fault.strerror}. Put there the 1.root.json of who "
                                  "publishes your packs.")
    except RepositoryError:
        return Report(now, ALARM, f"{file} is not whole. Copy it again from who publishes your packs.")
    channel = Channel(settings.channel.address, root, folder, installer(settings),
                      lambda: known(settings.packs.folder))
    try:
        with _stopped_by(KeyboardInterrupt()):
            return fetch_all(channel, server, now)
    except KeyboardInterrupt:
        return Report(now, LATER, "Fetching was stopped before its end. The next run goes on.")


def from_stick(chosen: Namespace, settings: Settings) -> int:
    """2 where the stick was refused."""
    waits = incoming(settings)
    _become_the_owner(waits.parent)
    here = {pack.name: pack.version for pack in packs(settings.packs.folder)}

    def look(file: Path) -> About:
        return see(file, settings.packs.keys)

    def found() -> Found:
        there = find(chosen.path, look, here)
        print(there.line(here), *there.left[TOLD:], sep="\n")
        return there

    try:
        if chosen.dry_run:
            found()
        elif chosen.install:
            for file, _ in found().wanted:
                done = installer(settings)(file)
                print(f"{done.name}-{done.version} is installed. A running kiosk shows it when nobody is there.")
        else:
            with _one_stick_at_a_time(waits.parent), _stopped_by(StickRefused(TOO_LONG)):
                _offer(found, chosen.path, waits, look, here)
    except (StickRefused, PackRefused) as reason:
        print(reason, file=sys.stderr)
        return 2
    except OSError as fault:
        print(f"{waits} cannot be written: {fault.strerror}. Use sudo; if it says the same again, look whether the "
              "disk is read-only or worn.", file=sys.stderr)
        return 2
    return 0


def _offer(found: Callable[[], Found], stick: Path, waits: Path, look: Look, here: Here) -> None:
    """Whoever stands before the page for sticks sees from the beginning to the end how it goes."""
    tell(waits, READING)
    try:
        bring(found(), stick, waits, look, here)
    except StickRefused as reason:
        tell(waits, str(reason))
        raise


def publish(chosen: Namespace, settings: Settings, now: datetime | None = None) -> int:
    """2 where it was refused; then what was published before still stands."""
    repository = Repository(chosen.folder, now or datetime.now(UTC), chosen.days)
    trusted = chosen.trust or settings.packs.keys

    def look(file: Path) -> Manifest:
        packs_install.verify(file, trusted)      # to its end, where look reads only its beginning
        return packs_install.look(file, trusted)

    try:
        if chosen.new:
            _begin(repository, chosen.keys)
            return 0
        keys = Keys(chosen.keys)
        if chosen.new_root:
            print(*repository.renew_root(keys, chosen.replace, next(iter(chosen.keys), Path("."))), sep="\n")
            keys = Keys(chosen.keys)
        if not chosen.refresh and (not chosen.new_root or repository.may_sign(keys, "targets")):
            print(*repository.publish(chosen.packs, chosen.withdraw, keys, look), sep="\n")
        if chosen.refresh or repository.may_sign(keys, "timestamp"):
            repository.refresh(keys)
            print(f"Renewed. Kiosks find it as soon as {chosen.folder} is on the web server.")
        else:
            print(f"Now, where the online key is:  kiosk pack publish {chosen.folder} --refresh --keys KEYS")
    except (PublishFault, PackRefused) as reason:
        print(reason, file=sys.stderr)
        return 2
    return 0


def _begin(repository: Repository, keys: list[Path]) -> None:
    if len(keys) != 1:
        raise PublishFault("Name one empty folder for the new keys with --keys, on a stick for instance.")
    repository.begin(keys[0])
    print(f"""{repository.folder} can be served. Its keys are in {keys[0]}; move them to where they are kept:
  root-1.key root-2.key root-3.key   each with another person; two are needed, once in ten years or when a key is lost
  targets.key                        with who publishes packs, not on a machine with a network
  online.key                         with the machine that renews the date each day
Put {repository.metadata / '1.root.json'} on each kiosk as root.json, among the keys (packs.keys).""")


@contextlib.contextmanager
def _one_stick_at_a_time(state: Path) -> Iterator[None]:
    """The second waits for the first, and what it brings takes the place of the first's."""
    state.mkdir(parents=True, exist_ok=True)
    with open(state / ".stick", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _become_the_owner(state: Path) -> None:
    """An administrator calls as root; what is written must stay the kiosk's, and root reads nobody's stick."""
    if os.geteuid() == 0 and state.exists() and (owner := state.stat()).st_uid:
        os.setgroups([])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)


@contextlib.contextmanager
def _stopped_by(fault: BaseException) -> Iterator[None]:
    """``fault`` is raised when systemd stops us, since it takes too long: that is told too."""
    def stop(*_: object) -> None:
        raise fault

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
