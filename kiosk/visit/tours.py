"""Visits that together see every screen: for the picture book, for journeys, for asking clips ahead of need."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from kiosk.catalogue.cards import shelves
from kiosk.catalogue.model import Catalogue, Check, Choose, HandOver, Practise, Step, Walkthrough
from kiosk.visit.hard_words import hard_words
from kiosk.visit.place import Do, Kind, Move, Place, advance
from kiosk.visit.visit import Visit, place_of


def moves_at(place: Place, catalogue: Catalogue) -> Iterator[Move]:
    """Every move that leads on from a place within a walkthrough."""
    if place.kind is Kind.TROUBLE:
        here = catalogue.walkthroughs[place.walkthrough].step(place.step)
        yield from (Move(Do.REASON, trouble.id) for trouble in here.troubles)
        yield Move(Do.REASON, "else")
    if place.kind is not Kind.STEP:
        return
    here = catalogue.walkthroughs[place.walkthrough].step(place.step)
    match here:
        case Choose():
            yield from (Move(Do.CHOOSE, choice.id) for choice in here.choices)
        case Practise():
            yield Move(Do.TOUCH, here.target)
            yield Move(Do.TROUBLE)
        case _:
            yield Move(Do.NEXT)
    if here.troubles and not isinstance(here, Practise):
        yield Move(Do.TROUBLE)


def _answered(place: Place, walkthrough: Walkthrough) -> Iterator[tuple[Move, ...]]:
    """Answers that open each way on from a checklist: every line yes, and each line no with the ones before it yes."""
    here = walkthrough.step(place.step)
    if not isinstance(here, Check):
        yield ()
        return
    every = tuple(Move(Do.YES, need.id) for need in here.needs)
    yield every
    for number, need in enumerate(here.needs):
        yield (*every[:number], Move(Do.NO, need.id))


def trails_to_steps(walkthrough: Walkthrough, catalogue: Catalogue) -> dict[str, tuple[Move, ...]]:
    """For each step that can be reached, the moves of a shortest way there."""
    start = Move(Do.OPEN, walkthrough.id)
    place = advance(Place(), start, catalogue)
    trails = {place.step: (start,)}
    waiting = deque([(place, (start,))])
    while waiting:
        place, trail = waiting.popleft()
        for answers in _answered(place, walkthrough) if place.kind is Kind.STEP else [()]:
            at, way = place, trail
            for move in answers:
                at, way = advance(at, move, catalogue), (*way, move)
            for move in moves_at(at, catalogue):
                on = advance(at, move, catalogue)
                if on.kind is Kind.TROUBLE:
                    waiting.append((on, (*way, move)))
                elif on.kind is Kind.STEP and on.step not in trails:
                    trails[on.step] = (*way, move)
                    waiting.append((on, (*way, move)))
    return trails


def variants(step: Step) -> Iterator[tuple[str, tuple[Move, ...]]]:
    """The faces of one step: as one arrives, with a "no" answered, after a touch beside the ring, its troubles."""
    yield "", ()
    match step:
        case Check():
            *yes, last = [need.id for need in step.needs]
            yield "-no", (*(Move(Do.YES, id) for id in yes), Move(Do.NO, last))
        case Practise():
            beside = next((e.id for e in step.page.elements if e.id != step.target), None)
            if beside:
                yield "-beside", (Move(Do.TOUCH, beside),)
        case HandOver():
            yield "-code", (Move(Do.NEXT),)
    if step.troubles:
        yield "-trouble", (Move(Do.TROUBLE),)


CARDS = "cards"
CARDS_SHOWN = 1


def visits(catalogue: Catalogue, language: str, only: str | None = None) -> Iterator[tuple[str, Visit]]:
    """(name, visit) for every screen, every step of every walkthrough and every face of each step. ``only`` an id: of
    that walkthrough alone; CARDS: of the municipality's cards alone."""
    def visit(*moves: Move) -> Visit:
        return Visit(language, moves)

    if only is None:
        yield "start", visit()
        yield "topics", visit(Move(Do.BEGIN))
        for topic in catalogue.topics:
            if catalogue.in_topic(topic.id):
                yield f"topic-{topic.id}", visit(Move(Do.BEGIN), Move(Do.TOPIC, topic.id))
        yield from ((f"question-{'-'.join(path)}".rstrip("-"), visit(
            Move(Do.BEGIN), Move(Do.ASK), *(Move(Do.ANSWER, id) for id in path))) for path in _questions(catalogue))
        yield "search", visit(Move(Do.BEGIN), Move(Do.SEARCH, ""))
        if catalogue.walkthroughs:
            yield "search-found", visit(Move(Do.BEGIN), Move(Do.SEARCH, "its"))
            yield "search-none", visit(Move(Do.BEGIN), Move(Do.SEARCH, "zzzzqq"))
        for name, do in (("language", Do.LANGUAGES), ("sound", Do.SOUND), ("handoff", Do.HELP)):
            yield name, visit(Move(Do.BEGIN), Move(do))
        yield "staff", visit(Move(Do.BEGIN), Move(Do.HELP), Move(Do.STAFF))
    if only in (None, CARDS):
        yield from _cards(catalogue, visit)
    seen: set[str] = set()
    for walkthrough in catalogue:
        if only not in (None, walkthrough.id):
            continue
        trails = trails_to_steps(walkthrough, catalogue)
        for id, step in walkthrough.steps.items():
            if id in trails and step.title.key not in seen:  # a module's steps look the same wherever they are included
                seen.add(step.title.key)
                for suffix, more in variants(step):
                    yield f"{walkthrough.id}-{id}{suffix}", visit(*trails[id], *more)
                for term in hard_words(place_of(visit(*trails[id]), catalogue), catalogue):
                    if term.term.key not in seen:  # an explanation looks the same over any step
                        seen.add(term.term.key)
                        yield f"{walkthrough.id}-{id}-word-{term.id}", visit(*trails[id], Move(Do.WORD, term.id))
        yield from _end(walkthrough, trails, catalogue, visit)


