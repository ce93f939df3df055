"""Numbers: large ones, decimals, money, measures, ordinals, ranges, postcodes and the number of a person or a card."""

from __future__ import annotations

import re

from kiosk.language.said.names import Names
from kiosk.language.said.ordinals import ordinal_words
from kiosk.language.said.parts import DUTCH, Part, spread, with_pauses
from kiosk.language.said.reader import Reader, Rule

SPACE = "\u00a0\u202f\u2009"
EURO = "€|EUR(?![^\\W_])|[eE]uros?(?![^\\W_])|يورو"
BEFORE = r"(?<![^\W_])(?<![\d][.,/:])"
AFTER = r"(?![\d])(?![.,/:]\d)"
ALONE = r"(?<![^\W_])(?<![^\W_][.,/:–-])(\d{4})(?![^\W_])(?![.,/:–-][^\W_])"


def amount(names: Names, language: str) -> str:
    """A number with signs between its thousands or with decimals; groups: whole, decimals. French also parts thousands
    with a plain space, so there alone "1 250" is one number."""
    between = f"[{re.escape(names.thousands)}٬{SPACE}{' ' if language == 'fr' else ''}]"
    decimal = "[.,٫]" if language == "ar" else "\\." if language == "en" else ","
    other = "," if language == "en" else "\\."  # the sign of the neighbours, for which two digits are decimals too
    return rf"(\d{{1,3}}(?:{between}\d{{3}})+(?!\d)|\d+)(?:{decimal}(\d+)|{other}(\d\d?)(?![\d]))?"


def letter_rules() -> list[tuple[str, Rule]]:
    return [(rf"(?<![^\W_])(?:EUR)\s?(\d[\d.,{SPACE}]*\d|\d){AFTER}", money),
            (r"(?<![^\W_])[A-Z]{2}\d{2}(?: ?\d{4}){3}(?!\w)", groups)]


def rules(language: str, names: Names) -> list[tuple[str, Rule]]:
    number = rf"\d[\d.,٫٬{SPACE}]*\d|\d"
    if language == "fr":
        number = rf"\d{{1,3}}(?: \d{{3}})+(?:,\d+)?(?!\d)|{number}"
    written = "|".join(re.escape(unit) for unit, *_ in names.units)
    ordinals = {"nl": r"\d{1,2}(?:e|de|ste)", "fr": r"\d{1,2}(?:er|ère|re|e|ème|eme|de|d)"}.get(language)
    found: list[tuple[str, Rule]] = [
        (r"(?<![\w.-])\d\d\.\d\d\.\d\d[-–]\d{3}\.\d\d(?![\w-])", groups),
        (r"(?<![\w.-])(?:\d{3}-\d{7}-\d\d|\d{4}(?: \d{4}){2,3})(?![\w-])", groups),
        (rf"{BEFORE}€\s?({number}){AFTER}", money),
        (rf"{BEFORE}({number})\s?(?:{EURO})", money),
        (rf"{BEFORE}({number})\s?({written})(?![^\W_])", measure),
    ]
    if ordinals:
        found.append((rf"{BEFORE}{ordinals}(?![^\W_])", ordinal))
    if language == "nl":
        found.append((r"(?<![^\W_])(?<![€.,/:–-])([1-9]\d)(\d\d)(?=[ \u00a0][A-Z][a-zé])", postcode))
    if language in ("en", "de"):
        found.append((ALONE, year))
    found += [
        (r"(?<![^\W_])(?<![\d][.,/:])(\d{1,3})\s?/\s?(\d{1,3})(?![\d/])", part_of),
        (r"(?<=[\dhuU€%])[–—-](?=€?\s?\d)|(?<=[\dhuUr€%]\s)[–—-](?=\s€?\s?\d)", to),
        (rf"{BEFORE}{amount(names, language)}{AFTER}", large_or_decimal),
        (r"(?<!\S)[-−](?=\d)", minus),
    ]
    return found


def whole_number(whole: str, names: Names) -> str:
    """"1.250" and "1 250" as the voice reads them: 1250; a number of more than six digits with its millions. A long
    row of digits without any sign is a code, and is said digit by digit."""
    digits = "".join(str(int(digit)) for digit in whole if digit.isdigit())
    parted = len(digits) < len(whole)
    if not parted and len(digits) > 6:
        return " ".join(digits)
    if not parted or len(digits) < 7:
        return digits if not re.search(r"\s", whole) else _thousands(digits, names)
    millions, rest = int(digits[:-6]), int(digits[-6:])
    said = f"{millions} {names.million[millions != 1]}"
    return f"{said} {_thousands(str(rest), names)}" if rest else said


def _thousands(digits: str, names: Names) -> str:
    """"15 000" is two words on the screen, so it is two for the voice: 15 thousand."""
    number = int(digits)
    if number < 1000:
        return str(number)
    first = "" if number < 2000 and names.thousand in ("mille", "duizend", "ألف") else f"{number // 1000} "
    return f"{first}{names.thousand} {number % 1000 or ''}".strip()


def _in_words(shown: str, reader: Reader) -> tuple[str, str] | None:
    """The whole number and what is behind the decimal sign ("" when nothing is), or None for no number."""
    found = re.fullmatch(amount(reader.names, reader.language), shown)
    return None if found is None else (found[1], found[2] or found[3] or "")


