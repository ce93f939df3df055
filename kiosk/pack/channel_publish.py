"""The other end: a folder of static files that any web server can serve, from packs that people signed.

    metadata/N.root.json        who may sign what; signed by root keys
    metadata/N.targets.json     the packs with their sizes and checksums; signed by the targets key
    metadata/N.snapshot.json    which of those belong together; signed by the online key
    metadata/timestamp.json     which snapshot is the newest; signed by the online key
    targets/SUM.NAME.kioskpack  the packs

The root and targets keys stay with people, off the network; the online key is with a machine that renews each day.
Files are added before what names them, and timestamp.json last: a kiosk that asks meanwhile sees the old or the new.
What the online key signs is numbered by the clock: copies of one folder, renewed here and there, never go backwards.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from kiosk.pack.container import SUFFIX
from kiosk.pack.manifest import LAYERS, Manifest

ROOT_KEYS, ROOT_THRESHOLD = 3, 2
ROOT_DAYS, PACKS_DAYS, FRESH_DAYS = 3650, 90, 14
ON_THE_WAY = timedelta(days=1)
"""A pack that nothing names yet may just be arriving."""
SIGNS = {"root": ("root",), "targets": ("targets",), "online": ("snapshot", "timestamp")}
"""Whose keys sign what."""

Kind = TypeVar("Kind", Root, Targets, Snapshot, Timestamp)
Look = Callable[[Path], Manifest]
"""Reads and verifies a pack file; raises PackRefused."""


class PublishFault(Exception):
    """One sentence, with its remedy. What was published before still stands."""


class Keys:
    """The private keys in some folders: root-1.key … root-3.key, targets.key, online.key, or any of them."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self.by_id: dict[str, CryptoSigner] = {}
        for file in sorted(file for folder in folders for file in folder.glob("*.key")):
            try:
                signer = CryptoSigner(load_pem_private_key(file.read_bytes(), None))
            except OSError as fault:
                raise PublishFault(f"{file} cannot be read: {fault.strerror}. Look at its permissions.") from None
            except (ValueError, TypeError, UnsupportedAlgorithm):
                continue                     # a key for packs with a password, say: not one of ours
            self.by_id[signer.public_key.keyid] = signer

    def of(self, root: Root, role: str) -> list[CryptoSigner]:
        """Those among them that may sign for a role."""
        return [self.by_id[id] for id in root.roles[role].keyids if id in self.by_id]


def make_key(folder: Path, name: str) -> CryptoSigner:
    """A new key as FOLDER/NAME.key, readable by its owner alone. PublishFault when there is one already."""
    signer, file = CryptoSigner.generate_ed25519(), folder / f"{name}.key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(signer.private_bytes)
    except FileExistsError:
        raise PublishFault(f"{file} exists already. Move it to where it is kept, or choose another folder.") from None
    except OSError as fault:
        raise PublishFault(f"{file} cannot be written: {fault.strerror}. Choose another folder.") from None
    return signer


