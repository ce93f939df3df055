"""Facts keep: past its review something is doubted, past its last day it is not said any more."""

from __future__ import annotations

from datetime import date

import pytest
from content_folder import FILE, Folder

from kiosk.catalogue.facts import SETTINGS
from kiosk.catalogue.keeping import Withheld, as_of, may_have_changed, overdue
from kiosk.catalogue.model import HandOver, Text
from kiosk.catalogue.reading import dues

WORDS = Withheld(Text("t", "Vraag dit aan de balie."), Text("u", "Dit geldt niet meer."), Text("s", "Zoek samen."))
KNOWN = "source: https://example.be/prijs\n    value: 5\n    checked_on: 2026-11-23"
LAST = date(2027, 6, 30)
DAYS = [(date(2027, 5, 23), False), (date(2027, 5, 24), True)]
"""The day by which the walkthrough of the folder must be reviewed, and the day after."""


@pytest.fixture
def folder(tmp_path):
    folder = Folder(tmp_path)
    folder.spoil("source: https://example.be/prijs", KNOWN)
    return folder


def verhuizen(folder, **more):
    catalogue, problems = folder.read(**more)
    assert problems == ()
    return catalogue


@pytest.mark.parametrize(("today", "late"), DAYS)
def test_past_its_review_the_first_screen_and_the_fact_are_doubted_and_nothing_else(folder, today, late):
    walkthrough = verhuizen(folder).walkthroughs["verhuizen"]
    doubted = {id for id, step in walkthrough.steps.items() if may_have_changed(walkthrough, step, today)}
    assert doubted == ({"about", "prijs"} if late else set())
    assert overdue(walkthrough, today) == (date(2027, 5, 23) if late else None)


def test_a_fact_nobody_filled_in_is_not_doubted(tmp_path):
    walkthrough = verhuizen(Folder(tmp_path)).walkthroughs["verhuizen"]
    assert not may_have_changed(walkthrough, walkthrough.step("prijs"), date(2030, 1, 1))


def test_a_fact_may_have_its_own_review(folder):
    folder.spoil(KNOWN, KNOWN + "\n    review_by: 2027-01-01")
    walkthrough = verhuizen(folder).walkthroughs["verhuizen"]
    day = date(2027, 1, 2)
    assert may_have_changed(walkthrough, walkthrough.step("prijs"), day)
    assert not may_have_changed(walkthrough, walkthrough.step("about"), day)
    assert overdue(walkthrough, day) == date(2027, 1, 1)


def test_what_the_municipality_checked_later_keeps_as_long_after_that(folder):
    overrides = {"verhuizen.prijs": ("7", date(2027, 3, 23))}
    fact = verhuizen(folder, overrides=overrides).walkthroughs["verhuizen"].facts["prijs"]
    assert fact.review_by == date(2027, 9, 20) and fact.value == "7"
    overrides = {"verhuizen.prijs": ("7", date(2027, 3, 23), date(2027, 4, 1), LAST)}
    fact = verhuizen(folder, overrides=overrides).walkthroughs["verhuizen"].facts["prijs"]
    assert (fact.review_by, fact.expires) == (date(2027, 4, 1), LAST)


@pytest.mark.parametrize(("today", "value"), [(LAST, "5"), (date(2027, 7, 1), None)])
def test_after_its_last_day_a_value_is_unknown(folder, today, value):
    folder.spoil(KNOWN, KNOWN + "\n    expires: 2027-06-30")
    catalogue = verhuizen(folder)
    assert as_of(catalogue, today, WORDS).walkthroughs["verhuizen"].facts["prijs"].value == value
    assert catalogue.walkthroughs["verhuizen"].facts["prijs"].value == "5"  # the day before can come back, in a test


@pytest.mark.parametrize("step", ["kies", "prijs", "doe"])
def test_after_its_last_day_a_step_sends_to_a_person_under_the_same_number(folder, step):
    old = {"kies": "title: Hoe meldt u zich aan?", "prijs": "title: Wat kost het?", "doe": "title: Tik op “Aangifte”."}
    folder.spoil(old[step], old[step] + "\n    expires: 2027-06-30")
    catalogue = verhuizen(folder)  # and the graph is as sound as it was
    before = catalogue.walkthroughs["verhuizen"]
    assert as_of(catalogue, LAST, WORDS).walkthroughs["verhuizen"] is before
    after = as_of(catalogue, date(2027, 7, 1), WORDS).walkthroughs["verhuizen"]
    assert isinstance(after.step(step), HandOver) and after.step(step).title == WORDS.title
    assert {id: one.number for id, one in after.steps.items()} == {id: one.number for id, one in before.steps.items()}
    assert after.needs == before.needs


@pytest.mark.parametrize(("line", "told"), [
    ("expires: 30 juni", "is not a date"), ("review_by: 2026-11-01", "comes before the check")])
def test_a_day_that_is_none_is_named(folder, line, told):
    at = folder.spoil(KNOWN, f"{KNOWN}\n    {line}") + 3
    _, problems = folder.read()
    assert [(problem.file, problem.line) for problem in problems] == [(FILE, at)] and told in problems[0].message


def test_a_checklist_does_not_expire(folder):
    """The places of its lines stand in the hand-off code."""
    folder.spoil("  title: Wat hebt u nodig?", "  title: Wat hebt u nodig?\n  expires: 2027-06-30")
    assert "expires" in str(folder.read()[1][0])


def test_all_that_is_due_with_its_place_and_source_the_soonest_first(folder):
    at = folder.spoil(KNOWN, KNOWN + "\n    review_by: 2027-01-01\n    expires: 2027-06-30")
    folder.spoil("title: Tik op “Aangifte”.", "title: Tik op “Aangifte”.\n    expires: 2027-02-01")
    found = dues([folder.path])
    assert [(due.day.isoformat(), due.file, due.expires) for due in found] == [
        ("2027-01-01", FILE, False), ("2027-02-01", FILE, True), ("2027-05-23", "assets/modules/aanmelden/module.yaml",
                                                                  False),
        ("2027-05-23", FILE, False), ("2027-06-30", FILE, True)]
    assert abs(found[0].line - at) <= 3 and "https://example.be/prijs" in str(found[0])
    assert "“Tik op “Aangifte”.”" in str(found[1])


def test_a_fact_of_the_settings_is_due_there(folder):
    found = dues([folder.path], {"verhuizen.prijs": ("7", date(2026, 12, 1), date(2027, 1, 5))})
    assert (found[0].file, found[0].day) == (SETTINGS, date(2027, 1, 5))
