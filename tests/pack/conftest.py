from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest

sys.path.extend(str(Path(__file__).parents[1] / room) for room in ("screens", "speech"))

import started
from channel_world import World
from packing import Maker

from kiosk.pack.channel_report import OK

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


@pytest.fixture
def quick_disk(monkeypatch):
    """No test here cuts the power, and hundreds of times waiting for the disk is most of their time."""
    monkeypatch.setattr(os, "fsync", lambda file: None)


@pytest.fixture
def world(tmp_path, quick_disk) -> Iterator[World]:
    world = World(tmp_path / "world")
    yield world
    world.server.close()


@pytest.fixture(scope="session")
def fetched_once(tmp_path_factory) -> Path:
    world = World(tmp_path_factory.mktemp("fetched") / "world")
    world.publish(world.pack(1))
    assert world.fetch().kind == OK
    world.server.close()
    return world.folder


@pytest.fixture
def one(fetched_once, tmp_path, quick_disk) -> Iterator[World]:
    """With version 1 published and fetched."""
    world = World(shutil.copytree(fetched_once, tmp_path / "world", symlinks=True))
    yield world
    world.server.close()
