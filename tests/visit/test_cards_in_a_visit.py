"""A municipality's card in a visit: opened, left and helped with, and nothing of it in what the helper is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from some_cards import MOVED, content

from kiosk.catalogue.cards import shelves
from kiosk.handoff.present import record_of
from kiosk.visit.place import Do, Impossible, Kind, Move, Place, advance
from kiosk.visit.stuck import Stuck, stuck_at
from kiosk.visit.visit import Visit, back, in_language, moved, place_of

CATALOGUE = content()
CARD = CATALOGUE.cards.of_concept(MOVED)[0].id


def after(*moves: Move, visit: Visit | None = None) -> Visit:
    visit = visit or Visit()
    for move in moves:
        visit = moved(visit, move, CATALOGUE)
    return visit


def test_help_on_a_card_over_a_step_tells_the_step():
    at_step = after(Move(Do.BEGIN), Move(Do.OPEN, "adres-wijzigen"))
    on_card = after(Move(Do.CARD, CARD), Move(Do.SECTION, "cost"), Move(Do.HELP), visit=at_step)
    assert place_of(on_card, CATALOGUE).kind is Kind.HANDOFF
    assert stuck_at(place_of(on_card, CATALOGUE)) == stuck_at(place_of(at_step, CATALOGUE))


def test_help_on_a_card_of_a_topic_tells_nothing_but_the_language():
    heads = CATALOGUE.cards.in_topic("wonen")
    on_card = after(Move(Do.BEGIN), Move(Do.TOPIC, "wonen"), Move(Do.CARD, heads[0].id), Move(Do.HELP))
    stuck = stuck_at(place_of(on_card, CATALOGUE))
    assert stuck == Stuck(answers={})
    assert record_of(CATALOGUE, "ar", walkthrough=stuck.walkthrough) == record_of(replace(CATALOGUE), "ar")


def test_back_goes_from_section_to_section_to_the_contents_to_where_it_was_opened():
    steps = [Move(Do.BEGIN), Move(Do.OPEN, "adres-wijzigen"), Move(Do.CARD, CARD), Move(Do.SECTION, "what"),
             Move(Do.SECTION, "who")]
    visit, seen = after(*steps), []
    while visit.trail:
        place = place_of(visit, CATALOGUE)
        seen.append((place.kind, place.section))
        visit = back(visit, CATALOGUE)
    assert seen == [(Kind.CARD, "who"), (Kind.CARD, "what"), (Kind.CARD, ""), (Kind.STEP, ""), (Kind.TOPICS, "")]


def test_another_language_keeps_the_section():
    visit = after(Move(Do.BEGIN), Move(Do.OPEN, "adres-wijzigen"), Move(Do.CARD, CARD), Move(Do.SECTION, "how"),
                  Move(Do.LANGUAGES))
    place = place_of(in_language(visit, "ar", CATALOGUE), CATALOGUE)
    assert (place.kind, place.card, place.section) == (Kind.CARD, CARD, "how")


@pytest.mark.parametrize("move", [
    Move(Do.CARD, "elders/1"), Move(Do.CARD, ""), Move(Do.SECTION, "what"), Move(Do.SHELF, "0:9999"),
    Move(Do.SHELF, "5:2"), Move(Do.SHELF, "x"), Move(Do.SHELF, "-1:3")])
def test_what_is_not_there_is_not_opened(move):
    with pytest.raises(Impossible):
        advance(Place(Kind.TOPIC, topic="wonen"), move, CATALOGUE)


def test_a_part_of_the_alphabet_is_left_by_back():
    heads = max((CATALOGUE.cards.in_topic(topic.id) for topic in CATALOGUE.topics), key=len)
    topic = next(topic.id for topic in CATALOGUE.topics if CATALOGUE.cards.in_topic(topic.id) is heads)
    first, last = shelves(heads, 0, len(heads))[1]
    visit = after(Move(Do.BEGIN), Move(Do.TOPIC, topic), Move(Do.SHELF, f"{first}:{last}"))
    assert place_of(visit, CATALOGUE).shelf == f"{first}:{last}"
    assert place_of(back(visit, CATALOGUE), CATALOGUE) == Place(Kind.TOPIC, topic=topic)
