"""Packs from an address, over real HTTP, with real keys and packs: networks that break and lie, disks that are full."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests
from channel_world import NOW, still_one
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as pem
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from static_server import Handler, StaticServer

from kiosk.pack.channel_report import ALARM, LATER, OK
from kiosk.pack.channel_transfer import HALF_AN_HOUR, Server
from kiosk.pack.install import install
from kiosk.pack.store import Shelf, packs


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


@pytest.mark.parametrize(("back_to", "left"), [(1, {"gent": 1}), (0, {})])
@pytest.mark.parametrize("by_stick", [False, True])
def test_a_pack_that_somebody_went_back_from_is_not_brought_again(one, back_to, left, by_stick):
    one.publish(one.pack(2))
    if by_stick:
        install(one.pack(2), one.store, one.trusted)
    else:
        one.fetch()
    Shelf(one.store, "gent").put_back(back_to)
    report = one.fetch()
    assert (report.kind, report.sentence) == (OK, "Nothing new.")
    assert one.versions == left
    one.publish(one.pack(3))
    one.fetch()
    assert one.versions == {"gent": 3}


@pytest.mark.parametrize("harm", [lambda shelf, words: words.write_bytes(bytes(words.stat().st_size)),
                                  lambda shelf, words: (shelf / "now").unlink()])
def test_a_pack_that_a_worn_card_damaged_is_brought_again(one, harm):
    file = next((one.store / "gent" / "1").rglob("words.txt"))
    good = file.read_bytes()
    harm(one.store / "gent", file)
    assert one.fetch().sentence.startswith("New: gent 1")
    assert file.read_bytes() == good and one.versions == {"gent": 1}
    assert one.fetch().sentence == "Nothing new."


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
