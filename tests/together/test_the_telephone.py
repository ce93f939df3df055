"""A telephone that has opened the page once, and then has no network: each way in, from what the kiosk really shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from assistant import PATIENCE, PHONE, shows_record, shows_what_words_tell
from citizen import STUCK, link_on, press, screen, walks
from playwright.sync_api import BrowserContext, Page, expect
from running import Kiosk
from test_keyboards import typed

from kiosk.handoff import letters

NOUN = "noun/"


@pytest.fixture
def phone(browser, desk) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{desk.address}/h")
    expect(page.get_by_text("Deze pagina werkt nu ook zonder internet.")).to_be_visible()
    page.close()
    yield context
    context.close()


def without_network(phone: BrowserContext, desk) -> Page:
    desk.kill()
    phone.set_offline(True)
    return phone.new_page()


def words_on(kiosk: Kiosk, twin) -> list[str]:
    """The three words, once they are on the glass: on a later page of the screen."""
    view = screen(twin, "ar", STUCK, "waiting")
    assert kiosk.shows(view.picture)
    words = [unit.words for unit in view.aloud if unit.key.startswith(NOUN)]
    press(kiosk, view, "more")
    assert kiosk.shows(twin.tap("more").picture)
    return words


def test_each_way_in_without_a_network(desk, start, twin, phone, catalogue, keep):
    kiosk = start()
    walks(kiosk, twin, "ar", STUCK)
    assert kiosk.shows(screen(twin, "ar", STUCK, "waiting").picture)
    link = link_on(kiosk)
    assert link.startswith(f"{desk.address}/h#")
    record = letters.decode(link.partition("#")[2])
    words = words_on(kiosk, twin)
    keep("words", kiosk)

    page = without_network(phone, desk)
    page.goto(link)                                     # the camera
    shows_record(page, record, catalogue)
    phrases = page.locator("#phrases .words[lang=ar]")
    expect(phrases).to_have_count(4)
    keep("phone", page)
    page.get_by_role("button", name="Laat horen").first.click()
    expect(page.get_by_role("button", name="Stop:")).to_be_visible()
    expect(page.locator("#silent")).to_be_empty()

    for scanned in (link, *_on_another_keyboard(link)):  # the scanner, which types
        page.get_by_role("button", name="Een andere code").click()
        expect(page.locator("#typed")).to_be_focused()
        page.keyboard.insert_text(scanned)
        page.keyboard.press("Enter")
        shows_record(page, record, catalogue)

    page.get_by_role("button", name="Een andere code").click()
    page.locator("#typed").fill(f"{words[0]} {words[1][:-1]}q {words[2]}")    # the words, with a slip
    page.keyboard.press("Enter")
    question = page.get_by_role("region", name="Bedoelt u deze woorden?")
    expect(question).to_be_focused()
    keep("slip", page)
    question.get_by_role("button").filter(has_text=words[1]).first.click()
    shows_what_words_tell(page, record, catalogue)
    expect(page.locator("#probable")).to_contain_text("Klopt het met het scherm van de burger?")


def _on_another_keyboard(link: str) -> list[str]:
    """What a scanner set to US types on a Belgian computer, with Caps Lock on."""
    return [typed(link, "us", "be", True)] if shutil.which("xkbcomp") else []
