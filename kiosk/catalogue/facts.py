"""Local facts: prices, delays, days, addresses, phone numbers, sites. The municipality fills them in; never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from kiosk.catalogue.fields import NO_DATE, Fields, Source
from kiosk.catalogue.model import Fact
from kiosk.catalogue.problems import Problem, did_you_mean

Overrides = Mapping[str, Sequence]
"""From the settings: "walkthrough.fact" → value, the day it was checked, and perhaps review_by and expires."""

SETTINGS = "settings, [facts]"
"""The place that a fault in an override names; the settings room knows the file and reports its lines."""

SHAPES = {
    "price": (re.compile(r"\d{1,5}([.,]\d{1,2})?\Z"), "Write an amount in euro: `5` or `7.50`."),
    "delay": (re.compile(r"\d{1,3}\Z"), "Write a whole number of working days: `5`."),
    "address": (re.compile(r".{3,200}\Z"), "Write the street, the number and the place."),
    "website": (re.compile(r"(https?://)?([a-z0-9-]+\.)+[a-z]{2,}(/\S*)?\Z"),
                "Write the address as people type it: `gemeente.be/afspraak`."),
    "date": (re.compile(r"20\d\d-\d\d-\d\d\Z"), "Write the day: `2027-06-30`."),
    "phone": (re.compile(r"\+?[\d /.()-]{3,20}\Z"), "Write the number with digits: `09 210 10 10`."),
}


def read_facts(fields: Fields, source: Source) -> dict[str, Fact]:
    facts = {}
    for id, _line, node in fields.blocks("facts"):
        fact = Fields(node, source, f"fact “{id}”", ("kind", "source"),
                      ("value", "checked_on", "review_by", "expires"))
        kind = fact.one_of("kind", SHAPES)
        value, checked_on = None, None
        if "value" in fact:
            value = normal(kind, fact.word("value"))
            if value is None and kind in SHAPES:
                fact.error("value", f"“{fact.word('value')}” is not a {kind}.", SHAPES[kind][1])
            if "checked_on" not in fact:
                fact.error("value", "This value has no day on which it was checked.",
                           "Add a line `checked_on: 2026-11-23`, or leave the value out.")
        if "checked_on" in fact:
            checked_on = fact.date("checked_on")
        review_by, expires = (fact.date(key) if key in fact else None for key in ("review_by", "expires"))
        if checked_on and review_by and NO_DATE not in (checked_on, review_by) and review_by <= checked_on:
            fact.error("review_by", "The review comes before the check.", "Write a day after `checked_on`.")
        facts[id] = Fact(id, kind, value, checked_on, fact.url("source"), review_by, expires, fact.line)
    return facts


def normal(kind: str, value: object) -> str | None:
    """The value as the model keeps it (a price with a point), or None when it is no value of this kind."""
    words = str(value).strip()
    shape = SHAPES.get(kind)
    if isinstance(value, bool) or shape is None or not shape[0].match(words):
        return None
    if kind == "date" and not _is_day(words):
        return None
    return words.replace(",", ".") if kind == "price" else words


def _is_day(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def overridden(walkthrough: str, facts: Mapping[str, Fact],
               overrides: Overrides) -> tuple[dict[str, Fact], list[Problem]]:
    """The facts with what the settings say. A wrong value is not used: the kiosk sends to the desk."""
    result, problems = dict(facts), []
    for id, fact in facts.items():
        key = f"{walkthrough}.{id}"
        if key not in overrides:
            continue
        value, checked_on, review_by, expires = (*overrides[key], None, None)[:4]
        words = normal(fact.kind, value)
        if words is None:
            problems.append(Problem(SETTINGS, 0, f"“{key}” is {value}, which is not a {fact.kind}.",
                                    SHAPES[fact.kind][1], "warning"))
        else:
            result[id] = replace(fact, value=words, checked_on=checked_on, review_by=review_by, expires=expires,
                                 file=SETTINGS, line=0)
    return result, problems


def unknown_overrides(overrides: Overrides, facts: set[str], left_out: set[str]) -> list[Problem]:
    """Settings for facts nobody has. ``left_out``: walkthroughs whose facts could not be read."""
    return [Problem(SETTINGS, 0, f"There is no fact “{key}”.", did_you_mean(key, facts), "warning")
            for key in overrides if key not in facts and key.partition(".")[0] not in left_out]
