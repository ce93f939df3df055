"""The first picture, and what one finger does: one press is one step, and it is seen at once."""

from __future__ import annotations

import time

import pytest
from null_sink import until
from PIL import Image
from running import Kiosk, same
from twin import Box, View

from screens.bench.glass import Glass

AT_ONCE = 0.1
"""s in which a person must see that a touch has arrived (design/screens.md, Feel)."""


def part_of(picture: Image.Image, box: Box) -> Image.Image:
    left, top, width, height = box
    return picture.crop((left, top, left + width, top + height))


@pytest.mark.alone
def test_there_is_a_picture_before_anyone_touches_the_glass(kiosk, twin):
    assert until(kiosk.lit, 5)
    assert time.monotonic() - kiosk.started_at < 5
    assert kiosk.shows(twin.put().picture)


def test_whoever_touches_the_very_first_picture_finds_all_topics(kiosk, twin):
    """The walkthroughs are read only after that picture."""
    view = twin.put()
    topics = twin.tap("speak:nl")
    spot = view.middle("speak:nl")
    red, green, blue = view.picture.getpixel(spot)
    glass = Glass(kiosk.display)
    glass.move(*spot)
    assert glass.wait_for(lambda pixels: pixels[0] == red << 16 | green << 8 | blue, *spot) is not None
    glass.press(True)
    glass.press(False)
    assert kiosk.shows(topics.picture)
    glass.close()


def test_a_tap_is_one_step_and_no_more(kiosk, twin):
    view = twin.put()
    assert kiosk.shows(view.picture)
    kiosk.tap(view.middle("speak:nl"))
    topics = twin.tap("speak:nl")
    assert kiosk.shows(topics.picture)
    assert kiosk.keeps(topics.picture, 1)


def test_two_quick_taps_on_one_spot_are_one(kiosk, twin):
    """"Verder" stands on the same spot on the next step; a trembling hand must not skip a step (EN 301 549 5.8)."""
    view = on_a_step(kiosk, twin)
    spot = view.middle("next:")
    kiosk.do("mousemove", *spot, "click", "--repeat", 2, "--delay", 150, 1)
    second = twin.tap("next:")
    assert kiosk.shows(second.picture)
    assert kiosk.keeps(second.picture, 1)


def test_slower_taps_on_one_spot_are_two(kiosk, twin):
    kiosk.tap(on_a_step(kiosk, twin).middle("text"))
    after = twin.tap("text")
    kiosk.tap(after.middle("text"))
    assert kiosk.shows(twin.tap("text").picture)


def test_sliding_off_takes_the_press_back(kiosk, twin):
    view = twin.put()
    assert kiosk.shows(view.picture)
    kiosk.do("mousemove", *view.middle("speak:nl"), "mousedown", 1)
    assert until(lambda: not same(kiosk.picture(), view.picture)), "the press is not seen"
    kiosk.do("mousemove", *view.middle("speak:fr"))
    assert kiosk.shows(view.picture), "the button does not come back when the finger has left it"
    kiosk.do("mouseup", 1)
    assert kiosk.keeps(view.picture), "neither the one nor the other was meant"


@pytest.mark.alone
def test_the_pressed_button_gives_way_within_a_tenth_of_a_second(kiosk, twin):
    view = twin.put()
    assert kiosk.shows(view.picture)
    # A busy machine may need several goes; a slow kiosk fails them all.
    names = ("speak:nl", "speak:fr", "speak:en", "help:") * 6
    assert any(press(kiosk, view, name) < AT_ONCE for name in names)


def press(kiosk: Kiosk, view: View, name: str) -> float:
    """s from asking for the press until the button looks different; xdotool's own start is counted in."""
    box, free = view.controls[name], view.free_spot()
    kiosk.do("mousemove", *view.middle(name))
    before = part_of(kiosk.picture(), box)
    pressed = time.perf_counter()
    kiosk.do("mousedown", 1)
    assert until(lambda: not same(part_of(kiosk.picture(), box), before), 3), f"{name!r} does not give way"
    took = time.perf_counter() - pressed
    kiosk.do("mousemove", *free, "mouseup", 1)
    assert kiosk.shows(view.picture)
    return took


def on_a_step(kiosk: Kiosk, twin) -> View:
    """In the middle of a walkthrough."""
    view = twin.put()
    assert kiosk.shows(view.picture)
    for name in ("speak:nl", "topic:wonen", "open:adres-wijzigen"):
        kiosk.tap(view.middle(name))
        view = twin.tap(name)
        assert kiosk.shows(view.picture)
    return view


def test_hearing_a_language_hides_none_of_the_others(twin):
    before, after = twin.put(), twin.tap("hear:nl")
    assert not same(before.picture, after.picture), "what is said is not shown"
    for name, box in before.controls.items():
        assert same(part_of(before.picture, box), part_of(after.picture, box)), f"{name} is hidden"


def test_no_page_is_turned_for_the_button_of_the_voice_alone(twin):
    """On the low panel it is left out there; the bar's loudspeaker leads to it."""
    where = twin.put(("open", "afspraak-gemeente"), ("next", ""), text=2)
    assert {"next:", "reread"} & set(where.controls) == {"next:"}
