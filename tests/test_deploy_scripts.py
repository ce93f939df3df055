"""What an administrator runs on a machine: clean shell, and refusals in a sentence.

That the package installs and starts in a bare Debian: tests/deploy/test_package.py.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1] / "deploy" / "raspberrypi"
LIB = HERE / "files" / "lib"


@pytest.mark.parametrize("wish", [["--release", "buster"], ["--arch", "armhf"], ["--colour", "red"]])
def test_a_package_that_cannot_be_made_is_refused_in_a_sentence(wish):
    done = subprocess.run([HERE / "package", *wish], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and ("There is no" in done.stderr) and len(done.stderr.splitlines()) < 6


@pytest.mark.parametrize("script", [
    "package", "test-update", "test-arm64", "test-machine", "kiosk-setup", "kiosk-update", "install",
    "files/kiosk", "files/postinst", "files/prerm", *(f"files/lib/{one.name}" for one in sorted(LIB.iterdir()))])
def test_the_scripts_are_clean(script):
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed; ./test installs it")
    done = subprocess.run(["shellcheck", "-x", HERE / script], capture_output=True, text=True, check=False,
                          cwd=HERE.parents[1])
    assert done.returncode == 0, done.stdout


UNITS = sorted((HERE / "files/systemd").iterdir())
EXPOSURE = {"kiosk-app.service": 20, "kiosk-x.service": 70, "kiosk-restart.service": 35}
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
    """What they start is not on this machine; tests/deploy/test_package.py looks where it is."""
    said = analyze("verify", "--man=no", *UNITS).stderr.splitlines()
    ours = [line for line in said if "kiosk" in line and "is not executable: No such file" not in line]
    assert ours == [], "\n".join(ours)


def test_the_screen_takes_the_keyboard_from_the_terminal():
    """Shared with it, Print and Ctrl+C end the X server. Real keys: tests/deploy/test_machine_escapes.py."""
    unit = (HERE / "files/systemd/kiosk-x.service").read_text("utf-8")
    started = re.search(r"^ExecStart=(.*?[^\\])$", unit, re.M | re.S)[1]
    assert "vt1" in started.split() and not {"-sharevts", "-keeptty"} & set(started.split())


def test_a_passing_unit_has_a_name_of_its_own():
    """systemd-run refuses the name of a unit that is installed, and what it should have done is never done."""
    script = (LIB / "restart-when-idle").read_text("utf-8")
    made = re.search(r"systemd-run .*--unit=(\S+)", script)[1]
    assert f"is-active {made}.service" in script and not (HERE / f"files/systemd/{made}.service").exists()


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
