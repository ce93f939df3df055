"""A Debian whose own systemd runs in namespaces of this machine, at its full speed: units are started, watched and
restarted as on a machine of its own. It has this machine's processor and kernel."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "updates"))
from power_cuts import first_child

NUMBERS = count()
APART = ("--mount", "--uts", "--ipc", "--cgroup")
BEGIN = """set -e
mount --make-rprivate /
"""
MOUNT = """
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
for name in run tmp dev sys/fs/cgroup; do mount -t tmpfs -o mode=755 tmpfs "$root/$name"; done
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
for name in null zero full random urandom tty; do
  touch "$root/dev/$name"; mount --bind "/dev/$name" "$root/dev/$name"
done
mkdir -p "$root/dev/pts" "$root/dev/shm" "$root/tmp/.X11-unix"
chmod 1777 "$root/tmp" "$root/dev/shm" "$root/tmp/.X11-unix"
"""
START = """
cd "$root"
pivot_root . mnt
exec chroot . sh -c 'umount -l /mnt; exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --unit=multi-user.target' </dev/null
"""


class OwnSystemd:
    """``before`` and ``more`` are lines of sh: what is mounted at $root first, and what else it finds there. They see
    ``named`` as variables. ``network``: this machine's, or none. ``said``: the file for what mounting complains of."""

    def __init__(self, before: str, more: str = "", *, network: bool, said: Path, **named: object) -> None:
        mounted = subprocess.run(["findmnt", "-n", "-o", "TARGET", "-t", "cgroup2"], check=True, text=True,
                                 capture_output=True).stdout.split()[0]
        self._group = Path(mounted) / f"kiosk-{os.getpid()}-{next(NUMBERS)}"
        self._group.mkdir()
        self._apart = [*APART, *([] if network else ["--net"])]
        self.process = subprocess.Popen(
            ["sh", "-c", f'echo $$ >{self._group}/cgroup.procs; exec unshare --pid --fork {" ".join(self._apart)} '
             '--kill-child=KILL sh -c "$0"', BEGIN + before + MOUNT + more + START],
            env=os.environ | {name: str(value) for name, value in named.items()},
            stdout=subprocess.DEVNULL, stderr=said.open("w"))

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    def run(self, *words: str, environment: dict[str, str],
            seconds: float | None = None) -> subprocess.CompletedProcess:
        """A command among its processes; both channels in one."""
        return subprocess.run(
            ["nsenter", f"--target={first_child(self.process.pid)}", "--pid", *self._apart, "--root", "--wdns=/",
             "env", "-i", *(f"{name}={value}" for name, value in environment.items()), *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds,
            check=False)

    def cut_power(self) -> None:
        """Every process ends in the middle of what it does. What it wrote stays in this machine's memory."""
        if self.runs:
            os.kill(first_child(self.process.pid), signal.SIGKILL)
        self.process.wait()
        if self._group.exists():
            for folder in sorted(self._group.rglob("*"), reverse=True):
                if folder.is_dir():
                    folder.rmdir()
            self._group.rmdir()
