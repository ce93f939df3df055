"""What a visit leaves behind, and what each screen offers: for tests that look at a whole session."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.catalogue.cards import shelves
from kiosk.catalogue.model import Catalogue, Check, HandOver, Practise
from kiosk.language.languages import LANGUAGES
from kiosk.visit.hard_words import hard_words
from kiosk.visit.place import Do, Kind, Move, Place, question_at
from kiosk.visit.session import Action, Feel, Hear, Press, Session, Speak
from kiosk.visit.tours import moves_at

LETTERS = "abei"
ANYWHERE = (Press.TEXT, Press.COLOURS, Move(Do.SOUND))


def dump(session: Session) -> dict[str, object]:
    """Everything a session holds that could tell one person from the next, fields added later included.

    Left out: what stays from visit to visit, and the time, which goes on.
    """
    kept = {"catalogue", "clock", "idle", "_wiped"}
    state = {name: repr(value) for name, value in vars(session).items() if name not in kept}
    idle = {name: repr(value) for name, value in vars(session.idle).items() if name != "_since"}
    return {"session": state, "idle": idle, "place": repr(session.place), "visiting": session.visiting}


def offered(session: Session, catalogue: Catalogue) -> list[Action]:
    """What the screen of this moment offers, as the screens do."""
    place = session.place
    if session.asking:
        return [Press.STAY, Press.STOP]
    actions: list[Action] = [*ANYWHERE, *_own(place, catalogue)]
    if place.kind is Kind.SOUND:
        actions.remove(Move(Do.SOUND))
    if place.kind is not Kind.START:
        actions += [Press.BACK, Press.STOP]
    if place.kind not in (Kind.HANDOFF, Kind.STAFF):
        actions.append(Move(Do.HELP))
    if place.kind not in (Kind.START, Kind.LANGUAGE, Kind.STAFF):
        actions += [Move(Do.LANGUAGES), *([Press.DUTCH] if session.visit.language != "nl" else [])]
    return actions


def _own(place: Place, catalogue: Catalogue) -> Iterator[Action]:
    match place.kind:
        case Kind.START | Kind.LANGUAGE:
            for language in LANGUAGES:
                yield from (Speak(language.code), Hear(language.code))
        case Kind.TOPICS:
            yield Move(Do.SEARCH)
            yield Move(Do.ASK)
            yield from (Move(Do.TOPIC, topic.id) for topic in catalogue.topics
                        if catalogue.in_topic(topic.id) or catalogue.cards.in_topic(topic.id))
        case Kind.TOPIC:
            yield Move(Do.SEARCH)
            if not place.shelf:
                yield from (Move(Do.OPEN, each.id) for each in catalogue.in_topic(place.topic))
            heads = catalogue.cards.in_topic(place.topic)
            first, last = map(int, place.shelf.split(":")) if place.shelf else (0, len(heads))
            parts = shelves(heads, first, last)
            yield from (Move(Do.SHELF, f"{start}:{end}") for start, end in parts)
            yield from (Move(Do.CARD, head.id) for head in (() if parts else heads[first:last]))
        case Kind.CARD:
            yield from (Move(Do.SECTION, name) for name in catalogue.cards.card(place.card).sections)
        case Kind.QUESTION:
            yield Move(Do.SEARCH)
            question, last = question_at(place, catalogue)
            if last is not None:
                yield from (Move(Do.OPEN, id) for id in last.shows)
            else:
                yield from (Move(Do.ANSWER, answer.id) for answer in question.answers)
        case Kind.SEARCH:
            yield from (Move(Do.SEARCH, place.query + letter) for letter in LETTERS)
            yield Move(Do.SEARCH, place.query[:-1])
            yield from (Move(Do.OPEN, id) for id in catalogue.walkthroughs)
        case Kind.STEP:
            yield from moves_at(place, catalogue)
            yield from (Move(Do.WORD, term.id) for term in hard_words(place, catalogue))
            step = catalogue.walkthroughs[place.walkthrough].step(place.step)
            if isinstance(step, Check):
                yield from (Move(do, need.id) for need in step.needs for do in (Do.YES, Do.NO))
            if isinstance(step, Practise):
                yield Move(Do.NEXT)
                yield from (Move(Do.TOUCH, element.id) for element in step.page.elements)
            heads = catalogue.cards.of_concept(catalogue.walkthroughs[place.walkthrough].concept)
            yield from (Move(Do.CARD, head.id) for head in heads)
        case Kind.TROUBLE:
            yield from moves_at(place, catalogue)
        case Kind.HANDOFF:
            yield from (Move(Do.STAFF), Press.NO_HELP, *([Move(Do.TAKE)] if place.walkthrough else []))
        case Kind.TAKE:
            yield Press.PRINT
        case Kind.FINISHED:
            yield from (Move(Do.AGAIN), Move(Do.TAKE), Move(Do.TOPICS), Feel("good"), Feel("bad"))
        case Kind.SOUND:
            yield from (Press.LOUDER, Press.SOFTER, Press.FASTER, Press.SLOWER, Press.MUTE, Press.REREAD)


def ways_on(place: Place, catalogue: Catalogue) -> bool:
    """Is there something here besides leaving? A screen laid over another goes on by going back; a person goes on
    from where the kiosk hands over."""
    if place.kind in (Kind.HANDOFF, Kind.STAFF, Kind.SOUND, Kind.TAKE, Kind.CARD, Kind.WORD):
        return True
    if place.kind is Kind.STEP and isinstance(catalogue.walkthroughs[place.walkthrough].step(place.step), HandOver):
        return Move(Do.NEXT) in list(_own(place, catalogue))
    return any(not isinstance(action, Hear) for action in _own(place, catalogue))
