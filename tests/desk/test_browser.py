"""The desk in a real browser: it rings, it can be used with keys alone, without scripts and on the smallest phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import asks, log_in
from playwright.sync_api import BrowserContext, Page, expect
from served import PATIENCE, KioskClient, Served

from kiosk.settings import DeskServer, Settings

LONG = "Kioskmetdelangstenaamdieeenbeheerderooitverzonnenheeftvoor12"

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture
def database(tmp_path) -> str:
    """One will do: a browser does not see the difference."""
    return f"sqlite:///{tmp_path}/desk.sqlite3"


def test_the_page_rings_and_changes_by_itself(desk, phone, content):
    kiosk = desk.kiosk()
    phone.add_init_script("window.tones = 0; const start = OscillatorNode.prototype.start;"
                          "OscillatorNode.prototype.start = function (at) { tones += 1; start.call(this, at); }")
    page = log_in(desk, phone)
    expect(page.get_by_text("Er wacht niemand.")).to_be_visible()
    sound = page.get_by_role("switch")
    expect(sound).to_have_accessible_name("Geluid staat uit")
    sound.click()
    expect(sound).to_have_accessible_name("Geluid staat aan")
    page.evaluate("window.never_reloaded = true; tones = 0")

    id = asks(kiosk, content)
    expect(page.get_by_role("heading", name="Ik ben verhuisd")).to_be_visible()
    expect(page).to_have_title("(1) Er wacht iemand · Desk")
    expect(page.get_by_role("status")).to_have_text("Nieuwe hulpvraag: Ik ben verhuisd")
    expect(page.locator("body")).to_have_class("ringing")
    assert page.evaluate("tones") > 0
    assert page.evaluate("window.never_reloaded")

    page.get_by_role("button", name="Ik kom eraan").click()
    expect(page.get_by_text("Er is iemand onderweg")).to_be_visible()
    assert kiosk.state(id) == "coming"
    expect(page).to_have_title("Wie wacht er? · Desk")
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_text("Er wacht niemand.")).to_be_visible()
    assert kiosk.state(id) == "done"


def test_silence_is_kept_where_it_was_chosen(desk, phone, content):
    page = log_in(desk, phone)
    page.add_init_script("window.tones = 0; OscillatorNode.prototype.start = function () { tones += 1; }")
    page.reload()
    asks(desk.kiosk(), content)
    expect(page.locator("body")).to_have_class("ringing")  # for the eye
    assert page.evaluate("tones") == 0
    page.get_by_role("heading", name="Wie wacht er?").click()
    expect(page.locator("body")).not_to_have_class("ringing")  # seen


def test_two_browsers_see_each_other(desk, browser, content):
    contexts = [browser.new_context() for _ in range(2)]
    karin, jan = (log_in(desk, context, name) for context, name in zip(contexts, ("Karin", "Jan"), strict=True))
    asks(desk.kiosk(), content)
    karin.get_by_role("button", name="Ik kom eraan").click()
    expect(jan.get_by_text("Er is iemand onderweg")).to_be_visible()
    expect(jan.get_by_role("button", name="Ik kom eraan")).to_have_count(0)
    for context in contexts:
        context.close()


def test_a_new_request_takes_no_button_from_under_the_finger(desk, phone, content):
    kiosk = desk.kiosk()
    page = log_in(desk, phone)
    asks(kiosk, content)
    page.get_by_role("button", name="Ik kom eraan").focus()
    before = page.get_by_role("button", name="Ik kom eraan").bounding_box()
    asks(kiosk, content)
    expect(page.get_by_role("listitem").filter(has_text="Arabisch")).to_have_count(2)
    first = page.get_by_role("button", name="Ik kom eraan").first
    expect(first).to_be_focused()
    assert first.bounding_box() == before


def test_a_desk_that_is_gone_is_said_and_comes_back(serve, phone, content):
    desk = serve()
    kiosk = desk.kiosk()
    page = log_in(desk, phone)
    port = int(desk.address.rpartition(":")[2])
    desk.close()
    expect(page.get_by_role("alert")).to_contain_text("Geen verbinding met de desk")
    again = serve(port=port)
    asks(KioskClient(again.address, kiosk.key), content)
    expect(page.get_by_role("heading", name="Ik ben verhuisd")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_when_the_session_is_over_the_page_says_so(desk, phone, clock, content):
    kiosk = desk.kiosk()
    page = log_in(desk, phone)
    expect(page.get_by_text("Er wacht niemand.")).to_be_visible()
    clock.advance(hours=13)
    asks(kiosk, content)
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()


def test_without_scripts_everything_works(desk, browser, content):
    kiosk = desk.kiosk()
    context = browser.new_context(java_script_enabled=False)
    page = log_in(desk, context)
    assert not page.get_by_role("switch").is_visible()
    id = asks(kiosk, content)
    page.get_by_role("link", name="Vernieuw de lijst").click()
    page.get_by_role("button", name="Ik kom eraan").click()
    assert kiosk.state(id) == "coming"
    page.get_by_role("button", name="Klaar").click()
    assert kiosk.state(id) == "done"
    page.get_by_role("link", name="Uren").click()
    page.get_by_label("Maandag").fill("negen uur")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_label("Maandag")).to_have_value("negen uur")
    page.get_by_label("Maandag").fill("9-12")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Bewaard.")).to_be_visible()
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()
    context.close()


def test_with_keys_alone(desk, phone, content):
    kiosk = desk.kiosk()
    id = asks(kiosk, content)
    page = phone.new_page()
    page.goto(desk.address + desk.invite())
    tab_to(page, "onthoud")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("switch")).to_be_visible()      # its script is there
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()  # a browser goes there in a moment of its own
    page.keyboard.press("Tab")
    expect(page.get_by_role("switch")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    tab_to(page, f"komt-{id}")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Er is iemand onderweg")).to_be_visible()
    tab_to(page, f"klaar-{id}")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Er wacht niemand.")).to_be_visible()


def tab_to(page: Page, id: str) -> None:
    """Press Tab until the element has the focus, and the focus is seen."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == id:
            # The style sheet of a page just opened may come after its first words: nothing is painted before it.
            expect(page.locator(f"#{id}")).to_have_css("outline-style", "solid")
            return
    pytest.fail(f"{id} is not reached with Tab")


