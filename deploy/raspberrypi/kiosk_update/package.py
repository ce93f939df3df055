"""Is this file a newer kiosk for this machine, whole, and is there room for it? And where is the one that runs now?"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from machine import PACKAGE, Fault, Machine, copy_whole

SPARE = 100 * 1024 * 1024
"""Bytes that must stay free: for the journal, packs and requests while the update runs."""


@dataclass(frozen=True)
class Package:
    file: Path
    version: str
    unpacked: int
    """Bytes."""


def look(machine: Machine, file: Path) -> Package:
    """Raises Fault where it is not a whole package of the kiosk for this machine."""
    if not file.is_file():
        raise Fault(f"{file} is not there, or is no file.")
    fields = machine.run("dpkg-deb", "--field", file, "Package", "Version", "Architecture", "Installed-Size")
    # A page that said "moved" was once kept as an update (piSignage#308): read it to its last byte.
    if fields.returncode or subprocess.run(["dpkg-deb", "--fsys-tarfile", file], stdout=subprocess.DEVNULL,
                                           stderr=subprocess.DEVNULL, check=False).returncode:
        raise Fault(f"{file} is no whole Debian package. Fetch it again.")
    told = dict(line.split(": ", 1) for line in fields.stdout.splitlines() if ": " in line)
    name, version, made_for = (told.get(key, "") for key in ("Package", "Version", "Architecture"))
    if name != PACKAGE:
        raise Fault(f"{file} is the package {name}, not {PACKAGE}.")
    here = machine.ask("dpkg", "--print-architecture")
    if made_for not in (here, "all"):
        raise Fault(f"{file} is for {made_for}; this machine needs the one for {here}.")
    release, ours = re.search(r"~([a-z]+)$", version), release_of(machine)
    if release and ours and release[1] != ours:
        raise Fault(f"{file} is for {release[1]}; this machine needs the one for {ours}.")
    return Package(file, version, int(told.get("Installed-Size", 0)) * 1024)


def release_of(machine: Machine) -> str:
    try:
        return platform.freedesktop_os_release().get("VERSION_CODENAME", "")
    except OSError:
        return ""


def check_sum(file: Path, expected: str) -> None:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", expected):
        raise Fault("The sum is not one of SHA-256: 64 digits and letters a to f, as sha256sum prints them.")
    with file.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != expected.lower():
        raise Fault(f"{file} is not the file that the sum belongs to: its own is {found}. Fetch it again.")


def check_newer(machine: Machine, version: str, back: bool, again: bool) -> bool:
    """False when it runs already. Raises Fault for one that is older, or that was refused before."""
    runs = machine.installed()
    if not runs:
        raise Fault(f"The kiosk is not installed here. The first time: apt-get install ./{PACKAGE}_….deb")
    if version == runs:
        return False
    if not back and machine.run("dpkg", "--compare-versions", version, "lt", runs).returncode == 0:
        raise Fault(f"{version} is older than {runs}, which runs now. If that is what you want: --back")
    if version in machine.refusals() and not again:
        raise Fault(f"{version} was tried on this machine and did not hold (kiosk-update --status). "
                    "Wait for a newer one, or say --again.")
    return True


def check_room(machine: Machine, package: Package) -> None:
    """Old and new lie beside one another while it is installed, and both packages are kept."""
    here, there = machine.root / "usr", machine.state
    there.mkdir(parents=True, exist_ok=True)
    if is_read_only(here):
        raise Fault("The system of this machine is read-only: its program is changed with the whole image.")
    needs: dict[int, list] = {}
    for folder, size in ((here, package.unpacked), (there, package.file.stat().st_size)):
        known = needs.setdefault(folder.stat().st_dev, [folder, SPARE])
        known[1] += size
    for folder, size in needs.values():
        free = shutil.disk_usage(folder).free
        if free < size:
            raise Fault(f"{folder} has {free // 10**6} MB free, and {size // 10**6} MB are needed. "
                        "Make room: apt-get clean")


def is_read_only(folder: Path) -> bool:
    """Whether the file system itself is; that the unit at night may not write there is its own affair."""
    number = folder.stat().st_dev
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        mount, _, system = line.partition(" - ")
        if mount.split()[2] == f"{os.major(number)}:{os.minor(number)}":
            return "ro" in system.split()[-1].split(",")
    return False


def check_needs(machine: Machine, package: Package) -> None:
    """What else Debian must bring is fetched now, so that no network is needed later. Raises Fault where it would take
    something away, or cannot be had."""
    machine.apt("install", "--download-only", "--allow-downgrades", "--allow-change-held-packages",
                package.file.resolve())


def keep(machine: Machine, package: Package) -> Path:
    kept = machine.packages / f"{PACKAGE}_{package.version}.deb"
    if package.file.resolve() != kept:
        copy_whole(package.file, kept)
    return kept


def kept_of(machine: Machine, version: str) -> Path:
    """The package of what runs now: kept, or still apt's, or fetched once more. Raises Fault where there is none: then
    nothing could come back."""
    kept = machine.packages / f"{PACKAGE}_{version}.deb"
    for file in [kept, *(machine.root / "var/cache/apt/archives").glob(f"{PACKAGE}_*.deb")]:
        try:
            found = look(machine, file)
        except Fault:
            continue
        if found.version == version:
            return keep(machine, found)
    try:
        return keep(machine, fetch(machine, version))
    except Fault:
        raise Fault(f"The package of {version}, which runs now, was not kept, so nothing could come back. Hand it "
                    "over once: kiosk-update --keep FILE.deb") from None


def tidy(machine: Machine) -> None:
    """Away with what a power cut left of a copy."""
    for file in machine.packages.glob("*"):
        if file.is_dir():
            shutil.rmtree(file, ignore_errors=True)
        elif file.suffix != ".deb":
            file.unlink(missing_ok=True)


def fetch(machine: Machine, version: str) -> Package:
    """From the administrator's apt repository; apt judges its signature."""
    machine.packages.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=machine.packages) as folder:
        machine.apt("download", f"{PACKAGE}={version}", folder=Path(folder))
        found = [look(machine, file) for file in Path(folder).glob("*.deb")]
        if [package.version for package in found] != [version]:
            raise Fault(f"The repository gave another package than {version}, which it offers.")
        return replace(found[0], file=keep(machine, found[0]))


def older_kept(machine: Machine, runs: str) -> Package:
    """The newest of those kept that are older than what runs."""
    best = None
    for file in machine.packages.glob(f"{PACKAGE}_*.deb"):
        try:
            found = look(machine, file)
        except Fault:
            continue
        older = machine.run("dpkg", "--compare-versions", found.version, "lt", runs).returncode == 0
        if older and (not best or machine.run("dpkg", "--compare-versions", best.version, "lt",
                                              found.version).returncode == 0):
            best = found
    if best is None:
        raise Fault("No older package is kept on this machine. Name one: kiosk-update --back FILE.deb --sha256 SUM")
    return best
