"""/cijfers: the counts as plots and tables, /cijfers.csv: the same for Excel. Dutch, since staff read them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kiosk.catalogue.model import Catalogue
from kiosk.counts.figures import REST, Counter, Figures, Table, Total, figures
from kiosk.counts.names import Names, month
from kiosk.counts.plots import bars, words
from kiosk.counts.sheet import csv_text

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
"""For the loader of whoever draws the pages; its `base.html` has the blocks title, head and main."""

MOST_BARS = 12
HEADINGS = {
    "service": ("Waarvoor vragen mensen hulp?", "Dienst"),
    "step": ("Waar lopen mensen vast?", "Stap"),
    "language": ("In welke taal?", "Taal"),
    "waiting": ("Hoe lang wachten mensen?", "Wachttijd"),
}
INTRO = {"waiting": "Van de vraag aan de kiosk tot iemand zegt: “Ik kom eraan”."}

Handler = Callable[[Request], Awaitable[Response]]


class Render(Protocol):
    """Draws one of our templates with these values in the frame of the desk."""

    def __call__(self, request: Request, template: str, **values: object) -> Response: ...


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, its plot, and its table: the months as headings, and rows of a name, its numbers and their sum."""

    id: str
    title: str
    intro: str
    plot: Markup
    what: str
    months: list[str]
    rows: list[tuple[str, list[str], str]]


def routes(read_counters: Callable[[], Iterable[Counter]], enabled: Callable[[], bool], catalogue: Catalogue,
           render: Render, guard: Callable[[Handler], Handler], today: Callable[[], date] = date.today
           ) -> list[BaseRoute]:
    """``read_counters`` is called in a thread of its own, and only when counting is on. ``guard`` lets a request pass
    only for who may see the counts. ``today`` is that of the place."""
    names = Names(catalogue)

    async def read() -> Figures:
        return figures(await run_in_threadpool(lambda: list(read_counters())), today())

    async def page(request: Request) -> Response:
        if not enabled():
            return render(request, "counts.html", enabled=False)
        found = await read()
        years = found.years
        asked_for = request.query_params.get("jaar", "")
        year = asked_for if asked_for in years else years[-1] if years else ""
        return render(request, "counts.html", enabled=True, year=year, years=years,
                      blocks=blocks(found, year, names) if year else [])

    async def sheet(request: Request) -> Response:
        if not enabled():
            return RedirectResponse("/cijfers", 303)
        return Response(csv_text(await read(), names), media_type="text/csv; charset=utf-8",
                        headers={"Content-Disposition": 'attachment; filename="cijfers.csv"',
                                 "Cache-Control": "no-store"})

    async def style(request: Request) -> Response:
        return FileResponse(HERE / "counts.css", headers={"Cache-Control": "no-cache"})

    return [Route("/cijfers", guard(page)), Route("/cijfers.csv", guard(sheet)), Route("/cijfers.css", style)]


def blocks(found: Figures, year: str, names: Names) -> list[Block]:
    """What the page shows of a year."""
    asked = found.asked.of_year(year)
    numbers = asked.rows.get(REST, ())
    title = "Hoeveel vragen om hulp?"
    by_month = [(month(key), Total(number or 0, number is None))
                for key, number in zip(asked.months, numbers, strict=False)]
    made = [Block("asked", title, "", bars("asked", f"{title} {year}", by_month), "Vragen", _headings(asked),
                  [("Alle vragen", _cells(numbers), words(asked.total(REST)))] if numbers else [])]
    return made + [_block(kind, found.tables[kind].of_year(year), year, names) for kind in HEADINGS]


def _block(kind: str, table: Table, year: str, names: Names) -> Block:
    title, what = HEADINGS[kind]
    rows = [(names.of(kind, key), _cells(numbers), words(table.total(key))) for key, numbers in table.rows.items()]
    totals = [(names.of(kind, key), table.total(key)) for key in table.rows]
    if kind != "waiting":
        totals = sorted(totals, key=lambda row: -row[1].number)[:MOST_BARS]
    return Block(kind, title, INTRO.get(kind, ""), bars(kind, f"{title} {year}", totals), what, _headings(table), rows)


def _headings(table: Table) -> list[str]:
    return [month(key).partition(" ")[0] for key in table.months]


def _cells(numbers: Sequence[int | None]) -> list[str]:
    return ["weg" if number is None else str(number) for number in numbers]
