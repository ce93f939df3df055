"""The page of the kiosks, where who is logged in puts one out of order. A kiosk hears it with its hours, which it asks
for once a minute; one without a network stays as it was."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kiosk.desk.desk import Desk
from kiosk.desk.kiosks import standing_at, switch
from kiosk.desk.pages import for_person, message, page
from kiosk.desk.people import Person

ON, OFF = "aan", "uit"
LARGEST = 2**31 - 1
"""Number that PostgreSQL takes for one of a row."""


@for_person
async def show(request: Request, desk: Desk, person: Person) -> Response:
    found = await desk.do(standing_at, person.site)
    saved = request.query_params.get("bewaard", "")
    named = next((kiosk.name for kiosk in found if str(kiosk.id) == saved), "")
    return page(request, "kiosks.html", person=person, kiosks=found, saved=named,
                several=len({kiosk.site_name for kiosk in found}) > 1, on=ON, off=OFF)


@for_person
async def save(request: Request, desk: Desk, person: Person) -> Response:
    """The wish is "on" or "off", not "the other": two who press at once want the same."""
    id, wish = request.path_params["id"], (await request.form()).get("buiten-dienst")
    known = wish in (ON, OFF) and id <= LARGEST and await desk.do(switch, id, person.site, on=wish == ON)
    if not known:
        return message(request, 404, "Geen kiosk", "Deze kiosk is er niet, of hoort bij een andere plaats.", person)
    return RedirectResponse(f"/kiosken?bewaard={id}", 303)


routes = [Route("/kiosken", show, methods=["GET"]), Route("/kiosken/{id:int}", save, methods=["POST"])]
