"""Plain language and completeness: what the kiosk can do with, and an author should still mend.

The figures are ours, made measurable from the Flemish government's Heerlijk Helder checklist and the advice
of Wablieft: short sentences, one action a step, no capitals for emphasis, button names exactly as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kiosk.catalogue.drafts import texts_of_step
from kiosk.catalogue.graph import reachable
from kiosk.catalogue.model import Catalogue, FactText, HandOver, Practise, Step, Text, Walkthrough
from kiosk.catalogue.problems import Problem

TITLE_WORDS = 6
TILE_WORDS = 4
SENTENCE_WORDS = 15
STEP_SENTENCES = 2
STEP_WORDS = 30

ABBREVIATIONS = frozenset({"OCMW", "VDAB"})
"""Written in capitals by everybody; with fewer than four letters no list is needed."""

SENTENCE_END = re.compile(r"(?<=[.!?…])[”\")]*\s+(?=[“\"(]*[A-Z0-9])")
WORD = re.compile(r"[^\W_]\S*")
SHOUTED = re.compile(r"\b[A-ZÀ-Þ]{4,}\b")
INFORMAL = re.compile(r"\b(je|jij|jou|jouw|jullie)\b", re.IGNORECASE)
QUOTED = re.compile(r"“[^”]*”")
NAMED_KINDS = ("button", "item", "link")
"""Elements with a name on them that the words beside the practice site must repeat exactly."""
TOUCHED_KINDS = (*NAMED_KINDS, "field")


def check_rules(catalogue: Catalogue) -> tuple[Problem, ...]:
    """Warnings, in the order of files and lines; those of a shared module once.

    That a review is due depends on the day: ``read_catalogue`` says it.
    """
    problems: set[Problem] = set()
    for topic in catalogue.topics:
        problems.update(_tile(topic.title))
    for walkthrough in catalogue:
        problems.update(_tile(walkthrough.title))
        problems.update(_way_to_a_person(walkthrough))
        for step in walkthrough.steps.values():
            problems.update(_title(step))
            problems.update(_amount(step))
            problems.update(_practice(step))
            for text in _spoken(step):
                problems.update(_style(text))
    return tuple(sorted(problems))


def words(text: str) -> int:
    """How many words; a dash or a mark that stands alone is none."""
    return len(WORD.findall(text))


def sentences(text: str) -> list[str]:
    return SENTENCE_END.split(text)


def _warning(text: Text, message: str, remedy: str) -> Problem:
    return Problem(text.file, text.line, message, remedy, "warning")


def _tile(title: Text) -> Iterator[Problem]:
    if (count := words(title.dutch)) > TILE_WORDS:
        yield _warning(title, f"“{title.dutch}” has {count} words.", f"At most {TILE_WORDS} fit on a tile.")


def _title(step: Step) -> Iterator[Problem]:
    if (count := words(step.title.dutch)) > TITLE_WORDS:
        yield _warning(step.title, f"The title “{step.title.dutch}” has {count} words.",
                       f"Use at most {TITLE_WORDS}.")


def _amount(step: Step) -> Iterator[Problem]:
    """One action a step: not too much to hear before doing it."""
    longest = [max((sentence.known, sentence.unknown), key=lambda text: words(text.dutch))
               if isinstance(sentence, FactText) else sentence for sentence in step.text]
    if sum(len(sentences(text.dutch)) for text in longest) > STEP_SENTENCES:
        yield _warning(step.title, f"{_named(step)} has more than {STEP_SENTENCES} sentences.",
                       "Make it two steps.")
    elif sum(words(text.dutch) for text in longest) > STEP_WORDS:
        yield _warning(step.title, f"{_named(step)} has more than {STEP_WORDS} words.",
                       "Say less, or make it two steps.")


def _practice(step: Step) -> Iterator[Problem]:
    if not isinstance(step, Practise):
        return
    element = step.page.element(step.target)
    if element.kind not in TOUCHED_KINDS:
        yield _warning(step.title, f"{_named(step)} asks to touch a {element.kind}, which nobody can.",
                       "Choose a button, an item, a link or a field.")
    said = [step.title.dutch]
    for text in step.text:
        said += [text.known.dutch, text.unknown.dutch] if isinstance(text, FactText) else [text.dutch]
    if element.kind in NAMED_KINDS and not any(f"“{element.label}”" in text for text in said):
        yield _warning(step.title, f"{_named(step)} does not name what to touch.",
                       f"Quote it in the title or the text: “{element.label}”.")
    if not step.troubles:
        yield _warning(step.title, f"{_named(step)} has no troubles.",
                       "Say under `troubles:` why people get stuck here, and where that leads.")


def _style(text: Text) -> Iterator[Problem]:
    plain = QUOTED.sub("“x”", text.dutch)  # the name of a button may be anything; it counts as one word
    for sentence in sentences(plain):
        if (count := words(sentence)) > SENTENCE_WORDS:
            yield _warning(text, f"A sentence has {count} words.",
                           f"Use at most {SENTENCE_WORDS}; 12 is better.")
    for shouted in SHOUTED.findall(plain):
        if shouted not in ABBREVIATIONS:
            yield _warning(text, f"“{shouted}” is in capitals.",
                           "Use small letters: capitals are hard to read.")
    if informal := INFORMAL.search(plain):
        yield _warning(text, f"“{informal[0]}” stands here.", "Say `u` and `uw`.")


def _named(step: Step) -> str:
    """A step by its title: its id differs with the include through which it is met."""
    return f"Step “{step.title.dutch}”"


def _way_to_a_person(walkthrough: Walkthrough) -> Iterator[Problem]:
    found: Iterable[str] = reachable(walkthrough)
    if not any(isinstance(walkthrough.steps[id], HandOver) for id in found):
        yield _warning(walkthrough.title, "Nothing in this walkthrough leads to a person.",
                       "Add a `hand_over` step, and a trouble that leads to it.")


def _spoken(step: Step) -> Iterator[Text]:
    yield from texts_of_step(step)
    if isinstance(step, Practise):
        yield from (element.says for element in step.page.elements if element.says)
