"""What kiosks ask of the desk: to tell that somebody waits, how that goes, that they have left, and the helpers' hours.

A kiosk is known by its key and by nothing else. No answer depends on a browser's cookie, so no other site can make a
visitor's browser speak here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar

import anyio
from sqlalchemy import Connection
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk.desk import queue
from kiosk.desk.desk import Desk, desk_of
from kiosk.desk.hours import SiteHours, hours_of_site
from kiosk.desk.kiosks import Kiosk, kiosk_with
from kiosk.desk.limits import REQUESTS, WRONG_KEYS, address_of
from kiosk.desk.queue import Arrival
from kiosk.handoff import letters
from kiosk.handoff.record import HandoffError

LONGEST_WAIT = 25
"""Seconds that an answer is held back; proxies and mobile networks cut a silent connection after 30 or 60."""

ID = re.compile(r"[0-9a-f]{32}")
OLDEST = 10**9  # seconds; anything of yesterday is refused anyway, and a datetime cannot go back for ever


R = TypeVar("R")


class Wrong(Exception):
    """Something in a call is not as docs/design/desk.md says; ``str()`` is one Dutch sentence."""


class Stranger(Exception):
    """No kiosk has this key."""


class TooOften(Exception):
    """This kiosk has asked more than anybody touches Help."""


@dataclass(frozen=True)
class Caller:
    """A kiosk that says it has a key. It is looked up in the same transaction as what it wants."""

    desk: Desk
    key: str

    async def do(self, work: Callable[..., R], *args: object, **kwargs: object) -> R:
        """``work(connection, kiosk, …)``. Raises Stranger."""
        def as_kiosk(connection: Connection) -> R:
            kiosk = kiosk_with(connection, self.key)
            if kiosk is None:
                raise Stranger
            return work(connection, kiosk, *args, **kwargs)

        return await self.desk.do(as_kiosk)


def for_kiosk(handler: Callable[[Request, Caller], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Only for who shows the key of a kiosk."""
    @wraps(handler)
    async def checked(request: Request) -> Response:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        caller = Caller(desk_of(request), key.strip() if scheme.lower() == "bearer" else "")
        try:
            try:
                return await handler(request, caller)
            except Wrong as wrong:
                await caller.do(lambda connection, kiosk: None)  # a stranger is not told what would have been right
                return refused(422, str(wrong))
        except TooOften:
            return refused(429, "Deze kiosk vraagt te vaak hulp. Probeer het over een minuut opnieuw.")
        except Stranger:  # only then is it counted: a good kiosk behind the same address does not suffer
            if not caller.desk.limits.allows(WRONG_KEYS, address_of(request)):
                return refused(429, "Te veel verkeerde sleutels van dit adres. Probeer het over een minuut opnieuw.")
            answer = refused(401, "Deze kiosk heeft geen geldige sleutel. Vraag de beheerder om een nieuwe sleutel.")
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer

    return checked


def refused(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"error": sentence}, status)


@for_kiosk
async def put_request(request: Request, caller: Caller) -> Response:
    id, (record, age) = _id(request), _body(await request.body())

    def arrive(connection: Connection, kiosk: Kiosk) -> Arrival:
        if not caller.desk.limits.allows(REQUESTS, f"kiosk {kiosk.id}"):
            raise TooOften
        return queue.arrive(connection, kiosk, id, record, age, caller.desk.clock())

    match await caller.do(arrive):
        case Arrival.NEW:
            return JSONResponse({}, 201)
        case Arrival.ALREADY:
            return JSONResponse({}, 200)
        case _:
            return refused(410, "Deze hulpvraag is al afgesloten.")


@for_kiosk
async def get_request(request: Request, caller: Caller) -> Response:
    desk = caller.desk
    id, seen, wait = _id(request), request.query_params.get("seen"), _wait(request.query_params.get("wait", "0"))
    until = anyio.current_time() + wait
    with desk.changes.listening(id) as bell:
        while True:
            state = await caller.do(queue.state, id, desk.clock())
            left = until - anyio.current_time()
            if state != seen or left <= 0 or desk.changes.ended:
                break
            await bell.wait(left)
    if state is None:
        return refused(404, "De desk kent deze hulpvraag niet.")
    return JSONResponse({"state": str(state)})


@for_kiosk
async def delete_request(request: Request, caller: Caller) -> Response:
    desk = caller.desk
    await caller.do(queue.withdraw, _id(request), desk.clock(), counted=desk.settings.desk_server.counts)
    return Response(status_code=204, background=BackgroundTask(desk.shred))


@for_kiosk
async def get_hours(request: Request, caller: Caller) -> Response:
    def hours_of_kiosk(connection: Connection, kiosk: Kiosk) -> tuple[SiteHours, bool]:
        return hours_of_site(connection, kiosk.site, caller.desk.settings.helpers), kiosk.out_of_order

    hours, out_of_order = await caller.do(hours_of_kiosk)
    answer = JSONResponse(hours.as_json() | ({"out_of_order": True} if out_of_order else {}))
    tag = f'"{sha256(answer.body).hexdigest()[:32]}"'
    if tag in (part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")):
        answer = Response(status_code=304)
    answer.headers["ETag"] = tag
    return answer


def _id(request: Request) -> str:
    id = request.path_params["id"]
    if not ID.fullmatch(id):
        raise Wrong("Het nummer van een hulpvraag is 32 tekens lang, met alleen 0-9 en a-f.")
    return id


def _wait(written: str) -> float:
    if not re.fullmatch(r"\d{1,3}", written, re.ASCII):
        raise Wrong(f"De wachttijd is een heel aantal seconden, van 0 tot {LONGEST_WAIT}.")
    return min(int(written), LONGEST_WAIT)


def _body(body: bytes) -> tuple[str, int]:
    """The record's letters and its age in seconds. Raises Wrong."""
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise Wrong("Dit is geen JSON.") from None
    if not isinstance(told, dict):
        raise Wrong("Een hulpvraag is een object met “record” en “age”.")
    record, age = told.get("record"), told.get("age")
    if not isinstance(age, int) or isinstance(age, bool) or not 0 <= age <= OLDEST:
        raise Wrong("“age” is het aantal hele seconden sinds iemand hulp vroeg.")
    if not isinstance(record, str) or len(record) != letters.LETTERS:
        raise Wrong(f"“record” zijn de {letters.LETTERS} letters van de code.")
    try:
        return letters.encode(letters.decode(record)), age
    except HandoffError as error:
        raise Wrong(str(error)) from None


routes = [
    Route("/api/requests/{id}", put_request, methods=["PUT"]),
    Route("/api/requests/{id}", get_request, methods=["GET"]),
    Route("/api/requests/{id}", delete_request, methods=["DELETE"]),
    Route("/api/hours", get_hours, methods=["GET"]),
]
