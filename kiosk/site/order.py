"""The steps of a walkthrough in the order of a page, which is read from top to bottom.

A kiosk shows one step at a time, so the order of the file does not matter there. A page begins with the way on which
all goes well; what else may happen follows, and last come the steps from which a person must help.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.catalogue.graph import main_line
from kiosk.catalogue.model import HandOver, Step, Walkthrough


@dataclass(frozen=True, slots=True)
class Order:
    """Every step once."""

    main: tuple[Step, ...]
    aside: tuple[Step, ...]
    people: tuple[Step, ...]

    def number(self, id: str) -> int:
        """The number of a step on the page, from 1; not that of the hand-off code. StopIteration for a stranger."""
        steps = (*self.main, *self.aside, *self.people)
        return next(number for number, step in enumerate(steps, start=1) if step.id == id)


def ordered(walkthrough: Walkthrough) -> Order:
    main = main_line(walkthrough, walkthrough.first)
    others = [step for id, step in walkthrough.steps.items() if id not in main]
    return Order(
        tuple(walkthrough.steps[id] for id in main),
        tuple(step for step in others if not isinstance(step, HandOver)),
        tuple(step for step in others if isinstance(step, HandOver)),
    )
