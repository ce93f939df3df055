"""The load: kiosks that report, people who ask, assistants who look and press; and how long each answer took."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import time
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import cycle

from kiosk.desk.bench.wire import Lines
from kiosk.handoff import letters
from kiosk.handoff.record import Record

ROUND = 60.0
"""Seconds between two reports of one kiosk."""

THINKING = 2.0
"""Seconds until an assistant has seen the request, and again until they have helped. Shorter than in life: harder."""

BODY = json.dumps({"record": letters.encode(Record(content=1, walkthrough=4, step=11, language=5)), "age": 0}).encode()
CARD = re.compile(rb'data-vraag="([0-9a-f]{32})"')


@dataclass
class Measured:
    """Seconds, by what was waited for; what never came; and what was answered with a fault."""

    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    asked: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Load:
    """``keys`` of the kiosks and ``sessions`` of the assistants, in the order of their sites: kiosk i and assistant i
    belong together when i leaves the same rest."""

    port: int
    keys: list[str]
    sessions: list[str]
    sites: int
    measured: Measured = field(default_factory=Measured)
    shown: dict[str, asyncio.Event] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lines = Lines(self.port)

    async def run(self, seconds: float, rate: float) -> Measured:
        """The load of the issue for so long: everybody reports each minute, ``rate`` people a second ask."""
        background = [asyncio.create_task(self.look(number)) for number in range(len(self.sessions))]
        background.append(asyncio.create_task(self.report(seconds)))
        await asyncio.sleep(2)  # the pages are open
        people, begin = [], time.perf_counter()
        for number in range(int(seconds * rate)):
            await asyncio.sleep(max(0, begin + number / rate - time.perf_counter()))
            people.append(asyncio.create_task(self.person(number)))
        for outcome in await asyncio.gather(*people, return_exceptions=True):
            if outcome is not True:
                self.measured.lost += 1
                self.measured.faults.append(repr(outcome))
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)
        return self.measured

    async def person(self, number: int) -> bool:
        """From Help to done; True when everybody heard everything."""
        self.measured.asked += 1
        id, kiosk = secrets.token_hex(16), self.kiosk(number)
        session = f"Cookie: session={self.sessions[number % len(self.sessions) % self.sites]}\r\n" \
                  "Sec-Fetch-Site: same-origin\r\n"
        shown = self.shown[id] = asyncio.Event()
        begin = time.perf_counter()
        await self.timed("taking a request in", 201, "PUT", f"/api/requests/{id}", kiosk, BODY)
        waits = asyncio.create_task(self.hears(id, kiosk, "waiting"))
        await asyncio.wait_for(shown.wait(), 30)
        self.measured.took["until a page shows it"].append(time.perf_counter() - begin)
        await asyncio.sleep(THINKING)
        for button, after in (("komt", "coming"), ("klaar", "done")):
            pressed = time.perf_counter()
            await self.timed("pressing a button", 303, "POST", f"/vragen/{id}/{button}", session)
            if await asyncio.wait_for(waits, 30) != after:
                raise ValueError(f"the kiosk heard something else than {after}")
            self.measured.took["until the kiosk knows it"].append(time.perf_counter() - pressed)
            if after == "coming":
                waits = asyncio.create_task(self.hears(id, kiosk, after))
                await asyncio.sleep(THINKING)
        del self.shown[id]
        return True

    async def hears(self, id: str, kiosk: str, seen: str) -> str:
        """The next state, as a kiosk waits for it."""
        while True:
            status, body = await self.lines.call("GET", f"/api/requests/{id}?seen={seen}&wait=25", kiosk)
            if status != 200:
                raise ValueError(f"{status} instead of a state")
            if (state := json.loads(body)["state"]) != seen:
                return state

    async def report(self, seconds: float) -> None:
        """Each kiosk once a minute, evenly spread: are the hours still the same?"""
        _, body = await self.lines.call("GET", "/api/hours", self.kiosk(0))
        begin, waiting = time.perf_counter(), set()
        for number in range(int(len(self.keys) * seconds / ROUND)):
            await asyncio.sleep(max(0, begin + number * ROUND / len(self.keys) - time.perf_counter()))
            call = asyncio.create_task(self.timed("a report", 200, "GET", "/api/hours", self.kiosk(number)))
            waiting.add(call)
            call.add_done_callback(waiting.discard)
        await asyncio.gather(*waiting)

    async def look(self, number: int) -> None:
        """An open page."""
        async for event in self.lines.events("/wachtrij", f"Cookie: session={self.sessions[number]}\r\n"):
            for id in CARD.findall(event):
                if waiting := self.shown.get(id.decode()):
                    waiting.set()

    async def timed(self, what: str, expected: int, method: str, path: str, headers: str, body: bytes = b"") -> None:
        begin = time.perf_counter()
        status, _ = await self.lines.call(method, path, headers, body)
        self.measured.took[what].append(time.perf_counter() - begin)
        if status != expected:
            self.measured.faults.append(f"{what}: {status}")
            raise ValueError(f"{what}: {status} instead of {expected}")

    def kiosk(self, number: int) -> str:
        return f"Authorization: Bearer {self.keys[number % len(self.keys)]}\r\n"


async def as_fast_as_possible(port: int, keys: list[str], seconds: float,
                              at_once: int = 32) -> tuple[float, list[float]]:
    """Requests taken in per second, and the seconds that each took, when ``at_once`` ask without a pause."""
    lines, took, turns = Lines(port), [], cycle(keys)
    end = time.perf_counter() + seconds

    async def asks() -> None:
        while (begin := time.perf_counter()) < end:
            key = f"Authorization: Bearer {next(turns)}\r\n"
            status, _ = await lines.call("PUT", f"/api/requests/{secrets.token_hex(16)}", key, BODY)
            if status != 201:
                raise ValueError(f"{status} instead of 201")
            took.append(time.perf_counter() - begin)

    await asyncio.gather(*(asks() for _ in range(at_once)))
    return len(took) / seconds, took
