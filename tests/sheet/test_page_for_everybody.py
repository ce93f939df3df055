"""The assistant's page without barriers, by keys alone, without scripts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from at_the_page import opened, shows
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect

from kiosk.handoff import letters


def states_of_the_page(page, desk, stuck, words):
    """Each face of the page in turn, by name."""
    opened(page, f"{desk}/h")
    yield "entry"
    page.get_by_text("Hoe werkt dit?").click()
    yield "explained"
    page.locator("#typed").fill("appel boom b")
    yield "completing"
    page.locator("#typed").fill("niets dan onzin hier")
    page.keyboard.press("Enter")
    expect(page.locator("#refusal")).not_to_be_empty()
    yield "refused"
    page.locator("#typed").fill(f"{words[0]} {words[1][:-1]}q {words[2]}")
    page.keyboard.press("Enter")
    expect(page.locator("#question")).to_be_visible()
    yield "asked"
    page.goto(f"{desk}/h#{'-'.join(words)}")
    expect(page.locator("#sheet")).to_be_visible()
    yield "probable"
    page.goto(f"{desk}/h#{letters.encode(stuck)}")
    expect(page.locator("#picture")).to_be_visible()
    page.get_by_text("Alle stappen").click()
    yield "sheet"
    page.goto(f"{desk}/h#{letters.encode(replace(stuck, content=1, language=0))}")
    expect(page.locator("#choose-language")).to_be_visible()
    yield "other-content"


@pytest.mark.parametrize("width", [320, 1280])
def test_no_barriers(page, desk, stuck, words, width):
    """axe-core finds nothing, and nothing needs sideways scrolling down to 320 px (WCAG 2.2 1.4.10)."""
    page.set_viewport_size({"width": width, "height": 700})
    for name in states_of_the_page(page, desk, stuck, words):
        found = Axe().run(page)
        assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == [], name
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, name


def test_by_keys_alone(page, desk, stuck, catalogue):
    opened(page, f"{desk}/h")
    page.keyboard.type(letters.encode(stuck).lower())
    page.keyboard.press("Enter")
    shows(page, stuck, catalogue)
    expect(page.locator("#sheet")).to_be_focused()
    reached = []
    for _ in range(14):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
        reached.append(focused.inner_text().strip())
        if "Alle stappen" in reached[-1]:
            page.keyboard.press("Enter")
        if "andere" in reached[-1]:
            break
    assert any("Volgende" in text for text in reached) and "andere" in reached[-1]
    page.keyboard.press("Enter")
    expect(page.locator("#typed")).to_be_focused()


def test_without_javascript_it_says_what_to_do(launch, desk):
    """Looked at from outside: Playwright itself can ask nothing of such a page."""
    without = launch("--blink-settings=scriptEnabled=false")
    page = without.new_page()
    page.goto(f"{desk}/h")
    asked = page.context.new_cdp_session(page)
    document = asked.send("DOM.getDocument")["root"]["nodeId"]

    def height(selector: str) -> float:
        node = asked.send("DOM.querySelector", {"nodeId": document, "selector": selector})["nodeId"]
        assert node, selector
        return asked.send("DOM.getBoxModel", {"nodeId": node})["model"]["height"]

    assert height("noscript p") > 20
    assert "tik op de kiosk op “Voor de medewerker”" in " ".join(
        asked.send("DOM.getOuterHTML", {"nodeId": document})["outerHTML"].split())
    with pytest.raises(Error):
        height("#entry")      # not drawn
    without.close()
