"""The power goes, and with it all that the disk had not written: a copy of a real file system is taken before each
change that an installation makes, and each copy is mounted as after a power cut."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import watching
from packing import FILES, confirmed, shown

from kiosk.pack import install as installing

MANY = FILES | {f"recordings/nl/{number:02x}.json": b"%d" % number * 3000 for number in range(8)}


@contextlib.contextmanager
def mounted(disk: Path, at: Path) -> Iterator[Path]:
    at.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", disk, at], check=True, capture_output=True)
    try:
        yield at / "packs"
    finally:
        subprocess.run(["umount", at], check=True)


@pytest.fixture
def disk(memory):
    """A small disk with ext4, as on a memory card."""
    file = memory / "disk.img"
    with open(file, "wb") as image:
        image.truncate(24 << 20)
    try:
        subprocess.run(["mkfs.ext4", "-q", file], check=True, capture_output=True)
        with mounted(file, memory / "disk"):
            pass
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be mounted here: it takes root and loop devices")
    return file


def test_the_power_goes_before_each_change(maker, memory, disk, monkeypatch):
    monkeypatch.setattr(installing, "SPARE", 0)
    copies = memory / "copies"
    copies.mkdir()

    def copy(number: int) -> None:
        subprocess.run(["cp", "--sparse=always", disk, copies / f"{number:03}.img"], check=True)

    with mounted(disk, memory / "disk") as store:
        for version in (5, 6):
            maker.install(maker.pack(version), store)
            confirmed(store)
        with watching(copy) as done:
            assert maker.install(maker.pack(7, MANY), store).changed
        copy(len(done) + 1)                               # it has said that it is installed: that holds
    seen = []
    for image in sorted(copies.iterdir()):
        with mounted(image, memory / "after") as store:
            seen.append(*shown(store))
            if len(seen) % 8 == 0:
                maker.install(maker.pack(8), store)
                assert shown(store) == ["gent-8"]
        image.unlink()
    switched = seen.index("gent-7")
    assert set(seen[:switched]) == {"gent-6"} and seen[-1] == "gent-7" and set(seen) == {"gent-6", "gent-7"}
    shutil.rmtree(copies)
