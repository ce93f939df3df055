"""A hard word: the buttons on a step that offer its explanation, and the explanation itself, laid over the step."""

from __future__ import annotations

from kiosk.visit.hard_words import hard_words
from kiosk.visit.place import Do, Move
from kiosk.visit.session import Press
from screens.screen import Scene, Screen
from screens.widgets.button import Button
from screens.widgets.text import BAR, BODY, LABEL, TITLE, Text

ICON = "quiz"


def buttons(scene: Scene) -> list[Button]:
    """One for each hard word of this step. It names the word in the language of the screen, and no sentence has to fit
    round it."""
    return [Button(scene.kit, Move(Do.WORD, term.id), scene.say("step.word", word=scene.unit(term.term).words), ICON,
                   style=LABEL)
            for term in hard_words(scene.place, scene.catalogue)]


def word(scene: Scene) -> Screen:
    """The word, what it means, and the Dutch word that stands on sites and letters, for who reads another language."""
    term = next(term for term in scene.catalogue.glossary if term.id == scene.place.word)
    name, title = scene.unit(term.term), scene.say("word.title")
    told = [scene.unit(text) for text in term.explanation]
    blocks = [Text(scene.kit, name, TITLE), *(Text(scene.kit, unit, BODY) for unit in told)]
    if scene.language != "nl" and term.term.dutch.casefold() not in name.words.casefold():
        dutch = scene.say("word.dutch", word=term.term.dutch)
        told.append(dutch)
        blocks.append(Text(scene.kit, dutch, LABEL))
    return Screen(icon=ICON, title=title, blocks=blocks, aloud=[name, *told], middle=True,
                  forward=scene.button("word.close", "check", Press.BACK, role="go", style=BAR))
