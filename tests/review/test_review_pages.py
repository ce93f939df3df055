"""Somebody who knows a language listens: with a real browser, the real voice and a microphone that plays a file."""

from __future__ import annotations

import urllib.error
import urllib.request
import wave

import pytest
from axe_playwright_python.sync_playwright import Axe

from kiosk.speech.codec import decoded
from kiosk.speech.loudness import TARGET, loudness
from kiosk.speech.renderer import Renderer
from kiosk.speech.reviewed import read_reviewed
from kiosk.speech.voices import Part, Voice


def test_from_the_overview_to_the_first_good_sentence_by_keys_alone(page, listening):
    page.goto("/")
    assert page.get_by_text("0 van 4 klaar").is_visible()
    page.get_by_role("link", name="Nederlands").press("Enter")
    page.get_by_role("link", name="Begin").press("Enter")
    assert page.locator(".words").inner_text() == "Welkom bij het digipunt."
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.2")
    page.get_by_role("button", name="Goed Alt+G").press("Enter")
    page.get_by_text("1 van 4 klaar").wait_for()
    assert page.locator(".words").inner_text() == "Vraag het aan het OCMW."
    assert [verdict.words for verdict in read_reviewed(listening().path)] == ["Welkom bij het digipunt."]


def test_a_sentence_is_respelled_heard_and_kept(page, listening):
    page.goto(f"/nl/{listening().sentences[3].id}")
    page.get_by_text("Zeg het anders").click()
    page.get_by_label("Zo moet de stem het lezen").fill("Typ uw pin, en dan nog eens heel langzaam uw koode.")
    page.get_by_role("button", name="Beluister").click()
    trial = page.get_by_label("Uw manier")
    trial.wait_for()
    page.wait_for_function("() => document.querySelectorAll('audio')[1].duration > 2")
    assert page.evaluate("() => document.querySelector('audio').duration < 2"), "nothing has been kept yet"
    page.get_by_role("button", name="Zo is het goed").click()
    page.wait_for_url("**/nl/*")
    verdict = next(iter(read_reviewed(listening().path)))
    assert (verdict.words, verdict.verdict) == ("Typ uw pincode.", "good") and verdict.say.endswith("koode.")
    page.goto(f"/nl/{listening().sentences[3].id}")
    page.wait_for_function("() => document.querySelector('audio').duration > 2")


def test_arabic_is_shown_as_it_is_read(page, listening):
    page.goto(f"/ar/{listening('ar').sentences[0].id}")
    words = page.locator(".words")
    assert words.get_attribute("dir") == "rtl" and words.get_attribute("lang") == "ar"
    assert page.evaluate("() => getComputedStyle(document.querySelector('.words')).direction") == "rtl"


