"""Telephone numbers, in the groups they are written in, with a pause between groups so that they can be written down.

How a group is said was chosen by what people in Belgium say, and is the same everywhere in a language:
  nl  pairs are numbers ("zeventien"), a leading zero is "nul" ("nul twee", "nul achtenzeventig"), 0800 and 0900
      are "nul achthonderd" and "nul negenhonderd", four digits are two pairs; three digits that end in 0 are a number
      ("honderdzeventig"), else digit by digit ("vijf vijf drie"); the rest, such as 0470, digit by digit
  fr  every group is a number ("cinq cent cinquante-trois"), its leading zeros are said first ("zéro quatre cent
      septante"); four digits are two pairs
  en, de, ar  digit by digit
112 and 1733 are telephone numbers only behind a word such as "bel" or "numéro"; otherwise they may count something.
"""

from __future__ import annotations

import re

from kiosk.language.said.names import Names
from kiosk.language.said.parts import Part, Word, spread, with_pauses
from kiosk.language.said.reader import Reader, Rule

NUMBER = (r"(?<![^\W_])(?<![\d+][.,/-])(?<![\d] )(?:\+\d{2}[ \u00a0]?(?:\(0\)[ \u00a0]?)?\d{1,3}|0\d{1,4})"
          r"(?:[ \u00a0./-]\d{2,4}){1,4}(?![^\W_])(?![.,/-]\d)")
AT_ONCE = r"(?<![^\W_])(?<![\d][.,/-])(?:\+\d{10,12}|0\d{8,9})(?![^\W_])(?![.,/-]\d)"
FEWEST, MOST = 8, 13  # digits; E.164 allows 15, Belgium has 9 or 10, and 00800 numbers 13
SHORT = r"(?<![^\W_])(?<![\d][.,/: -])(1\d{2}|1[0-9]\d\d)(?![^\W_])(?![.,/:–-]\d|\s?(?:€|%|euro))"


def rules(names: Names) -> list[tuple[str, Rule]]:
    before = re.compile(rf"(?:^|[^\w])(?:{names.emergency})\s+[“\"«„]?$", re.IGNORECASE)

    def short(reader: Reader, found: re.Match[str]) -> list[Part] | None:
        """112 behind "bel": one one two. In French it is "le cent douze", which the voice says by itself."""
        if not before.search(found.string[max(0, found.start() - 24):found.start()]) or reader.language == "fr":
            return None
        if len(found[0]) == 3:
            return list(reader.spread(" ".join(found[0]), found))
        first, last = found[0][:2], found[0][2:]
        if reader.language == "nl":
            return list(reader.spread(f"{first} {'honderd' if last == '00' else _group(last, 'nl')}", found))
        return list(reader.spread(" ".join(found[0]), found)) if reader.language == "de" else None

    return [(NUMBER, telephone), (AT_ONCE, telephone), (SHORT, short)]


def telephone(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    digits = sum(map(str.isdigit, found[0]))
    if not FEWEST <= digits <= MOST:
        return None
    return with_pauses(_groups(reader, found))


def _groups(reader: Reader, found: re.Match[str]) -> list[list[Word]]:
    runs = [run.span() for run in re.finditer(r"\d+", found[0]) if found[0][run.start() - 1:run.end() + 1] != "(0)"]
    if len(runs) == 1:
        runs = list(_cut(*runs[0], found[0]))
    groups = []
    for start, end in runs:
        said = _group(found[0][start:end], reader.language)
        if start and found[0][start - 1] == "+":
            said, start = f"{reader.names.signs['+']} {said}", start - 1
        groups.append(spread(said, found.string, found.start() + start, found.start() + end, reader.language))
    return groups


def _cut(start: int, end: int, shown: str) -> list[tuple[int, int]]:
    """A number without spaces, in the groups in which Belgium writes it: 0470 12 34 56, 02 553 17 00."""
    mobile = shown[start:start + 2] in ("04", "32")
    ends = [end - 6, end - 4, end - 2, end] if mobile or shown[0] == "+" else [start + 2, end - 4, end - 2, end]
    starts = [start, *ends[:-1]]
    cut = list(zip(starts, ends, strict=True))
    if shown[0] == "+":  # the country has two digits of the first group
        cut[:1] = [(start, start + 2), (start + 2, ends[0])]
    return [span for span in cut if span[0] < span[1]]


def _group(digits: str, language: str) -> str:
    if language not in ("nl", "fr"):
        return " ".join(digits)
    zeros = len(digits) - len(digits.lstrip("0"))
    rest = digits[zeros:]
    leading = " ".join("0" * zeros)
    if len(rest) == 4:
        return f"{leading} {_group(rest[:2], language)} {_group(rest[2:], language)}".strip()
    if language == "nl" and len(rest) == 3 and not (rest.endswith("00") or (rest.endswith("0") and not zeros)):
        rest = " ".join(rest)
    return f"{leading} {rest}".strip()
