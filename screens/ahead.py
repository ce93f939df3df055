"""What may be said next, so that its clips are ready: the hard words here, and every step that this one can lead to."""

from __future__ import annotations

from kiosk.language.units import Unit
from kiosk.visit.hard_words import hard_words
from kiosk.visit.place import Kind
from screens.handoff import NEWS
from screens.screen import Scene

MOST = 12
"""Sentences asked for ahead; a clip takes the voice about 20 ms, and what is not needed is dropped first."""


def ahead(scene: Scene) -> list[Unit]:
    """What explains the hard words here; then titles and sentences of the steps that follow, nearest first."""
    place = scene.place
    if place.kind is Kind.HANDOFF and scene.help in NEWS:
        return [scene.say(key) for _, keys in NEWS.values() for key in keys]
    if place.kind is not Kind.STEP:
        return []
    walkthrough = scene.catalogue.walkthroughs[place.walkthrough]
    following = [
        walkthrough.steps[id] for id in dict.fromkeys(walkthrough.step(place.step).targets()) if id in walkthrough.steps
    ]
    explained = [scene.unit(text) for term in hard_words(place, scene.catalogue)
                 for text in (term.term, *term.explanation)]
    units = [unit for step in following
             for unit in (scene.unit(step.title), *(scene.sentence(s, walkthrough.facts) for s in step.text))]
    return [*explained, *units][:MOST]
