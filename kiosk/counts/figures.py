"""The counters → tables by month that may be published.

Four kinds of table about the same requests: services, steps, languages, waiting. All of a month have the total of that
month, and all steps of a service the number of that service: what one table shows never undoes what another leaves out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kiosk.counts.suppress import Shown, is_small, shown

Counter = tuple[str, str, str, int]
"""Month ("2026-11"), kind ("service", "step", "language", "waiting"), key, how often."""

KINDS = ("service", "language", "waiting")
"""The tables whose rows add up to the requests of a month; those of "step" add up to their service."""

WAITS = ("0-1", "2-5", "6-15", "16+")
"""The keys of "waiting", in their order: whole minutes until somebody came."""

REST = ""
"""The row of requests of which nothing is known, such as how long somebody waited who left."""


class Total(NamedTuple):
    """A sum over what is shown; ``least``: something was left out, so there are more."""

    number: int
    least: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by key, each with a number for each of the months; None for one that is left out."""

    months: tuple[str, ...]
    rows: Mapping[str, tuple[int | None, ...]]

    def total(self, key: str) -> Total:
        """Over the months. Of what is shown and nothing else, so it can tell nothing more, now or next month."""
        numbers = self.rows[key]
        return Total(sum(number or 0 for number in numbers), None in numbers)

    def of_year(self, year: str) -> Table:
        """Only the months of one year, and the rows that say something there."""
        places = [place for place, month in enumerate(self.months) if month.startswith(f"{year}-")]
        rows = {key: tuple(numbers[place] for place in places) for key, numbers in self.rows.items()}
        return Table(tuple(self.months[place] for place in places),
                     {key: numbers for key, numbers in rows.items() if any(number != 0 for number in numbers)})


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be published. ``asked`` has one row, the requests of each month; ``tables`` are by kind."""

    asked: Table
    tables: Mapping[str, Table]

    @property
    def years(self) -> list[str]:
        return sorted({month[:4] for month in self.asked.months})


def figures(counters: Iterable[Counter], today: date) -> Figures:
    """``today`` decides which months are over: one that still grows would tell by its growing."""
    counted: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for month, kind, key, number in counters:
        if number > 0 and is_over(month, today):
            counted[month][kind][key] = number
    months = tuple(sorted(counted))
    published = [_month(counted[month]) for month in months]
    tables = {kind: _table(months, [month.blocks[kind] for month in published]) for kind in KINDS}
    tables["step"] = _steps_table(months, [month.steps for month in published])
    return Figures(Table(months, {REST: tuple(month.total for month in published)} if months else {}), tables)


def is_over(month: str, today: date) -> bool:
    """From the second day of the next month: requests that are still open at midnight are closed, and counted, then."""
    year, number = int(month[:4]), int(month[5:7])
    following = date(year + number // 12, number % 12 + 1, 2)
    return today >= following


def in_order(key: str) -> tuple:
    """Rows in the order of their numbers, the unknown ones last. Everybody knows this order, so it tells nothing."""
    if key in WAITS:
        return (0, (WAITS.index(key),))
    parts = key.split("/")
    return (0, tuple(map(int, parts))) if all(part.isdecimal() for part in parts) else (1, (key == REST, key))


class _Month(NamedTuple):
    """What may be shown of a month; None for what may not. ``steps`` are by service; of one that is not there, none
    was counted."""

    total: int | None
    blocks: Mapping[str, Shown | None]
    steps: Mapping[str, Shown | None] | None


def _month(counted: Mapping[str, Mapping[str, int]]) -> _Month:
    total = max(sum(counted.get(kind, {}).values()) for kind in KINDS)
    if is_small(total):
        return _Month(None, dict.fromkeys(KINDS), None)
    blocks = {kind: shown(_completed(counted.get(kind, {}), total)) for kind in KINDS}
    services = blocks["service"]
    if services is None:
        return _Month(total, blocks, None)
    return _Month(total, blocks, {key: _steps(counted.get("step", {}), key, number)
                                  for key, number in services.items()})


def _steps(cells: Mapping[str, int], service: str, number: int | None) -> Shown | None:
    """The steps of a service that is shown itself; of another nothing, not even which steps there are."""
    own = {key: count for key, count in cells.items() if _service(key) == service}
    if number is None or sum(own.values()) > number:
        return None
    return shown(_completed(own, number, f"{service}/{REST}"))


def _completed(cells: Mapping[str, int], total: int, rest: str = REST) -> dict[str, int]:
    """In order, and with what is missing to the total as a row of its own: it is a number like the others."""
    rows = {key: cells[key] for key in sorted(cells, key=in_order)}
    missing = total - sum(rows.values())
    return rows | ({rest: missing} if missing else {})


def _table(months: tuple[str, ...], blocks: Sequence[Shown | None]) -> Table:
    """The rows that some month shows, or leaves out one by one. Where a month shows nothing, all of them are left out
    there: which of them were asked for is not told either."""
    keys = sorted({key for block in blocks for key in block or ()}, key=in_order)
    return Table(months, {key: tuple(None if block is None else block.get(key, 0) for block in blocks)
                          for key in keys})


def _steps_table(months: tuple[str, ...], by_month: Sequence[Mapping[str, Shown | None] | None]) -> Table:
    def block(steps: Mapping[str, Shown | None] | None, key: str) -> Shown | None:
        return None if steps is None else steps.get(_service(key), {})

    keys = {key for steps in by_month for found in (steps or {}).values() for key in found or ()}
    return Table(months, {key: tuple(None if (found := block(steps, key)) is None else found.get(key, 0)
                                     for steps in by_month) for key in sorted(keys, key=in_order)})


def _service(step: str) -> str:
    return step.partition("/")[0]
