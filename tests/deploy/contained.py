"""One start of a system of the card in namespaces: its own systemd, on the card's own ext4 partitions, at the full
speed of this machine. Without its kernel, udev, FAT and Xorg: Xvfb stands for the glass."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

from card import LEFT_OUT, Card, Start, read, run
from emulated import until
from PIL import Image, ImageGrab

from screens.book.display import virtual_display

sys.path.append(str(Path(__file__).parents[1] / "updates"))
from power_cuts import first_child

NUMBERS = count()
BOOT = """
set -e
root=$1 folder=$2; shift 2
mount --make-rprivate /
mount -t ext4 -o ro "$(readlink -f "$folder/parts/system_$slot")" "$root"
mount -t proc proc "$root/proc"
mount --bind "$folder/cmdline" "$root/proc/cmdline"
mount --bind "$root/proc/sys" "$root/proc/sys"; mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
for name in run tmp dev sys/fs/cgroup; do mount -t tmpfs -o mode=755 tmpfs "$root/$name"; done
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
for name in null zero full random urandom tty; do
  touch "$root/dev/$name"; mount --bind "/dev/$name" "$root/dev/$name"
done
touch "$root/dev/ttyS0"; mount --bind "$folder/console" "$root/dev/ttyS0"
mkdir -p "$root/dev/pts" "$root/dev/shm" "$root/dev/disk/by-partlabel" "$root/run/systemd/system" "$root/tmp/.X11-unix"
chmod 1777 "$root/tmp" "$root/dev/shm" "$root/tmp/.X11-unix"
for part in "$folder"/parts/*; do
  touch "$root/dev/disk/by-partlabel/${part##*/}"
  mount --bind "$(readlink -f "$part")" "$root/dev/disk/by-partlabel/${part##*/}"
done
# Without udev systemd leaves out what has a device. Not every kernel that runs tests knows FAT.
mount --bind "$folder/bootfs" "$root/bootfs"
mount -t ext4 "$(readlink -f "$folder/parts/persistent")" "$root/persistent"
mkdir "$root/run/glass"; mount --bind /tmp/.X11-unix "$root/run/glass"
mkdir -p "$root/run/stick"; mount --bind "$folder/../stick" "$root/run/stick"
cp -r "$folder/units/." "$root/run/systemd/system"
cd "$root"
pivot_root . mnt
exec chroot . sh -c 'umount -l /mnt; exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --unit=multi-user.target' </dev/null
"""
UNITS = {
    "kiosk-x": "ExecStartPre=\nExecStart=\n"
               "ExecStart=/bin/sh -c 'ln -sfn /run/glass/X{display} /tmp/.X11-unix/X0; exec sleep infinity'\n",
    # In a namespace within a namespace there is no second /dev to be made.
    "kiosk-card-page": "PrivateDevices=no\n",
    "trial": "[Unit]\nConditionVirtualization=vm\n",
}
"""The display is one of this machine's; its network and the settings of its kernel are out of reach."""


class Contained(Start):
    def __init__(self, card: Card, folder: Path, partition: int, tryboot: bool) -> None:
        self.folder, self.partition, self._now = folder, partition, time.monotonic()
        self._console = folder / "console"
        self._console.touch()
        self._glass = virtual_display(1280, 800)
        self._display = self._glass.__enter__()
        for name in ("parts", "root", "bootfs", *(f"units/{unit}.service.d" for unit in UNITS)):
            (folder / name).mkdir(parents=True)
        for unit, lines in UNITS.items():
            (folder / f"units/{unit}.service.d/zz-contained.conf").write_text(
                "[Service]\n" + lines.replace("{display}", self._display.lstrip(":")))
        for name in LEFT_OUT:
            (folder / f"units/{name}.service").symlink_to("/dev/null")
        self._card = card
        run("mcopy", "-i", card.fat("bootconfig"), "::*", folder / "bootfs")
        self._loops: dict[str, str] = {}
        for name in ("bootconfig", "boot_a", "boot_b", "system_a", "system_b", "persistent"):
            start, end = card.place(name)
            loop = subprocess.run(
                ["losetup", "--find", "--show", "--offset", str(start), "--sizelimit", str(end - start), card.file],
                check=True, capture_output=True, text=True).stdout.strip()
            (folder / "parts" / name).symlink_to(loop)
            self._loops[name] = loop
        mounted = subprocess.run(["findmnt", "-n", "-o", "TARGET", "-t", "cgroup2"], check=True, text=True,
                                 capture_output=True).stdout.split()[0]
        self._group = Path(mounted) / f"kiosk-{os.getpid()}-{next(NUMBERS)}"
        self._group.mkdir()
        slot = {2: "a", 3: "b"}[partition]
        (folder / "cmdline").write_text(f"slot.name={slot} slot.partition={partition} slot.tryboot={int(tryboot)}\n")
        self.process = subprocess.Popen(
            ["sh", "-c", f'echo $$ >{self._group}/cgroup.procs; exec unshare --pid --fork --mount --uts --ipc --net '
             '--cgroup --kill-child=KILL sh -c "$0" boot "$1" "$2"', BOOT, folder / "root", folder],
            env={**os.environ, "slot": slot}, stdout=subprocess.DEVNULL,
            stderr=(folder / "said").open("w"))

    @property
    def console(self) -> str:
        return self._console.read_text(errors="replace") + (self.folder / "said").read_text(errors="replace")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._now

    def wait_until_up(self) -> None:
        assert until(lambda: self.process.poll() is not None
                     or self.run("systemctl is-active sysinit.target", check=False) == "active", 300, 0.5)
        assert self.process.poll() is None, self.console

    def run(self, command: str, timeout: float = 120, check: bool = True) -> str:
        init = first_child(self.process.pid)
        done = subprocess.run(
            ["nsenter", f"--target={init}", "--pid", "--mount", "--uts", "--ipc", "--net", "--cgroup", "--root",
             "--wdns=/", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "sh", "-c", command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout,
            check=False)
        assert not check or done.returncode == 0, f"{command}: {done.stdout[-3000:]}"
        return done.stdout.strip()

    def start(self, command: str) -> None:
        self.run(f"({command}) >/dev/null 2>&1 &")

    def reads(self, name: str, at: int, size: int) -> bytes:
        return read(Path(self._loops[name]), at, size)

    def stick(self) -> None:
        """It is there."""

    def picture(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self._display).convert("RGB")

    def cut_power(self) -> None:
        """Every process ends in the middle of what it does. What it wrote stays in this machine's memory."""
        if self.process.poll() is None:
            os.kill(first_child(self.process.pid), signal.SIGKILL)
        self.process.wait()
        for loop in self._loops.values():
            subprocess.run(["losetup", "--detach", loop], check=False)
        self._loops.clear()
        if self._group.exists():
            run("mcopy", "-o", "-i", self._card.fat("bootconfig"), *(self.folder / "bootfs").iterdir(), "::")
            for folder in sorted(self._group.rglob("*"), reverse=True):
                if folder.is_dir():
                    folder.rmdir()
            self._group.rmdir()
            self._glass.__exit__(None, None, None)
