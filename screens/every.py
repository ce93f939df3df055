"""Which function draws which screen."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.visit.place import Kind
from screens.card import card
from screens.finished import finished
from screens.handoff import handoff
from screens.screen import Scene, Screen
from screens.search import search
from screens.sound import sound
from screens.staff import staff
from screens.start import language, start
from screens.step import step, trouble
from screens.take import take
from screens.topics import question, topic, topics
from screens.word import word

SCREENS: dict[Kind, Callable[[Scene], Screen]] = {
    Kind.START: start,
    Kind.TOPICS: topics,
    Kind.TOPIC: topic,
    Kind.QUESTION: question,
    Kind.SEARCH: search,
    Kind.STEP: step,
    Kind.TROUBLE: trouble,
    Kind.HANDOFF: handoff,
    Kind.STAFF: staff,
    Kind.FINISHED: finished,
    Kind.LANGUAGE: language,
    Kind.SOUND: sound,
    Kind.TAKE: take,
    Kind.CARD: card,
    Kind.WORD: word,
}
