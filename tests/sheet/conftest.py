from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "handoff")]  # helpers beside these, and shelf.py there

from kiosk.app import ASSETS, LOCALES  # noqa: E402
from kiosk.catalogue.model import Catalogue  # noqa: E402
from kiosk.catalogue.reading import read_catalogue  # noqa: E402
from kiosk.desk.naslag import catalogue_document  # noqa: E402
from kiosk.handoff.words import Noun, read_nouns  # noqa: E402
from kiosk.language.interface import read_interface  # noqa: E402


@pytest.fixture(scope="session")
def nouns() -> tuple[Noun, ...]:
    return read_nouns(ASSETS / "nouns.yaml")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The kiosk's own."""
    return read_catalogue([ASSETS])[0]


@pytest.fixture(scope="session")
def document(nouns):
    """What the page is told of a catalogue."""
    return lambda catalogue: catalogue_document(catalogue, nouns, read_interface(), LOCALES)


@pytest.fixture
def modules(tmp_path) -> Path:
    from node import modules

    return modules(tmp_path)
