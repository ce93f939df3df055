"""When each word is heard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.speech.timing import Heard, word_times


def test_the_first_event_of_a_word_is_its_time():
    events = [Heard(0, 1, 0), Heard(2, 1, 100), Heard(3, 3, 200), Heard(7, 4, 900)]
    assert word_times("U 2,50 euro", events, 1500) == (0, 100, 900)


def test_a_word_the_engine_says_nothing_of_lies_between_its_neighbours():
    _, middle, _ = word_times("een twee drie", [Heard(0, 3, 0), Heard(9, 4, 900)], 1200)
    assert middle == 400


def test_a_text_without_events_is_shared_out_by_characters():
    assert word_times("ab cd ef", (), 800) == (0, 300, 600)


@given(st.text(alphabet="ab ,.\n", max_size=40),
       st.lists(st.builds(Heard, st.integers(-1, 50), st.integers(0, 9), st.integers(0, 5000))),
       st.integers(0, 4000))
def test_times_never_go_back_and_every_word_has_one(text, events, end_ms):
    times = word_times(text, events, end_ms)
    assert len(times) == len(text.split())
    assert all(0 <= ms <= end_ms for ms in times)
    assert all(before <= after for before, after in zip(times, times[1:], strict=False))
