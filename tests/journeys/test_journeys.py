"""Every journey of the tables, walked; and every way out of every step in at least one of them."""

from __future__ import annotations

import pytest
import yaml
from draft import draft
from tables import FOLDER, Row, Table, covered, file_of, missing, reaches_the_end, read_table
from walking import ASSETS, Walk, own_content

CATALOGUE = own_content()
TABLES = {file.stem: read_table(file) for file in sorted(FOLDER.glob("*.yaml"))}
JOURNEYS = [(id, name) for id, table in TABLES.items() for name in table.journeys]
CONTENT = sorted(path.parent.name for path in ASSETS.glob("walkthroughs/*/walkthrough.yaml"))


def walk(table: Table, rows: tuple[Row, ...], journey: Walk) -> None:
    for row in rows:
        assert journey.screen == row.screen, f"{table.file}: “{row}”, but the screen is “{journey.screen}”."
        assert journey.tap(row.taps) == row.to, f"{table.file}: “{row}” leads to “{journey.screen}”."


@pytest.mark.parametrize(("id", "name"), JOURNEYS)
def test_journey(id, name):
    table = TABLES[id]
    rows = table.journeys[name]
    walk(table, rows, Walk(id, rows[0].screen))


@pytest.mark.parametrize("id", TABLES)
def test_branches(id):
    table = TABLES[id]
    for row in table.branches:
        walk(table, (row,), Walk(id, row.screen))


@pytest.mark.parametrize("id", CONTENT)
def test_every_walkthrough_has_a_journey_to_its_end(id):
    if id not in TABLES or not reaches_the_end(TABLES[id], CATALOGUE.walkthroughs[id]):
        pytest.fail(f"No journey of “{id}” goes from its first screen to “finished”. Write one in "
                    f"tests/journeys/{id}.yaml. To begin from, `python tests/journeys/draft.py {id}` prints:\n"
                    f"{draft(CATALOGUE.walkthroughs[id], CATALOGUE)}")


@pytest.mark.parametrize("id", CONTENT)
def test_every_way_out_of_every_step_is_in_a_table(id):
    rows = missing(CATALOGUE.walkthroughs[id], covered(TABLES, CATALOGUE))
    assert not rows, (f"In no table yet; `python tests/journeys/draft.py {id}` prints these lines. Add them to "
                      f"tests/journeys/{id}.yaml:\n" + "\n".join(f"  - {row}" for row in rows))


def test_a_table_of_a_walkthrough_that_is_gone():
    assert set(TABLES) <= set(CONTENT), "Take these tables away, or name them as the folder of the walkthrough."


# The tables themselves: what an author who slips is told.

@pytest.mark.parametrize(("line", "said"), [
    ("about | next", "write three columns"),
    ("about | | where", "write three columns"),
])
def test_a_line_that_is_not_three_columns(line, said, tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text(yaml.safe_dump({"branches": [line]}))
    with pytest.raises(ValueError, match=said):
        read_table(file)


def test_a_tap_that_does_not_exist_or_does_nothing():
    with pytest.raises(ValueError, match="is not a tap"):
        Walk("adres-wijzigen").tap("press")
    with pytest.raises(ValueError, match="does nothing on"):
        Walk("adres-wijzigen").tap("choose wel")
    with pytest.raises(ValueError, match="is no step"):
        Walk("adres-wijzigen", "nergens")


def test_a_new_walkthrough_without_a_table_gets_a_whole_one_drafted(tmp_path, monkeypatch):
    monkeypatch.setattr("draft.file_of", lambda id: tmp_path / f"{id}.yaml")
    for id, walkthrough in CATALOGUE.walkthroughs.items():
        file = tmp_path / f"{id}.yaml"
        file.write_text(draft(walkthrough, CATALOGUE))
        table = read_table(file)
        assert reaches_the_end(table, walkthrough)
        assert not missing(walkthrough, covered({id: table}, CATALOGUE) | covered(_others(tmp_path, id), CATALOGUE))


def _others(folder, id: str) -> dict[str, Table]:
    return {file.stem: read_table(file) for file in folder.glob("*.yaml") if file.stem != id}


def test_each_table_is_where_the_messages_say():
    assert all(file_of(id).exists() for id in TABLES)
