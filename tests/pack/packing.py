"""Packs for tests: real keys, real files, small."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from kiosk.pack import keys
from kiosk.pack.container import write
from kiosk.pack.install import Installed, install
from kiosk.pack.layers import confirm, layers
from kiosk.pack.manifest import Entry, Manifest
from kiosk.pack.store import Shelf

TODAY = date(2026, 11, 27)
FILES = {"walkthroughs/eigen/walkthrough.yaml": b"number: 2001\n" * 40,
         "locales/fr/LC_MESSAGES/walkthroughs.mo": b"mo" * 700, "recordings/nl/0a.json": b"{}",
         "recordings/nl/0a.ogg": bytes(range(256)) * 12, "pictures/leeg.png": b""}
ABOUT = Manifest("gent", "municipality", 7, "Stad Gent", date(2026, 11, 20), date(2027, 11, 20))


class Maker:
    """Who makes packs: a key pair, and a folder of keys in which kiosks have its public half."""

    def __init__(self, folder: Path, name: str = "gent") -> None:
        self.folder, self.keys = folder, folder / "keys"
        self.secret, self.public = keys.make(folder / name)
        self.keys.mkdir(exist_ok=True)
        shutil.copy(self.public, self.keys)

    def signed(self, manifest: Manifest, files: dict[str, bytes]) -> bytes:
        """A pack whose manifest says what ``manifest`` says of ``files``."""
        entries = tuple(Entry(path, len(data), sha256(data).hexdigest()) for path, data in sorted(files.items()))
        manifest = replace(manifest, files=entries)
        out = io.BytesIO()
        signature = keys.signed(manifest.encoded(), b"", self.secret)
        write(out, manifest, signature, lambda entry: iter((files[entry.path],) if entry.size else ()))
        return out.getvalue()

    def pack(self, version: int = 7, files: dict[str, bytes] | None = None, **about: object) -> Path:
        manifest = replace(ABOUT, version=version, **about)
        file = self.folder / f"{manifest.label}.kioskpack"
        file.write_bytes(self.signed(manifest, FILES if files is None else files))
        return file

    def install(self, file: Path, store: Path, **other: object) -> Installed:
        return install(file, store, self.keys, **({"today": TODAY, "program": "0.1.0"} | other))


def shown(store: Path) -> list[str]:
    """What a kiosk would show now, and what it would say about it."""
    found = layers(store, program="0.1.0")
    return [*(pack.manifest.label for pack in found.packs), *found.said]


def confirmed(store: Path) -> None:
    """A kiosk came up with what is there."""
    confirm(store, layers(store, program="0.1.0").packs)


def state(store: Path, name: str = "gent"):
    return Shelf(store, name).state
