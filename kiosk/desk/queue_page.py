"""The page where assistants see who waits, its live list, and the two buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kiosk.catalogue.keeping import overdue
from kiosk.desk import queue
from kiosk.desk.desk import Desk, desk_of
from kiosk.desk.pages import for_person, message, page
from kiosk.desk.people import SESSION, Person, holder
from kiosk.desk.queue import Outcome, Waiting, minute
from kiosk.desk.sessions import person_of, secret_of

TAKEN = "Deze hulpvraag is al opgenomen. U hoeft niets te doen."
LOGGED_OUT = "U bent niet meer aangemeld. Tik op “Wachtrij” en meld u opnieuw aan."
GONE = "Deze hulpvraag is er niet meer. Iemand heeft al geholpen, of de persoon is weg."


@for_person
async def show(request: Request, desk: Desk, person: Person) -> Response:
    waiting = await request.app.state.board.shown(person.site, fresh=True)
    return page(request, "queue.html", person=person, waiting=waiting, late=late(desk))


def late(desk: Desk) -> list[str]:
    """The walkthroughs that nobody reviewed in time."""
    today = desk.clock().date()
    return [walkthrough.title.dutch for walkthrough in desk.catalogue if overdue(walkthrough, today)]


async def live(request: Request) -> Response:
    """The list as it changes, as server-sent events, for as long as the session lasts."""
    desk = desk_of(request)
    looked = minute(desk.clock())
    person = await person_of(request)
    if person is None:
        return Response(LOGGED_OUT, 401)

    async def events() -> AsyncIterator[dict]:
        checked = looked
        try:
            async for picture in request.app.state.board.pictures(person.site):
                if checked != minute(desk.clock()):  # at most once a minute: a look for each page, not for each change
                    checked = minute(desk.clock())
                    if not await desk.do(holder, SESSION, secret_of(request, SESSION), desk.clock()):
                        return  # the browser asks again, is refused, and the page says so
                yield {"event": "lijst", "data": picture, "retry": 2000}
        except SQLAlchemyError:
            return  # the same; until it is better

    # A page cannot see a network that swallows everything; it does see that nothing comes any more.
    return EventSourceResponse(events(), ping=20, ping_message_factory=lambda: ServerSentEvent("ja", event="leeft"))


@for_person
async def coming(request: Request, desk: Desk, person: Person) -> Response:
    outcome = await desk.do(queue.claim, request.path_params["id"], person.site, desk.clock(),
                            counted=desk.settings.desk_server.counts)
    if outcome is Outcome.YES and (sheet := await _sheet(request, desk, person)):
        return RedirectResponse(sheet, 303)
    return _after(request, person, outcome)


@for_person
async def helped(request: Request, desk: Desk, person: Person) -> Response:
    outcome = await desk.do(queue.done, request.path_params["id"], person.site, desk.clock(),
                            counted=desk.settings.desk_server.counts)
    answer = _after(request, person, outcome)
    answer.background = BackgroundTask(desk.shred)
    return answer


async def _sheet(request: Request, desk: Desk, person: Person) -> str | None:
    """Where the page of a request stands, for who pressed the button there and wants to go on reading."""
    if urlsplit(request.headers.get("referer", "")).path != "/h":
        return None
    found = await _waiting(request, desk, person)
    return f"/h?vraag={found.id}#{found.letters}" if found else None


async def _waiting(request: Request, desk: Desk, person: Person) -> Waiting | None:
    people = await desk.do(queue.waiting, person.site, desk.clock())
    return next((one for one in people if one.id == request.path_params["id"]), None)


def _after(request: Request, person: Person, outcome: Outcome) -> Response:
    match outcome:
        case Outcome.YES:
            return RedirectResponse("/", 303)
        case Outcome.TAKEN:
            return message(request, 409, "Er is al iemand onderweg", TAKEN, person)
    return message(request, 410, "Niet meer nodig", GONE, person)


async def buttons(request: Request) -> Response:
    """For the page of one request, which is the same file for everybody: the buttons of who is logged in."""
    desk, person = desk_of(request), await person_of(request)
    if person is None:
        return Response(LOGGED_OUT, 401)
    found = await _waiting(request, desk, person)
    if found is None:
        return Response(GONE, 404)
    show_site = await request.app.state.board.names_sites(person.site)
    return page(request, "buttons.html", one=found, show_site=show_site)


routes = [
    Route("/", show, methods=["GET"]),
    Route("/wachtrij", live, methods=["GET"]),
    Route("/vragen/{id}/knoppen", buttons, methods=["GET"]),
    Route("/vragen/{id}/komt", coming, methods=["POST"]),
    Route("/vragen/{id}/klaar", helped, methods=["POST"]),
]
