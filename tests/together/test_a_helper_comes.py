"""Somebody asks for help in Arabic, by touch; an assistant hears it, sees what is wrong, and comes."""

from __future__ import annotations

import re
import time
from threading import Thread

import pytest
from assistant import NOBODY, button, opens, shows_record, waiting
from citizen import STUCK, press, record_on, screen, walks
from playwright.sync_api import expect
from running import Kiosk
from twin import View

from kiosk.language.languages import BY_CODE

TONES = ("window.tones = 0; const start = OscillatorNode.prototype.start;"
         "OscillatorNode.prototype.start = function (at) { tones += 1; start.call(this, at); }")


@pytest.fixture
def database(both) -> str:
    return both


def test_from_the_touch_to_the_thanks(desk, start, twin, karin, catalogue, keep, record_property):
    karin.context.add_init_script(TONES)
    karin.reload()
    sound = karin.get_by_role("switch")
    sound.click()
    expect(sound).to_have_accessible_name("Geluid staat aan")
    karin.evaluate("window.never_reloaded = true; tones = 0")
    expect(karin.get_by_text(NOBODY)).to_be_visible()
    keep("1-nobody", karin)

    kiosk = start()
    walks(kiosk, twin, "ar", STUCK)
    expect(waiting(karin)).to_have_count(1)
    expect(karin.locator("body")).to_have_class("ringing")
    assert karin.evaluate("tones") > 0 and karin.evaluate("never_reloaded"), "it did not ring by itself"
    expect(karin).to_have_title("(1) Er wacht iemand · Desk")
    assert kiosk.shows(screen(twin, "ar", STUCK, "waiting").picture)
    keep("2-rings", karin)
    keep("2-waiting", kiosk)

    record = record_on(kiosk)
    assert (record.site, record.language, record.content) == (7, BY_CODE["ar"].number, catalogue.version)
    opens(karin)
    shows_record(karin, record, catalogue)
    expect(karin.locator("#has")).to_have_text(re.compile("^Heeft: .+, .+"))
    expect(karin.locator("#lacks")).to_have_text(re.compile("^Mist: .+"))
    expect(karin.locator("#reason")).not_to_be_empty()
    phrases = karin.locator("#phrases .words[lang=ar]")
    expect(phrases).to_have_count(4)
    expect(phrases.first).to_have_text(re.compile(r"[\u0600-\u06ff]"))
    expect(phrases.first).to_have_css("direction", "rtl")
    keep("3-sheet", karin)

    watch = Watch(kiosk, screen(twin, "ar", STUCK, "coming"))
    tapped = time.monotonic()
    button(karin, "Ik kom eraan").click()
    # Two seconds are asked for; beside other tests on two cores this is written down, and tests/screens/test_desk.py
    # asserts what is the kiosk's own part of it.
    record_property("from the tap at the desk to the words at the kiosk, s", round(watch.seen() - tapped, 2))
    expect(button(karin, "Ik kom eraan")).to_have_count(0)
    shows_record(karin, record, catalogue)              # she goes on reading
    keep("4-coming", karin)
    keep("4-coming-kiosk", kiosk)

    button(karin, "Klaar").click()
    expect(karin.get_by_text(NOBODY)).to_be_visible()
    thanks = screen(twin, "ar", STUCK, "done")
    assert kiosk.shows(thanks.picture)
    keep("5-done", kiosk)
    press(kiosk, thanks, "back")
    assert kiosk.shows(screen(twin, "ar", STUCK[:-1]).picture), "it does not go on where help was asked"
    keep("6-goes-on", kiosk)

    assert desk.open() == []
    ((state, *rest),) = desk.rows("select state, kiosk, letters, asked from requests")
    assert (state, rest) == ("done", [None, None, None])
    counted = {(kind, key): n for kind, key, n in desk.rows("select kind, key, n from counters")}
    assert counted == {("language", "5"): 1, ("service", str(record.walkthrough)): 1, ("waiting", "0-1"): 1,
                       ("step", f"{record.walkthrough}/{record.step}"): 1}
    karin.get_by_role("link", name="Cijfers").click()
    expect(karin.get_by_role("heading", level=1)).to_have_text(re.compile("Cijfers"))
    expect(karin.get_by_text("Een maand staat hier pas als ze voorbij is.")).to_be_visible()
    expect(karin.get_by_text("Er is nog geen volledige maand geteld.")).to_be_visible()
    expect(karin.locator("table, svg.plot")).to_have_count(0)             # one request is nobody's business
    keep("7-counts", karin)
    assert kiosk.said() == ""


class Watch:
    """Looks at the glass all the while, so that nothing but the desk and the kiosk is timed."""

    def __init__(self, kiosk: Kiosk, wanted: View) -> None:
        self._at = 0.0

        def look() -> None:
            if kiosk.shows(wanted.picture, 30):
                self._at = time.monotonic()

        self._thread = Thread(target=look, daemon=True)
        self._thread.start()

    def seen(self) -> float:
        """When it was there, on the monotonic clock."""
        self._thread.join()
        assert self._at, "it never came"
        return self._at
