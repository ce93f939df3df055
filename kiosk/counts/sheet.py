"""The figures as a file for Excel: one line for each number."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kiosk.counts.figures import REST, Figures
from kiosk.counts.names import Names

HEADINGS = ("Maand", "Soort", "Naam", "Aantal")
SORTS = {"service": "Dienst", "step": "Stap", "language": "Taal", "waiting": "Wachttijd"}
LEFT_OUT = "weggelaten"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""


def csv_text(figures: Figures, names: Names) -> str:
    """UTF-8 with a mark at its beginning, and semicolons: so Excel opens it in Belgium without asking."""
    made = io.StringIO()
    made.write("\ufeff")
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for line in _lines(figures, names):
        writer.writerow(map(safe, line))
    return made.getvalue()


def safe(cell: str) -> str:
    """The cell, never a formula: a spreadsheet shows what follows an apostrophe as it stands."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _lines(figures: Figures, names: Names) -> Iterator[tuple[str, str, str, str]]:
    for place, month in enumerate(figures.asked.months):
        yield month, "Alles", "Alle vragen om hulp", _number(figures.asked.rows[REST][place])
        for kind, sort in SORTS.items():
            for key, numbers in figures.tables[kind].rows.items():
                yield month, sort, names.of(kind, key), _number(numbers[place])


def _number(number: int | None) -> str:
    return LEFT_OUT if number is None else str(number)
