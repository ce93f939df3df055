"""The line to a real server in another process, over real sockets, with every way in which servers go wrong."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fake_desk import KEY, FakeDesk

from kiosk.handoff import desk_client, line
from kiosk.handoff.desk_client import DeskClient
from kiosk.handoff.exchange import Cut, NoAnswer, Question
from kiosk.handoff.hours import read_hours
from kiosk.handoff.journal import Journal
from kiosk.handoff.line import Line
from kiosk.handoff.looking import look_at_outbox
from kiosk.handoff.record import Record
from kiosk.handoff.waiting import Status

HERE, ELSEWHERE = Record(4711, 7, 4, 12, 5), Record(4711, 7, 4, 13, 5)
WEEK = {"monday": ["09:00-12:30"], "saturday": []}


def until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    ends = time.monotonic() + seconds
    while not true():
        if time.monotonic() > ends:
            return False
        threading.Event().wait(0.02)
    return True


@pytest.fixture
def desk() -> Iterator[FakeDesk]:
    desk = FakeDesk()
    yield desk
    desk.close()


@pytest.fixture
def open_line(tmp_path) -> Iterator[Callable[..., Line]]:
    lines: list[Line] = []

    def one(address: str, key: str = KEY, folder: Path = tmp_path / "outbox") -> Line:
        lines.append(Line(folder, address, lambda: DeskClient(address, key), chance=lambda: 0.0))
        lines[-1].start()
        return lines[-1]

    yield one
    for each in lines:
        each.close()


def test_asked_waiting_coming_done(desk, open_line, tmp_path):
    here = open_line(desk.address)
    here.ask(HERE)
    assert here.status is Status.TELLING
    assert until(lambda: here.status is Status.WAITING)
    assert list(desk.open.values()) == ["waiting"]
    tapped = time.monotonic()
    desk.do("coming")
    assert until(lambda: here.status is Status.COMING) and time.monotonic() - tapped < 2
    desk.do("done")
    assert until(lambda: here.status is Status.DONE)
    assert until(lambda: Journal(tmp_path / "outbox").numbers() == [])
    here.withdraw()
    assert here.status is Status.NONE


def test_the_end_of_the_visit_takes_it_back_at_once(desk, open_line):
    """Also while a question is open at the desk for 25 s."""
    here = open_line(desk.address)
    here.ask(HERE)
    assert until(lambda: desk.asked("GET") == 2)  # the second one stays open
    left = time.monotonic()
    here.withdraw()
    assert here.status is Status.NONE
    assert until(lambda: desk.open == {}) and time.monotonic() - left < 5


def test_another_place_replaces_the_first(desk, open_line):
    here = open_line(desk.address)
    here.ask(HERE)
    assert until(lambda: here.status is Status.WAITING)
    first = desk.open
    here.ask(ELSEWHERE)
    assert until(lambda: here.status is Status.WAITING and first.keys().isdisjoint(desk.open) and len(desk.open) == 1)


@pytest.mark.parametrize("fault", ["500", "429", "html", "redirect", "reset", "huge", "lost after"])
def test_whatever_the_server_does_it_is_told_once_when_it_is_well_again(desk, open_line, fault):
    desk.fault(fault)
    here = open_line(desk.address)
    here.ask(HERE)
    assert until(lambda: desk.asked("PUT") and here.status is Status.NONE, 30)
    desk.fault("")
    assert until(lambda: here.status is Status.WAITING, 40)
    assert list(desk.open.values()) == ["waiting"] and len(desk.records) == 1


@pytest.mark.parametrize("fault", ["hang", "loris"])
def test_a_server_that_never_ends_is_left(desk, monkeypatch, fault):
    """A byte now and then is within every time-out of a socket; the whole call has one too."""
    monkeypatch.setattr(desk_client, "WHOLE", 0.5)
    desk.fault(fault)
    with pytest.raises(NoAnswer) as why:
        DeskClient(desk.address, KEY).ask(Question("PUT", "/api/requests/" + "0" * 32, body={"record": "x", "age": 0}))
    assert why.value.sent
    desk.fault("")


def test_a_port_where_nobody_listens_certainly_heard_nothing(free_port):
    with pytest.raises(NoAnswer) as why:
        DeskClient(f"http://127.0.0.1:{free_port}", KEY).ask(Question("GET", "/api/hours"))
    assert not why.value.sent and str(why.value) == "unreachable"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_the_network_comes_back_while_somebody_waits(open_line, free_port):
    here = open_line(f"http://127.0.0.1:{free_port}")
    here.ask(HERE)
    assert until(lambda: here.status is Status.NONE)
    desk = FakeDesk(free_port)
    try:
        assert until(lambda: here.status is Status.WAITING, 40)
        assert len(desk.open) == 1
    finally:
        here.withdraw()
        desk.close()


def test_a_visit_without_a_network_is_never_told(open_line, free_port, tmp_path, monkeypatch):
    monkeypatch.setattr(line, "HOURS_AGAIN", 0.2)
    here = open_line(f"http://127.0.0.1:{free_port}")
    here.ask(HERE)
    assert until(lambda: here.status is Status.NONE)
    here.withdraw()
    assert until(lambda: Journal(tmp_path / "outbox").numbers() == [])
    desk = FakeDesk(free_port)
    try:
        assert until(lambda: ("GET", "/api/hours") in desk.log)
        assert desk.asked("PUT") == desk.asked("DELETE") == 0
    finally:
        desk.close()


def test_the_desk_is_killed_started_again_and_has_forgotten(open_line, desk):
    here = open_line(desk.address)
    here.ask(HERE)
    assert until(lambda: here.status is Status.WAITING)
    port = desk.port
    desk.close()
    again = FakeDesk(port)
    try:
        assert until(lambda: len(again.open) == 1, 40)
        again.do("coming")
        assert until(lambda: here.status is Status.COMING)
    finally:
        here.withdraw()
        again.close()


def test_after_a_power_cut_only_the_withdrawal_is_sent(desk, open_line, tmp_path):
    """The kiosk dies after the desk heard of it. The next start knows the number and nothing else."""
    here = open_line(desk.address)
    here.ask(HERE)
    assert until(lambda: here.status is Status.WAITING)
    (number,) = Journal(tmp_path / "outbox").numbers()
    assert (tmp_path / "outbox" / number).read_bytes() == b""
    copy = tmp_path / "after"  # what the disk holds at this moment; the first kiosk is as good as dead
    copy.mkdir()
    (copy / number).write_bytes(b"")
    open_line(desk.address, folder=copy)
    assert until(lambda: desk.open == {})
    assert until(lambda: Journal(copy).numbers() == [])


def test_a_wrong_key_is_tried_once_and_promises_nothing(desk, open_line):
    here = open_line(desk.address, key="another-key-altogether")
    here.ask(HERE)
    assert until(lambda: here.status is Status.NONE)
    here.ask(ELSEWHERE)
    here.ask(HERE)
    assert not until(lambda: desk.asked("PUT") > 1, 2)


def test_a_disk_that_cannot_be_written_does_not_matter(desk, open_line, tmp_path):
    (tmp_path / "a-file").write_text("")
    here = open_line(desk.address, folder=tmp_path / "a-file" / "outbox")
    here.ask(HERE)
    assert until(lambda: here.status is Status.WAITING)
    here.withdraw()
    assert until(lambda: desk.open == {})


@pytest.mark.parametrize("kind", ["nr_inodes=1", "ro"], ids=["full", "read-only"])
def test_a_full_or_read_only_disk_does_not_matter_and_the_doctor_says_so(desk, open_line, tmp_path, kind):
    if os.getuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", kind, "tmpfs", tmp_path],
                                     capture_output=True).returncode:
        pytest.skip("only root may mount a disk that is full")
    try:
        here = open_line(desk.address, folder=tmp_path)
        here.ask(HERE)
        assert until(lambda: here.status is Status.WAITING)
        here.withdraw()
        assert until(lambda: desk.open == {}) and list(tmp_path.iterdir()) == []
        assert look_at_outbox(tmp_path)[:2] == ("warn", "outbox.lost")
        here.close()
    finally:
        subprocess.run(["umount", "--lazy", tmp_path], check=True)


def test_hours_come_from_the_desk_and_are_kept_for_the_next_start(desk, open_line, tmp_path, free_port):
    desk.do("hours", hours={"week": WEEK, "exceptions": {"2026-12-25": []}})
    here = open_line(desk.address)
    assert until(lambda: here.hours is not None)
    assert here.hours == read_hours(WEEK, {"2026-12-25": []})
    again = open_line(desk.address)
    assert until(lambda: again.hours == here.hours)
    desk.close()
    later = open_line(desk.address)  # it is away, and its hours are known
    assert until(lambda: later.hours == here.hours)
    other = open_line(f"http://127.0.0.1:{free_port}")  # another desk's hours are not
    assert not until(lambda: other.hours is not None, 1)


@pytest.mark.parametrize("nonsense", [
    {}, {"week": {}}, {"week": [], "exceptions": {}}, {"week": {"monday": "09:00-12:30"}, "exceptions": {}},
    {"week": {"monday": ["9"]}, "exceptions": {}}, {"week": {"maandag": []}, "exceptions": {}},
    {"week": {"monday": [9]}, "exceptions": {}}, {"week": {}, "exceptions": {"kerst": []}}, {"week": None},
])
def test_hours_that_are_none_change_nothing(desk, open_line, nonsense):
    desk.do("hours", hours={"week": WEEK, "exceptions": {}})
    known = open_line(desk.address)
    assert until(lambda: known.hours is not None)
    desk.do("hours", hours=nonsense)
    here = open_line(desk.address)
    assert until(lambda: desk.log.count(("GET", "/api/hours")) == 2)
    assert until(lambda: here.hours == read_hours(WEEK))


def test_hours_that_gave_way_to_somebody_who_asks_are_asked_next(desk, open_line):
    desk.do("hours", hours={"week": WEEK, "exceptions": {}})
    desk.fault("hang")
    here = open_line(desk.address)
    assert until(lambda: ("GET", "/api/hours") in desk.log)
    here.ask(HERE)
    assert until(lambda: desk.asked("PUT") == 1)  # it did not wait for the hours
    desk.fault("")
    assert until(lambda: here.status is Status.WAITING and here.hours == read_hours(WEEK))


def test_hours_are_asked_again_and_again(desk, open_line, monkeypatch):
    monkeypatch.setattr(line, "HOURS_EVERY", 0.1)
    here = open_line(desk.address)
    assert until(lambda: here.hours is not None)
    desk.do("hours", hours={"week": WEEK, "exceptions": {}})
    assert until(lambda: here.hours == read_hours(WEEK))


def test_closing_takes_back_what_can_be(desk, open_line):
    here = open_line(desk.address)
    here.ask(HERE)
    assert until(lambda: here.status is Status.WAITING)
    here.close()
    assert until(lambda: desk.open == {}, 2)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    with tls_server(tmp_path) as port, pytest.raises(NoAnswer) as why:
        DeskClient(f"https://127.0.0.1:{port}", KEY).ask(Question("GET", "/api/hours"))
    assert str(why.value) == "untrusted" and not why.value.sent


def test_a_netrc_or_a_cookie_does_not_take_the_place_of_the_key(desk, tmp_path, monkeypatch):
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert DeskClient(desk.address, KEY).ask(Question("GET", "/api/hours")).status == 200


def test_a_call_can_be_cut_before_and_while_it_is_made(desk):
    cut = Cut()
    cut.make()
    with pytest.raises(NoAnswer):
        DeskClient(desk.address, KEY).ask(Question("GET", "/api/hours"), cut)
    desk.fault("hang")
    cut = Cut()
    threading.Timer(0.3, cut.make).start()
    with pytest.raises(NoAnswer) as why:
        DeskClient(desk.address, KEY).ask(Question("GET", "/api/hours"), cut)
    assert why.value.sent
    desk.fault("")


class tls_server:
    """Speaks TLS with a certificate of its own making."""

    def __init__(self, folder: Path) -> None:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
        today = datetime.now(UTC)
        certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                       .serial_number(1).not_valid_before(today).not_valid_after(today + timedelta(days=1))
                       .sign(key, hashes.SHA256()))
        self.file = folder / "certificate.pem"
        encoding = serialization.Encoding.PEM
        self.file.write_bytes(certificate.public_bytes(encoding) + key.private_bytes(
            encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))

    def __enter__(self) -> int:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        self.socket = socket.create_server(("127.0.0.1", 0))

        def serve() -> None:
            with suppress(OSError):
                context.wrap_socket(self.socket.accept()[0], server_side=True)

        threading.Thread(target=serve, daemon=True).start()
        return self.socket.getsockname()[1]

    def __exit__(self, *_: object) -> None:
        self.socket.close()
