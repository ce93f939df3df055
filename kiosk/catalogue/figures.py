"""Every walkthrough in figures: how long it is, how often it branches, how short its sentences are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.catalogue.drafts import texts_of_step
from kiosk.catalogue.graph import main_line
from kiosk.catalogue.model import Catalogue, Practise, Step, Walkthrough
from kiosk.catalogue.plain import TARGET_WORDS, bare, sentences, words

HEAD = f"""\
# All walkthroughs

Made by `kiosk check --table > docs/walkthroughs.md`; make it again when the content has changed.

*Steps* counts those of shared modules too; *the usual way* is what somebody sees when all goes well. *Branches* are the
answers, troubles and missing things that lead away from it. *Within target* is the share of sentences of at most
{TARGET_WORDS} words; the name of a button counts as one word.

| walkthrough | steps | the usual way | branches | words a sentence | within target | checked on | review by |
|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """``words`` is the mean of a sentence, ``within`` the share (0 to 1) that keeps to the target."""

    steps: int
    usual: int
    branches: int
    words: float
    within: float


def figures(walkthrough: Walkthrough) -> Figures:
    lengths = [words(sentence) for step in walkthrough.steps.values() for sentence in _sentences(step)]
    within = [length for length in lengths if length <= TARGET_WORDS]
    branches = sum(len(set(step.targets())) - 1 for step in walkthrough.steps.values() if step.targets())
    return Figures(len(walkthrough.steps), len(main_line(walkthrough, walkthrough.first)), branches,
                   sum(lengths) / len(lengths), len(within) / len(lengths))


def markdown(catalogue: Catalogue) -> str:
    """The whole document."""
    ordered = sorted(catalogue, key=lambda walkthrough: walkthrough.number)
    sources = "\n".join(line for walkthrough in ordered for line in _sources(walkthrough))
    return f"{HEAD}{''.join(map(_row, ordered))}\n## Sources\n{sources}\n"


def _row(walkthrough: Walkthrough) -> str:
    here = figures(walkthrough)
    return (f"| {walkthrough.title.dutch.replace('|', '/')} (`{walkthrough.id}`) | {here.steps} | {here.usual} "
            f"| {here.branches} | {here.words:.1f} | {here.within:.0%} | {walkthrough.checked_on} "
            f"| {walkthrough.review_by} |\n")


def _sources(walkthrough: Walkthrough) -> Iterator[str]:
    yield f"\n**{walkthrough.title.dutch}**\n"
    facts = (fact.source for fact in walkthrough.facts.values())
    yield from (f"- {address}" for address in dict.fromkeys((*walkthrough.sources, *facts)))


def _sentences(step: Step) -> Iterator[str]:
    texts = list(texts_of_step(step))
    if isinstance(step, Practise):
        texts += (element.says for element in step.page.elements if element.says)
    for text in texts:
        yield from sentences(bare(text.dutch))
