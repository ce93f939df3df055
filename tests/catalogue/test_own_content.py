"""The kiosk's own content: no fault, and every rule kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.catalogue.files import ABOUT, AFTER, NEEDS, WHERE
from kiosk.catalogue.reading import read_catalogue, texts_of
from kiosk.catalogue.rules import check_rules

ASSETS = Path(__file__).parents[2] / "assets"


@pytest.fixture(scope="module")
def icons() -> frozenset[str]:
    return frozenset(json.loads((ASSETS / "icons" / "icons.json").read_text()))


def test_no_fault_and_every_rule_kept(icons):
    catalogue, problems = read_catalogue([ASSETS], icons)
    assert [str(problem) for problem in (*problems, *check_rules(catalogue))] == []
    folders = {path.parent.name for path in ASSETS.glob("walkthroughs/*/walkthrough.yaml")}
    assert set(catalogue.walkthroughs) == folders


def test_the_icons_of_the_screens_every_walkthrough_has(icons):
    assert {icon for _number, icon in (ABOUT, WHERE, NEEDS, AFTER)} <= icons


def test_every_text_has_its_own_key():
    keys = [text.key for text in texts_of(ASSETS)]
    assert len(keys) == len(set(keys))
