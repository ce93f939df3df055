"""What the running kiosk says, recorded at a sound server of the test's own; and what it does without one."""

from __future__ import annotations

import os
from pathlib import Path

import heard
import pytest
from fake_desk import KEY, FakeDesk
from heard import clip_of
from null_sink import RATE, Recorder, until
from running import SETTINGS, Kiosk, ring_around, same
from strip import Moment, lit_box, save_strip
from test_sound_is_heard import envelope, likeness, share_heard
from twin import View

pytestmark = pytest.mark.alone

server, recorder = heard.server, heard.recorder

SILENT_AFTER = 0.3
"""s, for the touch's way to the kiosk and the sound's way back through two processes."""


@pytest.fixture
def speaking(start, place, server) -> Kiosk:
    """A kiosk that reads aloud, if it finds the server."""
    settings = place / "aloud.toml"
    settings.write_text("[panel]\ndiagonal = 10.1\n[idle]\ndim_after = 600\n")
    return start(settings, PULSE_SERVER=f"unix:{server.socket}")


def arrive(kiosk: Kiosk, twin, recorder: Recorder) -> tuple[View, int]:
    """Choose Dutch; the topics, and how much had been recorded before."""
    view = twin.put(silent=False)
    assert kiosk.shows(view.picture), "the screen does not show that there is sound"
    before = len(recorder)
    assert not recorder.hears_sound(), "it speaks before anyone is there"
    kiosk.tap(view.middle("speak:nl"))
    return twin.tap("speak:nl"), before


def test_a_screen_reads_itself_on_arrival(recorder, speaking, twin, tmp_path):
    view, before = arrive(speaking, twin, recorder)
    assert until(lambda: recorder.hears_sound(since=before)), "nothing is heard"
    first, second = clip_of(view.aloud[0], tmp_path / "first"), clip_of(view.aloud[1], tmp_path / "second")
    assert until(lambda: not same(speaking.picture(), view.picture)), "what is heard is not lit"
    until(lambda: len(recorder) > before + (len(first) / 100 + 2) * RATE, 20)
    heard = envelope(recorder.samples[before:])
    assert share_heard(first, heard) > 0.7
    assert likeness(second, heard[:len(first) + 50]) < 0.8


@pytest.mark.parametrize("name", ["a free spot", "topic:wonen"])
def test_a_touch_stops_the_voice_at_once(recorder, speaking, twin, name):
    view, before = arrive(speaking, twin, recorder)
    assert until(lambda: recorder.hears_sound(since=before))
    speaking.do("mousemove", *(view.free_spot() if name == "a free spot" else view.middle(name)), "mousedown", 1)
    touched = len(recorder)
    assert until(lambda: len(recorder) > touched + 1.5 * RATE)
    assert not recorder.hears_sound(since=touched + round(SILENT_AFTER * RATE)), "it goes on while the finger is down"
    lifted = len(recorder)
    speaking.do("mouseup", 1)
    if name == "a free spot":
        assert speaking.shows(view.picture), "something is still lit"
        assert until(lambda: len(recorder) > lifted + RATE)
        assert not recorder.hears_sound(since=lifted)
    else:
        assert until(lambda: recorder.hears_sound(since=lifted)), "the next screen does not read itself"


def test_a_trembling_finger_does_not_silence_the_next_screen(recorder, speaking, twin):
    view = twin.put(silent=False)
    assert speaking.shows(view.picture)
    before = len(recorder)
    speaking.do("mousemove", *view.middle("speak:nl"), "click", "--repeat", 3, "--delay", 100, 1)
    assert until(lambda: recorder.hears_sound(since=before))


