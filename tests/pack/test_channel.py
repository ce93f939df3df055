"""Packs from an address, over real HTTP, with real keys and packs: what arrives, what is asked for, what is said."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import json
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as pem
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from static_server import Handler, StaticServer

from kiosk.pack import channel_publish, keys
from kiosk.pack.build import add_signature, build
from kiosk.pack.channel import Channel, fetch
from kiosk.pack.channel_publish import Keys, PublishFault, Repository
from kiosk.pack.channel_report import ALARM, LATER, OK, Report
from kiosk.pack.channel_transfer import HALF_AN_HOUR, Server
from kiosk.pack.install import Installed, install, look
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
                       lambda: self.versions)

    def fetch(self, channel: Channel | None = None, server: Server | None = None) -> Report:
        self.server.asked.clear()
        return fetch(channel or self.channel(), server or Server(requests.Session()), NOW)

    @property
    def versions(self) -> dict[str, int]:
        return {pack.name: pack.version for pack in packs(self.store)}

    @property
    def asked(self) -> list[str]:
        return [path for path, _ in self.server.asked]


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch):
    """No test here cuts the power, and hundreds of times waiting for the disk is most of their time."""
    monkeypatch.setattr(os, "fsync", lambda file: None)


@pytest.fixture
def world(tmp_path) -> Iterator[World]:
    world = World(tmp_path / "world")
    yield world
    world.server.close()


@pytest.fixture(scope="module")
def fetched_once(tmp_path_factory) -> Path:
    world = World(tmp_path_factory.mktemp("fetched") / "world")
    world.publish(world.pack(1))
    assert world.fetch().kind == OK
    world.server.close()
    return world.folder


@pytest.fixture
def one(fetched_once, tmp_path) -> Iterator[World]:
    """With version 1 published and fetched."""
    world = World(shutil.copytree(fetched_once, tmp_path / "world", symlinks=True))
    yield world
    world.server.close()


def still_one(world: World, report: Report, kind: str, *words: str) -> None:
    """What every fault must come to: the old content, and one sentence."""
    assert report.kind == kind, report
    assert all(word in report.sentence for word in words), report.sentence
    assert len(report.sentence) < 400 and "Traceback" not in report.sentence
    assert world.versions == {"gent": 1}


def test_the_first_fetch_installs_and_the_next_asks_two_small_questions(world):
    world.publish(world.pack(1))
    assert world.fetch().sentence.startswith("New: gent ")
    assert world.versions == {"gent": 1}
    report = world.fetch()
    assert (report.kind, report.sentence) == (OK, "Nothing new.")
    assert world.asked == ["metadata/2.root.json", "metadata/timestamp.json"]
    assert not list((world.memory / "files").iterdir())


def test_only_what_changed_is_fetched(world):
    world.publish(world.pack(1), world.pack(1, "vlaanderen", "base"))
    world.fetch()
    world.publish(world.pack(2))
    report = world.fetch()
    assert [one.name for one in report.packs if one.version] == ["gent"]
    assert world.versions == {"gent": 2, "vlaanderen": 1}
    assert [path for path in world.asked if "vlaanderen" in path] == []
    assert len([path for path in world.asked if path.endswith(".kioskpack")]) == 1


def test_the_base_comes_in_before_what_lies_on_it(world):
    world.publish(world.pack(1), world.pack(1, "vlaanderen", "base"), world.pack(1, "oost", "province"))
    assert [one.name for one in world.fetch().packs] == ["vlaanderen", "oost", "gent"]


def test_an_old_state_put_back_is_refused(one, tmp_path):
    before = (one.published / "metadata" / "timestamp.json").read_bytes()
    one.publish(one.pack(2))
    one.fetch()
    (one.published / "metadata" / "timestamp.json").write_bytes(before)
    report = one.fetch()
    assert report.kind == ALARM and "older state" in report.sentence
    assert one.versions == {"gent": 2}


def test_what_nobody_renews_any_more_is_an_alarm_and_the_content_stays(one):
    one.repository(NOW - timedelta(days=15)).refresh(Keys([one.keys]))
    still_one(one, one.fetch(), ALARM, "past its date", "--refresh")
    assert one.repository().refresh(Keys([one.keys])) is None
    assert one.fetch().kind == OK


def test_a_flipped_byte_in_a_pack_is_refused_and_fetched_anew(one):
    one.publish(one.pack(2))
    file = one.served(2)
    good = file.read_bytes()
    file.write_bytes(good[:-5000] + bytes([good[-5000] ^ 1]) + good[-4999:])
    still_one(one, one.fetch(), ALARM, "not the one that was signed")
    file.write_bytes(good)
    assert one.fetch().sentence.startswith("New: gent ")


@pytest.mark.parametrize("name", ["timestamp", "snapshot", "targets"])
def test_a_flipped_byte_in_the_metadata_is_refused(one, name):
    one.publish(one.pack(2))
    for file in (one.published / "metadata").glob(f"*{name}.json"):
        content = file.read_bytes()
        middle = content.index(b'"version"') + 12
        file.write_bytes(content[:middle] + b"7" + content[middle:])
    still_one(one, one.fetch(), ALARM)


def test_another_signer_is_refused(one, tmp_path):
    other = Repository(tmp_path / "other", NOW)
    other.begin(tmp_path / "other-keys")
    for _ in range(5):
        other.refresh(Keys([tmp_path / "other-keys"]))
    timestamp = (tmp_path / "other" / "metadata" / "timestamp.json").read_bytes()
    (one.published / "metadata" / "timestamp.json").write_bytes(timestamp)
    still_one(one, one.fetch(), ALARM, "not signed by those")


def test_a_pack_of_a_maker_whom_this_kiosk_does_not_know_is_refused_although_it_was_published(one, tmp_path):
    secret, _ = keys.make(tmp_path / "makers" / "stranger")
    file = one.pack(2)
    add_signature(file, lambda raw, signatures: keys.signed(raw, b"", secret))
    one.repository().publish([file], [], Keys([one.keys]), lambda file: replace(one.look(one.pack(3)), version=2))
    one.repository().refresh(Keys([one.keys]))
    still_one(one, one.fetch(), ALARM, "gent is refused", "key that this kiosk does not know")
    # Judged again the next time, since the key may have come; but not fetched again.
    still_one(one, one.fetch(), ALARM, "gent is refused")
    assert not [path for path in one.asked if path.endswith(".kioskpack")]


def test_one_pack_that_is_spoilt_does_not_keep_the_others_out(one):
    one.publish(one.pack(2), one.pack(1, "vlaanderen", "base"))
    base = (one.folder / "made" / "vlaanderen-1.kioskpack").read_bytes()
    served = next(file for file in (one.published / "targets").iterdir() if file.read_bytes() == base)
    served.write_bytes(base[:-1])
    report = one.fetch()
    assert report.kind == ALARM and f"has a pack of {len(base) - 1} bytes where {len(base)}" in report.sentence
    assert report.sentence.startswith("New: gent 2 (")
    assert one.versions == {"gent": 2}
    served.write_bytes(base)
    assert one.fetch().kind == OK and one.versions == {"gent": 2, "vlaanderen": 1}


def test_data_without_end_stops_at_what_was_signed_for(one):
    one.publish(one.pack(2))
    one.server.odd[".kioskpack"] = lambda answer: answer.chunks(b"x" * 50_000)
    still_one(one, one.fetch(), ALARM, "more than the")
    assert not list((one.memory / "files").iterdir())
    one.server.odd = {"timestamp.json": lambda answer: answer.chunks(b" " * 50_000)}
    still_one(one, one.fetch(), ALARM, "more than packs can need")


def test_what_broke_off_goes_on_and_is_not_asked_for_again(one):
    one.publish(one.pack(2))
    content = one.served(2).read_bytes()
    cut = len(content) // 3
    served = []

    def dies(answer: Handler) -> None:
        served.append(answer.headers.get("Range"))
        if len(served) > 1:                      # the server is gone altogether after the first part
            answer.connection.close()
        else:
            answer.send_file(content, sent=cut)

    one.server.odd[".kioskpack"] = dies
    still_one(one, one.fetch(), LATER)
    part = next((one.memory / "files").glob("*.part"))
    have = part.stat().st_size
    assert 0 < have <= cut and part.read_bytes() == content[:have]
    one.server.odd.clear()
    assert one.fetch().sentence.startswith("New: gent ")
    assert [asked for path, asked in one.server.asked if path.endswith(".kioskpack")] == [f"bytes={have}-"]
    assert one.versions == {"gent": 2}


def test_a_transfer_that_breaks_off_now_and_then_still_ends_in_one_run(one):
    one.publish(one.pack(2))
    content = one.served(2).read_bytes()
    one.server.odd[".kioskpack"] = lambda answer: answer.send_file(content, sent=len(content) // 3 + 1)
    assert one.fetch().sentence.startswith("New: gent ")


def test_a_server_that_cannot_go_on_sends_everything(one):
    one.publish(one.pack(2))
    content = one.served(2).read_bytes()
    total = hashlib.sha256(content).hexdigest()
    (one.memory / "files" / f"{total}.part").write_bytes(content[:1000])
    one.server.odd[".kioskpack"] = lambda answer: answer.answer(200, content)
    assert one.fetch().sentence.startswith("New: gent ")


@pytest.mark.parametrize("file", ["root.json", "timestamp.json", ".kioskpack"])
def test_the_page_of_a_guests_network_is_no_pack(one, file):
    one.publish(one.pack(2))
    page = b"<!doctype html><title>Log in</title>"
    one.server.odd[file] = lambda answer: answer.answer(200, page, {"Content-Type": "text/html; charset=utf-8"})
    still_one(one, one.fetch(), LATER, "log in first")
    one.server.odd[file] = lambda answer: answer.answer(302, page, {"Location": "https://portal.example/login?x=1"})
    still_one(one, one.fetch(), LATER, "portal.example", "log in first")
    one.server.odd.clear()
    assert one.fetch().sentence.startswith("New: gent ")


def test_a_page_that_does_not_say_that_it_is_one(one):
    one.server.odd["timestamp.json"] = lambda answer: answer.answer(200, b"<html>Welcome</html>")
    still_one(one, one.fetch(), ALARM, "does not hold packs")


@pytest.mark.parametrize(("status", "kind"), [(404, ALARM), (403, ALARM), (500, LATER), (503, LATER), (407, LATER)])
def test_each_status_is_a_sentence(one, status, kind):
    one.server.odd["timestamp.json"] = lambda answer: answer.answer(status, b"")
    still_one(one, one.fetch(), kind)


def test_a_dead_server(one):
    one.server.close()
    still_one(one, one.fetch(), LATER, "cannot be reached")


def certificate(file: Path, address: str) -> Path:
    """One that its server made itself, with its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(NOW - timedelta(days=1)).not_valid_after(NOW + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256()))
    file.write_bytes(key.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption())
                     + made.public_bytes(pem.Encoding.PEM))
    return file


