"""`kiosk heartbeat` against real servers on this machine, in all the ways in which servers are wrong."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from machines import good_machine, write

from kiosk.cli import main
from kiosk.settings import Settings, Watching
from kiosk.watching.findings import Check
from kiosk.watching.heartbeat import LONGEST, calls, heartbeat

SECRET = "2d0a34bd-854d-490e-be2c-1493f7053460"


@dataclass
class Server:
    """Answers as it is told, and keeps what it heard."""

    heard: list[tuple[str, str, str]] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/plain"})
    body: bytes = b"OK"
    hangs: bool = False
    raw: bytes = b""
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        mine = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                mine.heard.append((self.command, self.path, self.rfile.read(length).decode()))
                if mine.hangs:
                    mine.over.wait()
                    return
                if mine.raw:
                    self.wfile.write(mine.raw)
                    return
                self.send_response(mine.status)
                for name, value in mine.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(mine.body)))
                self.end_headers()
                self.wfile.write(mine.body)

            do_GET = do_POST = do_PUT = answer

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # those who ask go away in the middle
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        scheme = "https" if isinstance(self.server.socket, ssl.SSLSocket) else "http"
        return f"{scheme}://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def server(monkeypatch) -> Iterator[Server]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    made = Server()
    yield made
    made.close()


@pytest.fixture
def told(tmp_path, server, capsys):
    """Send one, and give the exit code and what was said."""
    machine = good_machine(tmp_path)

    def send(ping: str | None = None, push: str = "", *, fault: bool = False, patience: float = 20.0):
        ping = f"{server.address}/ping/{SECRET}" if ping is None else ping
        write(tmp_path / "kiosk.toml", f'[watching]\nping = "{ping}"\npush = "{push}"\nname = "Bib / Gent-Zuid"\n')
        if fault:
            write(machine.root / "sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1")
        code = heartbeat(tmp_path / "kiosk.toml", machine=machine, patience=patience)
        said = capsys.readouterr().err
        assert SECRET not in said
        return code, said

    return send


def test_all_is_well(told, server):
    assert told() == (0, "")
    ((method, path, body),) = server.heard
    assert (method, path) == ("POST", f"/ping/{SECRET}")
    assert body.startswith("version ") and body.endswith("\nAll is well.")


def test_a_fault_goes_to_fail_with_its_remedy(told, server):
    assert told(fault=True) == (0, "")
    ((_, path, body),) = server.heard
    assert path == f"/ping/{SECRET}/fail"
    assert "FAIL  power     The power supply is too weak" in body and "> Use the power supply that belongs" in body
    assert "settings" not in body, "what is well is left out"


def test_the_numbers_are_pushed_as_a_pushgateway_wants_them(told, server):
    assert told("", server.address) == (0, "")
    ((method, path, body),) = server.heard
    # Its base64 for values with a slash: github.com/prometheus/pushgateway, "URL".
    assert (method, path) == ("PUT", "/metrics/job/kiosks/instance@base64/QmliIC8gR2VudC1adWlk")
    assert "\nkiosk_temperature_celsius 61.234\n" in body and body.endswith("\n")


def test_one_that_is_away_keeps_nothing_from_the_other(told, server):
    code, said = told("http://127.0.0.1:1/ping/x", server.address)
    assert code == 1 and said == "watching.ping cannot be reached. Check it, and the network.\n"
    assert [path for _, path, _ in server.heard] == ["/metrics/job/kiosks/instance@base64/QmliIC8gR2VudC1adWlk"]


@pytest.mark.parametrize("way, says", [
    (dict(status=500), "answers with a fault (500)"),
    (dict(status=302, headers={"Location": "http://login.example.be/"}), "must log in"),
    (dict(status=200, headers={"Content-Type": "text/html"}, body=b"<html>Welkom op Wifi-Gast"), "must log in"),
    (dict(status=511, headers={"Content-Type": "text/html"}), "answers with a fault (511)"),
    (dict(body=b"OK (not found)"), "knows nothing by this address"),
    (dict(status=404), "knows nothing by this address"),
    (dict(status=403), "refuses this kiosk"),
    (dict(raw=b"SSH-2.0-OpenSSH_9.2\r\n"), "cannot be reached"),
    (dict(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz"), "cannot be read"),
    (dict(raw=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"), "cannot be read"),
], ids=lambda value: str(value)[:40] if isinstance(value, dict) else "")
def test_each_wrong_answer_is_one_sentence(told, server, way, says):
    for name, value in way.items():
        setattr(server, name, value)
    code, said = told()
    assert code == 1 and says in said and said.count("\n") == 1 and len(server.heard) == 1, said


def test_an_answer_without_end_is_not_read_to_its_end(told, server):
    server.body = b"x" * 50_000_000
    assert told() == (0, "")


def test_a_server_that_says_nothing_is_left(told, server):
    server.hangs = True
    code, said = told(patience=0.2)
    assert code == 1 and said == "watching.ping does not answer in time. Check it, and the network.\n"


def test_a_proxy_that_is_away(told, server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    code, said = told()
    assert code == 1 and "HTTPS_PROXY" in said and server.heard == []


def certificate(folder, begins: datetime.datetime) -> tuple[str, str]:
    """One for this machine, which itself vouches for it."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([
        x509.NameAttribute(x509.NameOID.COMMON_NAME, "watch")])
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(begins).not_valid_after(begins + datetime.timedelta(days=90))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), True).sign(key, hashes.SHA256()))
    own, secret = folder / "certificate.pem", folder / "key.pem"
    own.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))
    return str(own), str(secret)


