from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kiosk.handoff.words import Noun, read_nouns

sys.path.insert(0, str(Path(__file__).parent))  # so that the tests beside this file find walking.py and tables.py

from walking import ASSETS


@pytest.fixture(scope="session")
def nouns() -> tuple[Noun, ...]:
    return read_nouns(ASSETS / "nouns.yaml")
