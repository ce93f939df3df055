"""A card of the ready image's layout for an emulated PC, and what is seen on it: as root, on Debian, ten minutes.

    python deploy/raspberrypi/image/stand_in.py PACKAGE.deb FOLDER

PACKAGE is made by `deploy/raspberrypi/package --release trixie --arch amd64`. It cannot show what belongs to a
Raspberry Pi: its bootloader, `tryboot`, its kernel. It does show the layer's own hooks on a real root, the read-only
system, what stays on the persistent partition, the units around the card under a real systemd, and FAT as Linux writes
it. Needs mmdebstrap, genimage, dosfstools, mtools and qemu-system-x86.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

import yaml

HERE = Path(__file__).parent
LAYER = HERE / "layer" / "digipunt-kiosk.yaml"
OVERLAY = HERE / "layer" / "digipunt-kiosk.d" / "customize.overlay"
BASE = ["systemd", "systemd-sysv", "udev", "dbus", "linux-image-amd64", "initramfs-tools", "network-manager",
        "openssh-server", "systemd-timesyncd"]
KEEPS = ("var", "etc/kiosk", "var/lib/kiosk", "etc/NetworkManager/system-connections")
# Not what is looked at here, and minutes of an emulated processor.
LEAVE_OUT = " ".join(f"systemd.mask={name}.service" for name in (
    "serial-getty@ttyS0", "usbguard", "usbguard-dbus", "ssh", "NetworkManager-wait-online", "e2scrub_reap"))
FSTAB = """\
PARTLABEL=system_a / ext4 ro,relatime 0 1
PARTLABEL=boot_a /boot/firmware vfat ro,nofail 0 2
PARTLABEL=bootconfig /bootfs vfat rw,noatime 0 2
PARTLABEL=persistent /persistent ext4 rw,noatime 0 2
/persistent/slots/system_a/var /var none bind 0 0
/persistent/shared/etc/kiosk /etc/kiosk none bind 0 0
/persistent/shared/var/lib/kiosk /var/lib/kiosk none bind 0 0
/persistent/shared/etc/NetworkManager/system-connections /etc/NetworkManager/system-connections none bind 0 0
"""
# What image-rota's layout is, partition for partition.
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
image persistent.ext4 { ext4 { use-mke2fs = true label = "PERSISTENT" } size = 1G mountpoint = "/persistent" }
image system.ext4 { ext4 { use-mke2fs = true label = "SYSTEM" } size = 2500M mountpoint = "/" }
"""
# An emulated processor on a busy machine took more than a minute to the first picture.
PATIENT = "[Service]\nTimeoutStartSec=600\nWatchdogSec=0\n"
REPORT = """\
[Unit]
Description=What the stand-in says of itself
[Service]
ExecStart=/usr/sbin/report
[Install]
WantedBy=multi-user.target
"""
SAYS = """\
#!/bin/sh
while sleep 5; do
  echo "== root $(findmnt -no FSTYPE,OPTIONS / | xargs | cut -c1-7)" "host $(hostname)" \\
    "app $(systemctl is-active kiosk-app)" \\
    "page $(systemctl is-active kiosk-card-page)" "card $(systemctl is-active kiosk-provision)" \\
    "failed [$(systemctl list-units --failed --plain --no-legend | cut -d' ' -f1 | xargs)]" "zone $(date +%Z)" \\
    "journal $(test -d "/var/log/journal/$(cat /etc/machine-id)" && echo disk || echo memory)" >/dev/ttyS0
done
"""


def run(*words: str | Path, **more) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in words], check=True, **more)


def build(package: Path, folder: Path) -> None:
    root, layer = folder / "root", yaml.safe_load(LAYER.read_text("utf-8"))["mmdebstrap"]
    shutil.rmtree(root, ignore_errors=True)
    run("mmdebstrap", "--mode=root", "--variant=minbase", f"--include={','.join(BASE + layer['packages'])}", "trixie",
        root)
    run("cp", "--recursive", "--preserve=mode", f"{OVERLAY}/.", root)
    environment = {**os.environ, "IGconf_kiosk_package": str(package.resolve()),
                   "IGconf_kiosk_card": str((HERE / "kiosk.toml").resolve())}
    for hook in layer["customize-hooks"]:
        run("sh", "-c", hook, "sh", root, env=environment)
    shutil.copy(next(root.glob("boot/vmlinuz-*")), folder / "vmlinuz")
    shutil.copy(next(root.glob("boot/initrd.img-*")), folder / "initrd")
    for name in ("persistent", "boot/firmware"):
        (root / name).mkdir(exist_ok=True, parents=True)
    (root / "boot/firmware/config.txt").write_text("# a Raspberry Pi has its firmware here\n")
    run(HERE / "layer/digipunt-kiosk.d/hooks/preimage60-watchdog", root)
    (root / "bootfs/autoboot.txt").write_text("[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=3\n")
    (root / "etc/fstab").write_text(FSTAB)
    (root / "etc/machine-id").write_text("")
    (root / "etc/systemd/system/report.service").write_text(REPORT)
    (root / "usr/sbin/report").write_text(SAYS)
    (root / "usr/sbin/report").chmod(0o755)
    run("chroot", root, "systemctl", "enable", "report.service")
    patient = root / "etc/systemd/system/kiosk-app.service.d/stand-in.conf"
    patient.parent.mkdir()
    patient.write_text(PATIENT)
    for name in KEEPS:
        there = root / "persistent" / ("slots/system_a" if name == "var" else "shared") / name
        there.mkdir(parents=True)
        if (root / name).is_dir():
            run("cp", "--archive", f"{root / name}/.", there)
    (folder / "genimage.cfg").write_text(GENIMAGE)
    shutil.rmtree(folder / "tmp", ignore_errors=True)
    run("genimage", "--config", folder / "genimage.cfg", "--rootpath", root, "--tmppath", folder / "tmp",
        "--inputpath", folder, "--outputpath", folder)


