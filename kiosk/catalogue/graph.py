"""Where each answer leads: what can be reached, what ends nowhere, how far it still is.

All functions take steps by id and treat a target that is not among them (`finished`, or a module's exit) as
an end. A step from which a person takes over is an end too.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
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
    good = _any_way(walkthrough.steps)
    return tuple(id for id in walkthrough.steps if id not in good)


def shortest_to_end(walkthrough: HasSteps) -> dict[str, int]:
    """For each step, how many screens there still are when all goes well, itself included; the last has 1.

    When all goes well nobody says "no" or "this does not work": counting those ways, nearly every step would
    be two screens from a person, and the progress dots would say so. A step that is off that way, such as a
    remedy that leads to a person, counts to the nearest end of any kind. A dead end is absent.
    """
    steps = walkthrough.steps
    smooth = {id: _smooth(step) for id, step in steps.items()}
    return {**_any_way(steps), **_far((id for id in steps if _leaves(smooth[id], steps)), smooth)}


def _any_way(steps: Mapping[str, Step]) -> dict[str, int]:
    ends = (id for id, step in steps.items() if isinstance(step, HandOver) or _leaves(step.targets(), steps))
    return _far(ends, {id: step.targets() for id, step in steps.items()})


def _smooth(step: Step) -> tuple[str, ...]:
    if isinstance(step, Choose):
        return tuple(choice.to for choice in step.choices)
    return () if isinstance(step, HandOver) else (step.next,)


def _leaves(targets: Iterable[str], steps: Mapping[str, Step]) -> bool:
    return any(target not in steps for target in targets)


def _far(ends: Iterable[str], ways: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """How many steps each is from the nearest of ``ends``, itself included, breadth first from the ends."""
    before: dict[str, list[str]] = defaultdict(list)
    for id, targets in ways.items():
        for target in targets:
            before[target].append(id)
    far = dict.fromkeys(ends, 1)
    waiting = deque(far)
    while waiting:
        id = waiting.popleft()
        for earlier in before[id]:
            if earlier not in far:
                far[earlier] = far[id] + 1
                waiting.append(earlier)
    return far
