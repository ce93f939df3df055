"""What the machine's own sensors and files say: heat, power, card, and how the system's disk is mounted.

Everything is read from files below a root, so that a test makes a Raspberry Pi out of a folder. What a machine does not
have is None or empty; nothing here raises. The places of the Raspberry Pi's values are those of its kernel
(drivers/firmware/raspberrypi.c, drivers/hwmon/raspberrypi-hwmon.c) and were never read on a real one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Literal

# Bits of get_throttled, as raspberrypi.com documents vcgencmd: now, and since the start 16 places higher.
UNDERVOLTAGE, SLOWED = 1 << 0, 1 << 1 | 1 << 2 | 1 << 3
SINCE_START = 16


@dataclass(frozen=True)
class Board:
    """``temperature``: °C of the processor. ``cards``: how far each memory card is used up, in tenths, by its own
    account. ``errors``: what each ext4 file system has met. ``root``: how the system's disk is mounted, and
    ``root_wanted``: as what the start asked for it. ``uptime``: s."""

    model: str = ""
    temperature: float | None = None
    undervoltage: bool | None = None
    undervoltage_since_start: bool | None = None
    slowed: bool | None = None
    slowed_since_start: bool | None = None
    cards: Mapping[str, int] = field(default_factory=dict)
    errors: Mapping[str, int] = field(default_factory=dict)
    root: Literal["writable", "read-only", "overlay", ""] = ""
    root_wanted: Literal["writable", "read-only", "overlay", ""] = ""
    uptime: float | None = None

    @property
    def raspberry_pi(self) -> bool:
        return "Raspberry Pi" in self.model


def read_board(root: Path = Path("/")) -> Board:
    heat = number(root / "sys/class/thermal/thermal_zone0/temp")
    throttled = _throttled(root)
    low = None if throttled is None else bool(throttled & UNDERVOLTAGE)
    for name in root.glob("sys/class/hwmon/hwmon*/name"):
        alarm = number(name.with_name("in0_lcrit_alarm")) if text(name) == "rpi_volt" else None
        if alarm is not None:
            low = bool(low) or bool(alarm)
    up = text(root / "proc/uptime").split()
    return Board(
        model=text(root / "proc/device-tree/model").rstrip("\0"),
        temperature=None if heat is None else heat / 1000,
        undervoltage=low,
        undervoltage_since_start=_since_start(throttled, UNDERVOLTAGE),
        slowed=None if throttled is None else bool(throttled & SLOWED),
        slowed_since_start=_since_start(throttled, SLOWED),
        cards={card.parts[-3]: max(int(tenths, 16) for tenths in worn)
               for card in sorted(root.glob("sys/block/mmcblk*/device/life_time"))
               if (worn := re.findall(r"0x([0-9a-fA-F]+)", text(card)))},
        errors={found.parts[-2]: int(count) for found in sorted(root.glob("sys/fs/ext4/*/errors_count"))
                if (count := number(found)) is not None},
        root=_root(text(root / "proc/self/mountinfo")),
        root_wanted=_root_wanted(root),
        uptime=_float(up[0]) if up else None,
    )


def _throttled(root: Path) -> int | None:
    for file in root.glob("sys/devices/platform/soc*/soc*:firmware/get_throttled"):
        if re.fullmatch(r"(0x)?[0-9a-fA-F]{1,8}", written := text(file)):
            return int(written, 16)
    return None


def _since_start(throttled: int | None, bits: int) -> bool | None:
    return None if throttled is None else bool(throttled >> SINCE_START & bits)


def _root(mounts: str) -> Literal["writable", "read-only", "overlay", ""]:
    """By the file system's own options, not the mount's: a service of systemd sees every mount read-only."""
    for line in reversed(mounts.splitlines()):
        before, _, after = line.partition(" - ")
        fields, (kind, *rest) = before.split(), after.split() or [""]
        if len(fields) > 4 and fields[4] == "/" and rest:
            if kind == "overlay":
                return "overlay"
            return "read-only" if "ro" in rest[-1].split(",") else "writable"
    return ""


def _root_wanted(root: Path) -> Literal["writable", "read-only", "overlay", ""]:
    words = text(root / "proc/cmdline").split()
    if any(re.match(r"overlayroot=(tmpfs|device|crypt)", word) for word in words):
        return "overlay"
    for line in text(root / "etc/fstab").splitlines():
        fields = line.split()
        if len(fields) > 3 and not line.lstrip().startswith("#") and fields[1] == "/":
            return "read-only" if "ro" in fields[3].split(",") else "writable"
    return ""


def text(file: Path) -> str:
    """Of a small file; empty where there is none, or it is not for us."""
    try:
        return file.read_text(errors="replace").strip()
    except OSError:
        return ""


def number(file: Path) -> float | None:
    return _float(text(file))


def _float(written: str) -> float | None:
    try:
        value = float(written)
    except ValueError:
        return None
    return value if isfinite(value) else None
