"""What came of fetching packs: a small file for `kiosk doctor`, which loads neither network nor cryptography."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from kiosk.whole import write_whole

OK, LATER, ALARM = "ok", "later", "alarm"
EXIT = {OK: 0, ALARM: 1, LATER: 75}      # 75: EX_TEMPFAIL of sysexits.h, after which the unit tries again by itself
QUIET = timedelta(days=3)                # without a network that long, somebody should look
FILE = "last.json"


@dataclass(frozen=True)
class Handed:
    """A pack that the address offers. ``why``: the sentence about why it did not come; ``version`` and ``fingerprint``
    where it was installed just now."""

    name: str
    kind: Literal["ok", "later", "alarm"] = OK
    why: str = ""
    version: int = 0
    fingerprint: str = ""


@dataclass(frozen=True)
class Report:
    """``kind``: OK, LATER (the next run may do better) or ALARM (somebody must look); ``at`` and ``good``: this run and
    the last one that was OK; ``expires``: when what was last verified is past its date."""

    at: datetime
    kind: Literal["ok", "later", "alarm"]
    sentence: str
    packs: tuple[Handed, ...] = ()
    good: datetime | None = None
    expires: datetime | None = None


def keep(folder: Path, report: Report) -> None:
    """OSError when it cannot be written."""
    write_whole(folder / FILE, json.dumps(asdict(report), default=datetime.isoformat, ensure_ascii=False).encode())


def last(folder: Path) -> Report | None:
    """None where nothing was ever fetched, or nothing can be read."""
    try:
        told = json.loads((folder / FILE).read_bytes())
        dates = {name: datetime.fromisoformat(told[name]) if told[name] else None for name in ("at", "good", "expires")}
        return Report(**{**told, **dates, "packs": tuple(Handed(**one) for one in told["packs"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def look_at_channel(folder: Path, now: datetime) -> tuple[Literal["ok", "warn", "fail"], str, dict[str, str]]:
    """For `kiosk doctor`: state, the finding's name, what is to be filled in. ``now``: with its time zone."""
    report = last(folder)
    if report is None:
        return "warn", "channel.never", {}
    about = {"when": f"{report.at:%Y-%m-%d %H:%M} UTC", "said": report.sentence}
    if report.kind == ALARM:
        return "fail", "channel.alarm", about
    if report.expires and report.expires < now:
        return "fail", "channel.expired", {**about, "expires": f"{report.expires:%Y-%m-%d}"}
    if report.kind == LATER and (report.good is None or now - report.good > QUIET):
        return "warn", "channel.late", {**about, "since": f"since {report.good:%Y-%m-%d}" if report.good else "ever"}
    return "ok", "channel.well", about
