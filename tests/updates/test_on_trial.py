"""Updates where a real systemd runs: the kiosk's own units, a program that holds and one that does not, a power cut in
the middle, and the administrator's apt repository, made and signed here as docs/tasks/update-kiosks.md says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "deploy"))
import debian_root
import emulated
from booted import Booted
from versions import bare, make_package, make_version, unpack_small

RELEASE = os.environ.get("KIOSK_RELEASE", "bookworm")
UNITS = "/usr/lib/systemd/system"
# What the kiosk says to systemd, without its window.
HOLDS = """exec env PYTHONPATH=/opt/digipunt-kiosk /usr/bin/python3 -c '
import signal
from kiosk.service import IDLE, READY, tell
tell(READY)
tell(IDLE)
signal.pause()'"""
FAILS = "exit 3"
HANGS = "exec sleep infinity"
DISPLAY = """[Unit]
Upholds=kiosk-app.service
StartLimitIntervalSec=0
[Service]
ExecStart=/bin/sleep infinity
[Install]
WantedBy=multi-user.target
"""

pytestmark = pytest.mark.skipif(bool(debian_root.missing()), reason=str(debian_root.missing()))


@pytest.fixture(scope="module")
def packages(tmp_path_factory) -> dict[str, Path]:
    """1, 2 and 4 hold, 3 fails; a start check of 8 s instead of ten minutes."""
    folder = tmp_path_factory.mktemp("versions")
    real = os.environ.get("KIOSK_PACKAGE")
    tree = unpack_small(Path(real) if real else make_package(folder, RELEASE), folder / "small")
    trial = tree / "usr/lib/digipunt-kiosk/kiosk_update/trial.py"
    quick = trial.read_text().replace("STAYS = 10 * 60", "STAYS = 8")
    assert quick != trial.read_text()
    trial.write_text(quick)
    lives = {"1.0": HOLDS, "2.0": HOLDS, "3.0": FAILS, "4.0": HOLDS}
    return {number: make_version(tree, f"{number}~{RELEASE}", folder, run=life) for number, life in lives.items()}


@pytest.fixture(scope="module")
def machine(packages) -> Iterator[Booted]:
    debian = bare(RELEASE, "systemd", "systemd-sysv", "dbus", "python3", "adduser", "apt-utils", "gpg", "gpg-agent")
    booted = None
    try:
        for number, file in packages.items():
            (debian.folder / f"{number}.deb").write_bytes(file.read_bytes())
        debian.run("dpkg", "--install", "/1.0.deb")
        debian.run("kiosk-update", "--keep", "/1.0.deb")
        (debian.folder / "etc/systemd/system/kiosk-x.service").write_text(DISPLAY)
        # In a namespace within a namespace there is no second /dev to be made.
        for unit in ("kiosk-trial", "kiosk-update"):
            own = debian.folder / f"etc/systemd/system/{unit}.service.d/test.conf"
            own.parent.mkdir()
            own.write_text("[Service]\nPrivateDevices=no\n")
        calm = debian.folder / "etc/systemd/system/kiosk-app.service.d/test.conf"
        calm.parent.mkdir()
        calm.write_text("[Service]\nWatchdogSec=0\n")  # it says once how it is, and draws nothing
        debian.run("systemctl", "enable", "kiosk-x.service")
        booted = Booted(debian)
        until(lambda: "StatusText=idle" in app(booted))
        yield booted
    finally:
        if booted:
            booted.cut_power()
        debian.close()


def until(seen: Callable[[], bool], within: float = 180) -> None:
    """Look until it is so; fails where that takes too long."""
    assert emulated.until(seen, within, 0.2), "it does not come"


def app(machine: Booted) -> str:
    return machine.said("systemctl", "show", "kiosk-app", "-p", "ActiveState,StatusText")


def version(machine: Booted) -> str:
    return (machine.debian.folder / "opt/digipunt-kiosk/VERSION").read_text().split("~")[0]


def result(machine: Booted) -> dict:
    return json.loads((machine.debian.folder / "var/lib/digipunt-kiosk/last-update.json").read_text())


def over(machine: Booted) -> bool:
    return not (machine.debian.folder / "var/lib/digipunt-kiosk/trial.json").exists()


def ask(machine: Booted, packages: dict[str, Path], number: str) -> str:
    return machine.said("kiosk-update", f"/{number}.deb", "--sha256", sha256(packages[number].read_bytes()).hexdigest())


