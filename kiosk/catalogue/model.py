"""What a walkthrough is: plain, frozen values with no behaviour but lookups.

A walkthrough is a graph of steps of five kinds: tell, check, choose, practise, hand over. Every target is explicit:
the id of a step, or ``FINISHED``. Numbers stand in the hand-off code and are never used again for something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.catalogue.cards import NO_CARDS, Cards

FINISHED = "finished"
"""The target after the last step."""


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label: its key, its Dutch source, and the file and line where an author finds it.

    ``spoken`` is a text of its own for the ear, where what is read with the eyes would sound wrong; it is translated
    like any other.
    """

    key: str
    dutch: str
    file: str = ""
    line: int = 0
    spoken: Text | None = None


@dataclass(frozen=True, slots=True)
class FactText:
    """A sentence about a local fact, in two forms: ``known`` holds ``{value}``, ``unknown`` sends to a desk."""

    fact: str
    known: Text
    unknown: Text


Sentence = Text | FactText


@dataclass(frozen=True, slots=True)
class Fact:
    """A price (EUR), a delay (working days), a day, an address, a telephone number or a site that differs by
    municipality or by year.

    ``value`` is None when nobody has said; the kiosk then never guesses. ``review_by`` and ``expires``, the last day on
    which it is true: kiosk/catalogue/keeping.py. ``file`` is "" where it is the walkthrough's own.
    """

    id: str
    kind: str
    value: str | None
    checked_on: date | None
    source: str
    review_by: date | None = None
    expires: date | None = None
    line: int = 0
    file: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A line of a checklist. ``no`` is where the answer "no" leads; ``tip`` is shown as soon as it is given."""

    id: str
    icon: str
    label: Text
    tip: Text
    no: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One way on from a choose step."""

    id: str
    icon: str
    label: Text
    to: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A usual reason why a step does not work, and where it leads. ``number`` is the reason in the hand-off code."""

    id: str
    number: int
    icon: str
    label: Text
    to: str


@dataclass(frozen=True, slots=True)
class Element:
    """One thing on a practice page. Its label stays Dutch, as on the real site; ``says`` explains it when touched."""

    id: str
    kind: str  # one of ELEMENT_KINDS
    label: str
    icon: str | None = None
    filled: str | None = None  # what a field shows once it has been touched; never real data
    says: Text | None = None


ELEMENT_KINDS = ("heading", "text", "button", "item", "field", "message", "link")


@dataclass(frozen=True, slots=True)
class PracticePage:
    """A page of the practice site: where the address bar says we are, and what stands on it, top to bottom."""

    id: str
    address: str
    elements: tuple[Element, ...]

    def element(self, id: str) -> Element:
        return next(element for element in self.elements if element.id == id)


@dataclass(frozen=True, slots=True)
class Step:
    """What every kind of step has: a title of at most six words, at most two sentences, and what may go wrong.
    ``expires``: the last day on which it may be shown (kiosk/catalogue/keeping.py)."""

    id: str
    number: int
    icon: str
    title: Text
    text: tuple[Sentence, ...]
    troubles: tuple[Trouble, ...]
    expires: date | None = field(default=None, kw_only=True)

    def targets(self) -> tuple[str, ...]:
        """Every step this one can lead to."""
        return tuple(trouble.to for trouble in self.troubles)


@dataclass(frozen=True, slots=True)
class Tell(Step):
    """Says something; one way on."""

    next: str

    def targets(self) -> tuple[str, ...]:
        return (self.next, *Step.targets(self))


@dataclass(frozen=True, slots=True)
class Check(Step):
    """A checklist, yes or no a line. With every answer yes it goes to ``next``, else to the first "no"."""

    needs: tuple[Need, ...]
    next: str

    def targets(self) -> tuple[str, ...]:
        return (self.next, *(need.no for need in self.needs), *Step.targets(self))


@dataclass(frozen=True, slots=True)
class Choose(Step):
    """A question with a few answers."""

    choices: tuple[Choice, ...]

    def targets(self) -> tuple[str, ...]:
        return (*(choice.to for choice in self.choices), *Step.targets(self))


@dataclass(frozen=True, slots=True)
class Practise(Step):
    """One touch on a practice page: the element ``target`` goes on, any other explains itself."""

    page: PracticePage
    target: str
    next: str

    def targets(self) -> tuple[str, ...]:
        return (self.next, *Step.targets(self))


@dataclass(frozen=True, slots=True)
class HandOver(Step):
    """From here a person must help. ``staff`` tells a member of staff, in Dutch, what to do."""

    staff: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Walkthrough:
    """One service, from why it is done to what comes after. ``steps`` are in the order of the file."""

    id: str
    number: int
    title: Text
    topic: str
    icon: str
    search: Text
    concept: str | None
    sources: tuple[str, ...]
    checked_on: date
    review_by: date
    steps: Mapping[str, Step]
    first: str
    facts: Mapping[str, Fact]

    def step(self, id: str) -> Step:
        return self.steps[id]

    def step_numbered(self, number: int) -> Step | None:
        return next((step for step in self.steps.values() if step.number == number), None)

    @property
    def needs(self) -> tuple[Need, ...]:
        """Every line of every checklist, in order: the positions in the hand-off code."""
        return tuple(need for step in self.steps.values() if isinstance(step, Check) for need in step.needs)


@dataclass(frozen=True, slots=True)
class Topic:
    """A tile of the topics screen."""

    id: str
    icon: str
    title: Text


@dataclass(frozen=True, slots=True)
class Term:
    """A hard word of the glossary. ``forms`` are the ways in which it stands in Dutch texts, the term itself first.

    With an ``explanation`` of one or two sentences it is a word that must stay, and the kiosk explains it; without, it
    is advice for authors, who find the everyday word in ``better``.
    """

    id: str
    term: Text
    forms: tuple[str, ...]
    better: str = ""
    explanation: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to "what is it about?": ``to`` another question, or it ``shows`` the walkthroughs that may be meant."""

    id: str
    icon: str
    label: Text
    to: str
    shows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Narrows down what somebody looks for who cannot type it."""

    id: str
    title: Text
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that can be walked through, and the municipality's own cards beside it. ``version`` is a 16-bit
    fingerprint of the walkthroughs, for the hand-off; cards have no part in it. ``questions``: the first is asked
    first; none where nobody wrote them."""

    topics: tuple[Topic, ...] = ()
    walkthroughs: Mapping[str, Walkthrough] = field(default_factory=dict)
    version: int = 0
    glossary: tuple[Term, ...] = ()
    questions: tuple[Question, ...] = ()
    cards: Cards = NO_CARDS

    def __iter__(self) -> Iterator[Walkthrough]:
        return iter(self.walkthroughs.values())

    def numbered(self, number: int) -> Walkthrough | None:
        return next((w for w in self if w.number == number), None)

    def in_topic(self, topic: str) -> tuple[Walkthrough, ...]:
        return tuple(w for w in self if w.topic == topic)

    @property
    def concepts(self) -> frozenset[str]:
        """The IPDC concepts that have a walkthrough."""
        return frozenset(w.concept for w in self if w.concept)

    def question(self, id: str) -> Question | None:
        return next((question for question in self.questions if question.id == id), None)
