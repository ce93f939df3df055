"""Logging in: with a personal link, on a device that is remembered, or with the municipality's own log-in (oidc.py)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kiosk.desk import people
from kiosk.desk.desk import desk_of
from kiosk.desk.limits import LOG_INS, address_of
from kiosk.desk.pages import message, page
from kiosk.desk.people import DEVICE, INVITE
from kiosk.desk.sessions import log_in, log_out, person_of, secret_of


def too_often(request: Request) -> Response | None:
    if desk_of(request).limits.allows(LOG_INS, address_of(request)):
        return None
    return message(request, 429, "Even wachten", "U probeerde het te vaak. Probeer het over een minuut opnieuw.")


async def show(request: Request) -> Response:
    """How somebody can log in here."""
    desk = desk_of(request)
    if await person_of(request):
        return RedirectResponse("/", 303)
    secret = secret_of(request, DEVICE)
    known = await desk.do(people.holder, DEVICE, secret, desk.clock()) if secret else None
    return page(request, "login.html", known=known, oidc=desk.has_oidc)


async def by_device(request: Request) -> Response:
    desk = desk_of(request)
    if refusal := too_often(request):
        return refusal
    known = await desk.do(people.holder, DEVICE, secret_of(request, DEVICE), desk.clock())
    return await log_in(desk, known.assistant) if known else RedirectResponse("/aanmelden", 303)


async def show_link(request: Request) -> Response:
    """A button and no more: programs that look into mails open links too, and must not use them up."""
    return page(request, "link.html", secret=request.path_params["secret"])


async def by_link(request: Request) -> Response:
    desk = desk_of(request)
    if refusal := too_often(request):
        return refusal
    form = await request.form()
    person = await desk.do(people.spend, INVITE, request.path_params["secret"], desk.clock())
    if person is None:
        return message(request, 403, "Deze link werkt niet meer",
                       "Een link werkt één keer, een week lang. Vraag een nieuwe link aan uw beheerder.")
    return await log_in(desk, person.assistant, remember="onthoud" in form)


async def leave(request: Request) -> Response:
    form = await request.form()
    return await log_out(request, *([DEVICE] if "vergeet" in form else []))


routes = [
    Route("/aanmelden", show, methods=["GET"]),
    Route("/aanmelden", by_device, methods=["POST"]),
    Route("/binnen/{secret}", show_link, methods=["GET"]),
    Route("/binnen/{secret}", by_link, methods=["POST"]),
    Route("/afmelden", leave, methods=["POST"]),
]
