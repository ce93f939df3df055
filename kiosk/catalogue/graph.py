"""Where each answer leads: what can be reached, what ends nowhere, which way most people go.

All functions take steps by id and treat a target that is not among them (`finished`, or a module's exit) as
an end. A step from which a person takes over is an end too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Protocol

from kiosk.catalogue.model import Choose, HandOver, Step


class HasSteps(Protocol):
    """A walkthrough, or a module with everything taken in."""

    @property
    def steps(self) -> Mapping[str, Step]: ...

    @property
    def first(self) -> str: ...


def reachable(walkthrough: HasSteps) -> frozenset[str]:
    """The ids of the steps somebody can come to, from the first on."""
    found: set[str] = set()
    waiting = [walkthrough.first]
    while waiting:
        id = waiting.pop()
        if id in walkthrough.steps and id not in found:
            found.add(id)
            waiting.extend(walkthrough.steps[id].targets())
    return frozenset(found)


def unreachable(walkthrough: HasSteps) -> tuple[str, ...]:
    """The ids of the steps nobody can come to, in the order of the file."""
    found = reachable(walkthrough)
    return tuple(id for id in walkthrough.steps if id not in found)


def dead_ends(walkthrough: HasSteps) -> tuple[str, ...]:
    """The ids of the steps from which no end and no person can be reached, in the order of the file."""
    steps = walkthrough.steps
    before: dict[str, list[str]] = defaultdict(list)
    for id, step in steps.items():
        for target in step.targets():
            before[target].append(id)
    good: set[str] = set()
    waiting = [id for id, step in steps.items() if isinstance(step, HandOver) or _leaves(step, steps)]
    while waiting:
        id = waiting.pop()
        if id not in good:
            good.add(id)
            waiting.extend(before[id])
    return tuple(id for id in steps if id not in good)


def main_line(walkthrough: HasSteps, start: str) -> tuple[str, ...]:
    """The steps from ``start`` on, itself first, as most people walk them: nobody says "no" or "this does not work",
    and of the answers to a question the first that leads to the end without coming back to a step before it.

    From where no such way leads to the end, such as a remedy, it is the way to a person; in a circle, ``start`` alone.
    """
    steps = walkthrough.steps
    ends = (lambda id: id not in steps, lambda id: isinstance(steps.get(id), HandOver))
    ways = (_first_way(steps, start, end) for end in ends)
    return next((way for way in ways if way), (start,))


def _first_way(steps: Mapping[str, Step], start: str, is_end: Callable[[str], bool]) -> tuple[str, ...]:
    """Depth first, the first answer first; empty when no end is found."""
    before: dict[str, str] = {}
    waiting = [(start, "")]
    while waiting:
        id, earlier = waiting.pop()
        if is_end(id):
            return _traced(before, earlier) + ((id,) if id in steps else ())
        if id in steps and id not in before:
            before[id] = earlier
            waiting.extend((target, id) for target in reversed(_smooth(steps[id])))
    return ()


def _traced(before: Mapping[str, str], last: str) -> tuple[str, ...]:
    way: list[str] = []
    while last:
        way.insert(0, last)
        last = before[last]
    return tuple(way)


def _smooth(step: Step) -> tuple[str, ...]:
    if isinstance(step, Choose):
        return tuple(choice.to for choice in step.choices)
    return () if isinstance(step, HandOver) else (step.next,)


def _leaves(step: Step, steps: Mapping[str, Step]) -> bool:
    return any(target not in steps for target in step.targets())
