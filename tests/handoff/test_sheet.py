"""What a member of staff reads on the kiosk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from shelf import FIXED
from test_code import STUCK
from test_record import RECORDS

from kiosk.handoff.record import SOMETHING_ELSE, Answer, Record
from kiosk.handoff.sheet import DEFAULT_TODO, StaffSheet, staff_sheet


def test_the_whole_sheet():
    assert staff_sheet(STUCK, FIXED) == StaffSheet(
        service="Ik ben verhuisd", step="Tik op “Attesten”.", reason="Ik zie de knop niet",
        language="Arabisch", has=("Uw identiteitskaart",), lacks=("De pincode van uw kaart",),
        todo=("Kijk mee of de burger op de juiste pagina staat.",), site=7, same_content=True)


@pytest.mark.parametrize(("record", "todo"), [
    (replace(STUCK, step=13, reason=0), "Kijk mee of de burger op de juiste pagina staat."),
    (replace(STUCK, step=14, reason=0), "Leg uit hoe de burger een nieuwe pincode aanvraagt."),
    (replace(STUCK, step=3, reason=0), "Leg uit hoe de burger een nieuwe pincode aanvraagt."),
    (replace(STUCK, step=11, reason=3, checklist=()), DEFAULT_TODO[0]),
    (replace(STUCK, step=10, reason=SOMETHING_ELSE, checklist=()), DEFAULT_TODO[0]),
    (Record(FIXED.version), DEFAULT_TODO[0]),
])
def test_what_to_do_comes_from_where_the_person_got_stuck(record, todo):
    assert staff_sheet(record, FIXED).todo[0] == todo


def test_before_a_service_is_chosen_and_after_the_last_step():
    start = staff_sheet(Record(FIXED.version, language=2), FIXED)
    assert (start.service, start.step, start.reason, start.language) == (
        "Nog geen dienst gekozen", "", "", "Frans")
    assert staff_sheet(Record(FIXED.version, walkthrough=4), FIXED).step == "Na de laatste stap"
    assert staff_sheet(Record(FIXED.version, reason=255), FIXED).reason == "Iets anders"
    assert staff_sheet(Record(FIXED.version), FIXED).language == "Nog niet gekozen"


def test_a_code_of_other_content_is_still_shown_as_far_as_it_goes():
    foreign = staff_sheet(Record(1, 0, 99, 9, 99, (Answer.LACKS,), 9), FIXED)
    assert {foreign.service, foreign.step, foreign.reason, foreign.language} == {"Niet gekend in deze versie"}
    assert not foreign.same_content and foreign.lacks == ()


@given(RECORDS)
def test_every_record_has_a_sheet(record):
    assert staff_sheet(record, FIXED).todo
