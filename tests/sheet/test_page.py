"""The assistant's page in a real browser: each way in, what it shows, and what is refused."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from at_the_page import keys, opened, shows
from playwright.sync_api import expect
from test_keyboards import typed

from kiosk.handoff import letters
from kiosk.handoff.code import text_for_phone
from kiosk.handoff.record import Record
from kiosk.handoff.states import states
from kiosk.handoff.words import nearest

WAYS = ("us", "be", "fr")


def test_a_camera_opens_it(page, desk, stuck, catalogue):
    page.goto(f"{desk}/h#{letters.encode(stuck)}")
    shows(page, stuck, catalogue)
    expect(page).to_have_title("Hulpvraag: Ik ben verhuisd")
    expect(page.locator("h1")).to_have_text("Hulpvraag · kiosk 3")
    expect(page.locator("#has")).to_have_text("Heeft: uw geldige kaart, uw nieuwe adres")
    expect(page.locator("#lacks")).to_have_text("Mist: de pincode van uw kaart")
    expect(page.get_by_text("De burger typt. U wijst aan.")).to_be_visible()
    expect(page.get_by_alt_text("Het scherm van de kiosk, taal Arabisch: Tik op “Mijn Dossier”.")).to_be_visible()
    expect(page.locator("#probable")).to_be_hidden()
    expect(page.locator("#other")).to_be_hidden()


@pytest.mark.skipif(not shutil.which("xkbcomp"), reason="xkbcomp is not installed: no real keyboards to try here")
@pytest.mark.parametrize("scanner", WAYS)
def test_a_scanner_types_it_on_any_keyboard(page, desk, stuck, catalogue, scanner):
    """Set to one country on a computer of another, Caps Lock on or off; the code with its text, and as a link."""
    link = f"https://desk.example.be/h#{letters.encode(stuck)}"
    opened(page, f"{desk}/h")
    for computer in WAYS:
        for caps, scanned in ((False, link), (True, text_for_phone(stuck, catalogue))):
            arrived = typed(scanned, scanner, computer, caps)
            keys(page, arrived)
            shows(page, stuck, catalogue)
            page.get_by_role("button", name="Een andere code").click()
            expect(page.locator("#typed")).to_be_focused()


def test_the_next_scan_replaces_the_sheet_and_half_a_scan_does_nothing(page, desk, stuck, catalogue):
    page.goto(f"{desk}/h#{letters.encode(stuck)}")
    shows(page, stuck, catalogue)
    page.get_by_role("button", name="Laat horen").or_(page.locator("#another")).first.focus()   # a blank would press it
    before = page.url
    keys(page, "CBDCDHCCCCCC dit is een test")
    keys(page, "'/ \"<script>alert(1)</script>")
    assert page.url == before
    shows(page, stuck, catalogue)
    keys(page, text_for_phone(replace(stuck, site=9), catalogue))
    expect(page.locator("h1")).to_have_text("Hulpvraag · kiosk 9")
    assert page.url == f"{desk}/h#{letters.encode(replace(stuck, site=9))}"


def test_three_words_with_completion(page, desk, stuck, catalogue, words):
    opened(page, f"{desk}/h")
    field, options = page.get_by_role("combobox"), page.get_by_role("listbox", name="Woorden")
    for word in words:
        field.press_sequentially(word[:3].upper())
        wanted = options.get_by_role("option", name=word, exact=True)
        expect(wanted).to_be_visible()
        for _ in range(6):
            field.press("ArrowDown")
            if wanted.get_attribute("aria-selected") == "true":
                break
        expect(field).to_have_attribute("aria-activedescendant", wanted.get_attribute("id"))
        field.press("Enter")
        expect(field).to_have_value(re.compile(f"{word} $"))
        expect(options).to_be_hidden()
    field.press("Enter")
    shows(page, stuck, catalogue)
    expect(page.locator("#probable")).to_contain_text("Klopt het met het scherm van de burger?")
    expect(page.locator("h1")).to_have_text("Hulpvraag")
    page.reload()
    shows(page, stuck, catalogue)
    page.go_back()
    expect(page.locator("#typed")).to_be_focused()


def test_one_slip_is_asked_and_never_taken_for_granted(page, desk, stuck, catalogue, words, nouns):
    slip = [words[0], words[1][:-1] + "q", words[2]]
    assert nearest(slip, states(catalogue), nouns)[0].words == tuple(words)
    opened(page, f"{desk}/h")
    page.keyboard.type(" ".join(slip))
    page.keyboard.press("Enter")
    question = page.get_by_role("region", name="Bedoelt u deze woorden?")
    expect(question).to_be_focused()
    expect(page.locator("#sheet")).to_be_hidden()
    question.get_by_role("button", name="Nee, ik typ opnieuw").click()
    expect(page.locator("#typed")).to_be_focused()
    page.keyboard.press("Enter")
    question.get_by_role("button").filter(has_text=words[1]).first.click()
    shows(page, stuck, catalogue)


@pytest.mark.parametrize(("hostile", "sentence"), [
    ("hallo", "Er zijn drie woorden nodig."),
    ("qqqq wwww eeee", "Het woord “qqqq” kent de kiosk niet."),
    ("appel appel qqqqqqqq", "Het woord “qqqqqqqq” kent de kiosk niet."),
    ("https://example.org/login?next=//evil.example", "Hier staat geen code van de kiosk in."),
    ("javascript:alert(document.domain)", "Hier staat geen code van de kiosk in."),
    ('"><img src=x onerror=alert(1)>', "Hier staat geen code van de kiosk in."),
    ("<script>alert(1)</script>", "Hier staat geen code van de kiosk in."),
    ("${7*7}{{7*7}}'; DROP TABLE requests;--", "Hier staat geen code van de kiosk in."),
    ("BEGIN:VCARD TEL:0470123456", "Hier staat geen code van de kiosk in."),
    ("CBDCDHCCCCCCCCCC", "De code is niet volledig."),
    ("CBDCDHCCCCCCCCCCCCCCCCCCHIFC", "De code is verkeerd gelezen."),
    ("CCDCDHCCCCCCCCCCCCCCCCCCHIFF", "Deze code hoort bij een andere versie van de kiosk."),
    ("C" * 4000, "Dit kan geen code van de kiosk zijn."),
    ("CBDC\x1b[2J\u202egnp.exe", "Dit kan geen code van de kiosk zijn."),
    ("%00%ff%E0%A4%A", "Hier staat geen code van de kiosk in."),
])
def test_hostile_input_gets_one_sentence_and_nothing_else(page, desk, hostile, sentence):
    asked: list[str] = []
    page.on("dialog", lambda dialog: pytest.fail("a dialog"))
    opened(page, f"{desk}/h")
    expect(page.locator("#ready")).to_be_visible()
    page.on("request", lambda request: asked.append(request.url))
    for way in ("typed", "fragment"):
        if way == "typed":
            page.locator("#typed").fill(hostile)
            page.keyboard.press("Enter")
        else:
            page.evaluate("(hash) => { location.hash = hash; }", hostile)
        expect(page.get_by_role("alert")).to_contain_text(sentence)
        assert page.get_by_role("alert").inner_text().count(".") <= 2
        expect(page.locator("#sheet")).to_be_hidden()
        expect(page.locator("#typed")).to_be_focused()
        assert page.locator("main script, main img[src=x]").count() == 0
    assert [url for url in asked if not url.startswith(f"{desk}/statisch/")] == [] and page.url.startswith(f"{desk}/h")


def test_only_words_stay_to_be_mended(page, desk):
    opened(page, f"{desk}/h")
    for given, kept in (("appel boom", "appel boom"), ("http://example.org", "")):
        page.locator("#typed").fill(given)
        page.keyboard.press("Enter")
        expect(page.locator("#refusal")).not_to_be_empty()
        expect(page.locator("#typed")).to_have_value(kept)


def test_a_code_of_other_content_says_so_and_shows_what_it_can(page, desk, stuck):
    page.goto(f"{desk}/h#{letters.encode(replace(stuck, content=stuck.content ^ 1, step=251))}")
    expect(page.locator("#other")).to_be_visible()
    expect(page.locator("#service")).to_have_text("Ik ben verhuisd")
    expect(page.locator("#step")).to_have_text("Niet gekend in deze versie")


def test_whose_language_is_not_known_it_can_be_chosen(page, desk, catalogue):
    page.goto(f"{desk}/h#{letters.encode(Record(catalogue.version))}")
    expect(page.locator("#service")).to_have_text("Nog geen dienst gekozen")
    expect(page.locator("#steps")).to_be_hidden()
    page.get_by_label("De burger spreekt").select_option(label="Frans")
    expect(page.locator("#phrases .words").first).to_have_text("Bonjour, je viens vous aider.")


def test_the_arabic_phrase_runs_from_the_right_and_is_played(page, desk, stuck, data):
    page.goto(f"{desk}/h#{letters.encode(stuck)}")
    phrase = page.locator("#phrases li").first
    foreign = phrase.locator(".words")
    expect(foreign).to_have_attribute("lang", "ar")
    expect(foreign).to_have_css("direction", "rtl")
    assert foreign.evaluate("""element => {
        const range = document.createRange(); range.selectNodeContents(element);
        const ink = range.getBoundingClientRect(), box = element.getBoundingClientRect();
        return box.right - ink.right < 2 && ink.left - box.left > 20; }""")
    expect(phrase).to_contain_text("Dag, ik kom u helpen.")
    if not any((data / "geluid").glob("ar/*")):
        pytest.skip("espeak-ng is not installed: no sound to play")
    with page.expect_response(re.compile(r"/geluid/ar/coming-.*\.mp3")) as answer:
        phrase.get_by_role("button", name="Laat horen: Dag, ik kom u helpen.").click()
    assert answer.value.status in (200, 206) and answer.value.headers["content-type"] == "audio/mpeg"
    expect(phrase.get_by_role("button", name="Stop")).to_be_visible()
    expect(phrase.get_by_role("button", name="Laat horen")).to_be_visible(timeout=30_000)   # it ends by itself


def test_all_steps_in_dutch(page, desk, stuck, catalogue):
    page.goto(f"{desk}/h#{letters.encode(stuck)}")
    page.get_by_text("Alle stappen").click()
    title, steps = page.locator("#leaf-title"), list(catalogue.numbered(4).steps.values())
    expect(title).to_have_text("Tik op “Mijn Dossier”.")
    expect(page.get_by_text("Hier zit de burger vast.")).to_be_visible()
    here = next(number for number, step in enumerate(steps) if step.number == 16)
    page.get_by_role("button", name="Volgende").click()
    expect(title).to_have_text(steps[here + 1].title.dutch)
    page.get_by_label("Kies een stap").select_option(label=steps[0].title.dutch)
    expect(page.get_by_role("button", name="Vorige")).to_be_disabled()
    for step in steps[1:]:
        page.get_by_role("button", name="Volgende").click()
        expect(title).to_have_text(step.title.dutch)
    expect(page.get_by_role("button", name="Volgende")).to_be_disabled()


def test_who_helps_is_told_that_nobody_reviewed_it_in_time(page, desk, stuck, catalogue):
    due = catalogue.numbered(stuck.walkthrough).review_by
    for day, late in ((due, False), (due + timedelta(days=1), True)):
        page.clock.set_fixed_time(datetime.combine(day, time(12)))
        page.goto("about:blank")
        page.goto(f"{desk}/h#{letters.encode(stuck)}")
        shows(page, stuck, catalogue)
        expect(page.locator("#late")).to_be_visible(visible=late)
