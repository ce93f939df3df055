"""Walks through the kiosk's own content without a window, on the words that the tables use.

Taps:     next · touch (the ringed button) · touch ID · yes ID · no ID · choose ID · trouble ID (or: trouble else)
          help · staff · again · topics · back · stop · language CODE
Screens:  the id of a step, or: start · topics · hand-off · staff · finished
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from kiosk.catalogue.model import Catalogue, Practise, Step
from kiosk.catalogue.reading import read_catalogue
from kiosk.visit.idle import Idle
from kiosk.visit.place import Do, Kind, Move
from kiosk.visit.session import Action, Press, Session, Speak
from kiosk.visit.tours import trails_to_steps
from kiosk.visit.visit import Visit

ASSETS = Path(__file__).resolve().parents[2] / "assets"
PLAIN = {"next": Move(Do.NEXT), "help": Move(Do.HELP), "staff": Move(Do.STAFF), "again": Move(Do.AGAIN),
         "topics": Move(Do.TOPICS), "back": Press.BACK, "stop": Press.STOP}
WITH_ID = {"touch": Do.TOUCH, "yes": Do.YES, "no": Do.NO, "choose": Do.CHOOSE}
SCREENS = {Kind.HANDOFF: "hand-off", Kind.STEP: "", Kind.TROUBLE: "trouble"}


@cache
def own_content() -> Catalogue:
    icons = frozenset(json.loads((ASSETS / "icons" / "icons.json").read_text()))
    return read_catalogue([ASSETS], icons)[0]


@cache
def trails(walkthrough: str) -> dict[str, tuple[Move, ...]]:
    """For each step of a walkthrough the moves of a shortest way there."""
    return trails_to_steps(own_content().walkthroughs[walkthrough], own_content())


def actions(tap: str, step: Step | None) -> tuple[Action, ...]:
    """What one tap of a table does on a step. Raises ValueError for a word that is none of ours."""
    word, _, id = tap.partition(" ")
    if tap in PLAIN:
        return (PLAIN[tap],)
    if tap == "touch" and isinstance(step, Practise):
        return (Move(Do.TOUCH, step.target),)
    if word in WITH_ID and id:
        return (Move(WITH_ID[word], id),)
    if word == "trouble" and id:
        return (Move(Do.TROUBLE), Move(Do.REASON, id))
    if word == "language" and id:
        return (Move(Do.LANGUAGES), Speak(id))
    raise ValueError(f"“{tap}” is not a tap on this screen. tests/journeys/walking.py lists them all.")


class Walk:
    """One person at one walkthrough, begun at ``step`` by a shortest way, or at its first step."""

    def __init__(self, walkthrough: str, step: str = "", language: str = "nl") -> None:
        self.walkthrough = own_content().walkthroughs[walkthrough]
        ways = trails(walkthrough)
        first = step or self.walkthrough.first
        if first not in ways:
            raise ValueError(f"“{first}” is no step of {walkthrough} that anybody comes to.")
        self.session = Session(own_content(), Idle(), lambda: 0.0)
        self.session.visit = Visit(language, ways[first])

    @property
    def step(self) -> Step | None:
        place = self.session.place
        return self.walkthrough.steps.get(place.step) if place.walkthrough == self.walkthrough.id else None

    @property
    def screen(self) -> str:
        place = self.session.place
        return SCREENS.get(place.kind, place.kind.value) or place.step

    def tap(self, taps: str) -> str:
        """Taps with commas between them; the screen they lead to."""
        for tap in taps.split(","):
            for action in actions(tap.strip(), self.step):
                before = self.session.visit
                self.session.act(action)
                if self.session.visit == before and action is not Press.STOP:
                    raise ValueError(f"“{tap.strip()}” does nothing on “{self.screen}”.")
        return self.screen
