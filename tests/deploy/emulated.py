"""An emulated machine with a screen, a touch screen and a power plug: QEMU without any acceleration, so that an arm64
one runs on an x86 machine.

Nothing in it is asked what it shows: the picture is the scan-out, taken from the graphics card.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Event

from agent import ABS_X, ABS_Y, AT_X, AT_Y, BTN_TOUCH, EV_ABS, EV_KEY, EV_SYN, SLOT, TRACKING
from PIL import Image, ImageChops

GLASS = (1280, 800)
EMULATORS = {
    # Cortex-A72 is the Raspberry Pi 4's. On x86 a processor without AVX: QEMU 7.2's makes llvmpipe crash.
    "arm64": ["qemu-system-aarch64", "-machine", "virt,gic-version=3", "-cpu", "cortex-a72"],
    "amd64": ["qemu-system-x86_64", "-machine", "q35", "-cpu", "Nehalem", "-vga", "none"],
}
CONSOLE = {"arm64": "ttyAMA0", "amd64": "ttyS0"}
BOOT = 600
"""s until the machine answers; 100 on two idle cores."""
FAR = 40
"""How far a colour may be from the twin's before a pixel counts as another one: processors round differently."""
MANY = 0.0004
"""The share of such pixels from which a picture is another picture: 400 of a million, a letter or two."""


@dataclass(frozen=True)
class Image_:
    """What a machine is made of. ``disk`` is never written: each machine writes into a layer of its own."""

    arch: str
    disk: Path
    kernel: Path
    initrd: Path


def missing(arch: str) -> str | None:
    """Why no such machine can be had here."""
    emulator = EMULATORS[arch][0]
    return None if shutil.which(emulator) else f"{emulator} is not installed: apt-get install qemu-system"


