"""What an administrator runs on a machine: clean shell, refusals in a sentence, alerts about numbers that there are.

That the package installs and starts in a bare Debian: deploy/raspberrypi/test-package.
"""

from __future__ import annotations

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
    "package", "test-package", "test-arm64", "test-machine", "kiosk-setup", "files/kiosk", "files/postinst",
    "files/prerm"])
def test_the_scripts_are_clean(script):
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed; ./test installs it")
    done = subprocess.run(["shellcheck", "-x", HERE / script], capture_output=True, text=True, check=False,
                          cwd=HERE.parents[1])
    assert done.returncode == 0, done.stdout


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
