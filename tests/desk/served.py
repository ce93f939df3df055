"""A desk on a real socket, and what tests do to it: a kiosk that asks, an assistant that logs in."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import uvicorn

from kiosk.desk import kiosks, people
from kiosk.desk.app import make_app
from kiosk.desk.command import listening
from kiosk.desk.desk import Desk
from kiosk.desk.limits import Limits
from kiosk.handoff import letters
from kiosk.handoff.record import Record

BRUSSELS = ZoneInfo("Europe/Brussels")
PATIENCE = 20.0
"""Seconds until a test that waits for something gives up; on two busy cores nothing takes that long."""


class Clock:
    """Stands still until somebody turns it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 27, 10, 0, tzinfo=BRUSSELS)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **how_far: float) -> None:
        self.now += timedelta(**how_far)


def until(holds: Callable[[], object], what: str):
    """Wait for a condition; its value."""
    pause, end = threading.Event(), time.monotonic() + PATIENCE
    while not (value := holds()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        pause.wait(0.01)  # between two looks; how long it takes is up to what is waited for
    return value


class NoLimits(Limits):
    """For tests that knock a thousand times."""

    def allows(self, *_) -> bool:
        return True


class Served:
    """One desk process, as far as anybody outside can tell."""

    def __init__(self, desk_at: Callable[[str], Desk], port: int = 0) -> None:
        self.socket = listening("127.0.0.1", port)
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.desk = desk_at(self.address)
        config = uvicorn.Config(make_app(self.desk), access_log=False, server_header=False, log_level="error",
                                timeout_graceful_shutdown=1)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        until(lambda: self.server.started, "the desk to start")

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            self.loop = runner.get_loop()
            runner.run(self.server.serve([self.socket]))

    def close(self) -> None:
        """As at SIGTERM."""
        if self.thread.is_alive():
            self.loop.call_soon_threadsafe(self.desk.changes.end)
        self.server.should_exit = True
        self.thread.join(PATIENCE)
        self.socket.close()
        self.desk.engine.dispose()

    def do(self, work, *arguments, **named):
        """Something on the database, as the commands do it."""
        with self.desk.engine.begin() as connection:
            return work(connection, *arguments, **named)

    def kiosk(self, name: str = "Kiosk 3 leeszaal", site: str = "Bibliotheek") -> KioskClient:
        key = self.do(kiosks.add_kiosk, name, site, self.desk.clock().date())
        return KioskClient(self.address, key)

    def invite(self, name: str = "Karin", site: str | None = None) -> str:
        """The path of a personal link."""
        return f"/binnen/{self.do(people.add_assistant, name, site, self.desk.clock())[0]}"

    def assistant(self, name: str = "Karin", site: str | None = None, **form: str) -> httpx.Client:
        """A browser without scripts, logged in."""
        browser = self.browser()
        answer = browser.post(self.invite(name, site), data=form)
        assert answer.status_code == 303, answer.text
        return browser

    def browser(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, headers={"Origin": self.address}, timeout=PATIENCE)


class KioskClient:
    """What a kiosk does, by the contract in docs/design/desk.md."""

    def __init__(self, address: str, key: str) -> None:
        self.key = key
        self.http = httpx.Client(base_url=address, headers={"Authorization": f"Bearer {key}"}, timeout=PATIENCE)

    def ask(self, id: str | None = None, record: Record | None = None, age: int = 0) -> str:
        """A new request that the desk takes in; its id."""
        id = id or new_id()
        assert self.put(id, record, age).status_code == 201
        return id

    def put(self, id: str, record: Record | None = None, age: int = 0) -> httpx.Response:
        body = {"record": letters.encode(record or Record(content=1)), "age": age}
        return self.http.put(f"/api/requests/{id}", json=body)

    def state(self, id: str, seen: str = "", wait: int = 0) -> str | None:
        answer = self.http.get(f"/api/requests/{id}", params={"seen": seen, "wait": wait})
        return answer.json()["state"] if answer.status_code == 200 else None

    def withdraw(self, id: str) -> httpx.Response:
        return self.http.delete(f"/api/requests/{id}")


def new_id() -> str:
    return secrets.token_hex(16)
