"""An administrator who goes by keys and by ear: what comes of a key is read, and never a digit. And the notice of a
kiosk out of order, in which each language begins at its own side."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from screens.book.display import virtual_display

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def said() -> dict:
    with virtual_display(1280, 800) as display:
        done = subprocess.run([sys.executable, Path(__file__).with_name("spot_process.py")], capture_output=True,
                              text=True, env=os.environ | {"DISPLAY": display, "PYTHONPATH": str(ROOT)}, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_keys_alone_lead_everywhere_and_what_comes_of_them_is_read(said):
    assert said["five digits"] == []
    assert said["the sixth"] == ["Code van de beheerder", "Klopt niet.", "Nog 4 keer."]
    assert "0 van 6 cijfers" in said["over all of the page"] and "Sluiten" in said["over all of the page"]
    assert not [words for words in said["over all of the page"] if words.isdigit()], "who stands behind hears the code"
    assert said["the right ones"] == ["Beheer van deze kiosk"]
    assert said["health"][:3] == ["Toestand", "Dit vraagt aandacht: 3",
                                  "Er is geen geluidsserver en geen geluidskaart, dus is er niets te horen."]
    assert said["the touch test"] == ["Tik op kruis 1 van 5."] and said["out of it"] == ["Beheer van deze kiosk"]
    assert said["still there"], "the pages left while somebody used them"


def test_out_of_order_each_language_begins_at_its_own_side(said):
    assert said["sides"] == {"nl": ["left"], "fr": ["left"], "en": ["left"], "de": ["left"], "ar": ["right"]}
