"""What a content file says by itself, before shared modules are taken in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.catalogue.fields import Source
from kiosk.catalogue.keeping import Due
from kiosk.catalogue.model import Check, Choose, FactText, HandOver, PracticePage, Step, Text, Walkthrough

EXIT = "exit."
"""The beginning of a target by which a module leaves: `exit.done`."""
EXIT_NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Target:
    """A place where a step leads to another: the name as written, and its line."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Include:
    """The steps of a module, taken in under ``id``.

    ``number`` is added to theirs; ``exits`` says where each of the module's ways out leads.
    """

    id: str
    number: int
    module: str
    exits: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Draft:
    """Steps with targets as written: an own step, an include, `after`, `finished` or `exit.<name>`."""

    source: Source
    steps: Mapping[str, Step | Include]
    lines: Mapping[str, int]  # of each step
    targets: tuple[Target, ...]
    pages: Mapping[str, PracticePage]
    due: Due | None = field(default=None, kw_only=True)  # of a module; a walkthrough has its own dates

    @property
    def first(self) -> str:
        return next(iter(self.steps), "")

    @property
    def includes(self) -> tuple[Include, ...]:
        return tuple(step for step in self.steps.values() if isinstance(step, Include))

    def texts(self) -> Iterator[Text]:
        """Every text a translator must see, each once."""
        for step in self.steps.values():
            if not isinstance(step, Include):
                yield from texts_of_step(step)
        for page in self.pages.values():
            yield from (element.says for element in page.elements if element.says)


@dataclass(frozen=True, slots=True)
class WalkthroughDraft(Draft):
    """``walkthrough`` has everything but its steps."""

    walkthrough: Walkthrough
    key_lines: Mapping[str, int]

    def texts(self) -> Iterator[Text]:
        yield self.walkthrough.title
        yield self.walkthrough.search
        yield from Draft.texts(self)


def texts_of_step(step: Step) -> Iterator[Text]:
    """The texts of one step that are translated: not what staff read and what stands on a practice page."""
    yield step.title
    for sentence in step.text:
        if isinstance(sentence, FactText):
            yield sentence.known
            yield sentence.unknown
        else:
            yield sentence
            if sentence.spoken is not None:
                yield sentence.spoken
    if isinstance(step, Check):
        for need in step.needs:
            yield need.label
            yield need.tip
    if isinstance(step, Choose):
        yield from (choice.label for choice in step.choices)
    if not isinstance(step, HandOver):
        yield from (trouble.label for trouble in step.troubles)
