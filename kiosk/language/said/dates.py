"""Dates and times of day.

A date is read with the name of its month: "24/11/2026" is "24 november 2026". Times keep the 24 hours of the screen,
so that ear and eye get the same; only Arabic names the hour, since no Arabic speaker says "the hour 14 and 30".
"""

from __future__ import annotations

import re

from kiosk.language.said.names import NAMES
from kiosk.language.said.numbers import year_said
from kiosk.language.said.ordinals import ordinal_words
from kiosk.language.said.parts import Part
from kiosk.language.said.reader import Reader, Rule

DAY, MONTH, YEAR = r"(0?[1-9]|[12]\d|3[01])", r"(0?[1-9]|1[0-2])", r"(\d{4})"
BEFORE, AFTER = r"(?<![^\W_])(?<![\d][.,/:–-])", r"(?![^\W_])(?![/.:–-]\d)"
AT = r"(?<![^\W_])(?<![\d][.,/:])"  # unlike a date, a time may follow a dash: 9:00-12:30
HOUR, MINUTES = r"([01]?\d|2[0-4])", r"([0-5]\d)"
HOUR_SAID = {"nl": "uur", "de": "Uhr"}
HOURS_WRITTEN = {"nl": r"uur|u\.?", "fr": "heures?|h", "en": "h", "de": "Uhr|h", "ar": "h"}
AR_HOURS = ("الثانية عشرة", "الواحدة", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة",
            "التاسعة", "العاشرة", "الحادية عشرة")
GERMAN_DATIVE = re.compile(r"\b(?:am|dem|vom|zum|beim|seit|ab|den|bis)\s+$", re.IGNORECASE)
THE = re.compile(r"\b(?:the|this)\s+$", re.IGNORECASE)


def rules(language: str) -> list[tuple[str, Rule]]:
    months = "|".join(NAMES[language].months)
    written = HOURS_WRITTEN[language]
    found: list[tuple[str, Rule]] = [
        (rf"{BEFORE}{DAY}([/.-]){MONTH}\2{YEAR}{AFTER}", day_first),
        (rf"{BEFORE}{YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]){AFTER}", year_first),
        (rf"{BEFORE}(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2]){AFTER}", without_year),
        (rf"{AT}{HOUR}[:]{MINUTES}(?::[0-5]\d)?(?:\s?(?:{written})(?![^\W_]))?(?![\d:])", time),
        (rf"{AT}{HOUR}\.{MINUTES}\s?(?:{written})(?![^\W_])", time),
        (rf"{AT}{HOUR}\s?h\s?{MINUTES}?(?![^\W_])", time),
    ]
    if language == "nl":
        found.append((rf"{AT}{HOUR}u{MINUTES}?(?![^\W_])|{AT}{HOUR} u(?:\.|(?=\s*[–,;:?!)-]|\s*$|\s+(?:tot|en)\b))",
                      time))
    if language in ("de", "en"):
        dot = r"\." if language == "de" else ""
        found.append((rf"{BEFORE}{DAY}{dot}\s({months})(?![^\W_])(?:\s{YEAR}(?![^\W_]))?", month_in_words))
    return found


def _date(reader: Reader, found: re.Match[str], day: int, month: int, year: str) -> list[Part] | None:
    name = reader.names.months[month - 1]
    before = found.string[max(0, found.start() - 12):found.start()]
    first = str(day)
    match reader.language:
        case "fr" if day == 1:
            first = "premier"
        case "de":
            first = ordinal_words(day, "de") + ("n" if GERMAN_DATIVE.search(before) else "")
        case "en":
            first = f"{'' if THE.search(before) else 'the '}{day}{_english_ending(day)} of"
    return list(reader.spread(f"{first} {name} {year_said(year, reader.language)}", found))


def _english_ending(day: int) -> str:
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def day_first(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    return _date(reader, found, int(found[1]), int(found[3]), found[4])


def year_first(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    return _date(reader, found, int(found[3]), int(found[2]), found[1])


def without_year(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    return _date(reader, found, int(found[1]), int(found[2]), "")


def month_in_words(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    return _date(reader, found, int(found[1]), reader.names.months.index(found[2]) + 1, found[3] or "")


def time(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    told = [group for group in found.groups() if group]
    hour, minutes = int(told[0]), int(told[1]) if len(told) > 1 else 0
    match reader.language:
        case "fr":
            said = f"{_french_hour(hour)} {minutes or ''}"
        case "en":
            said = f"{hour} hours {minutes or ''}" if "h" in found[0] else _english(hour, minutes)
        case "ar":
            said = _arabic(hour, minutes, found.string[:found.start()])
        case _:
            number = "ein" if hour == 1 and reader.language == "de" else hour
            said = f"{number} {HOUR_SAID[reader.language]} {minutes or ''}"
    return list(reader.spread(said, found))


def _french_hour(hour: int) -> str:
    """An hour is feminine: "une heure", "vingt et une heures"; the voice would say "un"."""
    number = {1: "une", 21: "vingt et une"}.get(hour, str(hour))
    return f"{number} {'heure' if hour < 2 else 'heures'}"


def _english(hour: int, minutes: int) -> str:
    """14:30 "fourteen thirty", 9:00 "nine o'clock", 14:00 "fourteen hundred" as on a railway platform."""
    if minutes:
        return f"{hour} {minutes}" if minutes > 9 else f"{hour} oh {minutes}"
    return f"{hour} o'clock" if 0 < hour <= 12 else f"{hour or 'zero'} hundred"


def _arabic(hour: int, minutes: int, before: str) -> str:
    """14:30 is "the hour the second and a half, in the afternoon"."""
    part = "صباحًا" if hour < 12 else "ظهرًا" if hour == 12 else "بعد الظهر" if hour < 18 else "مساءً"
    unit = "دقائق" if 3 <= minutes <= 10 else "دقيقة"
    behind = {0: "", 15: "والربع", 30: "والنصف"}.get(minutes, f"و {minutes} {unit}")
    word = "" if before.rstrip().endswith("الساعة") else "الساعة"
    return f"{word} {AR_HOURS[hour % 12]} {behind} {'ليلًا' if hour in (0, 24) else part}"
