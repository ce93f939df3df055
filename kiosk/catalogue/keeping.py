"""How long content keeps: what must be looked at again, what may have changed, and what is withheld.

Past ``review_by`` a kiosk goes on and says that this may have changed. Past ``expires``, the last day on which
something is true, it says it no more: a fact sends to the desk, as one that nobody has filled in, and a step becomes
one at which a person must help. The day is always handed in. Steps, ids and numbers stay, so that a code says the same;
what led on from a withheld step is not met, and graph checks are made on the content as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kiosk.catalogue.model import Catalogue, Fact, FactText, HandOver, Step, Text, Walkthrough


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """Something that must be looked at by ``day``: where it stands, what it is, and what to compare it with."""

    day: date
    file: str
    line: int
    what: str
    sources: tuple[str, ...]
    expires: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        how = "is not shown after this day. Write what holds then" if self.expires else "must be reviewed. Compare it"
        source = f"{self.sources[0]}{f' and {len(self.sources) - 1} more' if len(self.sources) > 1 else ''}"
        return f"{self.day}  {place}: {self.what} {how}: {source}"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What stands in place of a step that expired; ``staff`` is for who helps."""

    title: Text
    text: Text
    staff: Text


def as_of(catalogue: Catalogue, today: date, words: Withheld) -> Catalogue:
    """The catalogue as it may be shown on a day. What has not expired is the same object as before."""
    return replace(catalogue, walkthroughs={id: _walkthrough_as_of(walkthrough, today, words)
                                            for id, walkthrough in catalogue.walkthroughs.items()})


def _walkthrough_as_of(walkthrough: Walkthrough, today: date, words: Withheld) -> Walkthrough:
    facts = {id: replace(fact, value=None) for id, fact in walkthrough.facts.items() if _past(fact.expires, today)}
    steps = {id: HandOver(id, step.number, step.icon, words.title, (words.text,), (), staff=(words.staff,))
             for id, step in walkthrough.steps.items() if _past(step.expires, today)}
    if not facts and not steps:
        return walkthrough
    return replace(walkthrough, facts={**walkthrough.facts, **facts}, steps={**walkthrough.steps, **steps})


def may_have_changed(walkthrough: Walkthrough, step: Step, today: date) -> bool:
    """Is a fact on this step past its review? On the first step: is the walkthrough?"""
    facts = (walkthrough.facts.get(part.fact) for part in step.text if isinstance(part, FactText))
    return (step.id == walkthrough.first and _past(walkthrough.review_by, today)
            or any(fact.value and _past(fact.review_by, today) for fact in facts if fact))


def overdue(walkthrough: Walkthrough, today: date) -> date | None:
    """The earliest review that was due and not done."""
    first = first_review(walkthrough)
    return first if _past(first, today) else None


def first_review(walkthrough: Walkthrough) -> date:
    """The earliest day by which something of a walkthrough must be reviewed: the whole, or a fact with a value."""
    reviews = (fact.review_by for fact in walkthrough.facts.values() if fact.value and fact.review_by)
    return min((walkthrough.review_by, *reviews))


def dues_of(walkthrough: Walkthrough, line: int) -> Iterator[Due]:
    """Every date of a walkthrough. ``line``: of its own ``review_by``."""
    file, name = walkthrough.title.file, f"“{walkthrough.title.dutch}”"
    yield Due(walkthrough.review_by, file, line, name, walkthrough.sources)
    for fact in walkthrough.facts.values():
        what = f"the fact “{fact.id}” of {name}"
        # The review of the whole takes along a fact that has no other day; one without a value has nothing to review.
        if fact.value and fact.review_by and fact.review_by != walkthrough.review_by:
            yield Due(fact.review_by, fact.file or file, fact.line, what, (fact.source,))
        if fact.value and fact.expires:
            yield Due(fact.expires, fact.file or file, fact.line, what, (fact.source,), expires=True)
    for step in walkthrough.steps.values():
        if step.expires:
            what = f"the step “{step.title.dutch}” of {name}"
            yield Due(step.expires, step.title.file, step.title.line, what, walkthrough.sources, expires=True)


def default_review(fact: Fact, walkthrough: Walkthrough) -> date:
    """The walkthrough's own; for what a municipality filled in, as long after its check as that is after the author's
    check."""
    if fact.checked_on is None or not fact.file:
        return walkthrough.review_by
    try:
        return fact.checked_on + max(timedelta(), walkthrough.review_by - walkthrough.checked_on)
    except OverflowError:
        return walkthrough.review_by


def _past(day: date | None, today: date) -> bool:
    return day is not None and day < today
