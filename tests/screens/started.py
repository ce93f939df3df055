"""Fixtures for whoever starts kiosks: a place for their folders, and kiosks that are gone after the test. The folder
that uses them has a fixture ``settings``, the file of a kiosk for which a test names none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from running import Kiosk


@pytest.fixture(scope="session")
def place() -> Iterator[Path]:
    """A folder with a short name: a socket's path has at most 107 characters."""
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    folder = Path(tempfile.mkdtemp(prefix="kiosk-test-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def start(place, settings) -> Iterator[Callable[..., Kiosk]]:
    """Starts kiosks; whatever happens in the test, they are gone afterwards."""
    started: list[Kiosk] = []

    def one(settings_file: Path = settings, folder: Path | None = None, within: Sequence[str] = (),
            **environment: str) -> Kiosk:
        started.append(Kiosk(settings_file, folder or Path(tempfile.mkdtemp(dir=place)), environment, within))
        return started[-1]

    yield one
    for kiosk in reversed(started):
        kiosk.close()