class Machine:
    def __init__(self, image: Image_, folder: Path, found: Path | None = None, without: str = "") -> None:
        """Switched on. ``folder`` must exist and have a short name: sockets, the console's text and what is written to
        the disk go there. ``found`` is the disk as another machine left it, else it is the image's; neither is
        changed. ``without``: a unit that does not start this time."""
        self.folder, self._now = folder, time.monotonic()
        self._pictures, self._tracking, self._layers = count(), count(1), count(1)
        self._written, self._layer = 0, folder / "0.qcow2"
        below = ["-F", "qcow2", "-b", found] if found else ["-F", "raw", "-b", image.disk]
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", *below, self._layer], check=True)
        self.process = subprocess.Popen([
            *EMULATORS[image.arch], "-accel", "tcg,thread=multi", "-smp", "2", "-m", "1536", "-display", "none",
            "-nic", "none", "-no-user-config", "-nodefaults",
            "-kernel", image.kernel, "-initrd", image.initrd,
            "-append", f"root=/dev/vda rw console={CONSOLE[image.arch]} loglevel=4 vt.global_cursor_default=0"
                       + (f" systemd.mask={without}" if without else ""),
            "-drive", f"file={self._layer},format=qcow2,if=none,id=disk", "-device", "virtio-blk-pci,drive=disk",
            "-device", f"virtio-gpu-pci,xres={GLASS[0]},yres={GLASS[1]}", "-device", "virtio-rng-pci",
            "-device", "qemu-xhci,id=usb", "-device", "virtio-serial-pci",
            "-chardev", f"socket,id=agent,path={folder}/agent,server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=trial",
            "-serial", f"file:{folder}/console", "-qmp", f"unix:{folder}/qmp,server=on,wait=off",
        ], stdout=subprocess.DEVNULL, stderr=(folder / "qemu").open("w"))
        self._qmp = self._connect("qmp", 30).makefile("rwb", buffering=0)
        self._qmp.readline()
        self.qmp("qmp_capabilities")
        self._agent, self._is_up = self._connect("agent", 30), False
        self._lines = self._agent.makefile("rb")

    @property
    def seconds(self) -> float:
        """Since it was switched on."""
        return time.monotonic() - self._now

    def _connect(self, name: str, seconds: float) -> socket.socket:
        link = socket.socket(socket.AF_UNIX)
        assert until(lambda: self._answers(link, name), seconds), f"QEMU: {(self.folder / 'qemu').read_text()}"
        return link

    def _answers(self, link: socket.socket, name: str) -> bool:
        assert self.process.poll() is None, (self.folder / "qemu").read_text()
        try:
            link.connect(str(self.folder / name))
        except OSError:
            return False
        return True

    # The machine's own plugs.

    def qmp(self, command: str, **arguments: object) -> object:
        """QEMU's own answer; what it tells unasked is left aside."""
        self._qmp.write(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        while True:
            said = json.loads(self._qmp.readline())
            assert "error" not in said, said
            if "return" in said:
                return said["return"]

    def disk_now(self) -> Path | None:
        """The disk as the power would leave it if it went now, for another machine to begin with. What is written from
        now on goes elsewhere, so nothing is copied. None where nothing was written since the last one."""
        device = next(one for one in self.qmp("query-blockstats") if one["device"] == "disk")
        written = device["stats"]["wr_bytes"]
        if written == self._written:
            return None
        left, self._layer = self._layer, self.folder / f"{next(self._layers)}.qcow2"
        self.qmp("blockdev-snapshot-sync", device="disk", format="qcow2", **{"snapshot-file": str(self._layer)})
        self._written = written
        return left

    def write_slowly(self, bytes_a_second: int) -> None:
        """As a memory card does; 0: as fast as it can."""
        self.qmp("block_set_io_throttle", device="disk", bps=0, bps_rd=0, bps_wr=bytes_a_second,
                 iops=0, iops_rd=0, iops_wr=0)

    def cut_power(self) -> None:
        """From one instruction to the next, nothing is written any more."""
        self.process.kill()
        self.process.wait()

    close = cut_power

    def picture(self) -> Image.Image:
        """What the graphics card sends to the glass."""
        file = self.folder / f"{next(self._pictures)}.ppm"
        self.qmp("screendump", filename=str(file))
        with Image.open(file) as opened:
            picture = opened.convert("RGB")
        file.unlink()
        return picture

    def shows(self, wanted: Image.Image, seconds: float = 60) -> bool:
        return until(lambda: alike(self.picture(), wanted), seconds, 0.5)

    def keeps(self, wanted: Image.Image, seconds: float = 3) -> bool:
        """Whether it shows this and nothing else all the while."""
        return not until(lambda: not alike(self.picture(), wanted), seconds, 0.5)

    # Inside.

    def wait_until_up(self, seconds: float = BOOT) -> None:
        """Until its agent says so, once."""
        if not self._is_up:
            self._agent.settimeout(seconds)
            hello = self._lines.readline()
            assert hello == b'{"up": true}\n', hello
            self._is_up = True

    def _order(self, patience: float, **order: object) -> dict:
        self.wait_until_up()
        self._agent.settimeout(patience + 30)
        self._agent.sendall(json.dumps(order).encode() + b"\n")
        return json.loads(self._lines.readline())

    def run(self, command: str, timeout: float = 120, check: bool = True) -> str:
        """A shell command as root; what it wrote, on either channel."""
        done = self._order(timeout, run=command, timeout=timeout)
        assert not check or done["code"] == 0, f"{command}: {done['out'][-3000:]}"
        return done["out"].strip()

    def start(self, command: str) -> None:
        """The same, and nobody waits for it."""
        self._agent.sendall(json.dumps({"run": f"({command}) >/dev/null 2>&1 &", "timeout": 10}).encode() + b"\n")

    def replug(self) -> None:
        """The touch screen and the keyboard, out and in again, as when the cleaner pulls a cable."""
        self.start("sleep 1; systemctl restart --no-block trial")
        self._agent.settimeout(120)
        self._lines.readline()
        self._is_up = False
        self.wait_until_up(120)

    def main_pid(self, unit: str) -> int:
        return int(self.run(f"systemctl show -P MainPID {unit}"))

    # Hands.

    def tap(self, spot: tuple[int, int]) -> None:
        self.touch([[spot]])

    def touch(self, strokes: list[list[tuple[int, int]]], meanwhile: Callable[[], object] = lambda: None) -> None:
        """Fingers, each with the spots that it goes through; all come down together and leave together. While they rest
        on the last spot ``meanwhile`` is called."""
        down, up = [], []
        for finger, spots in enumerate(strokes):
            x, y = spots[0]
            down += [[EV_ABS, SLOT, finger], [EV_ABS, TRACKING, next(self._tracking)], [EV_ABS, AT_X, x],
                     [EV_ABS, AT_Y, y]]
            up += [[EV_ABS, SLOT, finger], [EV_ABS, TRACKING, -1]]
        x, y = strokes[0][0]
        self._play("finger", [*down, [EV_KEY, BTN_TOUCH, 1], [EV_ABS, ABS_X, x], [EV_ABS, ABS_Y, y]])
        for step in range(1, max(map(len, strokes))):
            moved = []
            for finger, spots in enumerate(strokes):
                x, y = spots[min(step, len(spots) - 1)]
                moved += [[EV_ABS, SLOT, finger], [EV_ABS, AT_X, x], [EV_ABS, AT_Y, y]]
                moved += [[EV_ABS, ABS_X, x], [EV_ABS, ABS_Y, y]] if finger == 0 else []
            self._play("finger", moved)
        meanwhile()
        self._play("finger", [*up, [EV_KEY, BTN_TOUCH, 0]])

    def keys(self, *codes: int) -> None:
        """Keys that are held together: down in this order, up in the other."""
        for code in codes:
            self._play("keyboard", [[EV_KEY, code, 1]])
        for code in reversed(codes):
            self._play("keyboard", [[EV_KEY, code, 0]])

    def _play(self, device: str, events: list[list[int]]) -> None:
        """One report of a device. The next goes only when this one has arrived: quicker than any hand, and in order."""
        self._order(60, events=[*events, [EV_SYN, 0, 0]], on=device)


def until(condition, seconds: float, pause: float = 0.1) -> bool:
    """Whether it comes true before the deadline. The pause leaves the processor to the machine that is waited for."""
    wait, ends = Event(), time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            return False
        wait.wait(pause)
    return True


def alike(one: Image.Image, other: Image.Image) -> bool:
    """The same screen, drawn by another processor."""
    return one.size == other.size and other_pixels(one, other) < MANY


def other_pixels(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels, 0 to 1, that differ by more than rounding."""
    channels = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    return sum(most.histogram()[FAR:]) / (one.width * one.height)
