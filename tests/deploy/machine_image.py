"""The disk of the trial's machine: a Debian with the package, made a kiosk by kiosk-setup, and the trial's own hand."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import machine_updates
from debian_root import DebianRoot, kept
from emulated import Image_

KERNEL = {"arm64": "linux-image-arm64", "amd64": "linux-image-amd64"}
AS_ON_A_PI = ("systemd", "systemd-sysv", "udev", "kmod", "dbus", "libpam-systemd", "alsa-utils", "initramfs-tools",
              "e2fsprogs")
"""What Raspberry Pi OS Lite has and a minimal Debian has not."""
RECOMMENDED = ("usbguard",)
"""What comes with the package on a kiosk."""
TO_LOOK = ("x11-utils",)
"""What the trial looks at windows with."""
SETTINGS = "[panel]\ndiagonal = 10.1\n[idle]\ndim_after = 600\n[site]\nnumber = 7\n[sound]\nenabled = false\n"
"""Without sound screens stand still, so that a picture can be compared."""
SMALL_INITRD = (
    "--setup-hook=mkdir -p \"$1/etc/initramfs-tools/conf.d\" \"$1/etc/initramfs-tools/hooks\"",
    "--setup-hook=echo MODULES=list >\"$1/etc/initramfs-tools/conf.d/trial\"",
    "--setup-hook=printf '%s\\n' '#!/bin/sh' '[ \"$1\" = prereqs ] && exit 0' "
    "'. /usr/share/initramfs-tools/hook-functions' "
    "'manual_add_modules virtio_pci virtio_blk ext4 crc32c_generic' >\"$1/etc/initramfs-tools/hooks/trial\"",
    "--setup-hook=chmod 755 \"$1/etc/initramfs-tools/hooks/trial\"",
)
"""Only what finds the disk: made and unpacked in a tenth of the time."""
AGENT = """[Unit]
Description=The hand and the eye of the trial
DefaultDependencies=no
After=sysinit.target
StartLimitIntervalSec=0
[Service]
ExecStart=/usr/bin/python3 /opt/trial/agent.py
Restart=always
RestartSec=1
[Install]
WantedBy=sysinit.target
"""
SLOW = {"kiosk-app": "TimeoutStartSec=900\nWatchdogSec=90", "kiosk-x": "TimeoutStartSec=900"}
"""The one thing that is another than on a Pi: emulated on a machine with other work, a start took 200 seconds, and
one screen more than the twenty after which a kiosk counts as frozen."""


def asked_by(package: Path) -> list[str]:
    """The packages that it depends on: installed once and kept, since emulated that takes minutes."""
    told = subprocess.run(["dpkg-deb", "-f", package, "Depends"], capture_output=True, text=True, check=True).stdout
    return sorted({word.split()[0] for word in told.split(",")})


def base(package: Path, release: str, arch: str, store: Path) -> Path:
    """The Debian that both trials begin with, as it was before the package came."""
    wanted = [*AS_ON_A_PI, *RECOMMENDED, *TO_LOOK, *asked_by(package), KERNEL[arch]]
    return kept(store, release, arch, wanted, *SMALL_INITRD)


def make(package: Path, release: str, arch: str, store: Path, to: Path) -> Image_:
    """Minutes the first time; then what was made for the same package is taken as it is."""
    disk, kernel, initrd = (to / f"{package.stem}.{part}" for part in ("ext4", "vmlinuz", "initrd"))
    made_by = (package, *Path(__file__).parent.glob("machine_*.py"), Path(__file__).with_name("agent.py"))
    if disk.exists() and disk.stat().st_mtime > max(file.stat().st_mtime for file in made_by):
        return Image_(arch, disk, kernel, initrd)
    to.mkdir(parents=True, exist_ok=True)
    root = DebianRoot(to / f"{package.stem}.root", release, arch, copied_from=base(package, release, arch, store))
    try:
        trial = root.folder / "opt/trial"
        trial.mkdir()
        machine_updates.make_packages(package, trial)
        machine_updates.make_packs(trial, root.folder / "etc/kiosk/keys")
        root.run("apt-get", "install", "-y", "--no-install-recommends", machine_updates.OLD)
        root.run("kiosk-update", "--keep", machine_updates.OLD)  # else no update begins: nothing could come back
        (root.folder / "etc/kiosk/kiosk.toml").write_text(SETTINGS)
        # Written for what was plugged in where the disk was made: nothing, so that nothing at all would be let in.
        (root.folder / "etc/usbguard/rules.conf").unlink()
        root.run("kiosk-setup")
        _let_the_trial_in(root)
        root.let_go()
        boot = root.folder / "boot"
        shutil.copy(next(boot.glob("vmlinuz-*")), kernel)
        shutil.copy(next(boot.glob("initrd.img-*")), initrd)
        begun = disk.with_suffix(".begun")
        begun.unlink(missing_ok=True)
        subprocess.run(["mke2fs", "-q", "-t", "ext4", "-L", "kiosk", "-d", root.folder, begun, "3G"], check=True)
        begun.rename(disk)
    finally:
        root.close()
    return Image_(arch, disk, kernel, initrd)


def _let_the_trial_in(root: DebianRoot) -> None:
    units = root.folder / "etc/systemd/system"
    shutil.copy(Path(__file__).with_name("agent.py"), root.folder / "opt/trial")
    (units / "trial.service").write_text(AGENT)
    root.run("systemctl", "enable", "trial.service")
    for unit, patience in SLOW.items():
        (units / f"{unit}.service.d").mkdir()
        (units / f"{unit}.service.d/trial.conf").write_text(f"[Service]\n{patience}\n")
    # As a machine that has started before: the first start of all does minutes of work once.
    (root.folder / "etc/machine-id").unlink(missing_ok=True)
    root.run("systemd-machine-id-setup")
    for place in ("etc", "var"):
        (root.folder / place / ".updated").touch()
    (root.folder / "etc/hostname").write_text("kiosk\n")
    (root.folder / "etc/hosts").write_text("127.0.0.1 localhost kiosk\n")
    for timer in ("apt-daily.timer", "apt-daily-upgrade.timer", "e2scrub_all.timer"):
        root.run("systemctl", "mask", timer)
