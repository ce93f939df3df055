"""A publisher, a web server and one kiosk, for all tests of packs from an address."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import requests
from static_server import StaticServer

from kiosk.pack import keys
from kiosk.pack.build import add_signature, build
from kiosk.pack.channel import Channel, fetch
from kiosk.pack.channel_publish import Keys, Repository
from kiosk.pack.channel_report import Report
from kiosk.pack.channel_transfer import Server
from kiosk.pack.install import install, look
from kiosk.pack.layers import known
from kiosk.pack.manifest import Manifest
from kiosk.pack.store import packs

NOW = datetime.now(UTC)      # python-tuf judges dates by the machine's own clock
BIG = 300_000                # bytes of a pack, several times what one read takes


class World:
    """A publisher with keys, a web server, and one kiosk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.published, self.keys = folder, folder / "published", folder / "keys"
        self.trusted, self.secret = folder / "etc", folder / "makers" / "gent.key"
        self.store, self.memory = folder / "packs", folder / "channel"
        if not self.trusted.exists():
            _, public = keys.make(self.secret.with_suffix(""))
            self.trusted.mkdir()
            (self.trusted / "gent.pem").write_bytes(public.read_bytes())
            self.repository().begin(self.keys)
        self.root = (self.published / "metadata" / "1.root.json").read_bytes()
        self.server = StaticServer(self.published)

    def repository(self, now: datetime = NOW) -> Repository:
        return Repository(self.published, now)

    def pack(self, version: int, name: str = "gent", layer: str = "municipality", text: str = "") -> Path:
        content = self.folder / "content" / f"{name}-{version}"
        content.mkdir(parents=True, exist_ok=True)
        (content / "pack.toml").write_text(f'name = "{name}"\nlayer = "{layer}"\ntitle = "Stad {name}"\n')
        (content / "words.txt").write_text(text or f"{version} " * (BIG // 2))
        file = build(content, self.folder / "made", version, date.today())
        add_signature(file, lambda raw, signatures: keys.signed(raw, signatures, self.secret))
        return file

    def publish(self, *files: Path, now: datetime = NOW) -> None:
        self.repository(now).publish(files, [], Keys([self.keys]), self.look)
        self.repository(now).refresh(Keys([self.keys]))

    def look(self, file: Path) -> Manifest:
        return look(file, self.trusted)

    def served(self, version: int) -> Path:
        """The file on the web server."""
        content = (self.folder / "made" / f"gent-{version}.kioskpack").read_bytes()
        return next(file for file in (self.published / "targets").iterdir() if file.read_bytes() == content)

    def channel(self) -> Channel:
        return Channel(self.server.address, self.root, self.memory,
                       partial(install, store=self.store, keys=self.trusted),
                       lambda: known(self.store))

    def fetch(self, channel: Channel | None = None, server: Server | None = None) -> Report:
        self.server.asked.clear()
        return fetch(channel or self.channel(), server or Server(requests.Session()), NOW)

    @property
    def versions(self) -> dict[str, int]:
        return {pack.name: pack.version for pack in packs(self.store)}

    @property
    def asked(self) -> list[str]:
        return [path for path, _ in self.server.asked]


def still_one(world: World, report: Report, kind: str, *words: str) -> None:
    """What every fault must come to: the old content, and one sentence."""
    assert report.kind == kind, report
    assert all(word in report.sentence for word in words), report.sentence
    assert len(report.sentence) < 400 and "Traceback" not in report.sentence
    assert world.versions == {"gent": 1}
