"""Numbers, amounts, dates and times in a language, through Babel (CLDR).

Always in Latin digits, also in Arabic: those stand on Belgian screens, letters and doors. Importing this
costs a tenth of a second, so only what shows such a value imports it, and not before it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from datetime import time as clock_time
from decimal import Decimal

from babel import Locale, dates, lists, numbers

from kiosk.language.languages import Language

DIGITS = "latn"
NARROW_SPACE, SPACE = "\u202f", "\u00a0"  # French groups digits with a narrow space, which few fonts have


def number(value: int | Decimal, language: Language) -> str:
    """1234.5 → "1.234,5"."""
    words = numbers.format_decimal(value, locale=language.locale, numbering_system=DIGITS)
    return words.replace(NARROW_SPACE, SPACE)


def money(value: int | str | Decimal, language: Language) -> str:
    """Euro: 15 → "15 euro", 7.5 → "7,50 euro". The name and not the sign, so that every voice says it right;
    and the cents only when there are some."""
    amount = Decimal(value)
    cents = "#,##0" if amount == int(amount) else "#,##0.00"
    words = numbers.format_currency(amount, "EUR", cents, locale=language.locale, format_type="name",
                                    currency_digits=False, numbering_system=DIGITS)
    return words.replace(NARROW_SPACE, SPACE)


def date_long(day: date, language: Language) -> str:
    """"maandag 23 november 2026"."""
    return dates.format_date(day, "full", locale=language.locale)


def date_short(day: date, language: Language) -> str:
    """"23 november 2026"."""
    return dates.format_date(day, "long", locale=language.locale)


def weekday(number: int, language: Language) -> str:
    """The name of a day by itself, 0 for "maandag"."""
    return dates.get_day_names("wide", "stand-alone", locale=language.locale)[number]


def time(moment: clock_time | datetime, language: Language) -> str:
    """"14:05", in 24 hours in every language: as it stands on the door."""
    return dates.format_time(moment, "HH:mm", locale=language.locale)


def weekday_time(moment: datetime, language: Language) -> str:
    """"maandag 14:05"."""
    return dates.format_datetime(moment, "EEEE HH:mm", locale=language.locale)


def list_and(items: Sequence[str], language: Language) -> str:
    """"een kaart, een pincode en een gsm"."""
    return lists.format_list(items, locale=language.locale)


def plural_form(count: int, language: Language) -> str:
    """CLDR's name of the form that goes with a number: zero, one, two, few, many or other. "one" only for 1
    itself: French has it for 0 as well, and what is written for 1 may well say "1"."""
    form = Locale.parse(language.locale).plural_form(count)
    return "other" if form == "one" and count != 1 else form
