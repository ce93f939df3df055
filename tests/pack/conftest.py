from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest

sys.path.extend(str(Path(__file__).parents[1] / room) for room in ("screens", "speech"))

import started
from packing import Maker

place, start = started.place, started.start


@pytest.fixture(scope="session")
def memory(tmp_path_factory):
    """A folder on a disk of memory, where there is one: these tests wait for the disk thousands of times."""
    here = "/dev/shm" if os.access("/dev/shm", os.W_OK) else tmp_path_factory.getbasetemp()
    with TemporaryDirectory(prefix="kiosk-packs-", dir=here) as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def maker(memory) -> Maker:
    (memory / "maker").mkdir()
    return Maker(memory / "maker")


@pytest.fixture
def store(memory):
    folder = Path(mkdtemp(dir=memory))
    folder.chmod(0o755)
    yield folder / "packs"
    shutil.rmtree(folder)
