"""Machines made of folders, for what looks at one."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from kiosk.watching.looks import Unit
from kiosk.watching.machine import Machine

TOUCH_SCREEN = """I: Bus=0003 Vendor=0eef Product=0005 Version=0111
N: Name="eGalax Touch \\"7\\""
H: Handlers=mouse1 event4
B: PROP=2
B: EV=b
B: ABS=3273800000003
"""
MOUSE = """I: Bus=0003 Vendor=046d Product=c077 Version=0111
N: Name="Logitech USB Optical Mouse"
H: Handlers=mouse0 event3
B: PROP=0
B: EV=17
"""
# A pointer, not a finger on the picture itself.
TOUCHPAD = MOUSE.replace("PROP=0", "PROP=1").replace("EV=17", "EV=b")


HEALTH = {"renderer": "V3D 7.1.7", "sound": "on", "voice": True, "silent": [], "walkthroughs": 33, "left_out": 0,
          "at": 3580.0}
RASPBERRY_PI = {
    "proc/device-tree/model": "Raspberry Pi 5 Model B Rev 1.0\0",
    "proc/uptime": "3600.12 14000.00\n",
    "proc/cmdline": "console=tty1 root=PARTUUID=1 rootfstype=ext4 rootwait\n",
    "proc/self/mountinfo": "22 1 179:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw\n",
    "etc/fstab": "proc /proc proc defaults 0 0\nPARTUUID=1 / ext4 defaults,noatime 0 1\n",
    "sys/class/thermal/thermal_zone0/temp": "61234\n",
    "sys/class/hwmon/hwmon0/name": "cpu_thermal\n",
    "sys/class/hwmon/hwmon1/name": "rpi_volt\n",
    "sys/class/hwmon/hwmon1/in0_lcrit_alarm": "0\n",
    "sys/devices/platform/soc/soc:firmware/get_throttled": "0\n",
    "sys/block/mmcblk0/device/life_time": "0x02 0x05\n",
    "sys/fs/ext4/mmcblk0p2/errors_count": "0\n",
    "run/kiosk/health.json": json.dumps(HEALTH),
}


def write(path: Path, content: str | bytes = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def good_machine(folder: Path, **others: object) -> Machine:
    """A Raspberry Pi where all is well; ``others`` are fields that differ."""
    root = folder / "root"
    write(root / "dev/dri/renderD128")
    (root / "dev/shm").mkdir()
    write(root / "proc/bus/input/devices", f"{MOUSE}\n{TOUCH_SCREEN}\n")
    write(root / "proc/asound/pcm", "00-00: HDMI 0 : HDMI 0 : playback 1\n")
    for voice in ("gmw/nl", "gmw/en", "gmw/de", "roa/fr-BE", "sem/ar"):
        write(root / "usr/lib/aarch64-linux-gnu/espeak-ng-data/lang" / voice)
    assets = folder / "assets"
    for family in ("AtkinsonHyperlegibleNext", "NotoSansArabic"):
        for weight in ("Regular", "Bold"):
            write(assets / f"fonts/{family}-{weight}.ttf", b"\0\1\0\0rest")
    for font in ("icons", "nouns"):
        write(assets / f"icons/{font}.ttf", b"\0\1\0\0rest")
    for name, content in RASPBERRY_PI.items():
        write(root / name, content)
    return Machine(**{
        "root": root, "assets": assets, "environment": {"DISPLAY": ":7", "PULSE_SERVER": str(folder / "nobody")},
        "now": datetime(2026, 11, 23, 14, 30), "display_answers": lambda name: name == ":7",
        "clock_synchronised": lambda: "yes", "free_bytes": lambda folder: 10**9, "has_module": lambda name: False,
        "uptime": lambda: 3600.0, "settings": lambda: None,
        "units": lambda: {"kiosk-app.service": Unit(True, "active", 0), "kiosk-x.service": Unit(True, "active", 0)},
        **others})
