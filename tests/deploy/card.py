"""A memory card of the ready image's layout, for a PC: made by the layer's own hooks and genimage, with image-rota's
partitions, and the Raspberry Pi's bootloader played by ``Firmware``.

What belongs to a Raspberry Pi cannot be shown with it: rpi-image-gen, the firmware's own ``tryboot``, its kernel."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import yaml
from debian_root import DebianRoot, kept
from emulated import EMULATORS, Machine, until
from machine_image import AGENT, KERNEL, SMALL_INITRD

ARCH, RELEASE = "amd64", "trixie"
IMAGE = Path(__file__).parents[2] / "deploy/raspberrypi/image"
PARTS = IMAGE / "layer/digipunt-kiosk.d"
BASE = ("systemd", "systemd-sysv", "udev", "kmod", "dbus", KERNEL[ARCH], "initramfs-tools", "network-manager",
        "openssh-server", "systemd-timesyncd")
"""What image-rota's and Raspberry Pi OS's own layers bring."""
KEPT = ("etc/kiosk", "var/lib/kiosk", "etc/NetworkManager/system-connections")
LEFT_OUT = ("serial-getty@ttyS0", "usbguard", "usbguard-dbus", "ssh", "NetworkManager-wait-online", "e2scrub_reap")
"""Services that are not what is looked at here, and minutes of an emulated processor."""
FSTAB = "".join(f"{line}\n" for line in (
    "PARTLABEL=bootconfig /bootfs vfat rw,noatime 0 2",
    "PARTLABEL=persistent /persistent ext4 rw,noatime 0 2",
    "/run/slot/var /var none bind,x-systemd.requires=stand-in.service 0 0",
    *(f"/persistent/shared/{name} /{name} none bind 0 0" for name in KEPT)))
GENIMAGE = """\
image card.img { hdimage { partition-table-type = "gpt" align = 8M }
  partition bootconfig { image = "bootconfig.vfat" partition-type-uuid = F }
  partition boot_a { image = "boot.vfat" partition-type-uuid = F }
  partition boot_b { image = "boot.vfat" partition-type-uuid = F }
  partition system_a { image = "system.ext4" partition-type-uuid = L }
  partition system_b { image = "system.ext4" partition-type-uuid = L }
  partition persistent { image = "persistent.ext4" partition-type-uuid = L }
}
image bootconfig.vfat { vfat { label = "BOOTFS" } size = 32M mountpoint = "/bootfs" }
image boot.vfat { vfat { label = "BOOT" } size = 64M mountpoint = "/boot/firmware" }
image persistent.ext4 { ext4 { use-mke2fs = true label = "PERSISTENT" } size = 512M mountpoint = "/persistent" }
image system.ext4 { ext4 { use-mke2fs = true label = "SYSTEM" } size = 1800M mountpoint = "/" }
"""
"""image-rota's layout, partition for partition; smaller, since an emulated processor reads all of it."""
NUMBERS = {"bootconfig": 1, "boot_a": 2, "boot_b": 3, "system_a": 4, "system_b": 5, "persistent": 6}
# What the Pi's firmware and image-rota's rpi-ab-slot-mapper do before anything is mounted.
SLOT = """\
#!/bin/sh
set -eu
word() { sed -n "s/.*slot\\.$1=\\([^ ]*\\).*/\\1/p" /proc/cmdline; }
number() { printf "$(printf '\\\\%03o\\\\%03o\\\\%03o\\\\%03o' $(($2>>24&255)) $(($2>>16&255)) $(($2>>8&255)) \
$(($2&255)))" >/run/bootloader/$1; }
here=$(word name) by=/dev/disk/by-partlabel
[ "$here" = a ] && there=b || there=a
mkdir -p /run/bootloader /dev/disk/by-slot/active /dev/disk/by-slot/other
number partition "$(word partition)"
number tryboot "$(word tryboot)"
number build-timestamp 1700000000
for part in boot system; do
  ln -sfn $by/${part}_$here /dev/disk/by-slot/active/$part
  ln -sfn $by/${part}_$there /dev/disk/by-slot/other/$part
done
ln -sfn /persistent/slots/system_$here /run/slot
"""
SLOT_UNIT = """\
[Unit]
DefaultDependencies=no
RequiresMountsFor=/persistent
Before=var.mount
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/opt/trial/slot
"""
# The firmware hears the argument of a restart; here the console does.
RESTART = '#!/bin/sh\necho "firmware: $1 [$(cat /run/systemd/reboot-param)]" >/dev/ttyS0\n'
KIOSK_SLOT = "KIOSK_SLOT_TREE=/run/bootloader kiosk-slot"
PATIENT = "[Service]\nTimeoutStartSec=900\nWatchdogSec=0\n"
"""An emulated processor with other work took minutes to the first picture."""
TREE = "[Service]\nEnvironment=KIOSK_SLOT_TREE=/run/bootloader\n"


@dataclass(frozen=True)
class Made:
    """``card``: the whole image, never written; ``slot``: one slot as an update; ``system``: its file system."""

    card: Path
    slot: Path
    system: Path
    boot: Path


