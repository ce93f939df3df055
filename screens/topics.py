"""Topics, what is in them, and the questions that lead there: a picture and a few words a tile, eight a page."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.catalogue.cards import Head, letters_of, shelves
from kiosk.catalogue.model import Answer
from kiosk.catalogue.model import Text as Source
from kiosk.language.units import Unit
from kiosk.visit.place import Do, Move, question_at
from screens.screen import Scene, Screen
from screens.widgets.button import Button
from screens.widgets.text import BAR, Text

TILE_ICON = 12.0
"""mm, side of a tile's picture: VVSG 7.3-L asks 13 × 13 mm only of signs without words."""


def tile(scene: Scene, move: Move, title: Source, icon: str) -> Button:
    return Button(scene.kit, move, scene.unit(title), icon, stacked=True, icon_size=TILE_ICON)


def topics(scene: Scene) -> Screen:
    """The topics that have something in them; one that holds a single thing is still a topic, so that tiles
    keep their place when more are added. Who touches a language within the first second is asked to wait for them."""
    if not scene.catalogue.topics:
        moment = scene.say("topics.moment")
        return Screen(icon="home", title=moment, aloud=[moment])
    title = scene.say("topics.title")
    tiles = [tile(scene, Move(Do.TOPIC, topic.id), topic.title, topic.icon)
             for topic in scene.catalogue.topics
             if scene.catalogue.in_topic(topic.id) or scene.catalogue.cards.any_in_topic(topic.id)]
    if scene.catalogue.questions:  # heard last, by who has heard all topics and does not know
        tiles.append(scene.button("question.ask", "contact_support", Move(Do.ASK), stacked=True, icon_size=TILE_ICON))
    return Screen(icon="home", title=title, tiles=tiles, aloud=[title, *(t.unit for t in tiles)],
                  extra=[scene.button("bar.search", "search", Move(Do.SEARCH), style=BAR)])


def question(scene: Scene) -> Screen:
    """A question with a picture for each answer; at the end the few walkthroughs that may be meant. An answer behind
    which there is only one opens it."""
    asked, last = question_at(scene.place, scene.catalogue)
    if last is None:
        title, icon = scene.unit(asked.title), "contact_support"
        tiles = [tile(scene, _leading(answer), answer.label, answer.icon) for answer in asked.answers]
    else:
        title, icon = scene.say("question.which"), last.icon
        tiles = [tile(scene, Move(Do.OPEN, w.id), w.title, w.icon)
                 for w in (scene.catalogue.walkthroughs[id] for id in last.shows)]
    return Screen(icon=icon, title=title, tiles=tiles, aloud=[title, *(t.unit for t in tiles)],
                  extra=[scene.button("bar.search", "search", Move(Do.SEARCH), style=BAR)])


def _leading(answer: Answer) -> Move:
    return Move(Do.OPEN, answer.shows[0]) if len(answer.shows) == 1 else Move(Do.ANSWER, answer.id)


def topic(scene: Scene) -> Screen:
    chosen = next(t for t in scene.catalogue.topics if t.id == scene.place.topic)
    title = scene.unit(chosen.title)
    tiles = [] if scene.place.shelf else [tile(scene, Move(Do.OPEN, w.id), w.title, w.icon)
                                          for w in scene.catalogue.in_topic(chosen.id)]
    tiles += _cards(scene)
    many = bool(scene.catalogue.cards.in_topic(chosen.id))  # then the tiles need all the room
    screen = Screen(icon=chosen.icon, title=title, tiles=tiles, title_needed=not many,
                    aloud=[*([] if many else [title]), *(t.unit for t in tiles)],
                    extra=[scene.button("bar.search", "search", Move(Do.SEARCH), style=BAR)])
    if not tiles:
        empty = scene.say("topic.empty")
        screen.blocks, screen.aloud = [Text(scene.kit, empty)], [title, empty]
    return screen


def card_tile(scene: Scene, head: Head, **look: object) -> Button:
    """The municipality's own title, in Dutch; its picture is the same for all, and says whose it is."""
    return Button(scene.kit, Move(Do.CARD, head.id), Unit(f"card/{head.id}/title", head.title, "nl"),
                  "account_balance", **look)


def _cards(scene: Scene) -> Iterator[Button]:
    """The municipality's cards of the topic; of many, the parts of the alphabet, so that a screen never makes more
    tiles than somebody wants to look through."""
    heads = scene.catalogue.cards.in_topic(scene.place.topic)
    first, last = map(int, scene.place.shelf.split(":")) if scene.place.shelf else (0, len(heads))
    parts = shelves(heads, first, last)
    letters = letters_of(heads, parts)
    for (start, end), (begins, ends) in zip(parts, letters, strict=True):
        said = scene.say("card.shelf", first=begins, last=ends)
        words = begins if begins == ends else f"{begins} – {ends}"
        yield Button(scene.kit, Move(Do.SHELF, f"{start}:{end}"), Unit(said.key, words, said.language, said.said),
                     "sort_by_alpha", stacked=True, icon_size=10)
    if not parts:
        yield from (card_tile(scene, head, stacked=True, icon_size=TILE_ICON) for head in heads[first:last])