def test_the_units_are_right_and_give_little_away(machine):
    said = machine.said("systemd-analyze", "verify", "--man=no", f"{UNITS}/kiosk-update.service",
                       f"{UNITS}/kiosk-update.timer", f"{UNITS}/kiosk-trial.service")
    assert [line for line in said.splitlines() if "kiosk-update" in line or "kiosk-trial" in line] == []
    for unit, limit in (("kiosk-update", 30), ("kiosk-trial", 25)):
        said = machine.said("systemd-analyze", "security", "--offline=true", f"--threshold={limit}", "--no-pager",
                           f"{UNITS}/{unit}.service")
        assert "OK" in said.splitlines()[-1], said.splitlines()[-1]


def test_a_version_that_holds(machine, packages):
    assert "takes the place" in ask(machine, packages, "2.0")
    until(lambda: over(machine))
    assert version(machine) == "2.0" and result(machine)["outcome"] == "installed"
    assert "ActiveState=active" in app(machine)


def test_a_version_that_fails_three_times_gives_way_to_the_old_one(machine, packages):
    ask(machine, packages, "3.0")
    until(lambda: over(machine))
    assert version(machine) == "2.0" and result(machine)["outcome"] == "came back"
    until(lambda: "ActiveState=active" in app(machine) and "idle" in app(machine))
    assert "did not hold" in ask(machine, packages, "3.0")


def test_the_power_goes_in_the_middle_of_the_installation(machine, packages):
    ask(machine, packages, "4.0")
    state = machine.debian.folder / "var/lib/digipunt-kiosk/trial.json"
    until(lambda: state.exists() and '"installing"' in state.read_text())
    machine.cut_power()
    again = Booted(machine.debian)
    try:
        until(lambda: over(again) and "ActiveState=active" in app(again))
        assert (version(again), result(again)["outcome"]) in {("2.0", "interrupted"), ("4.0", "installed")}
        assert again.said("dpkg", "--audit") == ""
    finally:
        again.cut_power()


REPOSITORY = f"""
set -e
mkdir -p /srv/kiosk && cd /srv/kiosk && cp "$@" .
export GNUPGHOME=/srv/key; mkdir -m 700 -p $GNUPGHOME
[ -e /srv/key/made ] || gpg --batch --passphrase '' --quick-generate-key 'Kiosks of the test' ed25519 sign never
touch /srv/key/made
apt-ftparchive packages . >Packages
apt-ftparchive -o APT::FTPArchive::Release::Suite={RELEASE} release . >/tmp/Release && mv /tmp/Release Release
gpg --batch --yes --clearsign --output InRelease Release
gpg --export >/usr/share/keyrings/kiosks.gpg
echo 'deb [signed-by=/usr/share/keyrings/kiosks.gpg] file:/srv/kiosk ./' >/etc/apt/sources.list.d/kiosks.list
"""


def test_from_a_signed_repository_of_ones_own(machine, packages):
    """Last: a machine that was cut off is booted anew."""
    debian = machine.debian
    booted = Booted(debian) if not machine.runs else machine
    try:
        until(lambda: "StatusText=idle" in app(booted))
        here = {"2.0": "4.0", "4.0": "4.1"}[version(booted)]
        new = make_version_of(packages, here)
        (debian.folder / "new.deb").write_bytes(new.read_bytes())
        said = booted.said("sh", "-c", REPOSITORY, "sh", "/new.deb")
        assert "rror" not in said, said
        booted.said("systemctl", "start", "kiosk-update.service")
        until(lambda: version(booted) == here and over(booted))
        assert result(booted)["outcome"] == "installed" and result(booted)["checked"]
        # Somebody else wrote in the list: the signature fits no more.
        release = debian.folder / "srv/kiosk/InRelease"
        release.write_text(release.read_text().replace(f"Suite: {RELEASE}", "Suite: another"))
        booted.said("systemctl", "start", "kiosk-update.service")
        assert result(booted)["outcome"] == "refused" and version(booted) == here, result(booted)
    finally:
        if booted is not machine:
            booted.cut_power()


def make_version_of(packages: dict[str, Path], number: str) -> Path:
    if number in packages:
        return packages[number]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "--raw-extract", packages["4.0"], f"{folder}/tree"], check=True)
        return make_version(Path(folder) / "tree", f"{number}~{RELEASE}", packages["4.0"].parent, run=HOLDS)
