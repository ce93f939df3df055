"""On a card of its own file system: what a reader of its blocks finds afterwards, and cards that take nothing more."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cards import KEY, PASSWORD, WHOLE

MAKE = {"vfat": ["mkfs.vfat"], "ext4": ["mkfs.ext4", "-q", "-O", "^has_journal", "-m", "0"]}
"""FAT is what a boot partition has; where a kernel has none, ext4 without a journal also writes in place."""


@pytest.fixture(params=MAKE)
def raw(kiosk, request) -> Iterator[Path]:
    """An image of a card of 1 MB, mounted where the kiosk looks for its boot partition."""
    make = MAKE[request.param]
    if os.geteuid() != 0 or not shutil.which(make[0], path="/usr/sbin:/sbin"):
        pytest.skip(f"mounting an image needs root and {make[0]}")
    image = kiosk.boot.parent / "card.img"
    with open(image, "wb") as file:
        file.truncate(1_000_000)
    subprocess.run([*make, image], check=True, capture_output=True)
    done = subprocess.run(["mount", "-o", "loop", image, kiosk.boot], check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no loop mount here: {done.stderr.strip()}")
    yield image
    subprocess.run(["umount", kiosk.boot], check=True)


def fill(path: Path) -> None:
    with open(path, "wb", buffering=0) as file, pytest.raises(OSError):
        while True:
            file.write(bytes(1000))


def test_no_block_of_the_card_holds_the_secret_any_more(kiosk, raw):
    kiosk.card.write_text(WHOLE)
    os.sync()
    assert KEY.encode() in raw.read_bytes(), "that the test would see it"
    assert kiosk.start()[0] == 0
    os.sync()
    blocks = raw.read_bytes()
    assert KEY.encode() not in blocks and PASSWORD.encode() not in blocks
    assert b"Digipunt Gent" in blocks and kiosk.settings().desk.key == KEY


def test_a_card_that_is_full(kiosk, raw):
    kiosk.card.write_text(WHOLE)
    with open(kiosk.boot / "photos", "wb") as file, pytest.raises(OSError):
        while True:
            file.write(bytes(10_000))
            file.flush()
    code, said = kiosk.start()
    assert code == 0 and kiosk.settings().desk.key == KEY
    assert "still on the card: the card is full. Remove these lines yourself" in said
    assert kiosk.card.read_text() == WHOLE and kiosk.report()["state"] == "warning"
    (kiosk.boot / "photos").unlink()
    assert kiosk.start()[0] == 0 and KEY not in kiosk.card.read_text()


def test_a_card_that_is_read_only(kiosk, raw):
    kiosk.card.write_text(WHOLE)
    subprocess.run(["mount", "-o", "remount,ro", kiosk.boot], check=True)
    code, said = kiosk.start()
    assert code == 0 and kiosk.settings().desk.key == KEY
    assert "still on the card: the card takes nothing" in said and kiosk.report()["state"] == "warning"


def test_a_machine_that_is_full_keeps_what_it_had(kiosk):
    if os.geteuid() != 0:
        pytest.skip("a file system of its own needs root")
    kiosk.card.write_text(WHOLE)
    keeps = kiosk.root / "etc/kiosk"
    keeps.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "none", keeps], check=True)
    try:
        fill(keeps / "photos")
        code, said = kiosk.start()
        assert code == 1 and "cannot be kept" in said and "No space left" in said
        files = {path.name for path in (kiosk.root / "etc").rglob("*") if path.is_file()}
        assert files == {"hosts", "photos"}, "something was changed, or left lying"
        assert kiosk.card.read_text() == WHOLE
    finally:
        subprocess.run(["umount", keeps], check=True)
