"""One start of a system of the card in namespaces: its own systemd, on the card's own ext4 partitions, at the full
speed of this machine. Without its kernel, udev, FAT and Xorg: Xvfb stands for the glass."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from card import LEFT_OUT, Card, Start, read, run
from emulated import until
from own_systemd import OwnSystemd
from PIL import Image, ImageGrab

from screens.book.display import virtual_display

CARD = """
mount -t ext4 -o ro "$(readlink -f "$folder/parts/system_$slot")" "$root"
"""
REST = """
mount --bind "$folder/cmdline" "$root/proc/cmdline"
mount --bind "$root/proc/sys" "$root/proc/sys"; mount -o remount,bind,ro "$root/proc/sys"
touch "$root/dev/ttyS0"; mount --bind "$folder/console" "$root/dev/ttyS0"
mkdir -p "$root/dev/disk/by-partlabel" "$root/run/systemd/system"
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
"""
UNITS = {
    "kiosk-x": "ExecStartPre=\nExecStart=\n"
               "ExecStart=/bin/sh -c 'ln -sfn /run/glass/X{display} /tmp/.X11-unix/X0; exec sleep infinity'\n",
    # In a namespace within a namespace there is no second /dev to be made.
    **dict.fromkeys(("kiosk-card-page", "kiosk-firewall", "kiosk-firewall-names"), "PrivateDevices=no\n"),
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
        slot = {2: "a", 3: "b"}[partition]
        (folder / "cmdline").write_text(f"slot.name={slot} slot.partition={partition} slot.tryboot={int(tryboot)}\n")
        self._system = OwnSystemd(CARD, REST, network=False, said=folder / "said", root=folder / "root", folder=folder,
                                  slot=slot)
        self.process = self._system.process

    @property
    def console(self) -> str:
        return self._console.read_text(errors="replace") + (self.folder / "said").read_text(errors="replace")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._now

    def wait_until_up(self) -> None:
        assert until(lambda: not self._system.runs or self.state("sysinit.target") == "active", 300, 0.5)
        assert self._system.runs, self.console

    def run(self, command: str, timeout: float = 120, check: bool = True) -> str:
        done = self._system.run("sh", "-c", command, seconds=timeout, environment={
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"})
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
        self._system.cut_power()
        for loop in self._loops.values():
            subprocess.run(["losetup", "--detach", loop], check=False)
        if self._loops:
            self._loops.clear()
            run("mcopy", "-o", "-i", self._card.fat("bootconfig"), *(self.folder / "bootfs").iterdir(), "::")
            self._glass.__exit__(None, None, None)
