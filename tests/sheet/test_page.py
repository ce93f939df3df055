"""The assistant's page in a real browser: each way in, what is refused, without a network, and for everybody."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect
from serving import STUCK
from test_keyboards import typed

from kiosk.handoff import letters
from kiosk.handoff.code import text_for_phone
from kiosk.handoff.record import Record
from kiosk.handoff.sheet import staff_sheet
from kiosk.handoff.states import states
from kiosk.handoff.words import encode, nearest

WAYS = ("us", "be", "fr")


@pytest.fixture(scope="session")
def stuck(catalogue) -> Record:
    return replace(STUCK, content=catalogue.version)


@pytest.fixture(scope="session")
def words(stuck, catalogue, nouns) -> list[str]:
    return [noun.word for noun in encode(stuck, states(catalogue), nouns)]


def keys(page, characters: str) -> None:
    """As a scanner: one key after another, whatever character the computer's keyboard makes of it; then Enter."""
    session = page.context.new_cdp_session(page)
    for character in characters:
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": character, "text": character})
    session.detach()
    page.keyboard.press("Enter")


def opened(page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#typed")).to_be_focused()


def shows(page, record: Record, catalogue) -> None:
    """The sheet of this record is on the screen, in the words of the kiosk."""
    said = staff_sheet(record, catalogue)
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator("#service")).to_have_text(said.service)
    expect(page.locator("#step")).to_have_text(re.compile(rf"^Stap \d+ van \d+: {re.escape(said.step)}$"))
    expect(page.locator("#reason")).to_have_text(f"“{said.reason}”")
    expect(page.locator("#language")).to_have_text(said.language)
    expect(page.locator("#todo li")).to_have_text(list(said.todo))


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


def test_without_a_network_it_reads_a_code_and_plays_the_phrase(context, desk, stuck, catalogue):
    first = context.new_page()
    opened(first, f"{desk}/h")
    expect(first.locator("#ready")).to_be_visible()
    first.close()
    context.set_offline(True)
    page = context.new_page()
    page.goto(f"{desk}/h#{letters.encode(stuck)}")
    shows(page, stuck, catalogue)
    page.reload()
    shows(page, stuck, catalogue)
    expect(page.locator("#phrases .words").first).to_have_text("مرحبًا، أنا هنا لمساعدتك.")
    fonts = page.evaluate("() => document.fonts.ready.then(all => [...all].map(font => font.family + font.status))")
    assert {"Atkinsonloaded", "Arabicloaded", "Iconsloaded"} <= {name.replace('"', "") for name in fonts}
    play = page.get_by_role("button", name="Laat horen").first
    if play.count():
        play.click()
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
        expect(page.locator("#silent")).to_be_empty()
    page.goto(f"{desk}/h?vraag={'0' * 32}#{letters.encode(stuck)}")
    shows(page, stuck, catalogue)
    expect(page.locator("#buttons form")).to_have_count(0)
    context.complaints.clear()      # that the network is away, the browser says in its console


def test_a_picture_that_was_seen_once_is_there_without_a_network(context, desk, stuck):
    page = context.new_page()
    opened(page, f"{desk}/h")
    expect(page.locator("#ready")).to_be_visible()
    page.goto(f"{desk}/h#{letters.encode(stuck)}")
    page.reload()
    expect(page.locator("#picture")).to_be_visible()
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    page.reload()
    expect(page.locator("#picture")).to_be_visible()
    assert page.locator("#seen").evaluate("image => image.decode().then(() => image.naturalWidth)") == 800


def test_first_opened_without_a_network_it_says_so(context, desk):
    page = context.new_page()
    page.route("**/catalogus.json", lambda route: route.abort())
    page.goto(f"{desk}/h#CBDC")
    expect(page.get_by_role("alert")).to_contain_text("Er is nu geen internet")
    context.complaints.clear()


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


def test_the_buttons_of_who_is_logged_in(context, page, desk, stuck, catalogue):
    """The desk's own forms, and of these only the two of this request; the code in the fragment is not sent."""
    id, sent = "0123456789abcdef" * 2, []
    form = '<form method="post" action="/vragen/{}/{}"><input type="hidden" name="csrf" value="t">' \
           "<button>{}</button></form>"
    given = "".join([form.format(id, "komt", "Ik kom eraan"), form.format(id, "klaar", "Klaar"),
                     form.format("f" * 32, "klaar", "Vreemd"), "<img src=x onerror=alert(1)><script>alert(2)</script>"])
    page.route(f"**/vragen/{id}/knoppen", lambda route: route.fulfill(body=given, content_type="text/html"))
    page.route(f"**/vragen/{id}/komt", lambda route: (
        sent.append(route.request), route.fulfill(status=303, headers={"Location": f"/h?vraag={id}"}))[1])
    page.goto(f"{desk}/h?vraag={id}#{letters.encode(stuck)}")
    shows(page, stuck, catalogue)
    expect(page.locator("#buttons button")).to_have_text(["Ik kom eraan", "Klaar"])
    assert page.locator("#buttons img, #buttons script").count() == 0
    assert all("The action has been blocked" in complaint for complaint in context.complaints)
    page.get_by_role("button", name="Ik kom eraan").click()
    expect(page.locator("#buttons button")).to_have_count(2)
    shows(page, stuck, catalogue)
    keys(page, letters.encode(replace(stuck, site=9)))      # another code: these were not its buttons
    expect(page.locator("h1")).to_have_text("Hulpvraag · kiosk 9")
    expect(page.locator("#buttons button")).to_have_count(0)
    assert sent[0].post_data == "csrf=t" and letters.encode(stuck) not in json.dumps(sent[0].headers)
    context.complaints.clear()


@pytest.mark.parametrize("id", ["", "1", "../../x", "0" * 31 + "G"])
def test_an_id_that_is_none_asks_nothing(page, desk, stuck, id):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{desk}/h?vraag={id}#{letters.encode(stuck)}")
    expect(page.locator("#sheet")).to_be_visible()
    assert not any("knoppen" in url for url in asked)


def test_who_helps_is_told_that_nobody_reviewed_it_in_time(page, desk, stuck, catalogue):
    due = catalogue.numbered(stuck.walkthrough).review_by
    for day, late in ((due, False), (due + timedelta(days=1), True)):
        page.clock.set_fixed_time(datetime.combine(day, time(12)))
        page.goto("about:blank")
        page.goto(f"{desk}/h#{letters.encode(stuck)}")
        shows(page, stuck, catalogue)
        expect(page.locator("#late")).to_be_visible(visible=late)
