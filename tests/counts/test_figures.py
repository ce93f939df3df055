"""The tables of all months together: nothing of one undoes what another leaves out, this month or the next."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.counts.figures import KINDS, REST, WAITS, Figures, Total, figures, is_over
from kiosk.counts.suppress import FEWEST

LATER = date(2030, 1, 1)
SERVICES, STEPS, LANGUAGES = range(0, 5), range(10, 13), range(1, 6)


@st.composite
def months(draw) -> list:
    """Some months of requests, each request one service, step, language and wait, as the desk counts them."""
    counters: dict = defaultdict(int)
    for number in range(1, draw(st.integers(1, 4)) + 1):
        month = f"2026-{number:02}"
        groups = draw(st.lists(st.tuples(
            st.sampled_from(SERVICES), st.sampled_from(STEPS), st.sampled_from(LANGUAGES),
            st.sampled_from([*WAITS, ""]), st.one_of(st.integers(1, 4), st.integers(1, 40))), max_size=8))
        for service, step, language, wait, times in groups:
            counters[month, "service", str(service)] += times
            counters[month, "step", f"{service}/{step}"] += times
            counters[month, "language", str(language)] += times
            if wait:
                counters[month, "waiting", wait] += times
    return [(*key, number) for key, number in counters.items()]


def as_published(found: Figures) -> dict:
    """Everything a reader gets, the sums too."""
    return {"asked": (found.asked.months, dict(found.asked.rows)),
            **{kind: (dict(table.rows), {key: table.total(key) for key in table.rows})
               for kind, table in found.tables.items()}}


@settings(max_examples=300)
@given(months())
def test_no_small_number_is_shown_anywhere(counters):
    found = figures(counters, LATER)
    for table in (found.asked, *found.tables.values()):
        for numbers in table.rows.values():
            assert not {1, 2, 3, 4} & set(numbers)


@settings(max_examples=300)
@given(months())
def test_what_is_shown_is_true_and_adds_up(counters):
    true = {counter[:3]: counter[3] for counter in counters}
    found = figures(counters, LATER)
    for kind in (*KINDS, "step"):
        for key, numbers in found.tables[kind].rows.items():
            for month, number in zip(found.asked.months, numbers, strict=True):
                if number is not None and key and not key.endswith("/"):
                    assert number == true.get((month, kind, key), 0)
    for place, asked in enumerate(found.asked.rows.get(REST, ())):
        for kind in KINDS:
            numbers = [row[place] for row in found.tables[kind].rows.values()]
            if asked is None:
                assert not any(numbers), "of a month with few requests nothing is shown"
            elif numbers and None not in numbers:
                assert sum(numbers) == asked


@settings(max_examples=300)
@given(months())
def test_the_range_of_every_number_that_is_left_out(counters):
    """Reckoned only from what is published: all numbers, the totals of months and the sums of rows, in all tables at
    once. Every total is an equation (of a table of which nothing is shown, an upper bound: it may have rows that nobody
    sees), every "minstens" a lower bound; the ranges are narrowed until nothing changes any more."""
    found = figures(counters, LATER)
    true = {counter[:3]: counter[3] for counter in counters}
    ranges, sums = {}, []
    for kind, table in found.tables.items():
        for place, month in enumerate(table.months):
            column = {(month, kind, key): numbers[place] for key, numbers in table.rows.items()}
            for at, number in column.items():
                ranges[at] = [0, 10**9] if number is None else [number, number]
            if kind == "step":
                for service, numbers in found.tables["service"].rows.items():
                    sums.append(([at for at in column if _service(kind, at[2]) == service], numbers[place], column))
            else:
                sums.append((list(column), found.asked.rows[REST][place], column))
        for key in table.rows:
            total = table.total(key)
            sums.append(([(month, kind, key) for month in table.months], None if total.least else total.number, {}))
    changed = True
    while changed:
        changed = False
        for cells, total, column in sums:
            whole = all(column.get(at) is None for at in cells) and bool(column)
            for at in cells if total is not None else ():
                others = [ranges[other] for other in cells if other != at]
                low = 0 if whole else max(ranges[at][0], total - sum(high for _, high in others))
                high = min(ranges[at][1], total - sum(low for low, _ in others))
                if [low, high] != ranges[at] and (low > ranges[at][0] or high < ranges[at][1]):
                    ranges[at], changed = [low, high], True
    for at, (low, high) in ranges.items():
        number = true.get(at, 0)
        if 0 < number < FEWEST:
            assert low <= 1 and high >= FEWEST, (at, number, low, high)
        assert low == high == number or high - low >= FEWEST or not at[2] or at[2].endswith("/"), (at, low, high)


@settings(max_examples=200)
@given(months(), st.data())
def test_every_small_count_might_as_well_be_another_small_count(counters, data):
    """For each small count of the tables of a month there are other requests of which exactly the same is published, in
    every table and every sum, and of which it is at least two other ones of 1 to 4."""
    true = {counter[:3]: counter[3] for counter in counters}
    published = as_published(figures(counters, LATER))
    small = [key for key, number in true.items() if number < FEWEST]
    if not small:
        return
    month, kind, key = data.draw(st.sampled_from(sorted(small)))
    possible = {value for value in range(1, FEWEST) for other in worlds(true, month, kind, key, value)
                if as_published(figures([(*at, n) for at, n in other.items()], LATER)) == published}
    assert len(possible) >= 3, (month, kind, key, possible)


def worlds(true: dict, month: str, kind: str, key: str, value: int):
    """Other requests of that month, with that count changed: as many more or fewer had something else. The steps of a
    service follow its number."""
    at, more = (month, kind, key), value - true[month, kind, key]
    if not more:
        yield true
        return
    beside = [one for one in true if one[:2] == (month, kind) and _service(*one[1:]) == _service(kind, key)]
    for other in beside:
        if other != at and true[other] >= more:
            changed = {one: number for one, number in true.items() if one != other}
            changed |= {other: true[other] - more} if true[other] > more else {}
            yield _followed(changed | {at: value}, month)
    if kind == "waiting":                              # as many more or fewer left before somebody came
        yield true | {at: value}
    strange = f"{_service(kind, key)}/900" if kind == "step" else "900"
    if more < 0:                                       # some of them had what nobody else had
        yield _followed(true | {at: value, (month, kind, strange): -more}, month)
    yield _followed({one: number for one, number in true.items() if one[0] != month}      # a month with few requests
                    | {(month, "service", _service("step", key)): value, at: value}, month)
    own = month, "service", _service("step", key)      # a step of a service that is itself left out
    if kind == "step" and true[own] < FEWEST or kind == "step" and len(beside) == 1:
        for other in worlds(true, *own, true[own] + more):
            yield other | {at: value}


def _service(kind: str, key: str) -> str:
    return key.partition("/")[0] if kind == "step" else ""


def _followed(counters: dict, month: str) -> dict:
    """With the steps of each service adding up to its number again, where they did not."""
    made = dict(counters)
    for (at, kind, service), number in counters.items():
        if at != month or kind != "service":
            continue
        own = [key for key in made if key[:2] == (month, "step") and _service("step", key[2]) == service]
        if sum(made[key] for key in own) != number and own:
            for key in own:
                del made[key]
            made[own[0]] = number
    return made


@settings(max_examples=200)
@given(months())
def test_what_was_published_never_changes(counters):
    """Month by month as they are over: an older publication is a part of the next, so two tell no more than one."""
    earlier = None
    for number in range(2, 7):
        found = figures(counters, date(2026, number, 2))
        if earlier:
            for kind in (*KINDS, "step"):
                for key, numbers in found.tables[kind].rows.items():
                    before = earlier.tables[kind].rows.get(key)
                    old = numbers[:len(earlier.asked.months)]
                    assert old == before if before is not None else not any(old)
            assert found.asked.rows.get(REST, ())[:len(earlier.asked.months)] == earlier.asked.rows.get(REST, ())
        earlier = found


@settings(max_examples=200)
@given(months())
def test_the_sum_of_a_row_tells_nothing_that_its_numbers_do_not(counters):
    for table in figures(counters, LATER).tables.values():
        for key, numbers in table.rows.items():
            assert table.total(key) == Total(sum(number for number in numbers if number), None in numbers)


@pytest.mark.parametrize(("today", "over"), [
    (date(2026, 11, 30), False), (date(2026, 12, 1), False), (date(2026, 12, 2), True), (date(2027, 1, 1), True)])
def test_a_month_is_published_once_its_last_requests_are_closed(today, over):
    assert is_over("2026-11", today) == over
    assert is_over("2025-12", date(2026, 1, 2)) and not is_over("2025-12", date(2026, 1, 1))


def test_a_month_that_still_grows_is_never_shown():
    """Else the difference between two looks at it would be the requests in between."""
    counters = [("2026-11", kind, "1", 50) for kind in ("service", "language")]
    day = date(2026, 11, 1)
    while day < date(2026, 12, 2):
        assert figures(counters, day).asked.months == ()
        day += timedelta(days=1)
    assert figures(counters, day).asked.rows[REST] == (50,)


def test_who_left_is_a_number_like_the_others():
    """20 asked and 18 were waited for: the 2 who left would stand in the difference of two totals."""
    counters = [("2026-11", "service", "4", 20), ("2026-11", "language", "1", 20),
                ("2026-11", "waiting", "0-1", 10), ("2026-11", "waiting", "2-5", 8)]
    waiting = figures(counters, LATER).tables["waiting"]
    assert waiting.rows == {"0-1": (10,), "2-5": (None,), REST: (None,)}


def test_steps_do_not_give_back_their_service_nor_the_other_way_round():
    counters = [("2026-11", "language", "1", 40),
                ("2026-11", "service", "3", 10), ("2026-11", "service", "4", 27), ("2026-11", "service", "5", 3),
                ("2026-11", "step", "3/10", 10), ("2026-11", "step", "4/10", 20), ("2026-11", "step", "4/11", 7),
                ("2026-11", "step", "5/10", 3)]
    found = figures(counters, LATER).tables
    assert found["service"].rows == {"3": (10,), "4": (None,), "5": (None,)}
    assert found["step"].rows == {"3/10": (10,)}, "20 and 7 would tell that service 4 had 27, and service 5 then 3"


def test_a_month_with_few_requests_shows_nothing_at_all():
    counters = [("2026-10", kind, "1", 30) for kind in ("service", "language")]
    counters += [("2026-11", kind, "1", 4) for kind in ("service", "language")]
    found = figures(counters, LATER)
    assert found.asked.rows == {REST: (30, None)} and found.tables["service"].rows == {"1": (30, None)}


def test_steps_that_do_not_fit_their_service_are_not_shown():
    """Counters that somebody changed by hand give no nonsense."""
    counters = [("2026-11", "service", "4", 10), ("2026-11", "language", "1", 10), ("2026-11", "step", "4/10", 12)]
    assert figures(counters, LATER).tables["step"].rows == {}


def test_only_the_rows_of_a_year_are_in_it():
    counters = [("2026-11", "service", "4", 10), ("2027-01", "service", "5", 10)]
    found = figures(counters, LATER)
    assert found.years == ["2026", "2027"]
    assert found.tables["service"].of_year("2027").rows == {"5": (10,)}
