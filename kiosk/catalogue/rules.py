"""Completeness, and no more on a screen than can be taken in: what the kiosk can do with, and authors should mend.

The words themselves are looked at in ``plain.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kiosk.catalogue.actions import actions
from kiosk.catalogue.drafts import texts_of_step
from kiosk.catalogue.graph import reachable
from kiosk.catalogue.model import Catalogue, FactText, HandOver, Practise, Step, Term, Text, Walkthrough
from kiosk.catalogue.plain import bare, check_plain, sentences, warning, words
from kiosk.catalogue.problems import Problem
from kiosk.catalogue.terms import SHOWN_AT_MOST, explained_in

TITLE_WORDS = 6
TILE_WORDS = 4
STEP_SENTENCES = 2
STEP_WORDS = 30
STEP_ACTIONS = 2
"""A title may say what to do and a sentence how; a third action is another step."""

NAMED_KINDS = ("button", "item", "link")
"""Elements with a name on them that the words beside the practice site must repeat exactly."""
TOUCHED_KINDS = (*NAMED_KINDS, "field")


def check_rules(catalogue: Catalogue, form: str = "u") -> tuple[Problem, ...]:
    """Warnings, in the order of files and lines; those of a shared module once. ``form``: see ``check_plain``.

    That a review is due depends on the day: ``read_catalogue`` says it. Raises OSError when the list of everyday words
    is not there.
    """
    problems: set[Problem] = set()
    for topic in catalogue.topics:
        problems.update(_tile(topic.title))
    for walkthrough in catalogue:
        problems.update(_tile(walkthrough.title))
        problems.update(_way_to_a_person(walkthrough))
        for step in walkthrough.steps.values():
            problems.update(_title(step.title))
            problems.update(_amount(step, catalogue.glossary))
            problems.update(_practice(step))
    texts = {text.key: text for text in _texts(catalogue)}
    problems.update(check_plain(texts.values(), catalogue.glossary, form))
    return tuple(sorted(problems))


def check_interface(texts: Iterable[Text], glossary: tuple[Term, ...], form: str = "u") -> tuple[Problem, ...]:
    """The same for the kiosk's own words, which stand on buttons and screens of their own."""
    texts = tuple(texts)
    problems = set(check_plain(texts, glossary, form))
    for text in texts:
        if text.key.endswith("title"):
            problems.update(_title(text))
    return tuple(sorted(problems))


def _texts(catalogue: Catalogue) -> Iterator[Text]:
    """All that citizens read or hear; a module's texts as often as it is taken in."""
    yield from (topic.title for topic in catalogue.topics)
    for term in catalogue.glossary:
        yield from term.explanation
    for walkthrough in catalogue:
        yield walkthrough.title
        for step in walkthrough.steps.values():
            yield from texts_of_step(step)
            if isinstance(step, Practise):
                yield from (element.says for element in step.page.elements if element.says)


def _tile(title: Text) -> Iterator[Problem]:
    if (count := words(title.dutch)) > TILE_WORDS:
        yield warning(title, f"“{title.dutch}” has {count} words.", f"At most {TILE_WORDS} fit on a tile.")


def _title(title: Text) -> Iterator[Problem]:
    if (count := words(title.dutch)) > TITLE_WORDS:
        yield warning(title, f"The title “{title.dutch}” has {count} words.", f"Use at most {TITLE_WORDS}.")


def _amount(step: Step, glossary: tuple[Term, ...]) -> Iterator[Problem]:
    """Not too much to hear, to do or to look up in one step."""
    longest = [max((sentence.known, sentence.unknown), key=lambda text: words(text.dutch))
               if isinstance(sentence, FactText) else sentence for sentence in step.text]
    if sum(len(sentences(text.dutch)) for text in longest) > STEP_SENTENCES:
        yield warning(step.title, f"{_named(step)} has more than {STEP_SENTENCES} sentences.",
                      "Make it two steps.")
    elif sum(words(text.dutch) for text in longest) > STEP_WORDS:
        yield warning(step.title, f"{_named(step)} has more than {STEP_WORDS} words.",
                      "Say less, or make it two steps.")
    asked = dict.fromkeys(verb for text in (step.title, *longest) for sentence in sentences(text.dutch)
                          for verb in actions(bare(sentence)))
    if len(asked) > STEP_ACTIONS + isinstance(step, HandOver):  # which also asks to show the next screen
        listed = ", ".join(f"“{verb}”" for verb in asked)
        yield warning(step.title, f"{_named(step)} asks for {len(asked)} things: {listed}.", "Make it two steps.")
    hard = explained_in((step.title, *longest), glossary)
    if len(hard) > SHOWN_AT_MOST:
        listed = ", ".join(f"“{term.term.dutch}”" for term in hard)
        yield warning(step.title, f"{_named(step)} has {len(hard)} hard words: {listed}.",
                      f"Only {SHOWN_AT_MOST} are explained in one step: say it in other words, or make it two steps.")


def _practice(step: Step) -> Iterator[Problem]:
    if not isinstance(step, Practise):
        return
    element = step.page.element(step.target)
    if element.kind not in TOUCHED_KINDS:
        yield warning(step.title, f"{_named(step)} asks to touch a {element.kind}, which nobody can.",
                       "Choose a button, an item, a link or a field.")
    said = [step.title.dutch]
    for text in step.text:
        said += [text.known.dutch, text.unknown.dutch] if isinstance(text, FactText) else [text.dutch]
    if element.kind in NAMED_KINDS and not any(f"“{element.label}”" in text for text in said):
        yield warning(step.title, f"{_named(step)} does not name what to touch.",
                       f"Quote it in the title or the text: “{element.label}”.")
    if not step.troubles:
        yield warning(step.title, f"{_named(step)} has no troubles.",
                       "Say under `troubles:` why people get stuck here, and where that leads.")


def _named(step: Step) -> str:
    """A step by its title: its id differs with the include through which it is met."""
    return f"Step “{step.title.dutch}”"


def _way_to_a_person(walkthrough: Walkthrough) -> Iterator[Problem]:
    found: Iterable[str] = reachable(walkthrough)
    if not any(isinstance(walkthrough.steps[id], HandOver) for id in found):
        yield warning(walkthrough.title, "Nothing in this walkthrough leads to a person.",
                       "Add a `hand_over` step, and a trouble that leads to it.")
