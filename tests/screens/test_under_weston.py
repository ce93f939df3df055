"""The second road to the glass: the same pictures and the same presses where Weston and Xwayland draw, not Xorg."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from running import GLASS, QUIET, SETTINGS, Kiosk

ROOT = Path(__file__).parents[2]
WESTON = ROOT / "deploy/raspberrypi/files/etc/weston.ini"


def test_weston_shows_the_same_and_hears_the_same(place, twin):
    for tool in ("weston", "Xwayland"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed; ./test installs it")
    settings = place / "weston.toml"
    settings.write_text(SETTINGS.replace("[panel]\n", '[panel]\nbackend = "weston"\n') + QUIET)
    within = [str(Path(__file__).with_name("under_weston")), str(WESTON), *map(str, GLASS)]
    kiosk = Kiosk(settings, place / "weston", {}, within=within)
    try:
        view = twin.put()
        assert kiosk.shows(view.picture, 30), kiosk.said()
        kiosk.tap(view.middle("speak:nl"))
        assert kiosk.shows(twin.tap("speak:nl").picture), "a tap through Weston is not one press"
    finally:
        kiosk.close()
