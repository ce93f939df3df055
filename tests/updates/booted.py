"""A bare Debian whose own systemd runs, in namespaces: units are started, watched and restarted as on a machine."""

from __future__ import annotations

import os
import signal
import subprocess
from itertools import count
from pathlib import Path

from debian_root import DebianRoot
from power_cuts import first_child

BOOT = """
set -e
root=$1
mount --make-rprivate /
umount -l "$root/dev" "$root/proc" 2>/dev/null || true
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
for folder in run tmp dev sys/fs/cgroup; do mount -t tmpfs -o mode=755 tmpfs "$root/$folder"; done
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
for name in null zero full random urandom tty; do
  touch "$root/dev/$name"; mount --bind "/dev/$name" "$root/dev/$name"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mkdir -p "$root/tmp/.X11-unix"
cd "$root"
pivot_root . mnt
exec chroot . sh -c 'umount -l /mnt; exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --unit=multi-user.target' </dev/null
"""


NUMBERS = count()


class Booted:
    def __init__(self, debian: DebianRoot) -> None:
        self.debian = debian
        mounted = subprocess.run(["findmnt", "-n", "-o", "TARGET", "-t", "cgroup2"], check=True, text=True,
                                 capture_output=True).stdout.split()[0]
        self.group = Path(mounted) / f"kiosk-{os.getpid()}-{next(NUMBERS)}"
        self.group.mkdir()
        self.outer = subprocess.Popen(
            ["sh", "-c", f'echo $$ >{self.group}/cgroup.procs; exec unshare --pid --fork --mount --uts --ipc --cgroup '
             '--kill-child=KILL sh -c "$0" boot "$1"', BOOT, str(debian.folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.init = first_child(self.outer.pid)

    def run(self, *words: str) -> str:
        """A command among its processes; what it says, whether it went well or not."""
        environment = [f"{key}={value}" for key, value in self.debian.environment().items()]
        done = subprocess.run(
            ["nsenter", f"--target={self.init}", "--pid", "--mount", "--uts", "--ipc", "--cgroup",
             "--root", "--wdns=/", "env", "-i", *environment, *words], check=False, capture_output=True, text=True)
        return done.stdout + done.stderr

    def cut_power(self) -> None:
        os.kill(self.init, signal.SIGKILL)
        self.outer.wait()

    def close(self) -> None:
        if self.outer.poll() is None:
            self.cut_power()
        for folder in sorted(self.group.rglob("*"), reverse=True):
            if folder.is_dir():
                folder.rmdir()
        self.group.rmdir()