def large_or_decimal(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    decimals = found[2] or found[3]
    said = whole_number(found[1], reader.names)
    if decimals:
        said = f"{said} {reader.names.comma} {_decimals(decimals, reader.language)}"
    return None if said == found[0] else list(reader.spread(said, found))


def _decimals(decimals: str, language: str) -> str:
    """"12,50" is "vijftig" behind the comma in Dutch, French and Arabic; English and German say each digit."""
    if language in ("en", "de") or len(decimals) > 2 or decimals[0] == "0":
        return " ".join(decimals)
    return decimals


def money(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    """"€ 12,50" is "12 euro 50", "€ 0,50" is "50 cent"; French counts from two on as more than one."""
    parted = _in_words(found[1], reader)
    if parted is None:
        return None
    names = reader.names
    whole, decimals = parted
    count = int("".join(filter(str.isdigit, whole)))
    cents = int(decimals.ljust(2, "0")) if 0 < len(decimals) <= 2 else 0
    several = count >= 2 or (count == 0 and reader.language != "fr")
    if len(decimals) > 2:
        said = f"{whole_number(whole, names)} {names.comma} {' '.join(decimals)} {names.euro[several]}"
    elif cents and not count:
        said = f"{cents} {names.cent[cents > 1]}"
    else:
        said = f"{_one(count, whole_number(whole, names), reader.language)} {names.euro[several]} {cents or ''}"
        if cents and reader.language == "ar":
            said = f"{whole_number(whole, names)} {names.euro[0]} و {cents} {names.cent[0]}"
    return list(reader.spread(said, found))


def _one(count: int, said: str, language: str) -> str:
    """1 before a noun, where the voice says the number for counting: "un euro" and not "un, euro"; "ein Euro"."""
    return {"fr": "un", "de": "ein"}.get(language, said) if count == 1 else said


def measure(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    parted = _in_words(found[1], reader)
    unit = next((unit for unit in reader.names.units if unit[0] == found[2]), None)
    if parted is None or unit is None:
        return None
    whole, decimals = parted
    one = whole == "1" and not decimals
    said = whole_number(whole, reader.names)
    if decimals:
        said += f" {reader.names.comma} {_decimals(decimals, reader.language)}"
    return list(reader.spread(f"{said} {unit[1] if one else unit[2]}", found))


def ordinal(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    said = ordinal_words(int(re.match(r"\d+", found[0])[0]), reader.language, found[0].endswith(("ère", "re")))
    return list(reader.spread(said, found)) if said else None


def postcode(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    """9050 Gentbrugge is "negentig vijftig" in Flanders, 8400 Oostende "vierentachtighonderd"; 9000 Gent is a plain
    number. The years 1950 to 2099 are left alone: "Sinds 2024 Doc Stop" is no postcode."""
    first, last = found[1], found[2]
    if 1950 <= int(first + last) <= 2099 or (first[1] == "0" and last == "00"):
        return None
    if last == "00":
        return list(reader.spread(f"{first} honderd", found))
    return list(reader.spread(f"{first} {last if last[0] != '0' else ' '.join(last)}", found))


def year_said(year: str, language: str) -> str:
    """1984 is "nineteen eighty-four" and 2026 "twenty twenty-six"; in German 1984 is "neunzehnhundert 84"."""
    if language == "en" and year[:2] in ("19", "20") and year[2] != "0":
        return f"{year[:2]} {year[2:]}"
    if language == "de" and year[:2] == "19":
        return f"neunzehnhundert {int(year[2:]) or ''}".strip()
    return year


def year(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    said = year_said(found[1], reader.language)
    return None if said == found[1] else list(reader.spread(said, found))


def part_of(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    """Step 1/3: one of three. 24/7 and the like are two numbers."""
    first, last = int(found[1]), int(found[2])
    between = reader.names.out_of if first <= last else ""
    return list(reader.spread(f"{first} {between} {last}", found))


def to(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    """9-12, 2026–2027, 9u-12u: from the first up to the last. A chain of dashes, or a fall, is a code and no range."""
    text = found.string
    first = re.search(r"(?<![\w-])(?:€\s?)?(\d{1,4})(?:[.:,uh]\d\d)?\s?(?:u|uur|h|Uhr|€|%)?\s?$",
                      text[max(0, found.start() - 16):found.start()])
    last = re.match(r"\s?€?\s?(\d{1,4})(?!\d)(?![–-]\d)", text[found.end():found.end() + 12])
    if first is None or last is None or int(first[1]) > int(last[1]):
        return None
    return list(reader.spread(reader.names.to, found))


def minus(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    return list(reader.spread(reader.names.minus, found))


def groups(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    """85.07.30-033.28, a card or account number: the digits in the groups they are shown in, letters one by one."""
    parts = []
    for run in re.finditer(r"[A-Z]+|\d+", found[0]):
        said = run[0] if len(run[0]) == 2 and run[0][0] in "123456789" else " ".join(run[0])
        language = DUTCH if run[0].isalpha() and reader.language == "ar" else reader.language
        start = found.start() + run.start()
        parts.append(spread(said, found.string, start, start + len(run[0]), language))
    return with_pauses(parts)
