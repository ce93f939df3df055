"""The desk is killed, as when the plug is pulled, and started again while somebody waits."""

from __future__ import annotations

import pytest
from assistant import button, waiting
from citizen import screen, walks
from playwright.sync_api import expect

HEALS = 60
"""s; both sides wait 15 s at most before they try again."""


@pytest.fixture
def database(both) -> str:
    return both


def test_the_desk_dies_while_somebody_waits_and_again_while_somebody_comes(desk, start, twin, karin):
    karin.evaluate("window.never_reloaded = true")
    kiosk = start()
    walks(kiosk, twin, "ar")
    arrived = screen(twin, "ar", help="waiting").picture
    assert kiosk.shows(arrived)
    expect(waiting(karin)).to_have_count(1)
    asked = desk.open()

    desk.kill()
    expect(karin.get_by_role("alert")).to_contain_text("Geen verbinding met de desk")
    assert kiosk.keeps(arrived)
    desk.start()
    expect(karin.get_by_role("alert")).to_be_hidden()
    assert karin.evaluate("never_reloaded")
    expect(waiting(karin)).to_have_count(1)
    assert desk.open() == asked, "it was lost, or is there twice"
    button(karin, "Ik kom eraan").click()
    coming = screen(twin, "ar", help="coming").picture
    assert kiosk.shows(coming, HEALS)

    desk.kill()
    assert kiosk.keeps(coming)
    desk.start()
    expect(karin.get_by_role("alert")).to_be_hidden()
    button(karin, "Klaar").click()
    assert kiosk.shows(screen(twin, "ar", help="done").picture, HEALS)
    assert desk.rows("select id, state from requests") == [(asked[0][0], "done")]
    assert kiosk.said() == ""
