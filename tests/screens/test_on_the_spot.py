"""An administrator before the running kiosk: the held corner, the code, and out of order until it is switched back."""

from __future__ import annotations

import time

import pytest
from null_sink import until
from running import QUIET, SETTINGS, Kiosk

from kiosk.administrator.code import hash_of
from screens.administer import HELD
from screens.book.on_the_spot import CODE

CORNER = (8, 8)


@pytest.fixture
def kept(tmp_path):
    """The kiosk's own folder."""
    return tmp_path / "kept"


@pytest.fixture
def spot_settings(tmp_path, kept):
    file = tmp_path / "kiosk.toml"
    file.write_text(f'{SETTINGS}folder = "{kept}"\n{QUIET}[administrator]\ncode = "{hash_of(CODE)}"\n')
    return file


def hold(kiosk: Kiosk, seconds: float = HELD[0] + 1) -> None:
    """A finger that stays in the corner, as long as it takes: nothing else can be waited for."""
    kiosk.do("mousemove", *CORNER, "mousedown", 1)
    since = time.monotonic()
    assert until(lambda: time.monotonic() - since > seconds, seconds + 1)
    kiosk.do("mouseup", 1)


def test_a_held_corner_and_the_code_lead_to_the_switch_and_a_restart_keeps_it(start, twin, spot_settings, kept):
    kiosk = start(spot_settings)
    first = twin.put()
    assert kiosk.shows(first.picture)
    kiosk.tap(first.middle("speak:nl"))
    assert kiosk.shows(twin.tap("speak:nl").picture)
    hold(kiosk)  # in the middle of a visit, which is wiped
    view = twin.put(spot="code")
    assert kiosk.shows(view.picture), kiosk.said()
    kiosk.key(*"000001")  # on a keyboard
    for digit in "000001":
        view = twin.tap(digit)
    assert kiosk.shows(view.picture) and (kept / "administrator-tries").read_text() == "1"
    for digit in CODE[:2]:
        kiosk.tap(view.middle(digit))
        view = twin.tap(digit)
    assert kiosk.shows(view.picture)
    kiosk.key(*CODE[2:])
    view = twin.put(spot="menu")
    assert kiosk.shows(view.picture)
    for name in ("Buiten dienst", "Zet buiten dienst"):
        kiosk.tap(view.middle(name))
        view = twin.put(spot="closed")
        if name.startswith("Zet"):
            assert until(lambda: (kept / "out-of-order").exists())
    kiosk.tap(view.middle("Sluiten"))
    closed = twin.put(spot="out of order")
    assert kiosk.shows(closed.picture)
    kiosk.tap(closed.free_spot())
    assert kiosk.keeps(closed.picture)
    kiosk.process.kill()
    kiosk.process.wait()
    again = start(spot_settings)
    assert again.shows(closed.picture)
    (kept / "out-of-order").unlink()
    assert again.shows(first.picture)
    assert kiosk.said() == again.said() == "" and kiosk.files() == again.files() == []


def test_who_is_in_a_visit_finishes_it_before_the_kiosk_is_out_of_order(start, twin, spot_settings, kept):
    kiosk = start(spot_settings)
    view = twin.put()
    assert kiosk.shows(view.picture)
    kiosk.tap(view.middle("speak:nl"))
    topics = twin.tap("speak:nl")
    assert kiosk.shows(topics.picture)
    kept.mkdir()
    (kept / "out-of-order").touch()
    assert kiosk.keeps(topics.picture, 1.5)
    kiosk.tap(topics.middle("stop"))
    assert kiosk.shows(twin.put(spot="out of order").picture)