def test_silence_chosen_by_one_person_is_not_inherited_by_the_next(recorder, speaking, twin):
    view, _ = arrive(speaking, twin, recorder)
    for name in ("sound:", "mute", "back"):
        speaking.tap(view.middle(name))
        view = twin.tap(name)
        assert until(lambda: part_is(speaking, view, "stop")), name  # noqa: B023
    quiet = len(recorder)
    speaking.tap(view.middle("topic:wonen"))
    view = twin.tap("topic:wonen")
    assert until(lambda: len(recorder) > quiet + 2 * RATE)
    assert not recorder.hears_sound(since=quiet + RATE // 2)
    speaking.tap(view.middle("stop"))
    start = twin.put(silent=False)
    assert until(lambda: part_is(speaking, start, "sound:"))
    speaking.tap(start.middle("sound:"))  # which ends what the start screen says of itself
    view = twin.tap("sound:")
    assert until(lambda: part_is(speaking, view, "mute")), "it does not offer to be silent, as if it still were"
    before = len(recorder)
    assert until(lambda: recorder.hears_sound(since=before))


FIRST_STEP = ("speak:nl", "topic:wonen", "open:adres-wijzigen")
NEEDS = (*FIRST_STEP, "next:", "more", "next:")
"""To "Wat hebt u nodig?", whose third line stands on a second page."""


def taps(kiosk: Kiosk, twin, names: tuple[str, ...]) -> View:
    """Each screen before the last is silenced, so that the voice turns no page under the finger."""
    view = twin.put(silent=False)
    for name in names:
        assert until(lambda: kiosk.tap(view.free_spot()) or part_is(kiosk, view, name), 30), name  # noqa: B023
        kiosk.tap(view.middle(name))
        view = twin.tap(name)
    return view


def test_who_only_listens_to_a_list_stands_before_its_first_line_again(start, server, recorder, place, twin):
    """The voice leads through both pages. Whoever cannot read would not find back to what was asked first."""
    quick = place / "quick.toml"
    quick.write_text("[panel]\ndiagonal = 10.1\n[idle]\ndim_after = 600\n[sound]\nspeed = 7\n")
    kiosk = start(quick, PULSE_SERVER=f"unix:{server.socket}")
    first = taps(kiosk, twin, NEEDS)
    last = twin.tap("more")
    assert until(lambda: part_is(kiosk, last, "yes:adres"), 30), "the voice does not lead to the second page"
    assert until(lambda: part_is(kiosk, first, "yes:kaart") and part_is(kiosk, first, "yes:pincode"), 30)


def test_after_an_answer_the_next_line_is_heard(recorder, speaking, twin):
    view = taps(speaking, twin, NEEDS)
    assert until(lambda: part_is(speaking, view, "yes:kaart"), 20)
    speaking.tap(view.middle("yes:kaart"))
    _, top, _, height = view.controls["yes:pincode"]

    def beside_the_answers() -> bool:
        lit = lit_box(speaking.picture())
        return lit is not None and top < lit[1] and lit[3] < top + height

    assert until(beside_the_answers, 20), "whoever cannot read does not hear what is asked next"


def test_keys_get_past_the_button_of_the_voice(recorder, speaking, twin):
    """What a key reaches is said, and while something is said that button changes: who cannot see must still come to
    the way on behind it."""
    view = taps(speaking, twin, FIRST_STEP)
    for name in ("languages:", "help:", "reread", "next:"):
        before = len(recorder)
        speaking.key("Tab")
        assert until(lambda: ring_around(speaking.picture(), view.controls[name]), 20), name  # noqa: B023
        assert until(lambda: recorder.hears_sound(since=before), 20), name  # noqa: B023
    speaking.key("Return")
    after = twin.tap("next:")
    assert until(lambda: part_is(speaking, after, "more"), 20)


def test_a_helper_who_comes_is_heard_at_once(start, server, recorder, place, twin, tmp_path):
    """Whoever waits and does not look, or cannot read, hears it without touching anything."""
    desk, folder = FakeDesk(), tmp_path / "outbox"
    settings = place / "aloud-with-desk.toml"
    settings.write_text(f'{SETTINGS}[desk]\naddress = "{desk.address}"\nkey = "{KEY}"\nfolder = "{folder}"\n')
    try:
        kiosk = start(settings, PULSE_SERVER=f"unix:{server.socket}")
        view = twin.put(silent=False)
        assert kiosk.shows(view.picture)
        kiosk.tap(view.middle("help:"))
        assert until(lambda: len(desk.open) == 1)
        kiosk.tap(view.free_spot())  # enough of the words about the code
        quiet = len(recorder)
        assert until(lambda: len(recorder) > quiet + 2 * RATE)
        assert not recorder.hears_sound(since=quiet + RATE)
        before = len(recorder)
        desk.do("coming")
        coming = twin.put(("help", ""), help="coming", silent=False).aloud[0]
        assert coming.words == "Er komt iemand naar u toe."
        clip = clip_of(coming, tmp_path / "coming")
        assert until(lambda: len(recorder) > before + (len(clip) / 100 + 3) * RATE, 20)
        assert share_heard(clip, envelope(recorder.samples[before:])) > 0.7
    finally:
        desk.close()


def part_is(kiosk: Kiosk, view: View, name: str) -> bool:
    """One control looks as it should; the sentence that is lit may differ."""
    left, top, width, height = view.controls[name]
    box = (left, top, left + width, top + height)
    return same(kiosk.picture().crop(box), view.picture.crop(box))


def test_without_a_loudspeaker_it_goes_on_and_shows_it_and_sound_comes_back(speaking, server, twin):
    silent, loud = twin.put(silent=True), twin.put(silent=False)
    assert not same(silent.picture, loud.picture)
    assert speaking.shows(silent.picture), "the screen does not show that there is no sound"
    view = twin.put(silent=True)
    for name in ("speak:nl", "topic:wonen", "stop"):
        speaking.tap(view.middle(name))
        view = twin.tap(name)
        assert speaking.shows(view.picture), name
    server.start()
    assert speaking.shows(loud.picture), "the sound does not come back"
    recorder = Recorder(server)
    try:
        speaking.tap(loud.middle("hear:nl"))
        assert until(recorder.hears_sound)
        server.kill()
        speaking.tap(loud.middle("hear:fr"))
        assert until(lambda: part_is(speaking, silent, "sound:")), "a loudspeaker that was lost is not shown"
        assert speaking.running and speaking.said() == ""
    finally:
        recorder.close()


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_words_are_lit_one_after_the_other_while_they_sound(recorder, place, start, server, twin, language):
    """At half speed, so that no word is missed on a busy machine. KIOSK_STRIP names a folder
    for a picture of it all: docs/pictures/in-step-nl.png is one."""
    slow = place / "slow.toml"
    slow.write_text("[panel]\ndiagonal = 10.1\n[idle]\ndim_after = 600\n[sound]\nspeed = 1\n")
    kiosk = start(slow, PULSE_SERVER=f"unix:{server.socket}")
    view = twin.put(silent=False)
    assert kiosk.shows(view.picture)
    names = (f"speak:{language}", "topic:aanmelden", "open:aanmelden-eid")
    for name in names[:-1]:
        kiosk.tap(view.middle(name))
        view = twin.tap(name)
    after = twin.tap(names[-1])
    before = len(recorder)
    kiosk.tap(view.middle(names[-1]))
    moments: list[Moment] = []

    def seen() -> bool:
        """Whether enough words were seen."""
        picture, heard = kiosk.picture(), len(recorder)
        box = lit_box(picture)
        if box is not None and box not in [moment.lit for moment in moments]:
            assert recorder.hears_sound(since=before), "a word is lit before anything is heard"
            moments.append(Moment(picture, box, heard))
        return len(moments) == 9

    assert until(seen, 30), "no words are lit"
    order = [(moment.lit[1], moment.lit[0] if language == "nl" else -moment.lit[2]) for moment in moments]
    assert order == sorted(order), "words are not lit in reading order"
    assert len({moment.lit[1] for moment in moments}) > 1, "only one line is ever lit"
    if folder := os.environ.get("KIOSK_STRIP"):
        since = max(before, moments[0].heard - RATE // 2)
        rows = moments[0].lit[1] - 10, moments[-1].lit[3] + 10
        save_strip(Path(folder, f"in-step-{language}.png"), moments, recorder.samples, since, rows)
    kiosk.tap(after.free_spot())
    assert until(lambda: lit_box(kiosk.picture()) is None), "something is still lit"