@pytest.mark.parametrize("days, trusted, code", [(-1, True, 0), (-1, False, 1), (4000, True, 1)],
                         ids=["good", "of somebody unknown", "a clock that is years behind"])
def test_certificates_and_a_wrong_clock(told, server, tmp_path, monkeypatch, days, trusted, code):
    begins = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)
    own, secret = certificate(tmp_path, begins)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(own, secret)
    server.server.socket = tls.wrap_socket(server.server.socket, server_side=True)
    if trusted:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", own)
    ended, said = told()
    assert ended == code and ("and this machine's clock" in said) == bool(code)


def test_nobody_is_to_be_told(tmp_path, capsys):
    write(tmp_path / "kiosk.toml", "[site]\nnumber = 7\n")
    assert main(["--settings", str(tmp_path / "kiosk.toml"), "heartbeat"]) == 0
    assert "neither watching.ping nor watching.push" in capsys.readouterr().out


@pytest.mark.parametrize("file", ['[watching]\nping = 7\n', "[watching]\nping = \"https://a.be/b\n"])
def test_it_is_not_known_who_is_to_be_told(tmp_path, capsys, file):
    """An address is meant, and cannot be used: silence would look like "nobody"."""
    write(tmp_path / "kiosk.toml", file)
    assert main(["--settings", str(tmp_path / "kiosk.toml"), "heartbeat"]) == 1
    said = capsys.readouterr()
    assert "kiosk.toml:" in said.err and said.out == ""


def test_a_dry_run_shows_it_and_sends_nothing(tmp_path, capsys, server):
    write(tmp_path / "kiosk.toml", f'[watching]\nping = "{server.address}/ping/{SECRET}"\n')
    assert main(["--settings", str(tmp_path / "kiosk.toml"), "heartbeat", "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("POST to watching.ping:\nversion ") and SECRET not in shown and server.heard == []


def test_a_wrong_address_is_never_repeated(tmp_path, capsys):
    write(tmp_path / "kiosk.toml", f'[watching]\nping = "http://hc.example.be/ping/{SECRET}"\n')
    main(["--settings", str(tmp_path / "kiosk.toml"), "doctor"])
    said = capsys.readouterr()
    assert "watching.ping is not shown here, which goes over the network unprotected" in said.out
    assert SECRET not in said.out + said.err


def test_what_is_told_has_an_end(tmp_path):
    machine = good_machine(tmp_path)
    found = [Check("voices", "fail", "é" * 9000, "è" * 9000)]
    (call,) = calls(Settings(watching=Watching(ping="https://a.be/b")), found, machine)
    assert len(call.body) <= LONGEST and call.body.decode()
