"""The kiosk's network goes away in the middle: nothing is promised meanwhile, and nothing is lost or doubled."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
from assistant import NOBODY, button, waiting
from cable import Cable
from citizen import screen, walks
from null_sink import until
from playwright.sync_api import expect

HEALS = 60
"""s; the kiosk tries again within 15 while somebody waits, and TCP repeats itself about as late as the cut was long."""


@pytest.fixture
def cable() -> Iterator[Cable]:
    if missing := Cable.missing():
        pytest.skip(missing)
    try:
        cable = Cable()
    except subprocess.CalledProcessError as error:
        pytest.skip(f"no network of one's own here: {error.stderr}")
    yield cable
    cable.close()


def test_cut_while_asking_while_waiting_and_while_somebody_comes(desk, start, settings, outbox, twin, karin, cable,
                                                                  keep):
    kiosk = start(settings, within=cable.within)
    assert until((outbox / "hours.json").exists, 30), "the kiosk does not reach the desk"

    cable.cut()
    walks(kiosk, twin, "ar")
    no_promise = screen(twin, "ar").picture
    assert kiosk.shows(no_promise, 20), "it promises something that nobody has heard"
    assert kiosk.keeps(no_promise, 1)
    keep("cut-while-asking", kiosk)
    expect(karin.get_by_text(NOBODY)).to_be_visible()
    cable.mend()
    assert kiosk.shows(screen(twin, "ar", help="waiting").picture, HEALS), "it does not heal by itself"
    expect(waiting(karin)).to_have_count(1)
    asked = desk.open()

    cable.cut()
    button(karin, "Ik kom eraan").click()
    expect(karin.get_by_text("Er is iemand onderweg")).to_be_visible()
    assert kiosk.keeps(screen(twin, "ar", help="waiting").picture, 1), "it cannot know"
    cable.mend()
    assert kiosk.shows(screen(twin, "ar", help="coming").picture, HEALS)
    assert desk.open() == asked

    cable.cut()
    button(karin, "Klaar").click()
    expect(karin.get_by_text(NOBODY)).to_be_visible()
    assert kiosk.keeps(screen(twin, "ar", help="coming").picture, 1)
    cable.mend()
    assert kiosk.shows(screen(twin, "ar", help="done").picture, HEALS)
    assert desk.rows("select id, state from requests") == [(asked[0][0], "done")]
    assert kiosk.said() == ""
