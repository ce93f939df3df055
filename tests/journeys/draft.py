"""Prints the lines that are still missing from a walkthrough's journeys, to begin from:

    python tests/journeys/draft.py adres-wijzigen

Read them as the person who stands there: would that screen help? Then put them in tests/journeys/adres-wijzigen.yaml.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from tables import Row, covered, file_of, key, missing, reaches_the_end, read_table, ways_out  # noqa: E402
from walking import own_content  # noqa: E402

from kiosk.catalogue.graph import main_line  # noqa: E402
from kiosk.catalogue.model import FINISHED, Catalogue, Check, Step, Walkthrough  # noqa: E402


def draft(walkthrough: Walkthrough, catalogue: Catalogue) -> str:
    """The usual way, if no journey of this walkthrough reaches the end yet, and each way out that is in no table."""
    tables = {id: read_table(file_of(id)) for id in catalogue.walkthroughs if file_of(id).exists()}
    own = tables.get(walkthrough.id)
    done = covered(tables, catalogue)
    lines = []
    if own is None or not reaches_the_end(own, walkthrough):
        usual = _usual(walkthrough)
        done |= {key(row, walkthrough) for row in usual}
        lines += ["journeys:", "  All goes well:", *(f"    - {row}" for row in usual)]
    rows = missing(walkthrough, done)
    return "\n".join([*lines, *(["branches:"] if rows else []), *(f"  - {row}" for row in rows)])


def _usual(walkthrough: Walkthrough) -> list[Row]:
    way = (*main_line(walkthrough, walkthrough.first), FINISHED)
    rows = [next(row for row in ways_out(walkthrough) if (row.screen, row.to) == pair) for pair in pairwise(way)]
    return [replace(row, taps=_all_yes(walkthrough.steps[row.screen]) + row.taps) for row in rows]


def _all_yes(step: Step) -> str:
    return "".join(f"yes {need.id}, " for need in step.needs) if isinstance(step, Check) else ""


if __name__ == "__main__":
    content = own_content()
    for id in sys.argv[1:] or content.walkthroughs:
        print(draft(content.walkthroughs[id], content) or f"# {id}: every way out is covered")
