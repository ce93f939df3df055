"""The Debian package: made from this checkout, installed into a bare Debian, and started there."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import debian_root
import pytest
from debian_root import DebianRoot

from screens.book.display import virtual_display

HERE = Path(__file__).parents[2] / "deploy" / "raspberrypi"
RELEASE = "bookworm"
UNITS = "/usr/lib/systemd/system"
EXPOSURE = {"kiosk-app.service": 20, "kiosk-x.service": 70, "kiosk-health.service": 20, "kiosk-heartbeat.service": 20}
"""Tenths of what `systemd-analyze security` may say; 2.0 is asked of the kiosk, and the X server needs root."""

pytestmark = pytest.mark.skipif(bool(debian_root.missing()), reason=str(debian_root.missing()))


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    done = subprocess.run([HERE / "package", "--release", RELEASE, "--to", tmp_path_factory.mktemp("package")],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.fixture(scope="module")
def debian(package) -> Iterator[DebianRoot]:
    """With the package installed. Not under /tmp/pytest-…: what is mounted there must not be swept away with it."""
    root = DebianRoot(Path(tempfile.mkdtemp(prefix="kiosk-root-", dir="/var/tmp")), RELEASE)
    try:
        shutil.copy(package, root.folder / "kiosk.deb")
        root.run("apt-get", "update")
        done = root.run("apt-get", "install", "-y", "--no-install-recommends", "systemd", "/kiosk.deb",
                        check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        yield root
    finally:
        root.close()


def test_it_brings_no_compiler_and_asks_the_network_for_nothing(debian):
    look = "for name in cc gcc pip pip3 python3; do command -v $name; done; true"
    found = debian.run("sh", "-c", look).stdout.split()
    assert found == ["/usr/bin/python3"], "that the search finds what is there, and that no more is"
    assert "digipunt-kiosk" in debian.run("dpkg-query", "-W", "digipunt-kiosk").stdout


def test_its_content_is_sound_and_the_doctor_answers(debian):
    checked = debian.run("kiosk", "check", check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    said = debian.run("kiosk", "doctor", check=False).stdout
    assert "All " in said and "fonts" in said
    assert "Nederlands: espeak-ng" in said


def test_the_settings_are_the_administrators_and_the_kiosk_may_read_them(debian):
    file = debian.folder / "etc/kiosk/kiosk.toml"
    assert file.stat().st_mode & 0o777 == 0o640
    assert file.stat().st_gid == gid_of(debian, "kiosk")
    assert "/etc/kiosk/kiosk.toml" in debian.run("dpkg-query", "-W", "-f", "${Conffiles}", "digipunt-kiosk").stdout
    shell = next(line for line in (debian.folder / "etc/passwd").read_text().splitlines() if line.startswith("kiosk:"))
    assert shell.endswith("/nologin"), "the kiosk's user could log in"


def gid_of(debian: DebianRoot, group: str) -> int:
    return int(debian.run("getent", "group", group).stdout.split(":")[2])


def test_the_units_are_right(debian):
    units = [f"{UNITS}/{name}" for name in EXPOSURE]
    done = debian.run("systemd-analyze", "verify", "--man=no", *units, check=False)
    assert "No such file" not in done.stderr
    ours = [line for line in done.stderr.splitlines() if "kiosk" in line]
    assert ours == [], "\n".join(ours)


@pytest.mark.parametrize("unit", EXPOSURE)
def test_the_units_give_little_away(debian, unit):
    done = debian.run("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE[unit]}",
                      f"{UNITS}/{unit}", check=False)
    assert done.returncode == 0, done.stdout.splitlines()[-1:] or done.stderr


def test_what_setup_would_do_is_told_and_nothing_is_done(debian):
    before = sorted(str(path) for path in (debian.folder / "etc").rglob("*"))
    said = debian.run("kiosk-setup", "--dry-run").stdout
    assert "write  /etc/X0.hosts" in said and "start the kiosk with the machine" in said
    assert said.endswith("Nothing was changed: this was a dry run.\n")
    assert sorted(str(path) for path in (debian.folder / "etc").rglob("*")) == before


def test_setup_is_safe_to_repeat_and_can_be_taken_back(debian):
    before = sorted(str(path) for path in (debian.folder / "etc").rglob("*.*"))
    assert "Done." in debian.run("kiosk-setup").stdout
    assert "Nothing to do" in debian.run("kiosk-setup").stdout
    assert "si:localuser:kiosk" in (debian.folder / "etc/X0.hosts").read_text()
    assert (debian.folder / "etc/systemd/system/getty@tty1.service").readlink() == Path("/dev/null")
    assert "Done." in debian.run("kiosk-setup", "--uninstall").stdout
    assert "Nothing to do" in debian.run("kiosk-setup", "--uninstall").stdout
    assert sorted(str(path) for path in (debian.folder / "etc").rglob("*.*")) == before


def test_the_kiosk_comes_up_from_the_package_alone(debian):
    debian.run("install", "-d", "-o", "kiosk", "-m", "700", "/run/kiosk")
    with virtual_display(1280, 800) as display:
        environment = debian.environment({"DISPLAY": display, "HOME": "/run/kiosk", "XDG_RUNTIME_DIR": "/run/kiosk"})
        kiosk = subprocess.Popen(
            ["chroot", "--userspec=kiosk", str(debian.folder), "env", "-i",
             *(f"{key}={value}" for key, value in environment.items()), "kiosk", "run"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            assert comes_up(display), kiosk.communicate(timeout=5)[0] if kiosk.poll() is not None else "no picture"
        finally:
            kiosk.kill()
            kiosk.wait()


def comes_up(display: str) -> bool:
    """Whether there is something on the glass within a minute: more colours than a root window has."""
    sys.path.append(str(Path(__file__).parents[1] / "speech"))
    from null_sink import until
    from PIL import ImageGrab

    return until(lambda: len(ImageGrab.grab(xdisplay=display).getcolors(1 << 24)) > 10, 60)


def test_it_can_be_removed_and_leaves_the_settings(debian):
    debian.run("apt-get", "remove", "-y", "digipunt-kiosk")
    assert not (debian.folder / "opt/digipunt-kiosk").exists()
    assert (debian.folder / "etc/kiosk/kiosk.toml").exists()
