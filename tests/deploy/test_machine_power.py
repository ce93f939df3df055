"""The power goes while something is being brought up to date: afterwards it is the old or the new, and it works.

Each cut begins from the same machine at rest, kept once as QEMU keeps one, and ends with a cold start from the disk as
it was left. What is done meanwhile comes from outside, so that every way of updating is tried alike:
    KIOSK_UPDATE   a shell command in the machine that installs {file}
    KIOSK_VERSION  prints which it is now; one of two answers is right: that before, and that after an update in peace
    KIOSK_CUTS     how many moments, spread evenly over the time that the update takes
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from glass import BACK, seen
from machine import Image_, Machine, until
from machine_image import BAD, NEW

BY_US = "kiosk-update --wait --sha256 $(sha256sum {file} | cut -d' ' -f1) {file}"
VERSION = os.environ.get("KIOSK_VERSION", "cat /opt/digipunt-kiosk/VERSION; dpkg --verify digipunt-kiosk; "
                                          "dpkg-query -W -f '${db:Status-Abbrev}' digipunt-kiosk")
CUTS = int(os.environ.get("KIOSK_CUTS", "3"))
REST = "rest"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kiosk-power-", dir="/var/tmp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def at_rest(image, folder, twin, took) -> Path:
    """The disk of a machine that shows its first screen, with its memory kept in it."""
    disk = layer(image, folder / "rest.qcow2")
    machine = Machine(image, place(folder, "rest"), disk)
    try:
        machine.wait_until_up()
        seen(machine, twin.put(), "before anything", BACK * 2)
        machine.keep(REST)
    finally:
        machine.close()
    return disk


@pytest.fixture(scope="module")
def in_peace(image, at_rest, folder, took) -> tuple[str, str, float]:
    """The versions before and after an update that nobody disturbs, and how long it takes in s."""
    machine = Machine(image, place(folder, "peace"), at_rest, wakes=REST)
    try:
        before, began = machine.run(VERSION), machine.seconds
        machine.run(updating(NEW), 900)
        seconds = machine.seconds - began
        took("an update in peace", seconds)
        return before, machine.run(VERSION), seconds
    finally:
        machine.close()


def layer(image: Image_, disk: Path) -> Path:
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", image.disk.resolve(), disk],
                   check=True)
    return disk


def place(folder: Path, name: str) -> Path:
    place = folder / name
    place.mkdir()
    return place


def updating(file: str) -> str:
    return os.environ.get("KIOSK_UPDATE", BY_US).format(file=file)


def test_an_update_in_peace_is_another_version(in_peace):
    before, after, _ = in_peace
    assert before != after and "ii" in after


@pytest.mark.parametrize("cut", range(CUTS))
def test_the_power_goes_during_an_update(image, at_rest, folder, in_peace, twin, took, cut):
    before, after, whole = in_peace
    moment = whole * (cut + 0.5) / CUTS
    disk = folder / f"cut-{cut}.qcow2"
    shutil.copy(at_rest, disk)
    machine = Machine(image, place(folder, f"cut-{cut}"), disk, wakes=REST)
    machine.start(updating(NEW))
    until(lambda: False, moment)
    machine.cut_power()
    machine = Machine(image, place(folder, f"after-{cut}"), disk)
    try:
        machine.wait_until_up()
        seen(machine, twin.put(), f"the power went {moment:.1f} s into the update", BACK * 2)
        took(f"cut {moment:.1f} s into the update: the first screen again", machine.seconds)
        assert machine.run(VERSION) in (before, after), "neither the old nor the new"
    finally:
        machine.close()
        disk.unlink()


def test_a_bad_package_falls_back(image, at_rest, folder, in_peace, twin, took):
    """Its kiosk ends before it has drawn anything, and the one before comes back without a hand."""
    before, _, _ = in_peace
    machine = Machine(image, place(folder, "bad"), at_rest, wakes=REST)
    try:
        began = machine.seconds
        machine.run(updating(BAD), 900, check=False)
        assert until(lambda: machine.run(VERSION, check=False) == before, 900, 2)
        seen(machine, twin.put(), "after the bad package", BACK * 2)
        took("a bad package, until the one before shows its first screen", machine.seconds - began)
    finally:
        machine.close()
