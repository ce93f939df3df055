"""The journeys that authors write: one file a walkthrough, a line for each screen.

    journeys:
      Who walks here and how it goes:          # line after line, from the first screen named
        - about | next | where
        - where | next | needs
        - needs | yes kaart, no pincode, next | hulp
    branches:                                  # each line by itself, from the screen it names
      - needs | no kaart, next | hulp
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from kiosk.catalogue.model import FINISHED, Catalogue, Check, Choose, HandOver, Practise, Walkthrough

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """On this screen, after these taps, that screen comes."""

    screen: str
    taps: str
    to: str

    def __str__(self) -> str:
        return f"{self.screen} | {self.taps} | {self.to}"


@dataclass(frozen=True, slots=True)
class Table:
    file: str
    journeys: Mapping[str, tuple[Row, ...]]
    branches: tuple[Row, ...]

    def rows(self) -> Iterator[Row]:
        for journey in self.journeys.values():
            yield from journey
        yield from self.branches


def file_of(walkthrough: str) -> Path:
    return FOLDER / f"{walkthrough}.yaml"


def read_table(file: Path) -> Table:
    """Raises ValueError with the line that is not three columns."""
    read = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    journeys = {name: tuple(map(_row, rows)) for name, rows in (read.get("journeys") or {}).items()}
    return Table(file.name, journeys, tuple(map(_row, read.get("branches") or ())))


def _row(line: str) -> Row:
    columns = [column.strip() for column in str(line).split("|")]
    if len(columns) != 3 or not all(columns):
        raise ValueError(f"“{line}”: write three columns, screen | taps | next screen.")
    return Row(*columns)


# What has to be covered: every way out of every step, in the words of the tables.

def ways_out(walkthrough: Walkthrough) -> Iterator[Row]:
    for step in walkthrough.steps.values():
        match step:
            case Check():
                yield Row(step.id, "next", step.next)
                for need in step.needs:
                    yield Row(step.id, f"no {need.id}, next", need.no)
            case Choose():
                for choice in step.choices:
                    yield Row(step.id, f"choose {choice.id}", choice.to)
            case Practise():
                yield Row(step.id, "touch", step.next)
            case HandOver():
                yield Row(step.id, "next", "hand-off")
            case _:
                yield Row(step.id, "next", step.next)
        for trouble in step.troubles:
            yield Row(step.id, f"trouble {trouble.id}", trouble.to)


def key(row: Row, walkthrough: Walkthrough) -> tuple[str, str, str]:
    """The same for a module's way out wherever the module is included: a step's title is written once."""
    def name(id: str) -> str:
        return walkthrough.steps[id].title.key if id in walkthrough.steps else id

    taps = [tap.strip() for tap in row.taps.split(",")]
    noes = [tap for tap in taps if tap.startswith("no ")]
    if noes and taps[-1] == "next":
        order = [f"no {need.id}" for need in walkthrough.needs]
        return name(row.screen), f"{min(noes, key=order.index)}, next", name(row.to)
    return name(row.screen), taps[-1], name(row.to)


def covered(tables: Mapping[str, Table], catalogue: Catalogue) -> set[tuple[str, str, str]]:
    return {key(row, catalogue.walkthroughs[id]) for id, table in tables.items() for row in table.rows()}


def missing(walkthrough: Walkthrough, done: set[tuple[str, str, str]]) -> list[Row]:
    return [row for row in ways_out(walkthrough) if key(row, walkthrough) not in done]


def reaches_the_end(table: Table, walkthrough: Walkthrough) -> bool:
    """Is there a journey all the way from the first screen to the end?"""
    return any(rows[0].screen == walkthrough.first and any(row.to == FINISHED for row in rows)
               for rows in table.journeys.values() if rows)
