"""Small versions of the real package, for updates from one to the other: its own scripts, units and program, with few
of the libraries; every file of the program says which version it is of, so that no mixture passes for a whole."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from debian_root import DebianRoot, kept, native

ROOT = Path(__file__).parents[2]
LIBRARIES = ("yaml", "pyphen", "qrcode")
APP = """#!/bin/sh
# {version}: what the kiosk says to systemd, without a kiosk.
if [ "$1" = run ]; then
  {run}
fi
"""


def bare(release: str, *include: str) -> DebianRoot:
    """A Debian to change, with these packages; the first one is kept for the next."""
    before = kept(ROOT / "build/roots", release, native(), include)
    return DebianRoot(Path(tempfile.mkdtemp(prefix="kiosk-root-", dir="/var/tmp")), release, copied_from=before)


def make_package(folder: Path, release: str) -> Path:
    """The real one, with everything."""
    done = subprocess.run([ROOT / "deploy/raspberrypi/package", "--release", release, "--to", folder], check=True,
                          capture_output=True, text=True)
    return Path(done.stdout.strip())


def unpack_small(real: Path, folder: Path) -> Path:
    subprocess.run(["dpkg-deb", "--raw-extract", real, folder], check=True)
    home = folder / "opt/digipunt-kiosk"
    for library in (home / "lib").iterdir():
        if library.name not in LIBRARIES:
            shutil.rmtree(library) if library.is_dir() else library.unlink()
    for sounds in ("speech", "recordings", "fonts"):
        shutil.rmtree(home / "assets" / sounds, ignore_errors=True)
    control = folder / "DEBIAN/control"
    control.write_text(re.sub(r"^(Depends: .*?adduser).*$", r"\1", control.read_text(), flags=re.MULTILINE))
    return folder


def make_version(tree: Path, version: str, to: Path, *, run: str = "", postinst: str = "") -> Path:
    """A package of this version. ``run``: shell that stands for the kiosk; ``postinst``: more of it."""
    work = to / "tree"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(tree, work, symlinks=True)
    home = work / "opt/digipunt-kiosk"
    for file in home.rglob("*.py"):
        file.write_text(f"{file.read_text()}\n# {version}\n")
    (home / "VERSION").write_text(version + "\n")
    control = work / "DEBIAN/control"
    control.write_text(re.sub(r"^Version: .*$", f"Version: {version}", control.read_text(), flags=re.MULTILINE))
    if run:
        (work / "usr/bin/kiosk").write_text(APP.format(version=version, run=run))
    if postinst:
        (work / "DEBIAN/postinst").write_text((work / "DEBIAN/postinst").read_text() + postinst + "\n")
    file = to / f"digipunt-kiosk_{version}_test.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", work, file], check=True,
                   capture_output=True)
    shutil.rmtree(work)
    return file