@pytest.fixture(scope="module")
def said_file(tmp_path_factory):
    """What the microphone hears: a second of a room, a sentence said softly, and the room again."""
    folder, renderer = tmp_path_factory.mktemp("said"), Renderer()
    try:
        renderer.request((Part(Voice("gmw/nl", "nl"), "Welkom bij het digipunt, zei de bibliothecaris."),), 125,
                         folder / "a.wav").result(10)
    finally:
        renderer.close()
    with wave.open(str(folder / "a.wav")) as source:
        rate, frames = source.getframerate(), source.readframes(source.getnframes())
    import array
    quiet = array.array("h", (sample // 8 for sample in array.array("h", frames)))
    with wave.open(str(folder / "said.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(2 * rate) + quiet.tobytes() + bytes(8 * rate))
    return folder / "said.wav"


def test_somebody_records_a_sentence_and_it_is_trimmed_levelled_and_kept(
        launch, address, listening, said_file, tmp_path):
    sentence = listening().sentences[0]
    browser = launch("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
                     f"--use-file-for-fake-audio-capture={said_file}%noloop")
    page = browser.new_page(base_url=address)
    page.goto(f"/nl/{sentence.id}")
    page.get_by_role("button", name="Neem op").click()
    page.wait_for_function("() => document.getElementById('level').value > 0.02", timeout=20_000)
    page.wait_for_function("() => document.getElementById('level').value < 0.0005", timeout=20_000)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Bewaar deze opname").click()
    page.wait_for_function("() => document.querySelector('.words')?.innerText.includes('OCMW')")
    page.goto(f"/nl/{sentence.id}")
    assert page.get_by_text("Een mens zegt deze zin.").is_visible()
    page.get_by_role("button", name="Haal de opname weg").wait_for()
    browser.close()
    kept = next((tmp_path / "assets" / "recordings" / "nl").glob("*.ogg"))
    sound = decoded(kept)
    with wave.open(str(said_file)) as source:
        whole = source.getnframes() / source.getframerate()
    assert 1.5 < sound.seconds < whole - 3, "the room before and after is gone"
    assert loudness(sound) == pytest.approx(TARGET, abs=1)


def test_a_microphone_that_may_not_be_used_is_said_in_a_sentence(page, listening):
    page.goto(f"/nl/{listening().sentences[0].id}")
    page.get_by_role("button", name="Neem op").click()
    page.get_by_text("De microfoon mag niet gebruikt worden").wait_for()


def test_listening_needs_no_script(browser, address, listening):
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto(f"/nl/{listening().sentences[0].id}")
    assert page.locator("noscript p").is_visible()
    page.get_by_label("Wat is er niet goed?").fill("te snel")
    page.get_by_role("button", name="Niet goed").click()
    assert page.locator(".words").inner_text() == "Vraag het aan het OCMW."
    context.close()
    assert [(verdict.verdict, verdict.note) for verdict in read_reviewed(listening().path)] == [("wrong", "te snel")]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("where", ["/", "/nl", "/nl?toon=open", "/ar", "sentence", "/nl/none"])
def test_nothing_bars_anybody(page, listening, where, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/nl/{listening().sentences[1].id}" if where == "sentence" else where)
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def asked(address: str, method: str = "GET", headers: dict | None = None, body: bytes | None = None):
    request = urllib.request.Request(address, body, headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as fault:
        return fault.code, fault.read(), dict(fault.headers)


def test_only_this_machine_and_only_its_own_pages_may_press(address, listening):
    one = f"{address}/nl/{listening().sentences[0].id}"
    assert asked(one, headers={"Host": "evil.example"})[0] == 400
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert asked(f"{one}/oordeel", "POST", {**form, "Sec-Fetch-Site": "cross-site"}, b"verdict=good")[0] == 403
    assert not listening().path.exists()
    assert "default-src 'self'" in asked(one)[2]["content-security-policy"]


@pytest.mark.parametrize("body", [b"", b"RIFF", b"\0" * 100_000, b"RIFF\xff\xff\xff\xffWAVEfmt "])
def test_what_is_no_sound_is_refused_in_a_sentence(address, listening, body, tmp_path):
    for where in ("opname", "proefopname"):
        status, answer, _ = asked(f"{address}/nl/{listening().sentences[0].id}/{where}", "POST", body=body)
        assert status == 422 and b"fault" in answer
    assert not (tmp_path / "assets" / "recordings").exists()


@pytest.mark.parametrize("form", [b"verdict=good&say=...", b"verdict=maybe", b"verdict=good&note=" + b"x" * 700, b"",
                                  b"verdict=try&say="])
def test_a_strange_form_is_answered_and_nothing_is_kept(address, listening, form):
    status, answer, _ = asked(f"{address}/nl/{listening().sentences[0].id}/oordeel", "POST",
                              {"Content-Type": "application/x-www-form-urlencoded"}, form)
    assert status == 422 and b'role="alert"' in answer
    assert not listening().path.exists()


@pytest.mark.parametrize("where", ["/xx", "/nl/zz", "/nl/../../etc/passwd", "/nl/%00", "/static/../pages.py",
                                   "/a/b/c/d"])
def test_strange_addresses_lead_nowhere(address, where):
    assert asked(address + where)[0] == 404
