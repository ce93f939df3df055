"""A whole visit on the glass, by touch and by keys alone, as far as the code that a helper scans."""

from __future__ import annotations

import json

import pytest
from code_readers import record_in
from null_sink import until
from PIL import Image, ImageChops
from running import Kiosk, ring_around, same, walk
from twin import ROOT, View

from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.reading import read_catalogue
from kiosk.handoff.record import Answer, Record
from kiosk.language.languages import BY_CODE

VISIT = ("speak:nl", "topic:wonen", "open:adres-wijzigen", "next:", "next:", "yes:kaart", "no:pincode", "next:",
         "next:")
"""Dutch, "Ik ben verhuisd", why and where, a card but no PIN: so the next screen is a person's help, and its code."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    icons = frozenset(json.loads((ROOT / "assets/icons/icons.json").read_text("utf-8")))
    return read_catalogue([ROOT / "assets"], icons)[0]


def expected(catalogue: Catalogue, language: str = "nl") -> Record:
    """What a helper must learn from the visit."""
    moved = catalogue.walkthroughs["adres-wijzigen"]
    answers = {"kaart": Answer.HAS, "pincode": Answer.LACKS}
    return Record(catalogue.version, 7, moved.number, moved.step("hulp").number, BY_CODE[language].number,
                  tuple(answers.get(need.id, Answer.UNKNOWN) for need in moved.needs))


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_from_the_first_touch_to_the_code(kiosk, twin, catalogue, language):
    view = twin.put()
    assert kiosk.shows(view.picture)
    view = walk(kiosk, twin, view, f"speak:{language}", *VISIT[1:])
    assert record_in(kiosk.picture()) == expected(catalogue, language)
    assert kiosk.said() == "" and kiosk.files() == []


def test_help_from_the_first_screen_is_a_code_too(kiosk, twin, catalogue):
    assert kiosk.shows(twin.put().picture)
    walk(kiosk, twin, twin.put(), "help:")
    assert record_in(kiosk.picture()) == Record(catalogue.version, 7, language=BY_CODE["nl"].number)


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_a_hard_word_is_explained_aloud_and_back_is_the_step_as_it_was(kiosk, twin, language):
    view = twin.put()
    assert kiosk.shows(view.picture)
    step = walk(kiosk, twin, view, f"speak:{language}", "topic:papieren", "open:gezinssamenstelling")
    explained = walk(kiosk, twin, step, "word:attest")
    assert [unit.key for unit in explained.aloud][:3] == [
        "glossary/attest/term", "glossary/attest/text/1", "glossary/attest/text/2"]
    assert {unit.language for unit in explained.aloud} == {language}
    assert same(walk(kiosk, twin, explained, "back").picture, step.picture)
    assert kiosk.said() == "" and kiosk.files() == []


def test_after_stop_nothing_is_left_of_the_visit(kiosk, twin):
    view = twin.put()
    assert kiosk.shows(view.picture)
    first = kiosk.picture()
    view = walk(kiosk, twin, view, "speak:ar", "text", "colours", "topic:wonen", "open:adres-wijzigen", "next:")
    walk(kiosk, twin, view, "stop")
    assert same(kiosk.picture(), first)
    walk(kiosk, twin, twin.put(), *VISIT[:4])  # the next person's visit looks as if it were the first


@pytest.mark.parametrize("key", ["Tab", "Down"])
def test_keys_alone_reach_the_same_code(kiosk, twin, catalogue, key):
    """Tab goes from control to control, arrows through the words too; Enter does it."""
    view = twin.put()
    assert kiosk.shows(view.picture)
    for name in VISIT:
        view = by_keys(kiosk, twin, view, name, key)
    assert until(lambda: record_in(kiosk.picture()) is not None)
    assert record_in(kiosk.picture()) == expected(catalogue)
    assert kiosk.shows(view.picture), "the focus of the screen before is still to be seen"


def by_keys(kiosk: Kiosk, twin, view: View, name: str, key: str) -> View:
    """Move the focus, seen as a ring, to a control, and press Enter."""
    while name not in view.controls:
        view = by_keys(kiosk, twin, view, "more", key)
    for _ in range(40):
        before = kiosk.picture()
        kiosk.key(key)
        assert until(lambda: not same(kiosk.picture(), before), 3), f"{key} moved nothing that can be seen"  # noqa: B023
        if ringed(kiosk.picture(), view, name):
            break
    else:
        pytest.fail(f"{key} never reached {name!r}")
    kiosk.key("Return")
    after = twin.tap(name)
    assert until(lambda: alike(kiosk.picture(), after.picture, view.picture), 5), f"Enter did not do {name!r}"
    return after


def ringed(picture: Image.Image, view: View, name: str) -> bool:
    """The amber ring stands around this control, and the control looks as ever."""
    left, top, width, height = view.controls[name]
    inside = (left + 4, top + 4, left + width - 4, top + height - 4)
    return ring_around(picture, view.controls[name]) and same(picture.crop(inside), view.picture.crop(inside))


def alike(picture: Image.Image, wanted: Image.Image, before: Image.Image) -> bool:
    """It is the wanted screen and no longer the one before, whatever the ring and the words beside it hide."""
    changed = ImageChops.difference(wanted, before).convert("L").point(lambda value: 255 * (value > 0))
    wrong = ImageChops.difference(picture, wanted).convert("L").point(lambda value: 255 * (value > 0))
    both = ImageChops.multiply(changed, wrong)
    return both.histogram()[255] < changed.histogram()[255] / 2
