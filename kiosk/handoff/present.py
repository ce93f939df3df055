"""Where a visit stands → its record, words and code: the one way from the screens to the hand-off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.catalogue.model import Catalogue
from kiosk.handoff import code, words
from kiosk.handoff.code import Matrix
from kiosk.handoff.record import Answer, Record
from kiosk.handoff.states import States
from kiosk.handoff.words import Noun
from kiosk.language.languages import BY_CODE


@dataclass(frozen=True, slots=True)
class HandOff:
    """What the screen shows of a record."""

    record: Record
    matrix: Matrix
    nouns: tuple[Noun, ...]


def record_of(catalogue: Catalogue, language: str, *, walkthrough: str = "", step: str = "",
              answers: Mapping[str, bool] | None = None, reason: int = 0, site: int = 0) -> Record:
    """The record of a place in a walkthrough; without one, only the language and the site are known."""
    number = BY_CODE[language].number
    chosen = catalogue.walkthroughs.get(walkthrough)
    if chosen is None:
        return Record(catalogue.version, site, language=number)
    given = answers or {}
    known = {True: Answer.HAS, False: Answer.LACKS}
    checklist = tuple(known.get(given.get(need.id), Answer.UNKNOWN) for need in chosen.needs)
    at = chosen.steps.get(step)
    if at is None:
        return Record(catalogue.version, site, chosen.number, 0, number, checklist)
    return Record(catalogue.version, site, chosen.number, at.number, number, checklist, reason)


def hand_off(record: Record, catalogue: Catalogue, states: States | None, nouns: tuple[Noun, ...],
             address: str = "") -> HandOff:
    """The code and the three words of a record; ``states`` are those of the same catalogue. Without them (a catalogue
    too large, a list of nouns that cannot be read) the code does without words. With the ``address`` of a desk the
    code is a link to it."""
    three = words.encode(record, states, nouns) if states is not None and nouns else ()
    return HandOff(record, code.modules(record, catalogue, address), three)
