"""Every walkthrough in figures, as docs/walkthroughs.md shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from content_folder import Folder

from kiosk.catalogue.figures import figures, markdown
from kiosk.catalogue.reading import read_catalogue

ASSETS = Path(__file__).parents[2] / "assets"


def test_figures_that_can_be_counted_by_hand(tmp_path):
    folder = Folder(tmp_path)
    walkthrough = folder.read()[0].walkthroughs["verhuizen"]
    before = figures(walkthrough)
    # about, where, needs, choose, two of the module, price, practise, after are the usual way; help is not.
    assert (before.steps, before.usual, before.within) == (10, 9, 1.0)
    # No PIN; nothing to log in with; no telephone; the button not seen twice, of which one is a way to itself.
    assert before.branches == 5
    folder.spoil("[De politie komt langs.]", "[De politie komt bij u langs en kijkt daar of u er nu echt ook woont.]")
    after = figures(folder.read()[0].walkthroughs["verhuizen"])
    assert after.within < 1.0 and after.words > before.words


def test_the_table_names_every_walkthrough_with_its_sources_and_dates():
    catalogue, _problems = read_catalogue([ASSETS])
    text = markdown(catalogue)
    for walkthrough in catalogue:
        [row] = [line for line in text.splitlines() if f"(`{walkthrough.id}`)" in line]
        assert str(walkthrough.checked_on) in row and str(walkthrough.review_by) in row and row.count("|") == 9
        assert all(f"- {source}" in text for source in walkthrough.sources)
    assert "kiosk check --table > docs/walkthroughs.md" in text


@pytest.mark.parametrize("title", ["Prijs | tarief"])
def test_no_title_breaks_the_table(tmp_path, title):
    folder = Folder(tmp_path)
    folder.spoil("title: Ik ben verhuisd", f"title: '{title}'")
    [row] = [line for line in markdown(folder.read()[0]).splitlines() if "(`verhuizen`)" in line]
    assert row.count("|") == 9
