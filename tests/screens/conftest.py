"""The running kiosk and its twin, for all tests of this folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The sound server of the tests of speech; the desk and the printer of those of the hand-off.
sys.path.insert(0, str(Path(__file__).parents[1] / "speech"))
sys.path.insert(0, str(Path(__file__).parents[1] / "handoff"))

import started
from running import GLASS, QUIET, SETTINGS, Kiosk
from twin import Twin

place, start = started.place, started.start


@pytest.fixture(scope="session")
def settings(place) -> Path:
    """Of a kiosk without sound, so that its screens stand still."""
    file = place / "kiosk.toml"
    file.write_text(SETTINGS + QUIET)
    return file


@pytest.fixture(scope="session")
def twin(place, settings) -> Iterator[Twin]:
    twin = Twin(settings, GLASS, place / "twin")
    yield twin
    twin.close()


@pytest.fixture
def kiosk(start) -> Kiosk:
    return start()
