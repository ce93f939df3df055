"""Who waits and cannot read hears, in Arabic and without touching anything, that somebody comes."""

from __future__ import annotations

import heard
import pytest
from assistant import button, waiting
from citizen import ASKED, hushed, kiosk_settings, screen, strolls
from heard import clip_of
from null_sink import RATE, until
from playwright.sync_api import expect
from test_sound_is_heard import envelope, share_heard

pytestmark = pytest.mark.alone

server, recorder = heard.server, heard.recorder


def test_somebody_comes(desk, start, server, recorder, port, twin, karin, tmp_path):
    settings = kiosk_settings(tmp_path / "aloud.toml", port, desk.add_kiosk("Kiosk 8 inkom"), tmp_path / "aloud", "")
    kiosk = start(settings, PULSE_SERVER=f"unix:{server.socket}")
    view = twin.put(silent=False)
    assert kiosk.shows(view.picture, 30), "the screen does not show that there is sound"
    strolls(kiosk, twin, view, "speak:ar", *ASKED)
    expect(waiting(karin)).to_have_count(1)
    assert hushed(kiosk, screen(twin, "ar", help="waiting", silent=False))
    before = len(recorder)

    button(karin, "Ik kom eraan").click()
    coming, *_ = screen(twin, "ar", help="coming", silent=False).aloud
    assert (coming.key, coming.language) == ("interface/handoff.coming", "ar")
    clip = clip_of(coming, tmp_path / "coming")
    assert until(lambda: len(recorder) > before + (len(clip) / 100 + 3) * RATE, 30)
    assert share_heard(clip, envelope(recorder.samples[before:])) > 0.7
