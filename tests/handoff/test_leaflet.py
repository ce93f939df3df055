"""What fits in a code to take along: shorter by whole sentences, never by a step, never within a word."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from test_code import picture

from kiosk.handoff.leaflet import BYTES, LARGEST_VERSION, Leaflet, Part, fitting, largest_version, least_px, text_codes
from kiosk.language.units import Unit


def unit(words: str) -> Unit:
    return Unit("key", words, "nl")


STEPS = Leaflet(unit("Ik ben verhuisd"), (
    Part(unit("Wat hebt u nodig?"), (), (unit("Uw kaart"), unit("Uw pincode"))),
    Part(unit("Tik op “Aanmelden”."), (unit("Zo begint u op de site."), unit("Dat duurt niet lang.")), ()),
    Part(unit("Typ uw pincode."), (unit("Laat niemand meekijken."),), ())))

words = st.text(st.sampled_from("abéع ي“”1"), min_size=1, max_size=40).filter(str.strip)
units = st.builds(unit, words)
parts = st.builds(Part, units, st.lists(units, max_size=2).map(tuple), st.lists(units, max_size=3).map(tuple))


def test_everything_where_there_is_room():
    assert fitting(STEPS, 1000) == (
        "Ik ben verhuisd\n1. Wat hebt u nodig?\n- Uw kaart\n- Uw pincode\n"
        "2. Tik op “Aanmelden”. Zo begint u op de site. Dat duurt niet lang.\n"
        "3. Typ uw pincode. Laat niemand meekijken.",)


def test_shorter_by_whole_sentences_then_titles_then_several():
    whole, shorter, titles = (fitting(STEPS, room)[0] for room in (1000, 160, 150))
    assert "Dat duurt niet lang." in whole and "Dat duurt niet lang." not in shorter
    assert "Laat niemand meekijken." in shorter and "Laat niemand meekijken." not in titles
    assert "3. Typ uw pincode." in titles
    several = fitting(STEPS, 80)
    assert [text.splitlines()[0] for text in several] == ["Ik ben verhuisd (1/2)", "Ik ben verhuisd (2/2)"]
    assert "\n".join("\n".join(text.splitlines()[1:]) for text in several) == "\n".join(titles.splitlines()[1:])


@given(words, st.lists(parts, min_size=1, max_size=30), st.integers(250, 1273))
@settings(max_examples=200)
def test_nothing_is_cut_or_left_out(title, steps, room):
    content = Leaflet(unit(title), tuple(steps))
    texts = fitting(content, room)
    assert all(len(text.encode()) <= room for text in texts)
    lines = [line for text in texts for line in text.split("\n")[1:]]
    for number, step in enumerate(steps, 1):
        assert any(line.startswith(f"{number}. {step.title.words}") for line in lines)
        assert all(f"- {need.words}" in lines for need in step.lines)


@pytest.mark.parametrize("largest", [9, 14, LARGEST_VERSION])
def test_as_arabic_it_comes_out_of_the_code_as_it_went_in(largest):
    content = Leaflet(unit("انتقلت إلى بيت جديد"), STEPS.parts * 12)
    codes = text_codes(content, largest)
    assert all(code.version <= largest for code in codes)
    read = [zxingcpp.read_barcodes(picture(code, 4))[0].text for code in codes]
    assert tuple(read) == fitting(content, BYTES[largest - 1])


def test_how_fine_a_code_may_be_on_each_panel():
    for px_per_mm, px in ((5.88, 6), (5.56, 5), (4.03, 4), (2.71, 4)):
        assert least_px(px_per_mm) == px and px / px_per_mm >= 0.89
    assert largest_version(5.56, 780) == LARGEST_VERSION
    assert largest_version(5.88, 470) == 13  # 69 modules and 8 of white, 6 px each
    assert largest_version(5.88, 10) == 1
