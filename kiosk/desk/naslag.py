"""Everything the assistant's page needs to read and show a code without a network: `/catalogus.json`.

The page computes nothing of its own: titles, what to do, and the sentences for what cannot be read are these, so that
it says the same as the kiosk's own staff screen (`kiosk.handoff.sheet`). All of it is Dutch but the phrases.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kiosk.catalogue.graph import main_line
from kiosk.catalogue.keeping import first_review
from kiosk.catalogue.model import Catalogue, Check, Choose, HandOver, Practise, Step, Tell, Text, Walkthrough
from kiosk.handoff import letters, record, sheet, states, words
from kiosk.handoff.words import Noun
from kiosk.language.languages import LANGUAGES, SOURCE, Language
from kiosk.language.texts import Texts, load_texts

FORMAT = 1
"""Of this document. A page that was kept on a phone may meet a newer one: names are added, never given another use."""

PHRASES = ("coming", "look", "type", "show")
"""What a helper says to the person, in this order: the keys ``phrase.…`` of interface.yaml."""

LATIN: Mapping[str, Mapping[str, str]] = {
    "ar": {
        "coming": "Marhaban, ana hoena limoesa‘adatik.",
        "look": "Hal joemkinoenie an anzoera ma‘ak ila sjaasja?",
        "type": "Oektoeb binafsik min fadlik, wa-ana oesjier ila l-makaan.",
        "show": "Min fadlik, arinie ajna tawakkaft.",
    },
}
"""How it sounds, roughly, to who reads Dutch aloud. No native speaker has read these, as no translation yet."""

KINDS = {Tell: "tell", Check: "check", Choose: "choose", Practise: "practise", HandOver: "hand_over"}

REFUSALS = {
    each.__name__: each.sentence
    for each in (record.Truncated, record.UnknownFormat, record.BadChecksum, record.BadField, letters.NoCode,
                 letters.StrangeInput, words.NotThreeWords, words.UnknownWord, words.WordsDoNotMatch,
                 states.CatalogueTooLarge)
}
"""Why something is no code, in one sentence with the remedy; ``{word}`` stands for the word that is not known."""

Sounds = Mapping[tuple[str, str], str]
"""(language, phrase) → the address of its sound."""


def catalogue_document(catalogue: Catalogue, nouns: Sequence[Noun], interface: Mapping[str, Text],
                       locales: Path | Sequence[Path], sounds: Sounds | None = None) -> dict[str, object]:
    """The document, ready for JSON. Empty lists and what is not there are left out: the page takes that for none.

    ``sounds``: only phrases that stand in it can be played.
    """
    dutch = load_texts(SOURCE, locales, interface)
    return {
        "format": FORMAT,
        "version": catalogue.version,
        "walkthroughs": {str(each.number): _walkthrough(each, dutch) for each in catalogue},
        "nouns": [[noun.word, chr(int(noun.picture, 16))] for noun in nouns],
        "phrases": [dutch.say(f"phrase.{id}").words for id in PHRASES],
        "languages": {str(language.number): _language(language, load_texts(language, locales, interface), sounds or {})
                      for language in LANGUAGES},
        "says": {"no_service": sheet.NO_SERVICE, "no_step": sheet.NO_STEP, "reason_else": sheet.REASON_ELSE,
                 "unknown": sheet.UNKNOWN, "no_language": sheet.NO_LANGUAGE, "todo": list(sheet.DEFAULT_TODO)},
        "refusals": REFUSALS,
    }


def _language(language: Language, texts: Texts, sounds: Sounds) -> dict[str, object]:
    """A phrase that has no good translation is left out: a Dutch sentence is of no use to who does not speak it."""
    latin = LATIN.get(language.code, {})
    phrases = []
    for place, id in enumerate(PHRASES):
        unit = texts.say(f"phrase.{id}")
        if unit.language == language.code:
            phrases.append(_full(of=place, words=unit.words, latin=latin.get(id),
                                 sound=sounds.get((language.code, id))))
    return {"code": language.code, "dutch": language.dutch, "autonym": language.autonym, "dir": language.direction,
            "reviewed": language.reviewed or language == SOURCE, "phrases": phrases}


def _walkthrough(walkthrough: Walkthrough, dutch: Texts) -> dict[str, object]:
    numbers = {id: step.number for id, step in walkthrough.steps.items()}
    ways = _usual_ways(walkthrough)
    return {
        "title": walkthrough.title.dutch,
        "review_by": first_review(walkthrough).isoformat(),
        "needs": [_full(label=need.label.dutch, no=numbers.get(need.no)) for need in walkthrough.needs],
        "steps": [_step(step, walkthrough, numbers, ways.get(id), dutch) for id, step in walkthrough.steps.items()],
    }


def _step(step: Step, walkthrough: Walkthrough, numbers: Mapping[str, int], way: tuple[int, int] | None,
          dutch: Texts) -> dict[str, object]:
    return _full(
        number=step.number,
        kind=KINDS[type(step)],
        title=step.title.dutch,
        way=way,
        text=[dutch.sentence(sentence, walkthrough.facts).words for sentence in step.text],
        needs=[need.label.dutch for need in step.needs] if isinstance(step, Check) else None,
        choices=[_full(label=choice.label.dutch, to=numbers.get(choice.to)) for choice in step.choices]
        if isinstance(step, Choose) else None,
        site=[step.page.address, step.page.element(step.target).label] if isinstance(step, Practise) else None,
        troubles=[_full(number=trouble.number, label=trouble.label.dutch, to=numbers.get(trouble.to))
                  for trouble in step.troubles],
        staff=_dutch(step.staff) if isinstance(step, HandOver) else None,
    )


def _usual_ways(walkthrough: Walkthrough) -> dict[str, tuple[int, int]]:
    """For each step the "step x of y" of who comes there the usual way, else by a shortest detour from it.

    The kiosk counts what this person really saw, which no code carries; it can differ by a step.
    """
    usual = main_line(walkthrough, walkthrough.first)
    before = {id: usual[:place] for place, id in enumerate(usual)}
    waiting = deque(usual)
    while waiting:
        id = waiting.popleft()
        for target in walkthrough.steps[id].targets():
            if target in walkthrough.steps and target not in before:
                before[target] = (*before[id], id)
                waiting.append(target)
    return {id: (len(seen) + 1, len({*seen, *main_line(walkthrough, id)})) for id, seen in before.items()}


def _dutch(texts: Iterable[Text]) -> list[str]:
    return [text.dutch for text in texts]


def _full(**fields: object) -> dict[str, object]:
    """Without the empty ones."""
    return {name: value for name, value in fields.items() if value not in (None, [], "")}
