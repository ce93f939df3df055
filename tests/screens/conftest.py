"""The running kiosk and its twin, for all tests of this folder."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# The sound server of the tests of speech; the desk and the printer of those of the hand-off.
sys.path.insert(0, str(Path(__file__).parents[1] / "speech"))
sys.path.insert(0, str(Path(__file__).parents[1] / "handoff"))

from running import GLASS, QUIET, SETTINGS, Kiosk
from twin import Twin


@pytest.fixture(scope="session")
def place() -> Iterator[Path]:
    """A folder with a short name: a socket's path has at most 107 characters."""
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    folder = Path(tempfile.mkdtemp(prefix="kiosk-test-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


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
def start(place, settings) -> Iterator[Callable[..., Kiosk]]:
    """Starts kiosks; whatever happens in the test, they are gone afterwards."""
    started: list[Kiosk] = []

    def one(settings_file: Path = settings, folder: Path | None = None, **environment: str) -> Kiosk:
        started.append(Kiosk(settings_file, folder or Path(tempfile.mkdtemp(dir=place)), environment))
        return started[-1]

    yield one
    for kiosk in reversed(started):
        kiosk.close()


@pytest.fixture
def kiosk(start) -> Kiosk:
    return start()
