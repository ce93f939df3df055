"""The units around the card, as systemd's own tools judge them, and the sample that lies on a card."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.provision.machine import usual

DEPLOY = Path(__file__).parents[2] / "deploy" / "raspberrypi"
EXPOSURE = {"kiosk-provision.service": 25, "kiosk-card-page.service": 20}
"""Tenths. The first belongs to root, since what it writes does."""

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")


@needs_systemd
def test_the_units_are_right(tmp_path):
    shutil.copytree(DEPLOY / "files/systemd", tmp_path, dirs_exist_ok=True)
    shutil.copytree(DEPLOY / "files/dropins", tmp_path, dirs_exist_ok=True)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in ("kiosk-x.service", *EXPOSURE))],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}, check=False, capture_output=True, text=True)
    missing = "is not executable: No such file or directory"  # the programs are in the package
    assert [line for line in done.stderr.splitlines() if "kiosk" in line and missing not in line] == []


@needs_systemd
@pytest.mark.parametrize("unit", EXPOSURE)
def test_the_units_give_little_away(unit):
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE[unit]}",
                           DEPLOY / "files/systemd" / unit], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout.splitlines()[-1:] or done.stderr


def test_nothing_needs_the_card_to_be_right():
    """A kiosk whose card is broken starts all the same: it comes after, and asks for nothing."""
    for file in (DEPLOY / "files/dropins").rglob("*.conf"):
        assert not [word for word in ("Requires", "BindsTo", "Requisite") if f"{word}=" in file.read_text()]


def test_the_sample_on_the_card_has_every_setting_that_it_should():
    assert (DEPLOY / "image/kiosk.toml").read_text("utf-8") == usual(), \
        "run: kiosk provision --sample > deploy/raspberrypi/image/kiosk.toml"
