"""Always the old or the new, never neither: an update from one version to the other and back, cut off at many moments
spread over its whole duration, then healed as at a start of the machine. In a bare Debian, with the real package's own
scripts. `deploy/raspberrypi/test-update`: half an hour."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "deploy"))
import debian_root
from debian_root import DebianRoot
from power_cuts import cut, timed
from versions import bare, make_package, make_version, unpack_small

RELEASE = os.environ.get("KIOSK_RELEASE", "bookworm")
CUTS = int(os.environ.get("KIOSK_CUTS", "50"))
OLD, NEW = f"1.0~{RELEASE}", f"2.0~{RELEASE}"

pytestmark = pytest.mark.skipif(bool(debian_root.missing()), reason=str(debian_root.missing()))


@pytest.fixture(scope="module")
def packages(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("versions")
    real = os.environ.get("KIOSK_PACKAGE")
    tree = unpack_small(Path(real) if real else make_package(folder, RELEASE), folder / "small")
    return {version: make_version(tree, version, folder) for version in (OLD, NEW)}


@pytest.fixture(scope="module")
def debian(packages) -> Iterator[DebianRoot]:
    """With the old version installed, and kept."""
    root = bare(RELEASE, "python3", "adduser")
    try:
        for version, file in packages.items():
            (root.folder / f"{version}.deb").write_bytes(file.read_bytes())
        root.run("dpkg", "--install", f"/{OLD}.deb")
        root.run("kiosk-update", "--keep", f"/{OLD}.deb")
        yield root
    finally:
        root.close()


def update(debian: DebianRoot, packages: dict[str, Path]) -> list[str]:
    """The command that changes the version that is there for the other one."""
    other = NEW if installed(debian) == OLD else OLD
    digest = sha256(packages[other].read_bytes()).hexdigest()
    words = ["kiosk-update", "--back", "--again", f"/{other}.deb", "--sha256", digest]
    environment = [f"{key}={value}" for key, value in debian.environment().items()]
    return ["chroot", str(debian.folder), "env", "-i", *environment, *words]


def installed(debian: DebianRoot) -> str:
    return debian.run("dpkg-query", "-W", "-f", "${Version}", "digipunt-kiosk").stdout


def installing(debian: DebianRoot) -> bool:
    state = debian.folder / "var/lib/digipunt-kiosk/trial.json"
    return state.exists() and '"installing"' in state.read_text()


@pytest.mark.parametrize("from_when", ["its beginning", "dpkg's beginning"])
def test_it_is_always_the_old_or_the_new(debian, packages, from_when):
    """Half of the time goes into reading and keeping packages; so once more with every cut in dpkg's own work."""
    def begun() -> bool:
        return from_when == "its beginning" or installing(debian)

    whole = max(timed(update(debian, packages), begun) for _ in range(2))
    seen: Counter = Counter()
    number = 0
    while number < CUTS:
        before = installed(debian)
        fell = cut(update(debian, packages), whole * (number + 0.5) / CUTS, begun)
        left = debian.run("dpkg-query", "-W", "-f", "${db:Status-Status}", "digipunt-kiosk").stdout
        debian.run("rm", "-rf", "/run/digipunt-kiosk")  # which a start of the machine empties
        if (debian.folder / "var/lib/digipunt-kiosk/trial.json").exists():
            debian.run("python3", "-IB", "/var/lib/digipunt-kiosk/judge", "--heal")
            debian.run("python3", "-IB", "/var/lib/digipunt-kiosk/judge", "--carry-on")
        now = installed(debian)
        seen[f"{left} when cut, then {'the old' if now == before else 'the new'}" if fell else "ended before"] += 1
        is_whole(debian, now, f"cut {number}, {left}")
        number += fell
        whole *= 1 if fell else 0.9  # the machine was busier while it was measured
    print(f"\n{CUTS} cuts over {whole:.1f} s from {from_when}: "
          + "; ".join(f"{count} {what}" for what, count in seen.most_common()))


def is_whole(debian: DebianRoot, version: str, when: str) -> None:
    """Every file is of this one version, nothing of a package is left half, and the program runs."""
    assert version in (OLD, NEW), when
    assert debian.run("dpkg", "--audit").stdout == "", when
    differing = debian.run("dpkg", "--verify", "digipunt-kiosk", check=False).stdout.splitlines()
    assert [line for line in differing if " c " not in line] == [], when
    home = debian.folder / "opt/digipunt-kiosk"
    assert (home / "VERSION").read_text().strip() == version, when
    told = {file.read_text().splitlines()[-1] for file in home.rglob("*.py")}
    assert told == {f"# {version}"}, when
    debian.run("env", "PYTHONPATH=/opt/digipunt-kiosk:/opt/digipunt-kiosk/lib", "python3", "-c",
               "import kiosk.cli, kiosk.catalogue.reading, kiosk.handoff.record, kiosk.visit.session")
    assert "usage: kiosk" in debian.run("kiosk", "--help").stdout, when
    assert not (debian.folder / "var/lib/digipunt-kiosk/trial.json").exists(), when
    kept = [file.name for file in (debian.folder / "var/lib/digipunt-kiosk/program").iterdir()]
    assert any(version in name for name in kept), f"{when}: what runs is not kept: {kept}"
