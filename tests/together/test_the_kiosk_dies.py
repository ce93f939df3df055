"""The kiosk is killed, as when the plug is pulled: before it could tell the desk, and after."""

from __future__ import annotations

from pathlib import Path

from assistant import NOBODY, button, waiting
from citizen import screen, walks
from null_sink import until
from playwright.sync_api import expect
from running import Kiosk

HEALS = 60
"""s; the kiosk waits 15 s at most before it tries again."""


def killed(kiosk: Kiosk) -> None:
    kiosk.process.kill()
    kiosk.process.wait()


def noted(outbox: Path) -> list[Path]:
    """The requests that the kiosk's disk remembers."""
    return [file for file in outbox.glob("*") if file.name != "hours.json"]


def test_a_kiosk_that_dies_before_it_could_tell_leaves_nobody_waiting(desk, start, twin, karin, outbox):
    desk.kill()
    kiosk = start()
    walks(kiosk, twin, "ar")
    assert until(lambda: noted(outbox)), "it is not on the disk before it is sent"
    assert kiosk.shows(screen(twin, "ar").picture, 20)
    (old,) = noted(outbox)
    killed(kiosk)
    desk.start()

    kiosk = start()
    assert until(lambda: not noted(outbox), HEALS), "what was left on the disk is not taken back"
    assert [state for _, state in desk.rows("select id, state from requests") if state != "withdrawn"] == []
    karin.reload()
    expect(karin.get_by_text(NOBODY)).to_be_visible()
    walks(kiosk, twin, "ar")
    assert kiosk.shows(screen(twin, "ar", help="waiting").picture)
    expect(waiting(karin)).to_have_count(1)
    ((new, _),) = desk.open()
    assert new != old.name
    button(karin, "Ik kom eraan").click()
    assert kiosk.shows(screen(twin, "ar", help="coming").picture)


def test_a_kiosk_that_dies_while_somebody_waits_takes_it_back_at_its_next_start(desk, start, twin, karin, outbox):
    kiosk = start()
    walks(kiosk, twin, "ar")
    expect(waiting(karin)).to_have_count(1)
    killed(kiosk)
    assert len(noted(outbox)) == 1
    kiosk = start()
    expect(karin.get_by_text(NOBODY)).to_be_visible(timeout=HEALS * 1000)
    assert until(lambda: not noted(outbox))
    assert [state for (state,) in desk.rows("select state from requests")] == ["withdrawn"]
    assert kiosk.shows(twin.put().picture)