def missing() -> str | None:
    for tool in ("genimage", "mcopy", "mkfs.vfat", "debugfs", "zstd"):
        if not shutil.which(tool):
            return f"{tool} is not installed; deploy/raspberrypi/image/test-slots installs it"
    return None


def make(package: Path, store: Path, to: Path) -> Made:
    """Minutes the first time; then what was made for the same package and recipe is taken as it is."""
    made = Made(to / "card.img", to / "digipunt-kiosk.slot.tar.zst", to / "system.ext4", to / "boot.vfat")
    recipe = [package, Path(__file__), *(file for file in IMAGE.rglob("*") if file.is_file())]
    if made.slot.exists() and made.slot.stat().st_mtime > max(file.stat().st_mtime for file in recipe):
        return made
    to.mkdir(parents=True, exist_ok=True)
    layer = yaml.safe_load((IMAGE / "layer/digipunt-kiosk.yaml").read_text("utf-8"))["mmdebstrap"]
    before = kept(store, RELEASE, ARCH, [*BASE, *layer["packages"]], *SMALL_INITRD)
    debian = DebianRoot(to / "root", RELEASE, ARCH, copied_from=before)
    try:
        debian.let_go()  # a layer's hooks have no more than this
        _furnish(debian.folder, package, layer["customize-hooks"])
        (to / "genimage.cfg").write_text(GENIMAGE)
        shutil.rmtree(to / "tmp", ignore_errors=True)
        run("genimage", "--config", to / "genimage.cfg", "--rootpath", debian.folder, "--tmppath", to / "tmp",
            "--inputpath", to, "--outputpath", to, stdout=subprocess.DEVNULL)
        run(PARTS / "hooks/postimage60-update", to)
    finally:
        debian.close()
        shutil.rmtree(to / "tmp", ignore_errors=True)
    return made


def run(*words: str | Path, **more) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in words], check=True, **more)


def _furnish(root: Path, package: Path, hooks: list[str]) -> None:
    run("cp", "--recursive", "--preserve=mode", f"{PARTS / 'customize.overlay'}/.", root)
    environment = {**os.environ, "IGconf_kiosk_package": str(package.resolve()),
                   "IGconf_kiosk_card": str((IMAGE / "kiosk.toml").resolve())}
    for hook in hooks:
        run("sh", "-c", hook, "sh", root, env=environment, stdout=subprocess.DEVNULL)
    firmware = root / "boot/firmware"
    firmware.mkdir(parents=True, exist_ok=True)
    for name in ("vmlinuz", "initrd.img"):
        shutil.move(next(root.glob(f"boot/{name}-*")), firmware / name)
    (firmware / "config.txt").write_text("# a Raspberry Pi has its firmware here\n")
    run(PARTS / "hooks/preimage60-watchdog", root)
    (root / "bootfs/autoboot.txt").write_text("[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=3\n")
    (root / "etc/fstab").write_text(FSTAB)
    (root / "etc/machine-id").write_text("")
    opt, units = root / "opt/trial", root / "etc/systemd/system"
    opt.mkdir()
    shutil.copy(Path(__file__).with_name("agent.py"), opt)
    for file, text in {opt / "slot": SLOT, root / "usr/lib/systemd/system-shutdown/firmware": RESTART}.items():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)
    for name, text in {"stand-in.service": SLOT_UNIT, "trial.service": AGENT, "kiosk-app.service.d/trial.conf": PATIENT,
                       "kiosk-slot-settle.service.d/trial.conf": TREE}.items():
        (units / name).parent.mkdir(exist_ok=True)
        (units / name).write_text(text)
    run("chroot", root, "systemctl", "--quiet", "enable", "trial.service")
    for there, name in [("shared", name) for name in KEPT] + [(f"slots/system_{slot}", "var") for slot in "ab"]:
        folder = root / "persistent" / there / name
        folder.mkdir(parents=True)
        if (root / name).is_dir():
            run("cp", "--archive", f"{root / name}/.", folder)


def read(file: Path, start: int, size: int) -> bytes:
    with open(file, "rb") as opened:
        opened.seek(start)
        return opened.read(size)


class Card:
    """A copy of the image: what is written, stays."""

    def __init__(self, made: Made, folder: Path) -> None:
        self.file, self.folder = folder / "card.img", folder
        run("cp", "--sparse=always", made.card, self.file)

    def place(self, name: str) -> tuple[int, int]:
        """Where a partition begins and ends, in bytes, by the partition table (UEFI 2.10, 5.3.3)."""
        with open(self.file, "rb") as file:
            file.seek(2 * 512 + 128 * (NUMBERS[name] - 1) + 32)
            first, last = struct.unpack("<QQ", file.read(16))
        return first * 512, (last + 1) * 512

    def read(self, name: str) -> bytes:
        start, end = self.place(name)
        return read(self.file, start, end - start)

    def wipe(self, name: str) -> None:
        start, end = self.place(name)
        run("fallocate", "--punch-hole", "--offset", str(start), "--length", str(end - start), self.file)

    def write(self, name: str, content: Path) -> None:
        start, end = self.place(name)
        assert content.stat().st_size <= end - start
        run("dd", f"if={content}", f"of={self.file}", "bs=4M", f"seek={start}", "oflag=seek_bytes", "conv=notrunc",
            "status=none")

    def put(self, text: str) -> None:
        """Write kiosk.toml as a computer would into which the card is put."""
        source = self.folder / "kiosk.toml"
        source.write_text(text)
        run("mcopy", "-o", "-i", self.fat("bootconfig"), source, "::kiosk.toml")

    def get(self, name: str) -> str:
        return run("mtype", "-i", self.fat("bootconfig"), f"::{name}", capture_output=True, text=True).stdout

    def fat(self, name: str) -> str:
        return f"{self.file}@@{self.place(name)[0]}"


