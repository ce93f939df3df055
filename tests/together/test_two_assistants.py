"""Two people wait, two assistants tap at the same moment: one comes, and the other reads a friendly sentence."""

from __future__ import annotations

import pytest
from assistant import PHONE, button, log_in, waiting
from citizen import screen, walks
from playwright.sync_api import expect
from served import KioskClient

from kiosk.handoff.present import record_of

AT_ONCE = "(at) => setTimeout(() => document.querySelector('form[action*=\"/komt\"] button').click(), at - Date.now())"
"""Both browsers have the same clock; that is as near as two fingers come."""


@pytest.fixture
def database(both) -> str:
    return both


def test_both_tap_the_same_request(desk, start, twin, karin, browser, catalogue, keep):
    context = browser.new_context(viewport=PHONE)
    jan = log_in(context, desk, "Jan")
    kiosk = start()
    walks(kiosk, twin, "ar")
    assert kiosk.shows(screen(twin, "ar", help="waiting").picture)
    other = KioskClient(desk.address, desk.add_kiosk("Kiosk 8 onthaal"))
    id = other.ask(record=record_of(catalogue, "fr", walkthrough="aanmelden-itsme", step="inloggen.kies-itsme",
                                    reason=255))
    for page in (karin, jan):
        expect(waiting(page)).to_have_count(2)
    keep("two-wait", karin)

    for page in (karin, jan):
        waiting(page).filter(has_text="Ik ben verhuisd").get_by_role("link").click()
        expect(button(page, "Ik kom eraan")).to_be_visible()
    at = karin.evaluate("Date.now()") + 1000
    for page in (karin, jan):
        page.evaluate(AT_ONCE, at)
    assert kiosk.shows(screen(twin, "ar", help="coming").picture)
    said = "De kiosk zegt nu dat er iemand komt."
    for page in (karin, jan):
        expect(page.get_by_text(said).or_(page.get_by_role("heading", name="Er is al iemand onderweg"))).to_be_visible()
    (late,) = (page for page in (karin, jan) if page.get_by_text(said).count() == 0)
    expect(late.get_by_text("Deze hulpvraag is al opgenomen. U hoeft niets te doen.")).to_be_visible()
    keep("too-late", late)
    assert desk.rows("select count(*) from requests where state = 'coming'") == [(1,)]

    late.get_by_role("link", name="Naar de wachtrij").click()    # where somebody else still waits
    expect(button(late, "Ik kom eraan")).to_have_count(1)
    button(late, "Ik kom eraan").click()
    assert other.state(id, seen="waiting", wait=20) == "coming"
    assert kiosk.keeps(screen(twin, "ar", help="coming").picture)
    context.close()
