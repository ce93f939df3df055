"""What happens now: the kiosk says it only when it knows."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.handoff.hours import WEEKDAYS, Hours, HoursError, Now, now, read_hours

WEEK = {"monday": ["09:00-12:30", "13:30-17:00"], "tuesday": ["09:00-12:00", "12:00-16:00"], "wednesday": [],
        "thursday": ["14:00-24:00"], "friday": ["00:00-02:00", "22:00-02:00"], "saturday": [], "sunday": []}
LIBRARY = read_hours(WEEK, {"2026-12-25": [], date(2026, 12, 26): ["10:00-11:00"]})


def at(day: int, clock: str, month: int = 11) -> datetime:
    return datetime.fromisoformat(f"2026-{month:02}-{day:02}T{clock}")


@pytest.mark.parametrize(("moment", "kind", "when"), [  # 23 November 2026 is a Monday
    (at(23, "08:59:59"), "later", at(23, "09:00")),
    (at(23, "09:00"), "here", at(23, "12:30")),
    (at(23, "12:30"), "later", at(23, "13:30")),
    (at(23, "17:00"), "later", at(24, "09:00")),
    (at(24, "11:00"), "here", at(24, "16:00")),      # two spans that touch are one stay
    (at(24, "16:00"), "later", at(26, "14:00")),     # closed on Wednesday
    (at(26, "23:59"), "here", at(27, "02:00")),      # on past midnight
    (at(27, "01:59"), "here", at(27, "02:00")),
    (at(28, "01:00"), "here", at(28, "02:00")),      # Friday's evening, on Saturday
    (at(28, "02:00"), "later", at(30, "09:00")),     # over the weekend
    (at(24, "23:00", 12), "here", at(25, "00:00", 12)),   # Christmas: an exception closes the day
    (at(25, "00:00", 12), "later", at(26, "10:00", 12)),  # and another opens a Saturday
])
def test_the_hours_of_a_library(moment, kind, when):
    assert now(LIBRARY, moment) == Now(kind, when)


def test_a_day_that_nobody_filled_in_is_never_guessed():
    half = read_hours({"monday": ["09:00-12:00"], "tuesday": None})
    assert now(half, at(23, "08:00")) == Now("later", at(23, "09:00"))
    assert now(half, at(23, "13:00")) == Now("unknown")
    assert now(half, at(24, "10:00")) == Now("unknown")
    assert now(Hours(), at(23, "10:00")) == Now("unknown")


def test_closed_for_a_fortnight_names_no_day():
    closed = read_hours(dict.fromkeys(WEEKDAYS, ()))
    assert now(closed, at(23, "10:00")) == Now("later")
    reopening = read_hours(dict.fromkeys(WEEKDAYS, ()), {"2026-12-07": ["09:00-10:00"]})
    assert now(reopening, at(23, "10:00")) == Now("later", at(7, "09:00", 12))
    assert now(reopening, at(22, "10:00")) == Now("later")


@pytest.mark.parametrize("clock", [
    datetime(1970, 1, 1), datetime(2024, 12, 31), datetime(9999, 12, 31), datetime.min])
def test_a_clock_that_cannot_be_right_says_nothing(clock):
    assert now(LIBRARY, clock) == Now("unknown")


def test_open_day_and_night():
    always = read_hours(dict.fromkeys(WEEKDAYS, ["00:00-24:00"]))
    assert now(always, at(23, "10:00")).kind == "here"


def test_the_wall_clock_counts_on_the_night_it_changes():
    brussels = ZoneInfo("Europe/Brussels")
    night = read_hours(dict.fromkeys(WEEKDAYS, ["01:00-05:00"]))
    moment = datetime(2026, 10, 25, 2, 30, tzinfo=brussels, fold=1)
    assert now(night, moment) == Now("here", datetime(2026, 10, 25, 5, tzinfo=brussels))


@pytest.mark.parametrize(("week", "exceptions", "said"), [
    ({"maandag": []}, {}, "monday"),
    ({"monday": ["9-12"]}, {}, "09:00-12:30"),
    ({"monday": ["25:00-26:00"]}, {}, "09:00-12:30"),
    ({"monday": ["09:00-09:00"]}, {}, "09:00-12:30"),
    ({"monday": ["09:70-10:00"]}, {}, "09:00-12:30"),
    ({}, {"25/12/2026": []}, "2026-12-25"),
])
def test_a_time_that_cannot_be_read_is_explained(week, exceptions, said):
    with pytest.raises(HoursError, match=said):
        read_hours(week, exceptions)


SPANS = st.lists(st.builds("{:02}:{:02}-{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 30]),
                           st.integers(0, 23), st.sampled_from([15, 45])), max_size=3)


@given(st.dictionaries(st.sampled_from(WEEKDAYS), SPANS), st.datetimes())
def test_any_week_at_any_time_has_an_answer(week, moment):
    answer = now(read_hours(week), moment)
    assert answer.when is None or answer.when > moment
