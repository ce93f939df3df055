"""An assistant in a hurry: which kiosk, a network that goes, a request that is over, a scanner over the wrong page."""

from __future__ import annotations

import re

import pytest
from browsing import asks, log_in
from playwright.sync_api import Page, expect
from served import PATIENCE, Served

from kiosk.handoff import letters
from kiosk.handoff.present import record_of

NAME = "Kiosk 3 leeszaal"

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture
def database(tmp_path) -> str:
    """One will do: a browser does not see the difference."""
    return f"sqlite:///{tmp_path}/desk.sqlite3"


@pytest.fixture
def page(desk, phone) -> Page:
    return log_in(desk, phone)


def opens(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Bekijk")).click()
    expect(page.get_by_role("button", name="Ik kom eraan")).to_be_visible()


def trouble(page: Page, words: str) -> None:
    expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()


def test_the_sheet_says_at_which_kiosk(desk, page, content):
    asks(desk.kiosk(NAME), content)
    opens(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hulpvraag · {NAME}")


def test_the_sheet_says_at_which_place_too_where_there_are_several(desk, page, content):
    desk.kiosk("Kiosk 1", "Stadhuis")
    asks(desk.kiosk(NAME, "Bibliotheek"), content)
    opens(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hulpvraag · {NAME}, Bibliotheek")


def test_without_a_network_no_button_takes_the_page_away(desk, phone, page, content):
    kiosk = desk.kiosk()
    id = asks(kiosk, content)
    for open_it in (lambda: None, lambda: opens(page)):
        open_it()
        coming = page.get_by_role("button", name="Ik kom eraan")
        expect(coming).to_be_visible()
        phone.set_offline(True)
        coming.click()
        trouble(page, "De kiosk weet dit nog niet.")
        expect(coming).to_be_enabled()
        phone.set_offline(False)
    coming.click()
    expect(page.get_by_text("De kiosk zegt nu dat er iemand komt.")).to_be_visible()
    assert kiosk.state(id) == "coming"


def test_a_line_that_says_nothing_any_more_is_noticed(desk, phone, content):
    phone.clock.install()
    page = log_in(desk, phone)
    expect(page.get_by_text("Er wacht niemand.")).to_be_visible()
    page.route("**/vragen/geen/knoppen", lambda route: route.abort())   # a wifi that swallows everything
    page.route("**/wachtrij", lambda route: route.abort())
    phone.clock.fast_forward("01:00")
    trouble(page, "Geen verbinding met de desk. Deze lijst kan verouderd zijn.")
    page.unroute_all()
    asks(desk.kiosk(), content)
    phone.clock.fast_forward("00:05")
    expect(page.get_by_role("heading", name="Ik ben verhuisd")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_list_whose_scripts_never_arrive_says_so(desk, phone):
    page = log_in(desk, phone)
    page.route("**/statisch/wedge.js", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("alert")).to_have_text("Deze pagina kwam niet helemaal aan. Laad ze opnieuw.")


def test_a_request_that_is_over_and_a_session_that_is_over_are_said(desk, phone, page, content):
    kiosk = desk.kiosk()
    id = asks(kiosk, content)
    opens(page)
    kiosk.withdraw(id)
    page.reload()
    trouble(page, "Deze hulpvraag is er niet meer.")
    phone.clear_cookies()
    page.reload()
    trouble(page, "U bent niet meer aangemeld.")
    page.get_by_role("link", name="Wachtrij").click()
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()


def test_a_scan_over_the_list_opens_who_waits_and_presses_nothing(desk: Served, page, content):
    catalogue, _ = content
    kiosk = desk.kiosk(NAME)
    id = asks(kiosk, content)
    page.get_by_role("button", name="Klaar").focus()                    # a scanner's Enter would press it
    code = page.get_by_role("link", name=re.compile("^Bekijk")).get_attribute("href").partition("#")[2]
    scan(page, f"https://desk.example.be/h#{code}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hulpvraag · {NAME}")
    assert kiosk.state(id) == "waiting"

    page.get_by_role("link", name="Wachtrij").click()
    expect(page.get_by_role("heading", name="Wie wacht er?")).to_be_visible()
    scan(page, letters.encode(record_of(catalogue, "fr", walkthrough="adres-wijzigen")))   # who did not ask the desk
    expect(page.locator("#language")).to_have_text("Frans")
    page.get_by_role("link", name="Wachtrij").click()                   # and there is a way back
    expect(page.get_by_role("heading", name="Wie wacht er?")).to_be_visible()


def test_a_scan_before_the_list_has_its_scripts_is_not_lost(desk: Served, page, content):
    catalogue, _ = content
    held = []
    page.route("**/statisch/wedge.js", lambda route: route.continue_() if held else held.append(route))
    page.reload(wait_until="commit")
    expect(page.get_by_role("heading", name="Wie wacht er?")).to_be_visible()
    scan(page, letters.encode(record_of(catalogue, "fr", walkthrough="adres-wijzigen")))
    held[0].continue_()
    expect(page.locator("#language")).to_have_text("Frans")


def scan(page: Page, characters: str) -> None:
    page.keyboard.type(characters)
    page.keyboard.press("Enter")
