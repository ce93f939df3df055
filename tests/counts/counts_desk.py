"""A desk that has nothing but the page of counts, in a frame of its own, with a policy as strict as the real one's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kiosk.catalogue.reading import read_catalogue
from kiosk.counts.page import TEMPLATES, routes
from kiosk.parts.places import ASSETS

FRAME = Path(__file__).parent / "frame"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'"
TODAY = date(2026, 12, 2)


def desk(counters: list, *, enabled: bool = True, inside: bool = True, read=None) -> Starlette:
    """``inside``: whether whoever asks is logged in. ``read`` in place of the counters themselves."""
    environment = Environment(loader=FileSystemLoader([FRAME, TEMPLATES]), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)

    def render(request: Request, template: str, **values: object) -> Response:
        html = environment.get_template(template).render(**values)
        return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})

    def guard(handler):
        async def guarded(request: Request) -> Response:
            return await handler(request) if inside else Response("Meld u aan.", 401)
        return guarded

    catalogue, _ = read_catalogue([ASSETS])
    return Starlette(routes=routes(read or (lambda: counters), lambda: enabled, catalogue, render, guard,
                                   lambda: TODAY))


def busy() -> list:
    """Two months of a library where much is asked."""
    counters = []
    for month, times in (("2026-10", 1), ("2026-11", 2)):
        counters += [(month, "service", "1", 38 * times), (month, "service", "2", 22 * times),
                     (month, "service", "4", 14 * times), (month, "service", "5", 2), (month, "service", "0", 6),
                     (month, "step", "1/61", 21 * times), (month, "step", "1/63", 17 * times),
                     (month, "step", "2/66", 22 * times), (month, "step", "4/18", 9 * times),
                     (month, "step", "4/11", 5 * times), (month, "step", "5/14", 2), (month, "step", "0/0", 6)]
        asked = 74 * times + 8
        counters += [(month, "language", "1", asked - 27), (month, "language", "5", 18), (month, "language", "2", 9)]
        counters += [(month, "waiting", "0-1", 40 * times), (month, "waiting", "2-5", 20 * times),
                     (month, "waiting", "6-15", 8), (month, "waiting", "16+", 5)]
    return counters