class Repository:
    """The published folder. ``now``: with its time zone; what is signed is dated by it."""

    def __init__(self, folder: Path, now: datetime, days: int = PACKS_DAYS, fresh_days: int = FRESH_DAYS) -> None:
        self.folder, self.metadata, self.targets = folder, folder / "metadata", folder / "targets"
        self.now, self.days, self.fresh_days = now.replace(microsecond=0), days, fresh_days

    # What people do.

    def begin(self, keys: Path) -> None:
        """New keys and an empty repository. PublishFault where there is one."""
        if self._newest("root"):
            raise PublishFault(f"{self.folder} is a repository already. Publish packs in it, or choose another folder.")
        try:
            self.metadata.mkdir(parents=True, exist_ok=True)      # before there are keys that belong to nothing
        except OSError as fault:
            raise PublishFault(f"{self.folder} cannot be written: {fault.strerror}. Choose another folder.") from None
        root = Root(expires=self.now + timedelta(days=ROOT_DAYS), consistent_snapshot=True)
        root.roles["root"].threshold = ROOT_THRESHOLD
        for name in (*(f"root-{number}" for number in range(1, ROOT_KEYS + 1)), "targets", "online"):
            signer = make_key(keys, name)
            for kind in SIGNS[name.partition("-")[0]]:
                root.add_key(signer.public_key, kind)
        made = Keys([keys])
        self._write(Metadata(root), made.of(root, "root"))
        self._write(Metadata(Targets(expires=self.now + timedelta(days=self.days))), made.of(root, "targets"))
        self.refresh(made)

    def publish(self, packs: Iterable[Path], withdraw: Iterable[str], keys: Keys, look: Look) -> list[str]:
        """Each pack in the place of the one with its name; without any, the same packs are signed for another while.
        Returns what was done, a line each. Raises PackRefused and PublishFault, before anything has changed."""
        root, old = self._read(Root), self._read(Targets)
        signers = self._signers(keys, root, "targets")
        targets, lines = dict(old.targets), []
        for name in withdraw:
            if targets.pop(name + SUFFIX, None) is None:
                raise PublishFault(f"No pack named {name} is published. These are: {', '.join(_names(old)) or 'none'}.")
            lines.append(f"{name} is offered no more. Kiosks that have it keep it.")
        looked = [(file, look(file)) for file in packs]
        for file, manifest in looked:
            before = targets.get(manifest.name + SUFFIX)
            if before and (before.custom or {}).get("version", 0) >= manifest.version:
                raise PublishFault(f"{file} is {manifest.label}, and version {before.custom['version']} is published: "
                                   "kiosks would refuse it. Build it again with a higher version.")
        for file, manifest in looked:
            target = TargetFile.from_file(manifest.name + SUFFIX, str(file), ["sha256"])
            target.unrecognized_fields["custom"] = {"version": manifest.version, "title": manifest.title,
                                                    "order": LAYERS.index(manifest.layer)}
            self._replace(self._place_of(target), lambda passing, file=file: shutil.copyfile(file, passing))
            targets[target.path] = target
            lines.append(f"{manifest.label} is published: {manifest.title}.")
        new = Targets(version=old.version + 1, expires=self.now + timedelta(days=self.days), targets=targets)
        self._write(Metadata(new), signers)
        return lines or [f"The same packs are signed until {new.expires:%Y-%m-%d}."]

    def renew_root(self, keys: Keys, replace: Iterable[str], into: Path) -> list[str]:
        """Another root, for another ten years, with new keys for what is named, of SIGNS. Returns what was done, a line
        each. Kiosks follow by themselves, once what those keys sign is signed anew."""
        old = self._read(Root)
        root = Root.from_dict(old.to_dict())
        root.version, root.expires = old.version + 1, self.now + timedelta(days=ROOT_DAYS)
        signers = keys.of(old, "root")
        if len(signers) < old.roles["root"].threshold:
            raise PublishFault(f"A new root needs {old.roles['root'].threshold} of the root keys. Name the folder of "
                               "each with --keys.")
        lines = []
        for role in replace:
            names = [f"root-{number}" for number in range(1, ROOT_KEYS + 1)] if role == "root" else [role]
            new = [make_key(into, f"{name}-v{root.version}") for name in names]
            for kind in SIGNS[role]:
                for id in list(root.roles[kind].keyids):
                    root.revoke_key(id, kind)
                for signer in new:
                    root.add_key(signer.public_key, kind)
            signers += new if role == "root" else []
            lines += [f"New: {into / name}-v{root.version}.key" for name in names]
        self._write(Metadata(root), signers)
        return [*lines, f"Root {root.version} is signed until {root.expires:%Y-%m-%d}."]

    def may_sign(self, keys: Keys, role: str) -> bool:
        return bool(keys.of(self._read(Root), role))

    # What the machine with the online key does.

    def refresh(self, keys: Keys) -> None:
        """A new timestamp, and a new snapshot where the packs changed or it is half over. PublishFault, too, where a
        pack that is named is not there: kiosks would ask for it."""
        root, targets = self._read(Root), self._read(Targets)
        signers = self._signers(keys, root, "timestamp")
        again = f"Sign it again first, with the targets key: kiosk pack publish {self.folder} --keys KEYS"
        if targets.expires < self.now:
            raise PublishFault(f"The list of packs is past its date ({targets.expires:%Y-%m-%d}). {again}")
        if not self._holds(root, Targets):
            raise PublishFault(f"The list of packs is signed with a key that was replaced. {again}")
        for path, target in targets.targets.items():
            file = self._place_of(target)
            if not file.is_file() or file.stat().st_size != target.length:
                raise PublishFault(f"{path} is in the list of packs, and not whole in {self.targets}. Copy that folder "
                                   "there again, before the metadata.")
        snapshot = self._read(Snapshot) if self._newest("snapshot") else None
        if (snapshot is None or snapshot.meta["targets.json"].version != targets.version
                or snapshot.expires - self.now < timedelta(days=self.days / 2) or not self._holds(root, Snapshot)):
            snapshot = Snapshot(version=self._after(self._newest("snapshot")),
                                expires=self.now + timedelta(days=self.days),
                                meta={"targets.json": MetaFile(targets.version)})
            self._write(Metadata(snapshot), signers)
        there = self.metadata / "timestamp.json"
        version = self._load(Timestamp, there).version if there.exists() else 0
        self._write(Metadata(Timestamp(version=self._after(version), snapshot_meta=MetaFile(snapshot.version),
                                       expires=self.now + timedelta(days=self.fresh_days))), signers)
        self._sweep(targets)

    # Reading and writing.

    def _signers(self, keys: Keys, root: Root, role: str) -> list[CryptoSigner]:
        if found := keys.of(root, role):
            return found
        name = "targets" if role == "targets" else "online"
        places = ", ".join(map(str, keys.folders)) or "any folder"
        raise PublishFault(f"The {name} key of this repository is not in {places}. Name the folder that holds it with "
                           "--keys.")

    def _after(self, version: int) -> int:
        return max(version + 1, int(self.now.timestamp()))

    def _versions(self, role: str) -> list[int]:
        """Those that are there, the newest last."""
        numbers = (file.name.partition(".")[0] for file in self.metadata.glob(f"*.{role}.json"))
        return sorted(int(number) for number in numbers if number.isdecimal())

    def _newest(self, role: str) -> int:
        """0 for none."""
        return max(self._versions(role), default=0)

    def _read(self, kind: type[Kind]) -> Kind:
        version = self._newest(kind.type)
        if not version:
            raise PublishFault(f"{self.folder} is no repository yet. Make it one: kiosk pack publish {self.folder} "
                               "--new --keys KEYS")
        return self._load(kind, self.metadata / f"{version}.{kind.type}.json")

    def _holds(self, root: Root, kind: type[Kind]) -> bool:
        """Whether the newest one is signed as this root wants it: a key may have been replaced."""
        newest = Metadata[kind].from_bytes((self.metadata / f"{self._newest(kind.type)}.{kind.type}.json").read_bytes())
        return root.get_verification_result(kind.type, newest.signed_bytes, newest.signatures).verified

    def _load(self, kind: type[Kind], file: Path) -> Kind:
        try:
            return Metadata[kind].from_bytes(file.read_bytes()).signed
        except (RepositoryError, OSError):
            raise PublishFault(f"{file} cannot be read. Put it back from where you keep copies.") from None

    def _write(self, metadata: Metadata, signers: Sequence[CryptoSigner]) -> None:
        kind, version = metadata.signed.type, metadata.signed.version
        for signer in signers:
            metadata.sign(signer, append=True)
        name = "timestamp.json" if kind == Timestamp.type else f"{version}.{kind}.json"
        self._replace(self.metadata / name, lambda passing: passing.write_bytes(metadata.to_bytes()))

    def _place_of(self, target: TargetFile) -> Path:
        return self.targets / f"{target.hashes['sha256']}.{target.path}"

    def _replace(self, file: Path, write: Callable[[Path], object]) -> None:
        """Whole or not at all. Not by kiosk/whole.py, which gives every file one date: web servers and caches take two
        files of one date and one size for the same."""
        passing = file.with_name(f"{file.name}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write(passing)
            passing.chmod(0o644)
            with open(passing, "rb") as written:
                os.fsync(written.fileno())
            passing.replace(file)
        except OSError as fault:
            raise PublishFault(f"{file} cannot be written: {fault.strerror}. Look at its permissions, and whether "
                               "there is room.") from None

    def _sweep(self, newest: Targets) -> None:
        """Take away what neither this state nor the one before names: a kiosk may be in the middle of that one."""
        for role in ("targets", "snapshot"):
            for version in self._versions(role)[:-2]:
                (self.metadata / f"{version}.{role}.json").unlink(missing_ok=True)
        before = self.metadata / f"{newest.version - 1}.targets.json"
        states = [newest, *([self._load(Targets, before)] if before.exists() else [])]
        named = {self._place_of(target) for state in states for target in state.targets.values()}
        for file in self.targets.glob("*"):
            came = datetime.fromtimestamp(file.stat().st_ctime, self.now.tzinfo)
            if file not in named and self.now - came > ON_THE_WAY:
                file.unlink()


def _names(targets: Targets) -> list[str]:
    return sorted(path.removesuffix(SUFFIX) for path in targets.targets)
