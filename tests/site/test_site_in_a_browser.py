"""The site in a real browser: no barriers, on a narrow telephone, with keys alone, without a script, and heard."""

from __future__ import annotations

import os
import time

import pytest
from site_maker import SPOKEN

from kiosk.language.languages import LANGUAGES

CODES = [language.code for language in LANGUAGES]
LIMIT = 60                # s, for whatever is waited for


def places(catalogue) -> list[str]:
    return ["", *(f"{code}/{here}" for code in CODES for here in ("", *(f"{one.id}/" for one in catalogue)))]


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.on("console", lambda line: page.faults.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert page.faults == []


def until(page, expression: str, given: str = "") -> object:
    """What the expression gives as soon as that is true. Playwright's own waiting needs an `eval` that our policy for
    scripts forbids, and that policy is under test too."""
    end = time.monotonic() + LIMIT
    while not (found := page.evaluate(f"given => {expression}", given)):
        assert time.monotonic() < end, f"never true: {expression}"
    return found


def findings(page, *rules: str) -> list[str]:
    """What axe-core finds, by all its rules or by these, each with the first place of it."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def looked_at(catalogue, code: str, shift: int) -> list[str]:
    """The pages of a language in which axe looks for barriers: its front page, and of the walkthroughs each in one
    language, since all are made by one template. LONG=1 looks at each in each."""
    fronts, turn = [], []
    for place in places(catalogue):
        if place.startswith(code) or not place:
            (turn if place.count("/") > 1 else fronts).append(place)
    every = "LONG" in os.environ
    return fronts + [place for number, place in enumerate(turn)
                     if every or (number + shift) % len(CODES) == CODES.index(code)]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(page, address, whole, code, colours):
    page.emulate_media(color_scheme=colours)
    for place in looked_at(whole.catalogue, code, colours == "dark"):
        page.goto(address + place)
        # The dark colours are another style sheet over the same page.
        assert findings(page, *(["color-contrast"] if colours == "dark" else [])) == [], place


def test_nothing_is_wider_than_a_narrow_telephone(page, address, whole):
    page.set_viewport_size({"width": 320, "height": 640})
    for place in (place for shift, code in enumerate(CODES) for place in looked_at(whole.catalogue, code, shift)):
        steps = [""] if place.count("/") < 2 else ["", "#needs"]
        for step in steps:
            page.goto(address + place + step)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, place + step


def test_letters_at_twice_the_size_still_fit(page, address):
    """WCAG 2.2 1.4.4: 1280 px at 200 % is a window of 640."""
    page.set_viewport_size({"width": 640, "height": 450})
    page.goto(f"{address}de/gezinssamenstelling/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_a_visit_with_keys_alone(page, address):
    page.goto(f"{address}ar/adres-wijzigen/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0, "seen as soon as a key reaches it"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#_main"
    page.goto(f"{address}ar/adres-wijzigen/#al-verhuisd")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "#wie-verhuist":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 2, "WCAG 2.2 2.4.13"
    page.keyboard.press("Enter")
    until(page, "location.hash === '#wie-verhuist'")
    assert page.evaluate("document.getElementById('wie-verhuist').getBoundingClientRect().top") < 100


def test_every_link_and_button_can_be_hit_with_a_finger(page, spoken_address):
    """WCAG 2.2 2.5.8: 24 px, but for links inside a sentence."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{spoken_address}nl/{SPOKEN}/")
    small = page.evaluate("""() => [...document.querySelectorAll('a, button, summary')]
        .filter(one => one.checkVisibility() && !one.matches('.skip, p a'))
        .filter(one => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 24)
        .map(one => one.outerHTML)""")
    assert small == []


def test_arabic_runs_from_the_right_and_the_practice_site_does_not(page, address):
    page.goto(f"{address}ar/adres-wijzigen/#mijn-dossier")
    step = page.locator("[id='mijn-dossier']")
    words, picture = step.locator(".told").bounding_box(), step.locator("figure").bounding_box()
    assert words["x"] > picture["x"], "the words come first, on the right"
    icon, label = step.locator(".wanted .icon").first.bounding_box(), step.locator(".wanted span").first.bounding_box()
    assert icon["x"] < label["x"]


def test_the_page_is_whole_without_a_script(browser, spoken_address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{spoken_address}nl/{SPOKEN}/")
    assert not page.locator("button:visible").count(), "no button that does nothing"
    page.locator("a.way").first.click()
    assert page.locator(f"[id='{page.url.rpartition('#')[2]}']").bounding_box()["y"] < 100
    page.locator(".contents summary").click()
    assert page.locator(".contents ol a").first.is_visible()
    context.close()


def test_a_step_is_read_aloud_sentence_by_sentence(page, spoken, spoken_address):
    """The sound really plays, its words are lit, and it goes on to the next sentence by itself."""
    page.goto(f"{spoken_address}nl/{SPOKEN}/")
    button = page.locator("#about button.read")
    assert button.inner_text() == "Lees voor"
    button.click()
    until(page, "_player.currentTime > 0.2 && document.querySelector('.lit')")
    step = spoken.catalogue.walkthroughs[SPOKEN].steps["about"]
    assert page.locator(".lit").inner_text() == step.title.dutch
    assert button.inner_text() == "Stop met lezen"
    lit = until(page, "[...(CSS.highlights.get('word') ?? [])].map(String)[0]")
    assert lit in step.title.dutch.split()
    second = step.text[0].dutch
    until(page, "document.querySelector('.lit')?.textContent === given", second)
    until(page, "_player.currentTime > 0.1")
    until(page, "!document.querySelector('.reading')")
    assert not page.locator(".lit").count() and button.inner_text() == "Lees voor"


@pytest.mark.parametrize("press", ["the button itself", "Escape", "elsewhere", "another button"])
def test_any_press_silences_it(page, spoken_address, press):
    page.goto(f"{spoken_address}ar/{SPOKEN}/")
    button = page.locator("#needs button.read").first
    button.click()
    until(page, "!_player.paused && document.querySelector('.lit')")
    before = page.evaluate("_player.src")
    match press:
        case "Escape":
            page.keyboard.press("Escape")
        case "elsewhere":
            page.locator("h1").click()
        case "the button itself":
            button.click()
        case "another button":
            page.locator("#where button.read").first.click()
            until(page, "_player.src !== given && !_player.paused", before)
            assert page.locator(".reading").count() == 1
            return
    assert page.evaluate("_player.paused") and not page.locator(".lit, .reading").count()


def test_a_sound_that_is_missing_is_passed_over(page, spoken_address, spoken):
    page.route("**/sound/*.mp3", lambda route: route.fulfill(status=404))
    page.goto(f"{spoken_address}nl/{SPOKEN}/")
    page.locator("#about button.read").click()
    until(page, "!document.querySelector('.reading')")
    assert not page.locator(".lit").count()
    page.faults = [fault for fault in page.faults if "404" not in fault]


def test_the_language_page_says_each_language_in_that_language(page, spoken_address):
    page.goto(spoken_address)
    assert page.locator(".tongues li").count() == 2
    page.locator(".tongues li[lang=ar] button").click()
    until(page, "_player.currentTime > 0.1")
    assert page.locator(".lit").get_attribute("data-sound")
    page.locator(".tongues li[lang=ar] a").click()
    assert page.evaluate("document.documentElement.dir") == "rtl"


def test_on_paper_all_steps_are_there_and_no_button(page, address):
    page.emulate_media(media="print")
    page.goto(f"{address}nl/adres-wijzigen/")
    assert not page.locator("button:visible, .languages:visible").count()
    assert page.locator("section.step:visible").count() == page.locator("section.step").count()