def every_page(desk: Served, context: BrowserContext, content) -> Iterator[tuple[str, Page]]:
    """Each page in each of its states."""
    page = context.new_page()
    page.goto(f"{desk.address}/aanmelden")
    yield "log in", page
    page.goto(desk.address + desk.invite())
    yield "link", page
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_text("Er wacht niemand.")).to_be_visible()
    yield "nobody", page
    kiosks = [desk.kiosk(LONG, "Bibliotheek"), desk.kiosk("Kiosk 2", "Stadhuis met een naam van meer dan een regel")]
    first = asks(kiosks[0], content)
    expect(page.locator("body")).to_have_class("ringing")
    yield "ringing", page
    asks(kiosks[1], content)
    kiosks[1].ask()
    page.locator(f"#komt-{first}").click()
    expect(page.get_by_text("Er is iemand onderweg")).to_be_visible()
    yield "queue", page
    page.goto(f"{desk.address}/uren")
    yield "hours", page
    page.get_by_label("Dinsdag").fill("x" * 100)
    page.get_by_label("Dag 1", exact=True).fill("2026-12-25")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("alert")).to_contain_text("Nog niets bewaard")
    yield "hours with faults", page
    page.get_by_label("Dinsdag").fill("9-12")
    page.get_by_label("Uren van dag 1").fill("niemand")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Bewaard.")).to_be_visible()
    yield "hours saved", page
    page.goto(f"{desk.address}/kiosken")
    page.get_by_role("button", name="Zet buiten dienst").first.click()
    expect(page.get_by_text("Bewaard.")).to_be_visible()
    yield "kiosks", page
    page.goto(f"{desk.address}/niets")
    yield "not found", page
    page.goto(desk.address)
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_text("Dit toestel is gekend")).to_be_visible()
    yield "known device", page


@pytest.fixture
def full(serve) -> Served:
    """With everything that can stand on its pages."""
    return serve(lambda address: Settings(desk_server=DeskServer(
        address=address, counts=True, oidc_issuer=address, oidc_client_id="desk")), oidc_secret="secret")


@pytest.mark.parametrize(("width", "height"), [(320, 640), (393, 852), (1280, 800)])
def test_no_page_has_a_barrier_or_scrolls_sideways(full, browser, content, width, height):
    context = browser.new_context(viewport={"width": width, "height": height})
    seen = []
    for name, page in every_page(full, context, content):
        seen.append(name)
        page.wait_for_load_state("load")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                                                     "best-practice"]})
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways"
    assert len(seen) == 11
    context.close()


def test_at_twice_the_text_size_nothing_is_lost(full, browser, content):
    """EN 301 549, 9.1.4.4: 200 %."""
    context = browser.new_context(viewport={"width": 640, "height": 900})
    context.add_init_script("addEventListener('load', () => document.documentElement.style.fontSize = '225%')")
    for name, page in every_page(full, context, content):
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, f"{name} scrolls sideways"
    context.close()
