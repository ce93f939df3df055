"""No small number can be found, not even by somebody who knows the rule by which numbers are left out."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.counts.suppress import FEWEST, shown

SMALL = set(range(1, FEWEST))


def test_what_is_shown_and_what_goes_with_a_small_number():
    assert shown({"nl": 20, "fr": 0, "ar": 7}) == {"nl": 20, "fr": 0, "ar": 7}
    assert shown({"nl": 20, "fr": 12, "en": 0, "ar": 3}) == {"nl": 20, "fr": None, "en": 0, "ar": None}
    assert shown({"nl": 20, "ar": 3}) == {"nl": None, "ar": None}, "20 would give it back: 23 - 20"
    assert shown({"nl": 5, "ar": 1}) is None, "6 - 5: no large number could take it up"
    assert shown({"nl": 2, "ar": 3}) is None
    assert shown({}) == {}


@pytest.mark.parametrize(("rows", "most"), [(2, 30), (3, 30), (4, 22), (5, 14)])
def test_every_small_number_remains_every_small_number_to_somebody_who_knows_the_rule(rows, most):
    """All tables of so many rows with a total up to ``most`` (from 5: a smaller total is not shown itself), gathered
    by what is published of them. Of each number that is left out, every table that looks the same has its say. Where
    none of a table is shown, four values at least remain, three of them small."""
    alike = defaultdict(list)
    for numbers in product(range(most + 1), repeat=rows):
        total = sum(numbers)
        if total <= most and total not in SMALL:
            published = shown(dict(enumerate(numbers)))
            alike[total, published and tuple(published.items())].append(numbers)
    for (_, published), tables in alike.items():
        for row in range(rows):
            possible = {numbers[row] for numbers in tables}
            if published and published[row][1] is not None:
                assert possible == {published[row][1]} and not possible & SMALL
            elif possible & SMALL:
                assert possible >= SMALL if published else len(possible) >= 4 and len(possible & SMALL) >= 3


@settings(max_examples=500)
@given(st.dictionaries(st.integers(0, 50), st.one_of(st.integers(0, 6), st.integers(0, 500)), max_size=40))
def test_what_can_be_reckoned_from_the_numbers_alone(cells):
    """The range of each number that is left out, from the total and all that is shown, for a reader who knows that
    it is at least 1: never one value, and for a small one always from 1 to 5 and beyond."""
    published = shown(cells)
    if published is None:
        return
    hidden = [key for key, number in published.items() if number is None]
    left = sum(cells.values()) - sum(number or 0 for number in published.values())
    for key in hidden:
        lowest, highest = (left, left) if len(hidden) == 1 else (1, left - (len(hidden) - 1))
        assert highest - lowest >= FEWEST
        if cells[key] in SMALL:
            assert (lowest, highest >= FEWEST) == (1, True)
    assert {key for key, number in cells.items() if number in SMALL} <= set(hidden)
    assert all(cells[key] for key in hidden), "a zero is about nobody"


@settings(max_examples=300)
@given(st.lists(st.integers(1, 4), max_size=6), st.lists(st.integers(5, 200), min_size=1, max_size=10))
def test_no_more_is_left_out_than_the_small_numbers_need(small, large):
    """Without the last large number that went with them, they would not be safe."""
    cells = dict(enumerate([*large, *small]))
    published = shown(cells)
    if published is None or not small:
        return
    gone = [key for key, number in published.items() if number is None and cells[key] >= FEWEST]
    kept = [cells[key] for key in gone if key != min(gone)]
    if kept:
        assert sum(small) + sum(kept) < 4 * len(small) + 5 * len(kept)
