"""Which hard words of the glossary stand on the screen at this moment."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.catalogue.model import Catalogue, Check, FactText, Practise, Term, Text
from kiosk.catalogue.terms import SHOWN_AT_MOST, explained_in
from kiosk.visit.place import Kind, Place


def hard_words(place: Place, catalogue: Catalogue) -> tuple[Term, ...]:
    """Those that have an explanation, at most two, in the order of reading; none off the steps."""
    if place.kind is not Kind.STEP:
        return ()
    return explained_in(_shown(place, catalogue), catalogue.glossary)[:SHOWN_AT_MOST]


def _shown(place: Place, catalogue: Catalogue) -> Iterator[Text]:
    """The texts of the step in Dutch: after a touch beside the ring what is said about that, a tip once it is shown."""
    walkthrough = catalogue.walkthroughs[place.walkthrough]
    here = walkthrough.step(place.step)
    if isinstance(here, Practise) and place.aside:
        says = here.page.element(place.aside).says
        yield from (says,) if says else ()
        return
    yield here.title
    for sentence in here.text:
        if isinstance(sentence, FactText):
            fact = walkthrough.facts.get(sentence.fact)
            yield sentence.known if fact is not None and fact.value else sentence.unknown
        else:
            yield sentence
    if isinstance(here, Check):
        for need in here.needs:
            yield need.label
            if place.answers.get(need.id) is False:
                yield need.tip
