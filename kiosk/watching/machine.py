"""The machine that is looked at."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from kiosk import display as x11
from kiosk.pack.layers import layers_of
from kiosk.settings import Settings, find
from kiosk.watching import looks


def packs_in_use(settings: Settings) -> looks.Packs:
    layers = layers_of(settings)
    shown = [looks.Pack(pack.layer, pack.name, str(pack.version), pack.fingerprint) for pack in layers.packs]
    return looks.Packs(shown, layers.said)


@dataclass(frozen=True)
class Machine:
    """Where the checks look, and whom they ask. A test hands in folders and answers of its own."""

    root: Path = Path("/")
    assets: Path = Path(__file__).parents[2] / "assets"
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    now: datetime = field(default_factory=datetime.now)
    display_answers: Callable[[str], bool] = x11.answers
    clock_synchronised: Callable[[], str] = looks.ask_clock
    free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
    may_use: Callable[[Path], bool] = lambda device: os.access(device, os.R_OK | os.W_OK)
    has_module: Callable[[str], bool] = lambda name: find_spec(name) is not None
    units: Callable[[], Mapping[str, looks.Unit]] = looks.ask_systemd
    uptime: Callable[[], float] = time.monotonic
    packs: Callable[[Settings], looks.Packs] = packs_in_use
    settings: Callable[[], Path | None] = find
    last_update: Path = Path("var/lib/digipunt-kiosk/last-update.json")
    health: Path = Path("run/kiosk/health.json")  # below the root