def _cards(catalogue: Catalogue, visit) -> Iterator[tuple[str, Visit]]:
    """The fullest cards, section by section; the topic that has most of them; and a walkthrough that has one."""
    cards = catalogue.cards
    by_topic = {topic.id: cards.in_topic(topic.id) for topic in catalogue.topics}
    fullest = sorted({head for heads in by_topic.values() for head in heads}, key=lambda head: -cards.length(head.id))
    if fullest:
        topic = max(by_topic, key=lambda id: len(by_topic[id]))
        parts = shelves(by_topic[topic], 0, len(by_topic[topic]))
        yield "cards-topic", visit(Move(Do.BEGIN), Move(Do.TOPIC, topic))
        for start, end in parts[:1]:
            yield "cards-shelf", visit(Move(Do.BEGIN), Move(Do.TOPIC, topic), Move(Do.SHELF, f"{start}:{end}"))
    for number, head in enumerate(fullest[:CARDS_SHOWN]):
        opened = (Move(Do.BEGIN), Move(Do.CARD, head.id))
        yield f"card-{number}", visit(*opened)
        for section in cards.card(head.id).sections:
            yield f"card-{number}-{section}", visit(*opened, Move(Do.SECTION, section))
    for walkthrough in catalogue:
        for head in cards.of_concept(walkthrough.concept):
            opened = (Move(Do.BEGIN), Move(Do.OPEN, walkthrough.id))
            yield f"card-in-{walkthrough.id}", visit(*opened)
            yield f"card-over-{walkthrough.id}", visit(*opened, Move(Do.CARD, head.id))


def _questions(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    """The answers that lead to each question, and to each choice of several walkthroughs."""
    waiting = [((), catalogue.questions[0])] if catalogue.questions else []
    while waiting:
        path, question = waiting.pop(0)
        yield path
        for answer in question.answers:
            if answer.to:
                waiting.append(((*path, answer.id), catalogue.question(answer.to)))
            elif len(answer.shows) > 1:
                yield (*path, answer.id)


def _end(walkthrough: Walkthrough, trails: dict[str, tuple[Move, ...]], catalogue: Catalogue, visit) -> Iterator:
    """The finished screen, and the staff's sheet for this walkthrough."""
    last = max(trails.values(), key=len)
    yield f"{walkthrough.id}-staff", visit(*last, Move(Do.HELP), Move(Do.STAFF))
    for trail in trails.values():
        place = Place()
        for move in trail:
            place = advance(place, move, catalogue)
        for answers in _answered(place, walkthrough):
            at = place
            for move in answers:
                at = advance(at, move, catalogue)
            for move in moves_at(at, catalogue):
                if advance(at, move, catalogue).kind is Kind.FINISHED:
                    yield f"{walkthrough.id}-finished", visit(*trail, *answers, move)
                    yield f"{walkthrough.id}-take", visit(*trail, *answers, move, Move(Do.TAKE))
                    return


def the_main_job(catalogue: Catalogue) -> Iterator[Move]:
    """"I have moved": everything at hand but the PIN, which leads to a person; and the code for that person."""
    walkthrough = catalogue.walkthroughs["adres-wijzigen"]
    yield Move(Do.BEGIN)
    yield Move(Do.TOPIC, walkthrough.topic)
    yield Move(Do.OPEN, walkthrough.id)
    place = advance(Place(), Move(Do.OPEN, walkthrough.id), catalogue)
    while place.kind is Kind.STEP:
        here = walkthrough.step(place.step)
        moves = [Move(Do.NEXT)]
        if isinstance(here, Check):
            moves = [Move(Do.NO if need.id == "pincode" else Do.YES, need.id) for need in here.needs] + moves
        for move in moves:
            yield move
            place = advance(place, move, catalogue)
