"""What may be said next: the sentences of every step that this one can lead to, so that their clips are ready."""

from __future__ import annotations

from kiosk.language.units import Unit
from kiosk.visit.place import Kind
from screens.handoff import NEWS
from screens.screen import Scene

MOST = 12
"""Sentences asked for ahead; a clip takes the voice about 20 ms, and what is not needed is dropped first."""


def ahead(scene: Scene) -> list[Unit]:
    """Titles and sentences of the steps that follow, nearest first."""
    place = scene.place
    if place.kind is Kind.HANDOFF and scene.help in NEWS:
        return [scene.say(key) for _, keys in NEWS.values() for key in keys]
    if place.kind is not Kind.STEP:
        return []
    walkthrough = scene.catalogue.walkthroughs[place.walkthrough]
    following = [
        walkthrough.steps[id] for id in dict.fromkeys(walkthrough.step(place.step).targets()) if id in walkthrough.steps
    ]
    units = [unit for step in following
             for unit in (scene.unit(step.title), *(scene.sentence(s, walkthrough.facts) for s in step.text))]
    return units[:MOST]
