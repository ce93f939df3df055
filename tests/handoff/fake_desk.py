"""The desk's interface for kiosks, as docs/handoff-format.md and the desk keep it: a real HTTP server in a process of
its own, told what to do wrong through its standard input.

Run as: python fake_desk.py PORT (0: any). Writes its port, then an answer to each command, a line of JSON each.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

KEY = "the-key-of-this-kiosk"


class State:
    def __init__(self) -> None:
        self.news = threading.Condition()
        self.open: dict[str, str] = {}
        self.closed: set[str] = set()
        self.log: list[list[str]] = []
        self.records: dict[str, str] = {}
        self.hours: dict = {"week": {}, "exceptions": {}}
        self.fault = ""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: State

    def log_message(self, *_: object) -> None:
        pass

    def say(self, status: int, body: object = None, kind: str = "application/json", **headers: str) -> None:
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def went_wrong(self) -> bool:
        """Whether the fault of the moment has dealt with it. Faults that end in "after" do what was asked first."""
        match self.state.fault:
            case "500":
                self.say(500, b"<h1>Sorry</h1>", "text/html")
            case "429":
                self.say(429, Retry_After="7")
            case "html":
                self.say(200, b"<html>Log in to the guests' network</html>", "text/html")
            case "redirect":
                self.say(302, Location="http://127.0.0.1:1/")
            case "reset":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\nContent-Type: application/json\r\n\r\n{")
                self.wfile.flush()
                self.close_connection = True
            case "huge":
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Connection", "close")
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(b" " * 65536)
                except OSError:
                    self.close_connection = True
            case "hang":
                with self.state.news:
                    self.state.news.wait_for(lambda: self.state.fault != "hang", 60)
                self.close_connection = True
            case "loris":
                try:
                    while self.state.fault == "loris":
                        self.wfile.write(b"H")
                        self.wfile.flush()
                        with self.state.news:  # the next letter soon, or the end as soon as there is one
                            self.state.news.wait_for(lambda: self.state.fault != "loris", 0.05)
                except OSError:
                    pass
                self.close_connection = True
            case _:
                return False
        return True

    def begin(self, method: str) -> str | None:
        """The number of the request; None where an answer was given already."""
        parts = urlsplit(self.path)
        self.query = parse_qs(parts.query)
        length = int(self.headers.get("Content-Length") or 0)
        self.body = json.loads(self.rfile.read(length)) if length else None
        self.state.log.append([method, parts.path])
        if self.went_wrong():
            return None
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            self.say(401)
            return None
        return parts.path.removeprefix("/api/requests/")

    def do_PUT(self) -> None:
        if (number := self.begin("PUT")) is None:
            return
        with self.state.news:
            new = number not in self.state.open
            if number in self.state.closed:
                self.say(410)
                return
            if len(self.body["record"]) != 28:
                self.say(422, {"error": "Deze code klopt niet."})
                return
            self.state.open.setdefault(number, "waiting")
            self.state.records[number] = self.body["record"]
            self.state.news.notify_all()
        if self.state.fault == "lost after":
            self.close_connection = True
            return
        self.say(201 if new else 200)

    def do_GET(self) -> None:
        if (number := self.begin("GET")) is None:
            return
        if number == "/api/hours":
            tag = f'"{hash(json.dumps(self.state.hours))}"'
            if self.headers.get("If-None-Match") == tag:
                self.say(304, ETag=tag)
            else:
                self.say(200, self.state.hours, ETag=tag)
            return
        seen, wait = self.query["seen"][0], min(25, float(self.query["wait"][0]))
        with self.state.news:
            def now() -> str | None:
                return "done" if number in self.state.closed else self.state.open.get(number)
            self.state.news.wait_for(lambda: now() != seen, wait)
            state = now()
        self.say(404) if state is None else self.say(200, {"state": state})

    def do_DELETE(self) -> None:
        if (number := self.begin("DELETE")) is None:
            return
        with self.state.news:
            if self.state.open.pop(number, None):
                self.state.closed.add(number)
            self.state.news.notify_all()
        if self.state.fault == "lost after":
            self.close_connection = True
            return
        self.say(204)


def obey(state: State, command: dict) -> object:
    with state.news:
        match command["do"]:
            case "coming":
                state.open = dict.fromkeys(state.open, "coming")
            case "done":
                state.closed |= state.open.keys()
                state.open = {}
            case "forget":
                state.open, state.closed = {}, set()
            case "fault":
                state.fault = command["fault"]
            case "hours":
                state.hours = command["hours"]
        state.news.notify_all()
        return {"open": state.open, "log": state.log, "records": state.records}


def main(port: int) -> None:
    state = Handler.state = State()
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    for line in sys.stdin:
        print(json.dumps(obey(state, json.loads(line))), flush=True)


class FakeDesk:
    """The server as a test holds it."""

    def __init__(self, port: int = 0) -> None:
        self._process = subprocess.Popen([sys.executable, str(Path(__file__)), str(port)], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True)
        self.port = int(self._process.stdout.readline())
        self.address = f"http://127.0.0.1:{self.port}"

    def do(self, what: str, **how: object) -> dict:
        self._process.stdin.write(json.dumps({"do": what, **how}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    @property
    def open(self) -> dict[str, str]:
        """The requests of the queue and how far each is."""
        return self.do("look")["open"]

    @property
    def records(self) -> list[str]:
        """The letters of all requests that ever came, in order."""
        return list(self.do("look")["records"].values())

    def asked(self, method: str) -> int:
        """How often something was asked about a request."""
        return sum(one == method and path.startswith("/api/requests/") for one, path in self.log)

    @property
    def log(self) -> list[tuple[str, str]]:
        return [tuple(entry) for entry in self.do("look")["log"]]

    def fault(self, name: str) -> None:
        self.do("fault", fault=name)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
