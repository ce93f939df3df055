"""The script that mounts a stick, with a real file system on a loop device: what who looks at it may do."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "deploy" / "raspberrypi" / "files" / "lib" / "stick"
TOOLS = ("losetup", "mkfs.ext4", "unshare", "setpriv", "lsblk", "blkid")

# In place of the kiosk: says who it is, what it sees, and what it can do there.
LOOKS = """#!/bin/sh
set -u
echo "words $*"
echo "user $(id -un) groups $(id -Gn)"
echo "files $(ls "$3")"
touch "$3/mine" 2>/dev/null && echo "it could write"
"$3/program" 2>/dev/null && echo "it could start a program"
grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status
grep " $3 " /proc/self/mountinfo
"""


def loop_device(image: Path) -> str | None:
    done = subprocess.run(["losetup", "--find", "--show", image], capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


@pytest.fixture
def device(tmp_path) -> Iterator[str]:
    """The name of a device with an ext4 file system, on which root owns two files."""
    if os.geteuid() != 0 or not all(map(shutil.which, TOOLS)):
        pytest.skip(f"needs root, and {', '.join(TOOLS)}")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "gent-1.kioskpack").touch()
    program = tmp_path / "content" / "program"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    image = tmp_path / "stick.img"
    image.touch()
    os.truncate(image, 8 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-d", tmp_path / "content", image], check=True)
    made = loop_device(image)
    if not made:
        pytest.skip("this machine has no loop devices to give")
    place = Path("/run/kiosk-stick") / Path(made).name
    place.mkdir(parents=True)
    yield Path(made).name
    subprocess.run(["losetup", "--detach", made], check=True)
    place.rmdir()
    with contextlib.suppress(OSError):
        place.parent.rmdir()


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that every user of this machine may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


def look(device: str, folder: Path, before: str = "true") -> subprocess.CompletedProcess:
    """As the unit does: in a mount namespace of its own. There, also a user kiosk, whom this machine may not have."""
    words = folder / "bin"
    words.mkdir(mode=0o755)
    (words / "kiosk").write_text(LOOKS)
    (words / "kiosk").chmod(0o755)
    for name, line in (("passwd", "kiosk:x:64991:64991::/run:/bin/false\n"), ("group", "kiosk:x:64991:\n")):
        (folder / name).write_text("".join(one for one in Path("/etc", name).read_text().splitlines(keepends=True)
                                           if not one.startswith("kiosk:")) + line)
        (folder / name).chmod(0o644)
    return subprocess.run(
        ["unshare", "--mount", "sh", "-c", f"mount --bind {folder}/passwd /etc/passwd; mount --bind {folder}/group "
         f"/etc/group; {before}; exec {SCRIPT} {device}"],
        capture_output=True, text=True, check=False, env={"PATH": f"{words}:/usr/sbin:/usr/bin:/sbin:/bin"})


def test_who_looks_at_a_stick_can_read_it_and_nothing_else(device, folder):
    done = look(device, folder)
    assert done.returncode == 0, done.stderr
    place = f"/run/kiosk-stick/{device}"
    assert f"words pack from-stick {place}\nuser kiosk groups kiosk\n" in done.stdout
    assert "gent-1.kioskpack" in done.stdout and "it could" not in done.stdout
    assert "CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\n" in done.stdout
    assert f"{place} ro,nosuid,nodev,noexec" in done.stdout
    # Nobody else ever saw it.
    assert place not in Path("/proc/self/mountinfo").read_text()


def test_a_disk_of_the_machine_itself_is_no_stick(device, folder):
    (folder / "own").mkdir()
    done = look(device, folder, before=f"mount -o ro /dev/{device} {folder}/own")
    assert done.returncode == 0 and done.stdout == "" and "a disk of this machine" in done.stderr


def test_a_stick_without_a_file_system_that_we_read_is_one_sentence(device, folder):
    Path("/dev", device).write_bytes(bytes(range(256)) * 4096)
    done = look(device, folder)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr == (f"/dev/{device} has no file system that the kiosk reads: use a stick with FAT32, exFAT or "
                           "ext4.\n")
