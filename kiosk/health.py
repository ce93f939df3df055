"""Numbers for those who watch many kiosks: Prometheus text for node-exporter's textfile collector.

`kiosk doctor --prometheus FILE` writes them, a timer does that every minute (deploy/raspberrypi). Nothing about visits:
what the machine is like, and what `kiosk doctor` finds. A number that a machine does not have is left out.
"""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kiosk.doctor import Check, checks
from kiosk.settings import load
from kiosk.whole import write_whole

STATES = {"ok": 0, "warn": 1, "fail": 2}


@dataclass(frozen=True)
class Number:
    """One gauge. ``labels`` tell several of the same name apart."""

    name: str
    help: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


def write_numbers(file: Path, settings: Path | None = None) -> int:
    """Write the numbers of this machine, with the settings in ``settings``, whole or not at all. Returns the exit
    code: 1 when they cannot be written; what the checks find is in them."""
    try:
        write_whole(file, as_prometheus(numbers(checks(*load(settings)))).encode(), mode=0o644)
    except OSError as error:
        print(f"{file} cannot be written: {error.strerror}. Name a folder that this user may write to.",
              file=sys.stderr)
        return 1
    return 0


def numbers(found: Iterable[Check], root: Path = Path("/"), now: float | None = None) -> Iterator[Number]:
    """Of a machine with these checks. ``now``: s since 1970."""
    yield Number("kiosk_last_seen_timestamp_seconds", "When these numbers were written.", now or time.time())
    yield Number("kiosk_version_info", "The version of the kiosk, as a label.", 1, (("version", _version()),))
    worst: dict[str, int] = {}
    for check in found:
        worst[check.name] = max(worst.get(check.name, 0), STATES[check.state])
    for name, state in worst.items():
        yield Number("kiosk_check_state", "What `kiosk doctor` finds: 0 ok, 1 warning, 2 fault.", state,
                     (("check", name),))
    if (heat := _number(root / "sys/class/thermal/thermal_zone0/temp")) is not None:
        yield Number("kiosk_temperature_celsius", "The processor.", heat / 1000)
    for alarm in sorted(root.glob("sys/class/hwmon/hwmon*/in0_lcrit_alarm")):
        if (low := _number(alarm)) is not None:  # the Raspberry Pi's own driver, rpi_volt
            yield Number("kiosk_undervoltage", "1 while the power supply is too weak.", low)
    for card in sorted(root.glob("sys/block/mmcblk*/device/life_time")):
        if worn := re.findall(r"0x([0-9a-fA-F]+)", _text(card)):
            yield Number("kiosk_card_worn_tenths", "How far the memory card is used up, in tenths, by its own account.",
                         max(int(tenths, 16) for tenths in worn), (("card", card.parts[-3]),))
    for errors in sorted(root.glob("sys/fs/ext4/*/errors_count")):
        if (count := _number(errors)) is not None:
            yield Number("kiosk_filesystem_errors", "Errors that the file system has met.", count,
                         (("device", errors.parts[-2]),))
    yield Number("kiosk_free_bytes", "Free on the file system.", shutil.disk_usage(root).free)


def as_prometheus(found: Iterable[Number]) -> str:
    """In the text format, version 0.0.4."""
    lines, last = [], ""
    for number in found:
        if number.name != last:
            lines += [f"# HELP {number.name} {number.help}", f"# TYPE {number.name} gauge"]
            last = number.name
        labels = ",".join(f'{key}="{_escaped(value)}"' for key, value in number.labels)
        lines.append(f"{number.name}{{{labels}}} {number.value:g}" if labels else f"{number.name} {number.value:.15g}")
    return "\n".join(lines) + "\n"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r'\"').replace("\n", r"\n")


def _version() -> str:
    try:
        return version("digipunt-kiosk")
    except PackageNotFoundError:  # run from a checkout or from the Debian package, which pip knows nothing of
        declared = Path(__file__).parents[1] / "VERSION"
        return _text(declared) or "unpacked"


def _text(file: Path) -> str:
    try:
        return file.read_text().strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _number(file: Path) -> float | None:
    try:
        return float(_text(file))
    except ValueError:
        return None
