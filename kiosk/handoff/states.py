"""Every state a visit can be handed over in, counted: a record becomes one number below ``size``, and
back.

Nothing is fixed for ever: the numbering is derived from the catalogue, so it needs no table, grows with
the content and is the same on every kiosk and desk that has the same content. docs/handoff-format.md has
it step by step.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from kiosk.catalogue.model import Catalogue, Step, Walkthrough
from kiosk.handoff.record import CHECKLIST_LENGTH, NO_REASON, SOMETHING_ELSE, Answer, HandoffError, Record

ROOM = 1 << 24
"""Numbers that three words of eight bits can name."""

LANGUAGES = 24
"""Languages that the words can name (numbers 0 to 23). 32 would halve the check; a higher number is sent
as 0.
"""


class Detail(Enum):
    """How much of the checklist the words can tell."""

    EXACT = "every answer"
    FIRST = "the first thing that is missing, or that nothing is"
    NOTHING = "nothing"


ENOUGH_CHECKS = {Detail.EXACT: 16, Detail.FIRST: 8, Detail.NOTHING: 1}
"""The finest detail with at least so many checks is used: wrong words must not often pass for right ones."""


class NotInCatalogue(HandoffError):
    """The record is of a walkthrough or step that this catalogue does not have."""

    sentence = "Dit stappenplan kent de kiosk niet. Vraag de burger het scherm te tonen."


class CatalogueTooLarge(HandoffError):
    """Three words cannot tell all states apart; the letters still can."""

    sentence = "Er zijn te veel stappenplannen voor drie woorden. Gebruik de QR-code."


@dataclass(frozen=True, slots=True)
class Block:
    """The states of one step: ``reasons`` × ``checklists`` × languages, from number ``first`` on."""

    first: int
    walkthrough: int
    step: int
    reasons: tuple[int, ...]
    needs: int
    checklists: int


@dataclass(frozen=True, slots=True)
class States:
    """The numbering of one catalogue: ``size`` states, told in ``detail``."""

    content: int
    detail: Detail
    blocks: tuple[Block, ...]
    size: int

    @property
    def checks(self) -> int:
        """Check values that fit beside the states: one wrong trio in so many passes for right."""
        return ROOM // self.size

    def number(self, record: Record) -> int:
        """The number of a record's state. Raises NotInCatalogue.

        A reason that the step does not have becomes "something else", a language beyond the room 0: a
        person who asks for help gets words in any case.
        """
        block = next((block for block in self.blocks
                      if (block.walkthrough, block.step) == (record.walkthrough, record.step)), None)
        if block is None:
            raise NotInCatalogue
        reason = record.reason if record.reason in block.reasons else SOMETHING_ELSE
        checklist = _fold(record.checklist[:block.needs], self.detail)
        language = record.language if record.language < LANGUAGES else 0
        within = block.reasons.index(reason) * block.checklists + checklist
        return block.first + within * LANGUAGES + language

    def record(self, number: int) -> Record:
        """The record of a state, with this catalogue's version and site 0. Raises IndexError."""
        if not 0 <= number < self.size:
            raise IndexError(f"state {number} is not one of {self.size}")
        block = self.blocks[bisect_right(self.blocks, number, key=lambda block: block.first) - 1]
        within, language = divmod(number - block.first, LANGUAGES)
        reason, checklist = divmod(within, block.checklists)
        return Record(content=self.content, walkthrough=block.walkthrough, step=block.step, language=language,
                      checklist=_unfold(checklist, block.needs, self.detail), reason=block.reasons[reason])


def states(catalogue: Catalogue) -> States:
    """The numbering of a catalogue, with as much of the checklist as fits. Raises CatalogueTooLarge."""
    for detail in Detail:
        counted = _count(catalogue, detail)
        if counted.checks >= ENOUGH_CHECKS[detail]:
            return counted
    raise CatalogueTooLarge


def _count(catalogue: Catalogue, detail: Detail) -> States:
    """By number: walkthroughs, their steps, their reasons; "no walkthrough" and "no step" first."""
    blocks: list[Block] = []
    size = 0

    def add(walkthrough: int, step: Step | None, needs: int, number: int = 0) -> None:
        nonlocal size
        troubles = sorted(trouble.number for trouble in step.troubles) if step else []
        reasons = (NO_REASON, *troubles, SOMETHING_ELSE)
        checklists = _ways(needs, detail)
        blocks.append(Block(size, walkthrough, number, reasons, needs, checklists))
        size += len(reasons) * checklists * LANGUAGES

    add(0, None, 0)
    for walkthrough in sorted(catalogue, key=_by_number):
        needs = min(len(walkthrough.needs), CHECKLIST_LENGTH)
        add(walkthrough.number, None, needs)
        for step in sorted(walkthrough.steps.values(), key=_by_number):
            add(walkthrough.number, step, needs, step.number)
    return States(catalogue.version, detail, tuple(blocks), size)


def _by_number(part: Walkthrough | Step) -> int:
    return part.number


def _ways(needs: int, detail: Detail) -> int:
    """How many checklists are told apart."""
    if detail is Detail.EXACT:
        return 3 ** needs
    return needs + 2 if detail is Detail.FIRST else 1


def _fold(answers: Sequence[Answer], detail: Detail) -> int:
    """A checklist as a number below ``_ways``; what is left out becomes "unknown", never something untrue."""
    if detail is Detail.EXACT:
        return sum(answer * 3 ** place for place, answer in enumerate(answers))
    if detail is Detail.NOTHING:
        return 0
    if Answer.LACKS in answers:
        return 2 + answers.index(Answer.LACKS)
    return 1 if answers and all(answer is Answer.HAS for answer in answers) else 0


def _unfold(folded: int, needs: int, detail: Detail) -> tuple[Answer, ...]:
    """What ``_fold`` kept."""
    if detail is Detail.EXACT:
        return tuple(Answer(folded // 3 ** place % 3) for place in range(needs))
    if folded == 0:
        return ()
    if folded == 1:
        return (Answer.HAS,) * needs
    return (Answer.UNKNOWN,) * (folded - 2) + (Answer.LACKS,)