def test_certificates_over_https(one, tmp_path, monkeypatch):
    one.publish(one.pack(2))
    right = certificate(tmp_path / "right.pem", "127.0.0.1")
    wrong = certificate(tmp_path / "wrong.pem", "10.0.0.1")       # another machine's
    for file, trusted in ((right, None), (wrong, wrong), (right, right)):
        server = StaticServer(one.published, file)
        if trusted:
            monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted))
        report = one.fetch(replace(one.channel(), address=server.address))
        server.close()
        if trusted != right:
            still_one(one, report, LATER, "certificate")
    assert report.sentence.startswith("New: gent ")
    still_no_https = replace(one.channel(), address=one.server.address.replace("http:", "https:"))
    assert "certificate" in one.fetch(still_no_https).sentence


def test_a_proxy_that_is_not_there(one, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    still_one(one, one.fetch(), LATER, "proxy")


def test_a_byte_now_and_then_ends_with_the_half_hour_and_the_next_run_goes_on(one):
    one.publish(one.pack(2))
    one.server.odd[".kioskpack"] = lambda answer: answer.chunks(b"x")
    clock = itertools.count(0, HALF_AN_HOUR / 50)      # each byte takes half a minute
    still_one(one, one.fetch(server=Server(requests.Session(), now=lambda: next(clock))), LATER, "so slowly")
    assert 0 < next((one.memory / "files").glob("*.part")).stat().st_size < 60


@pytest.mark.parametrize("end", [".part", ".kioskpack"])
def test_what_a_power_cut_spoiled_is_fetched_anew(one, end):
    one.publish(one.pack(2))
    content = one.served(2).read_bytes()
    half = bytes(len(content) // 2) if end == ".part" else bytes(len(content))
    (one.memory / "files" / f"{hashlib.sha256(content).hexdigest()}{end}").write_bytes(half)
    assert one.fetch().sentence.startswith("New: gent ")


def test_a_server_that_goes_on_at_another_place_than_it_was_asked(one):
    one.publish(one.pack(2))
    content = one.served(2).read_bytes()
    (one.memory / "files" / f"{hashlib.sha256(content).hexdigest()}.part").write_bytes(content[:1000])

    def elsewhere(answer: Handler) -> None:
        if answer.headers.get("Range"):
            answer.answer(206, content[:50], {"Content-Range": f"bytes 0-49/{len(content)}"})
        else:
            answer.send_file(content)

    one.server.odd[".kioskpack"] = elsewhere
    assert one.fetch().sentence.startswith("New: gent ")


def test_a_full_disk_is_said_before_anything_is_fetched(one):
    one.publish(one.pack(2))
    still_one(one, one.fetch(replace(one.channel(), free=lambda folder: 1000)), ALARM, "no room")
    assert not [path for path in one.asked if path.endswith(".kioskpack")]


def test_a_pack_that_somebody_went_back_from_is_not_brought_again(one):
    one.publish(one.pack(2))
    one.fetch()
    (one.store / "gent" / "now").unlink()
    (one.store / "gent" / "now").symlink_to("1")
    assert one.fetch().sentence == "Nothing new."
    assert one.versions == {"gent": 1}
    one.publish(one.pack(3))
    one.fetch()
    assert one.versions == {"gent": 3}


def test_a_newer_one_that_a_stick_brought_stays_without_a_word(one):
    install(one.pack(5), one.store, one.trusted)
    one.publish(one.pack(2))
    assert one.fetch().sentence == "Nothing new."
    assert one.versions == {"gent": 5} and not [path for path in one.asked if path.endswith(".kioskpack")]


def test_what_was_fetched_is_named_by_its_words(one):
    one.publish(one.pack(2))
    words = one.fetch().packs[0].fingerprint
    assert len(words.split()) == 4 and words == packs(one.store)[0].fingerprint


def test_memory_that_a_power_cut_emptied_is_made_anew(one):
    for file in (one.memory / "metadata").rglob("*.json"):
        file.write_bytes(b"")
    assert one.fetch().kind == OK


@pytest.mark.parametrize("request_number", [1, 2, 3, 4, 5])
def test_killed_at_any_request_the_kiosk_has_the_old_and_the_next_run_brings_the_new(one, request_number):
    one.publish(one.pack(2))
    child, known, seen = [], threading.Event(), []

    def kill(answer: Handler) -> None:
        seen.append(answer.path)
        file = one.published / answer.path.lstrip("/")
        content = file.read_bytes() if file.is_file() else None
        if len(seen) == request_number:
            answer.send_file(content, sent=len(content or b"") // 2)
            known.wait()
            os.kill(child[0], signal.SIGKILL)
        else:
            answer.send_file(content)

    one.server.odd[""] = kill
    child.append(os.fork())
    if not child[0]:
        try:
            fetch(one.channel(), Server(requests.Session()), NOW)
        finally:
            os._exit(0)
    known.set()
    assert os.waitpid(child[0], 0)[1] == signal.SIGKILL
    assert one.versions == {"gent": 1}
    one.server.odd.clear()
    assert one.fetch().sentence.startswith("New: gent 2")


class PowerCut(BaseException):
    pass


@pytest.mark.parametrize("fault", [PowerCut(), OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))])
def test_ended_at_any_change_on_the_disk_it_is_the_old_or_the_new(one, tmp_path, monkeypatch, fault):
    one.publish(one.pack(2))
    real, saved = os.replace, tmp_path / "saved"
    shutil.copytree(one.memory, saved / "channel", symlinks=True)
    shutil.copytree(one.store, saved / "packs", symlinks=True)
    for step in itertools.count():
        left = itertools.count(-step)

        def replace_file(*names, left=left, **folders) -> None:
            if next(left) == 0:
                raise fault
            real(*names, **folders)

        monkeypatch.setattr(os, "replace", replace_file)
        with contextlib.suppress(PowerCut):
            report = one.fetch()
            assert report.kind in (OK, ALARM)
        monkeypatch.setattr(os, "replace", real)
        assert one.versions in ({"gent": 1}, {"gent": 2})
        assert one.fetch().kind == OK and one.versions == {"gent": 2}
        if next(left) <= 0:
            break
        for name in ("channel", "packs"):
            shutil.rmtree(one.folder / name)
            shutil.copytree(saved / name, one.folder / name, symlinks=True)
    assert step > 5


def test_two_at_once(one):
    def twice(file: Path) -> Installed:
        assert fetch(one.channel(), Server(requests.Session()), NOW).sentence.startswith("Packs are being fetched")
        return install(file, one.store, one.trusted)

    one.publish(one.pack(2))
    assert one.fetch(replace(one.channel(), install=twice)).sentence.startswith("New: gent ")


def test_a_lost_online_key_is_replaced_and_kiosks_follow_by_themselves(one, tmp_path):
    with pytest.raises(PublishFault, match="needs 2 of the root keys"):
        one.repository().renew_root(Keys([]), ["online"], tmp_path / "new")
    one.repository().renew_root(Keys([one.keys]), ["online"], tmp_path / "new")
    with pytest.raises(PublishFault, match="online key"):
        one.repository().refresh(Keys([one.keys]))
    one.repository().refresh(Keys([tmp_path / "new"]))
    assert one.fetch().kind == OK
    both = Keys([one.keys, tmp_path / "new"])
    one.repository().publish([one.pack(2)], [], both, one.look)
    one.repository().refresh(both)
    assert one.fetch().sentence.startswith("New: gent ")


def test_a_replaced_targets_key_is_not_forgotten_to_sign_with(one, tmp_path):
    one.repository().renew_root(Keys([one.keys]), ["targets"], tmp_path / "new")
    with pytest.raises(PublishFault, match="signed with a key that was replaced"):
        one.repository().refresh(Keys([one.keys]))


def test_the_people_with_the_root_keys_hand_over_to_others(one, tmp_path):
    old, new = Keys([one.keys]), tmp_path / "new"
    one.repository().renew_root(old, ["root", "targets"], new)
    with pytest.raises(PublishFault, match="targets key"):
        one.repository().publish([one.pack(2)], [], old, one.look)
    both = Keys([one.keys, new])
    one.repository().publish([one.pack(2)], [], both, one.look)
    one.repository().refresh(both)
    assert one.fetch().sentence.startswith("New: gent 2")
    with pytest.raises(PublishFault, match="needs 2 of the root keys"):      # those of before count no more
        one.repository().renew_root(old, [], new)
    one.repository().renew_root(Keys([new]), [], new)
    assert one.fetch().kind == OK and "metadata/4.root.json" in one.asked


def test_publishing_refuses_what_kiosks_would_refuse(one):
    with pytest.raises(PublishFault, match="higher version"):
        one.publish(one.pack(1))
    with pytest.raises(PublishFault, match="These are: gent"):
        one.repository().publish([], ["brugge"], Keys([one.keys]), one.look)
    with pytest.raises(PublishFault, match="repository already"):
        one.repository().begin(one.keys)
    with pytest.raises(PublishFault, match="past its date"):
        one.repository(NOW + timedelta(days=channel_publish.PACKS_DAYS + 1)).refresh(Keys([one.keys]))


def test_a_withdrawn_pack_is_offered_no_more_and_stays_where_it_is(one):
    one.repository().publish([], ["gent"], Keys([one.keys]), one.look)
    one.repository().refresh(Keys([one.keys]))
    assert one.fetch().sentence == "Nothing new."
    assert one.versions == {"gent": 1}


def test_old_files_go_from_the_server_when_no_kiosk_can_be_in_the_middle_of_them(one):
    for version in (2, 3, 4):
        one.publish(one.pack(version))
    assert len(list((one.published / "targets").iterdir())) == 2
    assert sorted(file.name for file in (one.published / "metadata").glob("*.targets.json")) == ["4.targets.json",
                                                                                                 "5.targets.json"]
    assert one.fetch().sentence.startswith("New: gent ")


def test_keys_are_for_their_owner_alone(world):
    assert {file.name: file.stat().st_mode & 0o777 for file in world.keys.iterdir()} == dict.fromkeys(
        ["root-1.key", "root-2.key", "root-3.key", "targets.key", "online.key"], 0o600)
    assert all(json.loads(file.read_bytes()) for file in (world.published / "metadata").iterdir())
