"""As CLDR has it in five languages, always in Latin digits."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from kiosk.language import formats
from kiosk.language.languages import BY_CODE, LANGUAGES

MOMENT = datetime(2026, 11, 23, 14, 5)


def in_all(make) -> dict[str, str]:
    return {language.code: make(language) for language in LANGUAGES}


def test_number():
    assert in_all(lambda language: formats.number(Decimal("1234.5"), language)) == {
        "nl": "1.234,5", "fr": "1\u00a0234,5", "en": "1,234.5", "de": "1.234,5", "ar": "1,234.5"}


def test_money_has_cents_only_when_there_are_some():
    assert in_all(lambda language: formats.money("15.00", language)) == {
        "nl": "15 euro", "fr": "15 euros", "en": "15 euros", "de": "15 Euro", "ar": "15 يورو"}
    assert in_all(lambda language: formats.money("7.5", language)) == {
        "nl": "7,50 euro", "fr": "7,50 euros", "en": "7.50 euros", "de": "7,50 Euro", "ar": "7.50 يورو"}


def test_one_euro():
    assert formats.money(1, BY_CODE["en"]) == "1 euro" and formats.money(1, BY_CODE["fr"]) == "1 euro"


def test_date_long():
    assert in_all(lambda language: formats.date_long(date(2026, 11, 23), language)) == {
        "nl": "maandag 23 november 2026", "fr": "lundi 23 novembre 2026", "en": "Monday, 23 November 2026",
        "de": "Montag, 23. November 2026", "ar": "الاثنين، 23 نوفمبر 2026"}


def test_time_is_as_on_the_door():
    assert set(in_all(lambda language: formats.time(time(14, 5), language)).values()) == {"14:05"}
    assert formats.time(MOMENT, BY_CODE["ar"]) == "14:05"
    assert formats.time(time(9, 0), BY_CODE["nl"]) == "09:00"


def test_weekday_time():
    assert in_all(lambda language: formats.weekday_time(MOMENT, language)) == {
        "nl": "maandag 14:05", "fr": "lundi 14:05", "en": "Monday 14:05", "de": "Montag 14:05",
        "ar": "الاثنين 14:05"}


def test_list_and():
    assert in_all(lambda language: formats.list_and(["a", "b", "c"], language)) == {
        "nl": "a, b en c", "fr": "a, b et c", "en": "a, b and c", "de": "a, b und c", "ar": "a وb وc"}
    assert formats.list_and(["a"], BY_CODE["nl"]) == "a" and formats.list_and([], BY_CODE["nl"]) == ""


@pytest.mark.parametrize(("count", "dutch", "french", "arabic"), [
    (0, "other", "other", "zero"), (1, "one", "one", "one"), (2, "other", "other", "two"),
    (3, "other", "other", "few"), (11, "other", "other", "many"), (100, "other", "other", "other")])
def test_plural_form(count, dutch, french, arabic):
    forms = [formats.plural_form(count, BY_CODE[code]) for code in ("nl", "fr", "ar")]
    assert forms == [dutch, french, arabic]


def test_no_space_that_the_fonts_lack_and_no_arabic_digits():
    day = date(2026, 11, 23)
    for language in LANGUAGES:
        words = formats.money("1234567.5", language) + formats.number(1234567, language)
        words += formats.date_long(day, language)
        assert not any(c == "\u202f" or (c.isdigit() and not c.isascii()) for c in words)
