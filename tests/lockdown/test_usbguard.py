"""USBGuard's own daemon with the kiosk's rules, on a tree of files in the place of /sys: which devices it lets work."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from test_usb import AUDIO, KEYS, STICK, TOUCH, descriptors

from kiosk.lockdown.usb import devices, rules

LIB = Path(__file__).parents[2] / "deploy/raspberrypi/files/lib"
HUB = (9, 0, 0)
ROOT = "devices/pci0000:00/0000:00:14.0/usb1"
ADMITTED = {
    "1-1": ("0eef:0001", [TOUCH], 'Tóuch "15\\6"', ""),
    "1-2": ("05e0:1200", [KEYS], "Bar Code Scanner", "S123"),
    "1-3": ("0d8c:0014", [*AUDIO, TOUCH], "USB Headset", ""),
}
STRANGE = {
    "1-4": ("2109:3431", [(9, 0, 1), (9, 0, 2)], "USB2.0 Hub", ""),
    "1-5": ("0781:5567", [STICK], "Cruzer", "1"),
    "1-6": ("05e0:1200", [KEYS], "Bar Code Scanner", "S123"),  # a copy, in another socket
    "1-7": ("0eef:0001", [TOUCH, KEYS], 'Tóuch "15\\6"', ""),  # the panel's numbers, and keys
    "1-8": ("1234:0001", [STICK, KEYS], "stick and keys", ""),
    "1-9": ("0781:5590", [STICK, (8, 6, 0x62)], "Ultra", ""),
    "1-10": ("0d8c:0014", [AUDIO[0], TOUCH, TOUCH, TOUCH], "USB Headset", ""),
    "1-11": ("1234:0002", [KEYS], 'x" with-interface 08:06:50', ""),
    "1-12": ("1234:0003", [TOUCH], " with-interface 08:06:50 ", ""),
}
SCRIPT = """
set -eu
tree=$1 rules=$2 lib=$3
for folder in /run /var/log /etc/usbguard; do mount -t tmpfs none $folder; done
mkdir -p /var/log/usbguard /etc/usbguard/IPCAccessControl.d /etc/usbguard/rules.d
install -m 600 "$rules" /etc/usbguard/rules.conf
cat >/run/daemon.conf <<END
RuleFile=/etc/usbguard/rules.conf
ImplicitPolicyTarget=block
PresentDevicePolicy=apply-policy
PresentControllerPolicy=keep
InsertedDevicePolicy=apply-policy
DeviceManagerBackend=uevent
IPCAllowedUsers=root
END
chmod 600 /run/daemon.conf
mount --rbind "$tree" /sys
usbguard-daemon -k -c /run/daemon.conf >/run/said 2>&1 &
daemon=$!
for _ in $(seq 100); do [ "$(usbguard list-devices 2>/dev/null | wc -l)" -ge 12 ] && break; sleep 0.1; done
works() { for one in 1-*; do grep -q 1 $one/remove || ! grep -q 1 $one/authorized || echo $one; done; }
look() { (cd /sys/bus/usb/devices; echo "$1" $(works)); } # what is rejected the kernel takes away
look rules
"$lib/usb-stick" admit >&2
look admit
"$lib/usb-stick" block >&2
look block
kill $daemon
wait $daemon || cat /run/said >&2
"""


def plug(sys: Path, port: str, number: str, interfaces, name: str, serial: str) -> None:
    """As the kernel shows a device that works."""
    folder = sys / ROOT if port == "usb1" else sys / ROOT / port
    folder.mkdir(parents=True)
    vendor, product = number.split(":")
    at = len(list((sys / "bus/usb/devices").iterdir())) + 1
    (folder / "descriptors").write_bytes(descriptors(int(vendor, 16), int(product, 16), interfaces))
    told = f"DEVNAME=bus/usb/001/{at:03d}\nDEVTYPE=usb_device\nBUSNUM=001\nDEVNUM={at:03d}"
    for file, text in {"idVendor": vendor, "idProduct": product, "product": name, "serial": serial, "authorized": "1",
                       "authorized_default": "1", "remove": "", "uevent": told}.items():
        if text or file != "serial":
            (folder / file).write_text(f"{text}\n")
    (folder / "subsystem").symlink_to("/sys/bus/usb")
    (sys / "bus/usb/devices" / port).symlink_to(f"../../../{folder.relative_to(sys)}")


def test_it_lets_in_what_was_named_and_a_stick_for_as_long_as_somebody_wants(tmp_path):
    if os.geteuid() != 0 or not shutil.which("usbguard-daemon", path=f"{os.environ['PATH']}:/usr/sbin"):
        pytest.skip("root and usbguard are needed; ./test installs usbguard")
    sys = tmp_path / "sys"
    (sys / "bus/usb/devices").mkdir(parents=True)
    plug(sys, "usb1", "1d6b:0002", [HUB], "xHCI Host Controller", "0000:00:14.0")
    for above in (sys / ROOT).parents[:3]:
        (above / "uevent").touch()
    for port, its in ADMITTED.items():
        plug(sys, port, *its)
    (tmp_path / "rules.conf").write_text(rules(devices(tmp_path)))
    for port, its in STRANGE.items():
        plug(sys, port, *its)
    done = subprocess.run(
        ["unshare", "--mount", "--net", "--propagation", "private", "sh", "-c", SCRIPT, "sh", sys,
         tmp_path / "rules.conf", LIB], capture_output=True, text=True, check=False, timeout=60,
        env=os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"})
    if "mount:" in done.stderr or "unshare:" in done.stderr:
        pytest.skip(f"no place of its own can be made here: {done.stderr.splitlines()[0]}")
    assert done.stdout == ("rules 1-1 1-2 1-3 1-4\n"
                           "admit 1-1 1-2 1-3 1-4 1-5 1-9\n"
                           "block 1-1 1-2 1-3 1-4\n"), done.stdout + done.stderr
