"""The page where a site's hours are kept, and where assistants read what the kiosk says now."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kiosk.desk.desk import Desk
from kiosk.desk.hours import SiteHours, hours_of_site, save_hours
from kiosk.desk.hours_form import DUTCH, exception_rows, read_form, week_rows
from kiosk.desk.kiosks import all_sites
from kiosk.desk.pages import for_person, message, page
from kiosk.desk.people import Person
from kiosk.handoff.hours import WEEKDAYS, now, read_hours


@for_person
async def show(request: Request, desk: Desk, person: Person) -> Response:
    sites, site = await _sites(request, desk, person)
    if site is None:
        return _no_site(request, person)
    hours = await desk.do(hours_of_site, site, desk.settings.helpers)
    return _page(request, desk, person, sites, site, hours, week_rows(hours),
                 exception_rows(hours, desk.clock().date()), saved="bewaard" in request.query_params)


@for_person
async def save(request: Request, desk: Desk, person: Person) -> Response:
    sites, site = await _sites(request, desk, person)
    if site is None:
        return _no_site(request, person)
    form = await request.form()
    hours, week, days = read_form(form, desk.clock().date())
    if hours is None:
        present = await desk.do(hours_of_site, site, desk.settings.helpers)
        return _page(request, desk, person, sites, site, present, week, days, status=422)
    await desk.do(save_hours, site, hours)
    return RedirectResponse(f"/uren?plaats={site}&bewaard=1", 303)


async def _sites(request: Request, desk: Desk, person: Person) -> tuple[dict[int, str], int | None]:
    """The sites that somebody may change, and the one that is asked for; None when there is none."""
    sites = await desk.do(all_sites)
    if person.site is not None:
        sites = {person.site: sites[person.site]}
    asked = request.query_params.get("plaats", "")
    if asked.isdecimal() and int(asked) in sites:
        return sites, int(asked)
    return sites, next(iter(sites), None)


def _page(request: Request, desk: Desk, person: Person, sites: dict[int, str], site: int, hours: SiteHours, week, days,
          *, status: int = 200, saved: bool = False) -> Response:
    wrong = [row for row in (*week, *days) if row.error or row.day_error]
    return page(request, "hours.html", status, person=person, sites=sites, site=site, week=week, days=days,
                wrong=wrong, saved=saved, now=says_now(hours, desk))


def says_now(hours: SiteHours, desk: Desk) -> str:
    """What the kiosk says at this moment, for who wants to see whether the hours are right."""
    at = desk.clock()
    present = now(read_hours(hours.week, hours.exceptions), at)
    match present.kind, present.when:
        case "here", when:
            return f"Er is nu een helper, tot {when:%H.%M} uur."
        case "later", None:
            return "De komende veertien dagen is er geen helper."
        case "later", when if when.date() == at.date():
            return f"Er is nu geen helper. Vandaag komt er een om {when:%H.%M} uur."
        case "later", when:
            return f"Er is nu geen helper. De volgende komt op {DUTCH[WEEKDAYS[when.weekday()]]} om {when:%H.%M} uur."
    return "De kiosk zegt geen uur, want niet elke dag is ingevuld."


def _no_site(request: Request, person: Person) -> Response:
    return message(request, 404, "Nog geen plaats", "Er is nog geen kiosk toegevoegd. Vraag het aan uw beheerder.",
                   person)


routes = [Route("/uren", show, methods=["GET"]), Route("/uren", save, methods=["POST"])]
