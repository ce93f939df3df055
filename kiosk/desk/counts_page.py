"""The counts of the municipality in the frame of the desk. What may be shown is kiosk/counts/'s own business."""

from __future__ import annotations

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from kiosk.counts import page as counts
from kiosk.counts.figures import Counter
from kiosk.desk.desk import Desk
from kiosk.desk.pages import for_person, page
from kiosk.desk.people import Person
from kiosk.desk.tables import counters


def routes(desk: Desk) -> list[BaseRoute]:
    """/cijfers and /cijfers.csv, for who is logged in."""
    def read() -> list[Counter]:
        with desk.engine.connect() as connection:
            columns = counters.c.month, counters.c.kind, counters.c.key, counters.c.n
            return [tuple(row) for row in connection.execute(select(*columns))]

    def render(request: Request, template: str, **values: object) -> Response:
        return page(request, template, person=request.state.person, **values)

    def guard(handler: counts.Handler) -> counts.Handler:
        async def inside(request: Request, _: Desk, person: Person) -> Response:
            request.state.person = person
            return await handler(request)

        return for_person(inside)

    return counts.routes(read, lambda: desk.settings.desk_server.counts, desk.catalogue, render, guard,
                         lambda: desk.clock().date())
