"""The hours that assistants write down, however they write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.hours_form import Unclear, read_form, read_spans, show_spans
from kiosk.handoff.hours import read_hours
from kiosk.settings import Helpers, Settings

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(("typed", "spans"), [
    ("", None), ("   ", None), ("niemand", []), ("Gesloten", []),
    ("09:00-12:30", ["09:00-12:30"]), ("9-12", ["09:00-12:00"]), ("9u-12u30", ["09:00-12:30"]),
    ("9.00 - 12.30", ["09:00-12:30"]), ("van 9 uur tot 12 uur", ["09:00-12:00"]), ("9h tot 12h30", ["09:00-12:30"]),
    ("9:00–12:30", ["09:00-12:30"]), ("9-12, 13.30-17", ["09:00-12:00", "13:30-17:00"]),
    ("9u tot 12u30 en 13u30 tot 17u", ["09:00-12:30", "13:30-17:00"]), ("20:00-24:00", ["20:00-24:00"]),
    ("22:00-02:00", ["22:00-02:00"]), ("9-12;13-17", ["09:00-12:00", "13:00-17:00"]),
])
def test_many_ways_of_writing_are_understood(typed, spans):
    assert read_spans(typed) == spans


@pytest.mark.parametrize("typed", [
    "morgen", "9", "9-", "25-26", "9:70-12", "9-9", "9-12-17", "13-17, 9-12", "9-13, 12-17", "<b>9-12</b>",
    "22-2, 9-12",    "9-12, 13-14, 14-15, 15-16, 16-17, 17-18, 18-19"])
def test_what_is_not_understood_says_how_to_write_it(typed):
    with pytest.raises(Unclear, match=r"Schrijf"):
        read_spans(typed)


@given(st.text(max_size=60) | st.text(alphabet="0123456789:.-u ,en", max_size=40))
def test_whatever_is_typed_is_hours_or_a_sentence(typed):
    try:
        spans = read_spans(typed)
    except Unclear:
        return
    assert spans is None or read_spans(show_spans(spans)) == spans
    if spans is not None:
        read_hours({"monday": spans})


@given(st.dictionaries(st.sampled_from(["monday", "dag-0", "uren-0", "dag-1", "uren-1", "dag-999", "dag-x", "vreemd"]),
                       st.text(max_size=20) | st.sampled_from(["2026-12-25", "9-12", "niemand", "2020-01-01"])))
def test_whatever_form_is_sent_there_are_hours_or_errors(form):
    hours, week, days = read_form(form, TODAY)
    assert (hours is None) == any(row.error or row.day_error for row in (*week, *days))
    if hours:
        read_hours(hours.week, hours.exceptions)


def test_hours_are_saved_and_shown_as_they_were_understood(desk):
    desk.kiosk()
    karin = desk.assistant()
    answer = karin.post("/uren", data={"friday": "9u tot 12u30", "dag-0": "2026-12-25", "uren-0": "niemand"})
    page = karin.get(answer.headers["location"]).text
    assert "Bewaard" in page
    assert 'value="09:00-12:30"' in page and 'value="2026-12-25"' in page and 'value="niemand"' in page
    assert "Er is nu een helper, tot 12.30 uur." in page  # it is Friday, 10 o'clock
    karin.post("/uren", data={"friday": "14-17"})
    page = karin.get("/uren").text
    assert "Vandaag komt er een om 14.00 uur" in page
    assert "2026-12-25" not in page


def test_what_is_wrong_is_told_and_nothing_that_was_typed_is_lost(desk):
    kiosk, karin = desk.kiosk(), desk.assistant()
    answer = karin.post("/uren", data={"monday": "9-12", "tuesday": "sm'orgens \"vroeg\"", "dag-0": "gisteren",
                                       "uren-0": "9-12", "dag-1": "2026-12-24", "dag-2": "2026-12-26", "uren-2": "x"})
    assert answer.status_code == 422
    page = answer.text
    assert "Nog niets bewaard" in page
    assert 'value="9-12"' in page and "sm&#39;orgens &#34;vroeg&#34;" in page and 'value="gisteren"' in page
    assert page.count('aria-invalid="true"') == 4
    for name in ("tuesday", "dag-0", "uren-1", "uren-2"):
        assert f'href="#{name}"' in page and f'id="{name}"' in page and f'id="fout-{name}"' in page
    assert kiosk.http.get("/api/hours").json() == {"week": {}, "exceptions": {}}


def test_a_day_that_stands_there_twice_is_asked_about(desk):
    desk.kiosk()
    twice = {"dag-0": "2026-12-24", "uren-0": "9-12", "dag-1": "2026-12-24", "uren-1": "niemand"}
    assert "Deze dag staat er twee keer" in desk.assistant().post("/uren", data=twice).text


def test_each_site_has_its_own_hours(serve):
    desk = serve(lambda address: Settings(helpers=Helpers(monday=("08:00-09:00",))))
    gent, aalst = desk.kiosk("Kiosk 1", "Gent"), desk.kiosk("Kiosk 2", "Aalst")
    everywhere, only_gent = desk.assistant("Jan"), desk.assistant("Karin", "Gent")
    only_gent.post("/uren", data={"monday": "10-11"})
    assert gent.http.get("/api/hours").json()["week"] == {"monday": ["10:00-11:00"]}
    assert aalst.http.get("/api/hours").json()["week"] == {"monday": ["08:00-09:00"]}
    page = everywhere.get("/uren").text
    assert "Aalst" in page and "Gent" in page
    assert "Aalst" not in only_gent.get("/uren").text
    number = next(line.split('"')[1] for line in page.splitlines() if "Aalst</option>" in line)
    only_gent.post(f"/uren?plaats={number}", data={"monday": "15-16"})  # not theirs: it is Gent that changes
    assert aalst.http.get("/api/hours").json()["week"] == {"monday": ["08:00-09:00"]}
    everywhere.post(f"/uren?plaats={number}", data={"monday": "niemand"})
    assert aalst.http.get("/api/hours").json()["week"] == {"monday": []}


def test_before_there_is_a_site_the_page_says_so(desk):
    assert "nog geen kiosk toegevoegd" in desk.assistant().get("/uren").text
