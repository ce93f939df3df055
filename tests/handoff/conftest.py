from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kiosk.handoff.words import Noun, read_nouns

sys.path.insert(0, str(Path(__file__).parent))  # so that the tests beside this file find shelf.py


@pytest.fixture(scope="session")
def nouns() -> tuple[Noun, ...]:
    return read_nouns(Path(__file__).parents[2] / "assets" / "nouns.yaml")
