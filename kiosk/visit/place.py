"""Where a visit stands, and where one move leads. Pure: the same trail always ends in the same place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from kiosk.catalogue.cards import SECTIONS
from kiosk.catalogue.model import (
    FINISHED,
    Answer,
    Catalogue,
    Check,
    Choose,
    HandOver,
    Practise,
    Question,
    Tell,
    Walkthrough,
)

SOMETHING_ELSE = 255
"""The reason in the hand-off code when none of the listed reasons fits."""


class Kind(Enum):
    """The screens a visit can stand on."""

    START = "start"
    TOPICS = "topics"
    TOPIC = "topic"
    QUESTION = "question"
    SEARCH = "search"
    STEP = "step"
    TROUBLE = "trouble"
    HANDOFF = "handoff"
    STAFF = "staff"
    FINISHED = "finished"
    LANGUAGE = "language"
    SOUND = "sound"
    TAKE = "take"
    CARD = "card"
    WORD = "word"


OVER = (Kind.HANDOFF, Kind.STAFF, Kind.LANGUAGE, Kind.SOUND, Kind.TAKE, Kind.CARD, Kind.WORD)
"""Screens that are laid over another, which is still there under them."""


class Do(Enum):
    """What a person can do. The value of a move is the id it is about."""

    BEGIN = "begin"
    TOPICS = "topics"
    TOPIC = "topic"
    ASK = "ask"
    ANSWER = "answer"
    SEARCH = "search"
    OPEN = "open"
    NEXT = "next"
    CHOOSE = "choose"
    YES = "yes"
    NO = "no"
    TOUCH = "touch"
    TROUBLE = "trouble"
    REASON = "reason"
    HELP = "help"
    STAFF = "staff"
    LANGUAGES = "languages"
    SOUND = "sound"
    AGAIN = "again"
    TAKE = "take"
    SHELF = "shelf"
    CARD = "card"
    SECTION = "section"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Move:
    """One thing a person did."""

    do: Do
    value: str = ""


class Impossible(ValueError):
    """A move that this place does not offer; the visit stays where it is."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is on the screen. ``answers`` maps a need's id to yes or no; ``path`` are the steps seen, or the answers to
    questions; ``under`` is what Help, a card or a word was laid over. ``shelf`` is "first:last", the part of a topic's
    cards that is shown; ``section`` is what of a card, "" for its contents; ``word`` is the term that is explained."""

    kind: Kind = Kind.START
    topic: str = ""
    walkthrough: str = ""
    step: str = ""
    answers: Mapping[str, bool] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    reason: int = 0
    reason_step: str = ""
    aside: str = ""
    query: str = ""
    shelf: str = ""
    card: str = ""
    section: str = ""
    word: str = ""
    under: Place | None = None

    @property
    def screen(self) -> tuple:
        """Two places with the same screen differ only in answers and remarks; Back steps over those."""
        return (self.kind, self.topic, self.walkthrough, self.step, self.path, self.shelf, self.card, self.section)


def advance(place: Place, move: Move, catalogue: Catalogue) -> Place:
    """Where ``move`` leads from ``place``. Raises Impossible when the place does not offer it."""
    match move.do:
        case Do.BEGIN | Do.TOPICS:
            return Place(Kind.TOPICS)
        case Do.TOPIC:
            if not any(topic.id == move.value for topic in catalogue.topics):
                raise Impossible(move.value)
            return Place(Kind.TOPIC, topic=move.value)
        case Do.ASK:
            if not catalogue.questions:
                raise Impossible("no questions")
            return Place(Kind.QUESTION)
        case Do.ANSWER:
            return _answered(place, move.value, catalogue)
        case Do.SEARCH:
            return Place(Kind.SEARCH, query=move.value)
        case Do.OPEN:
            return _open(place, move.value, catalogue)
        case Do.SHELF:
            return _shelf(place, move.value, catalogue)
        case Do.CARD:
            if move.value not in catalogue.cards:
                raise Impossible(move.value)
            return replace(_over(place, Kind.CARD), card=move.value, section="")
        case Do.SECTION:
            if place.kind is not Kind.CARD or move.value not in ("", *SECTIONS):
                raise Impossible(f"{move} at {place.kind}")
            return replace(place, section=move.value)
        case Do.HELP:
            return _over(place, Kind.HANDOFF)
        case Do.STAFF:
            return _over(place, Kind.STAFF)
        case Do.LANGUAGES:
            return _over(place, Kind.LANGUAGE)
        case Do.SOUND:
            return _over(place, Kind.SOUND)
    if move.do is Do.TAKE and place.walkthrough:
        return _over(place, Kind.TAKE)
    if not place.walkthrough or place.kind not in (Kind.STEP, Kind.TROUBLE, Kind.FINISHED):
        raise Impossible(f"{move} at {place.kind}")
    if move.do is Do.WORD:
        return _explained(place, move.value, catalogue)
    if move.do is Do.AGAIN:
        return _open(place, place.walkthrough, catalogue)
    if place.kind is Kind.FINISHED:
        raise Impossible(f"{move} at the end")
    return _within(place, move, catalogue.walkthroughs[place.walkthrough])


def question_at(place: Place, catalogue: Catalogue) -> tuple[Question, Answer | None]:
    """The question that is asked here, and the last answer when it is one that shows walkthroughs. ``path`` holds the
    answers so far. Raises Impossible when the content has other questions."""
    question, answer = catalogue.questions[0], None
    for id in place.path:
        answer = _find(question.answers, id)
        if not answer.to:
            return question, answer
        question = catalogue.question(answer.to)
    return question, None


def _answered(place: Place, id: str, catalogue: Catalogue) -> Place:
    if place.kind is not Kind.QUESTION:
        raise Impossible(f"an answer at {place.kind}")
    question, last = question_at(place, catalogue)
    if last is not None:
        raise Impossible("nothing is asked any more")
    _find(question.answers, id)
    return replace(place, path=(*place.path, id))


def _open(place: Place, id: str, catalogue: Catalogue) -> Place:
    if id not in catalogue.walkthroughs:
        raise Impossible(id)
    first = catalogue.walkthroughs[id].first
    return Place(Kind.STEP, topic=place.topic, walkthrough=id, step=first, path=(first,))


def _shelf(place: Place, value: str, catalogue: Catalogue) -> Place:
    first, _, last = value.partition(":")
    if place.kind is not Kind.TOPIC or not (first.isdecimal() and last.isdecimal()) \
            or not int(first) < int(last) <= len(catalogue.cards.in_topic(place.topic)):
        raise Impossible(f"{value} at {place.kind}")
    return replace(place, shelf=value)


def _explained(place: Place, id: str, catalogue: Catalogue) -> Place:
    """A hard word of the step, explained over it. What was touched on the practice page stays touched beneath."""
    if place.kind is not Kind.STEP or not any(term.id == id and term.explanation for term in catalogue.glossary):
        raise Impossible(id)
    return replace(_over(place, Kind.WORD), word=id)


def _over(place: Place, kind: Kind) -> Place:
    """A screen laid over the present one. One that already lies below is looked up, not laid a second time: Help,
    language, Help, language … by a restless finger never piles up."""
    if place.kind is kind:
        raise Impossible(f"already at {kind}")
    layer = place
    while layer.kind in OVER and layer.under is not None:
        layer = layer.under
        if layer.kind is kind:
            return layer
    return replace(place, kind=kind, under=place, aside="")


def _within(place: Place, move: Move, walkthrough: Walkthrough) -> Place:
    step = walkthrough.step(place.step)
    if place.kind is Kind.TROUBLE:
        if move.do is not Do.REASON:
            raise Impossible(f"{move} at {place.kind}")
        return _because(place, move.value, walkthrough)
    match move.do, step:
        case Do.NEXT, Tell() | Practise():
            return _to(place, step.next, walkthrough)
        case Do.NEXT, HandOver():
            return _over(place, Kind.HANDOFF)
        case Do.NEXT, Check():
            no = next((need for need in step.needs if place.answers.get(need.id) is False), None)
            return _to(place, no.no if no else step.next, walkthrough)
        case (Do.YES | Do.NO), _ if any(need.id == move.value for need in walkthrough.needs):
            return replace(place, answers={**place.answers, move.value: move.do is Do.YES})
        case Do.CHOOSE, Choose():
            return _to(place, _find(step.choices, move.value).to, walkthrough)
        case Do.TOUCH, Practise():
            if move.value == step.target:
                return _to(place, step.next, walkthrough)
            _find(step.page.elements, move.value)
            return replace(place, aside=move.value)
        case Do.TROUBLE, _:
            return replace(place, kind=Kind.TROUBLE, under=place, aside="")
    raise Impossible(f"{move} at {step.id}")


def _because(place: Place, value: str, walkthrough: Walkthrough) -> Place:
    """A reason was given: it is remembered for the hand-off, together with the step it belongs to."""
    step = walkthrough.step(place.step)
    if value == "else":
        return _over(replace(place, reason=SOMETHING_ELSE, reason_step=place.step), Kind.HANDOFF)
    trouble = _find(step.troubles, value)
    return _to(replace(place, reason=trouble.number, reason_step=place.step), trouble.to, walkthrough, because=True)


def _to(place: Place, target: str, walkthrough: Walkthrough, *, because: bool = False) -> Place:
    """On to a step. What went wrong is remembered as far as the person who helps, and no further."""
    if target == FINISHED:
        return replace(place, kind=Kind.FINISHED, under=None, aside="", reason=0, reason_step="")
    on = replace(place, kind=Kind.STEP, step=target, path=(*place.path, target), under=None, aside="")
    if because or isinstance(walkthrough.step(target), HandOver):
        return on
    return replace(on, reason=0, reason_step="")


def _find(items: Iterable, id: str):
    for item in items:
        if item.id == id:
            return item
    raise Impossible(id)
