"""A kiosk in a closed building, on a real window: black, its light out, and the first touch presses nothing."""

from __future__ import annotations

from null_sink import until
from PIL import Image
from running import GLASS, QUIET, SETTINGS

from kiosk.handoff.hours import WEEKDAYS

CLOSED = "\n[opening]\n" + "".join(f"{day} = []\n" for day in WEEKDAYS)


def test_the_first_touch_in_the_dark_only_wakes(start, twin, place):
    folder = place / "night"
    settings = place / "night.toml"
    settings.write_text(SETTINGS.replace("dim_after = 600", "dim_after = 10") + QUIET + CLOSED)
    kiosk = start(settings, folder=folder, RUNTIME_DIRECTORY=str(folder / "run"))
    view = twin.put()
    assert kiosk.shows(view.picture)
    assert kiosk.shows(Image.new("RGB", GLASS), 20), "it does not go dark"
    light_is_out = kiosk.runtime / "dark"
    assert until(light_is_out.exists)
    kiosk.tap(view.middle("speak:nl"))
    assert kiosk.shows(view.picture), "the touch did not wake it, or pressed what was under it"
    assert until(lambda: not light_is_out.exists())
    kiosk.tap(view.middle("speak:nl"))
    assert kiosk.shows(twin.tap("speak:nl").picture), "the second touch was lost"
