"""Are headphones plugged in? The kernel knows where the sound card tells: as a switch among the input devices.

A USB sound card or the codec of a HAT has such a switch; the Raspberry Pi 4's own socket has none.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

SWITCHES = Path("/sys/class/input")
DEVICES = Path("/dev/input")
HEADPHONES = 1 << 2          # linux/input-event-codes.h SW_HEADPHONE_INSERT
EVIOCGSW = 0x8001451B        # linux/input.h EVIOCGSW(1): the first byte of the switches' present states


def _state(device: Path) -> int:
    """The switches that are on, as bits. OSError when the kiosk's user may not look (group ``input``)."""
    handle = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return fcntl.ioctl(handle, EVIOCGSW, b"\0")[0]
    finally:
        os.close(handle)


def headphones(
    switches: Path = SWITCHES, devices: Path = DEVICES, state: Callable[[Path], int] = _state
) -> bool | None:
    """Whether any socket that tells has headphones in it; None when none tells. Takes well under 1 ms."""
    told = None
    for capabilities in sorted(switches.glob("event*/device/capabilities/sw")):
        try:
            if int(capabilities.read_text().split()[-1], 16) & HEADPHONES:
                plugged = bool(state(devices / capabilities.parents[2].name) & HEADPHONES)
                told = bool(told) or plugged
        except (OSError, ValueError, IndexError):
            continue
    return told
