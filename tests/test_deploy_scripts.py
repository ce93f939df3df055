"""What an administrator runs on a machine: clean shell, refusals in a sentence, alerts about numbers that there are.

That the package installs and starts in a bare Debian: deploy/raspberrypi/test-package.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from kiosk.doctor import Check
from kiosk.health import numbers

HERE = Path(__file__).parents[1] / "deploy" / "raspberrypi"


@pytest.mark.parametrize("wish", [["--release", "buster"], ["--arch", "armhf"], ["--colour", "red"]])
def test_a_package_that_cannot_be_made_is_refused_in_a_sentence(wish):
    done = subprocess.run([HERE / "package", *wish], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and ("There is no" in done.stderr) and len(done.stderr.splitlines()) < 6


@pytest.mark.parametrize("script", [
    "package", "test-package", "kiosk-setup", "files/kiosk", "files/postinst", "files/prerm", "files/lib/backlight",
    "files/lib/read-only", "files/lib/restart-when-idle", "files/lib/usb", "files/lib/usb-stick", "install"])
def test_the_scripts_are_clean(script):
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed; ./test installs it")
    done = subprocess.run(["shellcheck", "-x", HERE / script], capture_output=True, text=True, check=False,
                          cwd=HERE.parents[1])
    assert done.returncode == 0, done.stdout


UNITS = sorted((HERE / "files/systemd").iterdir())
EXPOSURE = {"kiosk-app.service": 20, "kiosk-x.service": 70}
"""Tenths of what `systemd-analyze security` may say at most; 2.0 is asked of the kiosk, and the X server needs root."""


def analyze(*words: str | Path) -> subprocess.CompletedProcess:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_unit_gives_little_away(unit):
    done = analyze("security", "--offline=true", f"--threshold={EXPOSURE.get(unit.name, 30)}", unit)
    assert done.returncode == 0, done.stdout.splitlines()[-1:] or done.stderr


def test_systemd_understands_every_line_of_the_units():
    """What they start is not on this machine; deploy/raspberrypi/test-package looks where it is."""
    said = analyze("verify", "--man=no", *UNITS).stderr.splitlines()
    ours = [line for line in said if "kiosk" in line and "is not executable: No such file" not in line]
    assert ours == [], "\n".join(ours)


@pytest.mark.parametrize(("wishes", "release", "says"), [
    (["--colour"], "bookworm", "There is no wish called --colour"),
    (["--dry-run"], "bullseye", "This is 'bullseye'; there is a package for bookworm and for trixie."),
    (["--dry-run"], "bookworm", "There is no digipunt-kiosk_…~bookworm_"),
    (["--dry-run", "gone.deb"], "bookworm", "There is no file gone.deb."),
    (["--dry-run", "broken.deb"], "bookworm", "is damaged, or not the kiosk's package"),
])
def test_what_cannot_be_installed_is_said_first_and_in_a_sentence(tmp_path, wishes, release, says):
    if not shutil.which("dpkg-deb"):
        pytest.skip("this is no Debian")
    (tmp_path / "os-release").write_text(f"VERSION_CODENAME={release}\n")
    (tmp_path / "broken.deb").write_bytes(b"!<arch>\n")
    shutil.copy(HERE / "install", tmp_path / "install")
    done = subprocess.run([tmp_path / "install", *wishes], capture_output=True, text=True, check=False, cwd=tmp_path,
                          env=os.environ | {"OS_RELEASE": str(tmp_path / "os-release")})
    assert done.returncode in (1, 2) and says in done.stderr and len(done.stderr.splitlines()) < 4


def test_each_alert_is_about_a_number_that_a_kiosk_gives_and_says_what_to_do(tmp_path):
    for name, content in {"class/thermal/thermal_zone0/temp": "1", "class/hwmon/hwmon0/in0_lcrit_alarm": "0",
                          "block/mmcblk0/device/life_time": "0x01 0x01", "fs/ext4/a/errors_count": "0"}.items():
        (tmp_path / "sys" / name).parent.mkdir(parents=True)
        (tmp_path / "sys" / name).write_text(content)
    given = {number.name for number in numbers([Check("disk", "ok", "")], tmp_path)}
    rules = yaml.safe_load((HERE.parent / "watching" / "alerts.yaml").read_text("utf-8"))["groups"][0]["rules"]
    told = {name for rule in rules for name in re.findall(r"kiosk_\w+", rule["expr"])}
    assert told and told <= given
    assert all(rule["annotations"]["remedy"] for rule in rules)