class Firmware:
    """The Raspberry Pi's bootloader, as autoboot.adoc tells it: autoboot.txt names the partition; a restart with the
    argument "0 tryboot" takes, once, the one under [tryboot]. ``kind`` makes the start of a system: a machine's, or
    a contained one."""

    def __init__(self, card: Card, kind: Callable[[Card, Path, int, bool], Start]) -> None:
        self.card, self.kind = card, kind
        self._now: Start | None = None
        self._starts = count(1)

    def start(self, tryboot: bool = False) -> Start:
        """Switched on, whatever was before."""
        self.close()
        partition = int(re.findall(r"^boot_partition=(\d)$", self.card.get("autoboot.txt"), re.M)[tryboot])
        folder = self.card.folder / str(next(self._starts))
        folder.mkdir()
        self._now = self.kind(self.card, folder, partition, tryboot)
        return self._now

    def after(self, start: Start, seconds: float) -> Start:
        """The start that follows when a system ends by itself."""
        start.process.wait(seconds)
        asked = re.findall(r"firmware: reboot \[(.*)\]", start.console)
        return self.start(tryboot=bool(asked) and asked[-1] == "0 tryboot")

    def close(self) -> None:
        if self._now:
            self._now.cut_power()


class Start:
    """What both kinds know: one start of one of the two systems. It ends where a Pi's would go back to its
    bootloader."""

    partition: int
    process: subprocess.Popen

    def state(self, unit: str) -> str:
        return self.run(f"systemctl is-active {unit}", check=False)

    def has_kiosk(self, seconds: float = 900) -> bool:
        return until(lambda: self.state("kiosk-app") == "active", seconds, 2)

    def slot(self, *words: str, timeout: float = 120) -> str:
        return self.run(f"{KIOSK_SLOT} {' '.join(words)}", timeout)


class Emulated(Start, Machine):
    """In an emulated PC, with a kernel and a screen of its own."""

    def __init__(self, card: Card, folder: Path, partition: int, tryboot: bool) -> None:
        self.card, self.folder, self.partition, self._now = card, folder, partition, time.monotonic()
        self._pictures = count()
        name = {2: "a", 3: "b"}[partition]
        for file in ("vmlinuz", "initrd.img"):
            run("mcopy", "-i", card.fat(f"boot_{name}"), f"::{file}", folder / file)
        told = (PARTS / "cmdline.d/60-kiosk").read_text().strip()
        self.process = subprocess.Popen([
            *EMULATORS[ARCH], "-accel", "tcg", "-smp", "1", "-m", "1536", "-display", "none",
            "-nic", "none", "-no-user-config", "-nodefaults", "-no-reboot",
            "-kernel", folder / "vmlinuz", "-initrd", folder / "initrd.img", "-append",
            f"root=PARTLABEL=system_{name} ro console=ttyS0 loglevel=4 {told} slot.name={name} "
            f"slot.partition={partition} slot.tryboot={int(tryboot)} "
            + " ".join(f"systemd.mask={name}.service" for name in LEFT_OUT),
            "-drive", f"file={card.file},format=raw,if=virtio,cache=writeback",
            "-drive", f"file={card.folder}/stick.img,format=raw,if=virtio,readonly=on",
            "-device", "virtio-gpu-pci,xres=1280,yres=800", "-device", "virtio-rng-pci", "-device", "virtio-serial-pci",
            "-chardev", f"socket,id=agent,path={folder}/agent,server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=trial",
            "-serial", f"file:{folder}/console", "-qmp", f"unix:{folder}/qmp,server=on,wait=off",
        ], stdout=subprocess.DEVNULL, stderr=(folder / "qemu").open("w"))
        self._qmp = self._connect("qmp", 60).makefile("rwb", buffering=0)
        self._qmp.readline()
        self.qmp("qmp_capabilities")
        self._agent = self._connect("agent", 30)
        self._lines = self._agent.makefile("rb")

    @property
    def console(self) -> str:
        return (self.folder / "console").read_text(errors="replace")

    def reads(self, name: str, at: int, size: int) -> bytes:
        """What has reached the card."""
        return read(self.card.file, self.card.place(name)[0] + at, size)

    def stick(self) -> None:
        self.run("mkdir -p /run/stick && mount -o ro /dev/vdb /run/stick")