def bootconfig(card: Path) -> tuple[int, int]:
    """Where the first partition begins and ends, in bytes, by the first entry of the partition table (UEFI, 5.3.3)."""
    with open(card, "rb") as file:
        file.seek(2 * 512 + 32)
        first, last = struct.unpack("<QQ", file.read(16))
    return first * 512, (last + 1) * 512


def blocks(card: Path) -> bytes:
    start, end = bootconfig(card)
    with open(card, "rb") as file:
        file.seek(start)
        return file.read(end - start)


def put(card: Path, text: str) -> None:
    """Write kiosk.toml as a computer would into which the card is put."""
    source = card.with_name("kiosk.toml")
    source.write_text(text)
    run("mcopy", "-o", "-i", f"{card}@@{bootconfig(card)[0]}", source, "::kiosk.toml")


def get(card: Path) -> str:
    return run("mtype", "-i", f"{card}@@{bootconfig(card)[0]}", "::kiosk.toml", capture_output=True, text=True).stdout


class Machine:
    def __init__(self, folder: Path, name: str, slot: str = "a") -> None:
        self.log, self.folder, self.name = folder / f"{name}.log", folder, name
        talk = folder / "qmp"
        talk.unlink(missing_ok=True)
        self.log.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-M", "q35", "-accel", "tcg,thread=multi", "-cpu", "Nehalem", "-smp", "2",
             "-m", "1536", "-kernel", folder / "vmlinuz", "-initrd", folder / "initrd", "-append",
             f"root=PARTLABEL=system_{slot} ro console=ttyS0 panic=10 systemd.hostname=kiosk {LEAVE_OUT}",
             "-drive", f"file={folder / 'card.img'},format=raw,if=virtio,cache=writethrough", "-device", "virtio-vga",
             "-display", "none", "-serial", f"file:{self.log}", "-nic", "none", "-qmp", f"unix:{talk},server,nowait"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait(talk.exists, 20)
        self.channel = socket.socket(socket.AF_UNIX)
        self.channel.connect(str(talk))
        self.file = self.channel.makefile("rw")
        self.file.readline()
        self.ask("qmp_capabilities")

    def wait(self, done, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            if done():
                return True
            time.sleep(1)
        return False

    def ask(self, command: str, **arguments) -> None:
        print(json.dumps({"execute": command, "arguments": arguments}), file=self.file, flush=True)
        while "return" not in (answer := json.loads(self.file.readline())) and "error" not in answer:
            pass

    def glass(self, name: str) -> Path:
        from PIL import Image

        shot = self.folder / "shot.ppm"
        self.ask("screendump", filename=str(shot))
        picture = self.folder / f"{name}.png"
        Image.open(shot).save(picture)
        return picture

    def says(self, words: str, seconds: float) -> bool:
        return self.wait(lambda: self.log.exists() and words in self.log.read_text(errors="replace"), seconds)

    def last(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return next((line for line in reversed(lines) if line.startswith("== ")), "nothing")

    def cut(self) -> None:
        self.process.kill()
        self.process.wait()


KEY, PASSWORD = "the-key-of-the-desk-1234", "het geheim van de bib"
FAULTY = '[site]\nname = “Digipunt Gent”\n'
WHOLE = f"""\
[site]
name = "Digipunt Gent"
[desk]
address = "https://desk.example.be"
key = "{KEY}"
[machine]
hostname = "kiosk-leeszaal"
wifi_name = "Bib"
wifi_password = "{PASSWORD}"
time_zone = "Europe/Brussels"
"""


def check(folder: Path) -> int:
    card, seen = folder / "card.img", []

    def see(what: str, right: bool, note: str = "") -> None:
        seen.append(right)
        print(f"{'ok   ' if right else 'WRONG'} {what} {note}", flush=True)

    put(card, FAULTY)
    machine = Machine(folder, "faulty")
    see("a wrong file: the page is there instead of the kiosk", machine.says("page activating card failed", 900))
    machine.wait(lambda: False, 15)
    see("nothing else has failed", "failed [kiosk-provision.service]" in machine.last(), machine.last())
    machine.glass("faulty")
    machine.cut()
    put(card, WHOLE)
    see("the secrets are on the card before", KEY.encode() in blocks(card))
    machine = Machine(folder, "whole")
    see("a right file: taken over", machine.says("card active", 900))
    machine.glass("taken")
    see("then the kiosk comes", machine.says("app active", 600))
    wanted = ("root ext4 ro", "host kiosk-leeszaal", "zone CE", "journal memory", "failed []")
    see("read-only root, its name, its zone, journal in memory", all(one in machine.last() for one in wanted),
        machine.last())
    machine.wait(lambda: False, 20)
    machine.glass("kiosk")
    machine.cut()
    left = [secret for secret in (KEY, PASSWORD) if secret.encode() in blocks(card)]
    see("no block of the card's FAT holds a secret", not left)
    see("its comments say so", get(card).count("the kiosk took it on") == 2)
    machine = Machine(folder, "again")
    see("after a power cut and a new start the kiosk is there", machine.says("app active", 900), machine.last())
    machine.cut()
    return 0 if all(seen) else 1


if __name__ == "__main__":
    made = Path(sys.argv[2]).resolve()
    made.mkdir(parents=True, exist_ok=True)
    if not (made / "card.img").exists():
        build(Path(sys.argv[1]), made)
    sys.exit(check(made))
