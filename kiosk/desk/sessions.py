"""The cookies: a session of some hours, and where somebody wished it, a device that is remembered.

Both hold a random secret and nothing else; what it opens stands in the database (people.py). HttpOnly, so that no
script reads it. SameSite=Lax and not Strict, because a link in a mail would then find nobody logged in.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kiosk.desk import people
from kiosk.desk.desk import Desk, desk_of
from kiosk.desk.people import DEVICE, DEVICE_HOURS, SESSION, Person


def cookie_name(desk: Desk, what: str) -> str:
    """With https a name that browsers keep to this host and to encrypted connections."""
    return f"__Host-{what}" if desk.is_secure else what


def secret_of(request: Request, what: str) -> str:
    return request.cookies.get(cookie_name(desk_of(request), what), "")


async def person_of(request: Request) -> Person | None:
    """Who is logged in here."""
    desk, secret = desk_of(request), secret_of(request, SESSION)
    return await desk.do(people.holder, SESSION, secret, desk.clock()) if secret else None


async def log_in(desk: Desk, assistant: int | None, *, remember: bool = False) -> Response:
    """To the queue, with a new session."""
    answer = RedirectResponse("/", 303)
    hours = desk.settings.desk_server.session_hours
    _set(desk, answer, SESSION, await desk.do(people.give, SESSION, assistant, hours, desk.clock()), hours + 1)
    if remember:
        device = await desk.do(people.give, DEVICE, assistant, DEVICE_HOURS, desk.clock())
        _set(desk, answer, DEVICE, device, DEVICE_HOURS)
    return answer


async def log_out(request: Request, *also: str) -> Response:
    """The session ends, here and in the database."""
    desk, answer = desk_of(request), RedirectResponse("/aanmelden", 303)
    for what in (SESSION, *also):
        if secret := secret_of(request, what):
            await desk.do(people.spend, what, secret, desk.clock())
        answer.delete_cookie(cookie_name(desk, what), secure=desk.is_secure, httponly=True, samesite="lax")
    return answer


def _set(desk: Desk, answer: Response, what: str, secret: str, hours: int) -> None:
    answer.set_cookie(cookie_name(desk, what), secret, max_age=hours * 3600, secure=desk.is_secure, httponly=True,
                      samesite="lax")
