"""What the trial's machine is updated with, made once and laid on its disk: three packages and two packs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kiosk.pack.install import install

OLD, NEW, BAD = "/opt/trial/old.deb", "/opt/trial/new.deb", "/opt/trial/bad.deb"
"""On the machine's disk: what is installed, the same kiosk under a later version, and one that ends as it starts."""
PACKS, OLD_PACK, NEW_PACK = "/opt/trial/packs", "/opt/trial/gent-1.kioskpack", "/opt/trial/gent-2.kioskpack"
"""The store as it is when the old pack is installed, not yet where the kiosk looks; and both as they come."""
OF_THE_DESK = ("alembic", "authlib", "docutils", "joserfc", "mako", "numpy", "numpy.libs", "psycopg", "psycopg_binary",
               "psycopg_binary.libs", "pygments", "pyparsing", "rdflib", "setuptools", "sqlalchemy")
"""Libraries that a kiosk never loads: four fifths of the Python that each update compiles, and here every power cut
needs an update and a half."""
RECORDINGS, LONG = 300, 100_000
"""In each pack, and bytes of one: what a municipality has recorded of its walkthroughs, and long enough on its way to
the disk that the power can go at many moments."""
ROOT = Path(__file__).parents[2]


def make_packages(package: Path, to: Path) -> None:
    """From the real package, with its own scripts, units and program."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        subprocess.run(["dpkg-deb", "-R", package, tree], check=True)
        home = tree / "opt/digipunt-kiosk"
        for library in OF_THE_DESK:
            shutil.rmtree(home / "lib" / library)
        _pack_up(tree, to / Path(OLD).name)
        control, version = tree / "DEBIAN/control", home / "VERSION"
        was, told = version.read_text().strip(), control.read_text()
        for suffix, file in (("1", NEW), ("2", BAD)):
            control.write_text(told.replace(f"Version: {was}", f"Version: {was}+{suffix}"))
            version.write_text(f"{was}+{suffix}\n")
            if file == BAD:
                (home / "kiosk/app.py").write_text("raise SystemExit('this kiosk is of no use')\n")
            _pack_up(tree, to / Path(file).name)


def _pack_up(tree: Path, to: Path) -> None:
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zzstd", "-z3", "-b", tree, to], check=True, capture_output=True)


def make_packs(to: Path, keys: Path) -> None:
    """Two versions of a municipality's pack that replaces all walkthroughs, by the kiosk's own commands."""
    keys.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder, "gent")
        shutil.copytree(ROOT / "assets/walkthroughs", content / "walkthroughs")
        (content / "recordings/nl").mkdir(parents=True)
        for number in range(RECORDINGS):
            (content / f"recordings/nl/{number}.ogg").write_bytes(os.urandom(LONG))
        (content / "pack.toml").write_text('name = "gent"\nlayer = "municipality"\ntitle = "Stad Gent"\n')
        _kiosk("pack", "key", f"{folder}/gent", "--no-password")
        shutil.copy(f"{folder}/gent.pem", keys)
        for version, file in ((1, OLD_PACK), (2, NEW_PACK)):
            for text in content.rglob("walkthrough.yaml"):
                text.write_text(f"{text.read_text()}# of version {version}\n")
            _kiosk("pack", "build", content, "--version", version, "--to", to)
            _kiosk("pack", "sign", to / Path(file).name, "--key", f"{folder}/gent.key")
        install(to / Path(OLD_PACK).name, to / Path(PACKS).name, keys)


def _kiosk(*words: object) -> None:
    subprocess.run([sys.executable, "-m", "kiosk", *map(str, words)], check=True, capture_output=True, cwd=ROOT)
