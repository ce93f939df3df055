from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that the tests beside this file find cards.py

from cards import Kiosk


@pytest.fixture
def kiosk(capsys) -> Iterator[Kiosk]:
    memory = Path("/dev/shm")  # where waiting for the disk takes no time
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        made = Kiosk(Path(folder, "boot"), Path(folder, "root"), capsys)
        made.boot.mkdir()
        (made.root / "etc").mkdir(parents=True)
        (made.root / "etc/hosts").write_text("127.0.0.1 localhost\n127.0.1.1\traspberrypi\n")
        yield made
