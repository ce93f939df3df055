"""Shared modules: their steps taken into a walkthrough, under the include's id and with its number added.

The texts keep the keys of the module, so that they are translated and recorded once for all walkthroughs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kiosk.catalogue.drafts import EXIT, EXIT_NAME, Draft, Include
from kiosk.catalogue.model import FINISHED, Check, Choose, HandOver, Practise, Step, Tell
from kiosk.catalogue.problems import did_you_mean


@dataclass(frozen=True, slots=True)
class Flat:
    """The steps of a file with those of its modules, every target the id of a step, `finished` or an exit.

    ``lines`` says for each step where it comes from in this file: its own line, or that of its include.
    """

    steps: Mapping[str, Step]
    first: str
    lines: Mapping[str, int]

    @property
    def exits(self) -> frozenset[str]:
        """The names of the ways out that are really used."""
        targets = (target for step in self.steps.values() for target in step.targets())
        return frozenset(target.removeprefix(EXIT) for target in targets if target.startswith(EXIT))


def check_targets(draft: Draft, *, module: bool) -> None:
    """Reports every target that leads nowhere."""
    for target in draft.targets:
        if target.name in draft.steps or not target.name:
            continue
        if module and target.name.startswith(EXIT) and EXIT_NAME.match(target.name.removeprefix(EXIT)):
            continue
        if not module and target.name == FINISHED:
            continue
        if target.name in (FINISHED, "after"):
            remedy = "A module leaves through an exit: `exit.done`." if module else \
                "Add an `after:` block, or write `finished`."
        else:
            known = [*draft.steps] if module else [*draft.steps, FINISHED]
            remedy = did_you_mean(target.name, known)
        draft.source.report.error(target.line, f"There is no step “{target.name}” to go to.", remedy)


def flatten(draft: Draft, modules: Mapping[str, Flat | None]) -> Flat | None:
    """The draft with its modules taken in; None when it has faults. Those of its includes are reported.

    ``modules``: each module by its id, None when it has faults itself.
    """
    for include in draft.includes:
        _check_include(include, draft, modules)
    if draft.source.report.broken:
        return None
    firsts = {include.id: f"{include.id}.{modules[include.module].first}" for include in draft.includes}

    def own(name: str) -> str:
        return firsts.get(name, name)

    steps: dict[str, Step] = {}
    lines: dict[str, int] = {}
    for step in draft.steps.values():
        if isinstance(step, Include):
            for inner in modules[step.module].steps.values():
                id = f"{step.id}.{inner.id}"
                number = inner.number + step.number
                steps[id] = replace(retarget(inner, _way(step, own)), id=id, number=number)
                lines[id] = step.line
        else:
            steps[step.id] = retarget(step, own)
            lines[step.id] = draft.lines[step.id]
    return Flat(steps, own(draft.first), lines)


def flatten_modules(drafts: Mapping[str, Draft], unreadable: Iterable[str],
                    check: Callable[[Flat, Draft], None]) -> dict[str, Flat | None]:
    """Every module with the modules it includes itself; None for one with faults or in a circle.

    ``unreadable``: modules of which there is no draft. ``check`` reports what is wrong with the whole.
    """
    done: dict[str, Flat | None] = dict.fromkeys(unreadable)
    under_way: list[str] = []

    def visit(id: str) -> None:
        draft = drafts[id]
        under_way.append(id)
        for include in draft.includes:
            if include.module in under_way:
                circle = " → ".join([*under_way[under_way.index(include.module):], include.module])
                draft.source.report.error(include.line, f"These modules include each other: {circle}.",
                                          "Take one of the includes out.")
            elif include.module in drafts and include.module not in done:
                visit(include.module)
        under_way.pop()
        flat = flatten(draft, done)
        if flat is not None:
            check(flat, draft)
        done[id] = None if draft.source.report.broken else flat

    for id in drafts:
        if id not in done:
            visit(id)
    return done


def retarget(step: Step, way: Callable[[str], str]) -> Step:
    """The same step with each of its targets passed through ``way``."""
    troubles = tuple(replace(trouble, to=way(trouble.to)) for trouble in step.troubles)
    match step:
        case Check():
            needs = tuple(replace(need, no=way(need.no)) for need in step.needs)
            return replace(step, troubles=troubles, needs=needs, next=way(step.next))
        case Choose():
            choices = tuple(replace(choice, to=way(choice.to)) for choice in step.choices)
            return replace(step, troubles=troubles, choices=choices)
        case Tell() | Practise():
            return replace(step, troubles=troubles, next=way(step.next))
        case HandOver():
            return step
    raise TypeError(f"a kind of step that modules do not know: {type(step).__name__}")


def _way(include: Include, own: Callable[[str], str]) -> Callable[[str], str]:
    """From a target inside the module to one in the file that includes it."""
    def way(name: str) -> str:
        if name.startswith(EXIT):
            return own(include.exits[name.removeprefix(EXIT)])
        return f"{include.id}.{name}"
    return way


def _check_include(include: Include, draft: Draft, modules: Mapping[str, Flat | None]) -> None:
    report = draft.source.report
    if not include.module:
        return
    if include.module not in modules:
        if not any(problem.line == include.line for problem in report.problems):  # a circle is reported
            report.error(include.line, f"There is no module “{include.module}”.",
                         did_you_mean(include.module, modules, "Write it, or take the include out."))
        return
    module = modules[include.module]
    if module is None:
        report.error(include.line, f"The module “{include.module}” has faults.",
                     f"Mend assets/modules/{include.module}/module.yaml first.")
        return
    for name in sorted(module.exits - include.exits.keys()):
        report.error(include.line, f"The module “{include.module}” also leaves through “{name}”.",
                     f"Say under `exits:` where `{name}:` leads.")
    for name in sorted(include.exits.keys() - module.exits):
        report.error(include.line, f"The module “{include.module}” has no way out called “{name}”.",
                     did_you_mean(name, module.exits))
