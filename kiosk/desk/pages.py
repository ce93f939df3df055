"""A template and its values → a page. Everything that stands on every page is put there once, here."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import cache, wraps
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kiosk.counts import page as counts
from kiosk.desk.desk import Desk, desk_of
from kiosk.desk.people import Person
from kiosk.desk.sessions import person_of

HERE = Path(__file__).parent
ICONS = HERE.parents[1] / "assets" / "icons" / "icons.json"


@cache
def _icons() -> dict[str, str]:
    return json.loads(ICONS.read_text("utf-8"))


def icon(name: str) -> Markup:
    """A glyph of assets/icons/icons.ttf, for the eye only."""
    return Markup(f'<span class="icon" aria-hidden="true">&#x{_icons()[name]};</span>')


templates = Environment(loader=FileSystemLoader([HERE / "templates", counts.TEMPLATES]), autoescape=True,
                        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
templates.globals["icon"] = icon


def page(request: Request, template: str, status: int = 200, *, person: Person | None = None,
         **values: object) -> HTMLResponse:
    desk = desk_of(request)
    where = person.site_name if person and person.site_name else ""
    return HTMLResponse(templates.get_template(template).render(
        person=person, where=where, counts=desk.settings.desk_server.counts, here=request.url.path, **values), status)


def message(request: Request, status: int, title: str, sentence: str, person: Person | None = None) -> HTMLResponse:
    """A page that says one thing, and leads back."""
    return page(request, "message.html", status, person=person, title=title, sentence=sentence)


def for_person(handler: Callable[[Request, Desk, Person], Awaitable[Response]]
               ) -> Callable[[Request], Awaitable[Response]]:
    """Only for who is logged in; others are brought to where they can."""
    @wraps(handler)
    async def checked(request: Request) -> Response:
        person = await person_of(request)
        if person is None:
            return RedirectResponse("/aanmelden", 303)
        return await handler(request, desk_of(request), person)

    return checked
