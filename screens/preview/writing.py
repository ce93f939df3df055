"""What an author is writing: the content as it last could be shown, and what there is to say about it. No window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from kiosk.authoring.followed import Followed, Saved, sorted_out, step_at
from kiosk.catalogue.model import Catalogue, Walkthrough
from kiosk.catalogue.problems import Problem

Read = Callable[[], tuple[Catalogue, tuple[Problem, ...]]]


@dataclass(frozen=True, slots=True)
class Findings:
    """About the step on the glass, and the rest of its walkthrough. ``broken``: why it is shown as it was before."""

    here: Sequence[Problem] = ()
    elsewhere: Sequence[Problem] = ()
    broken: Sequence[Problem] = ()


@dataclass
class Writing:
    """``read`` gives the catalogue and what kept walkthroughs out of it; ``check`` all that `kiosk check` says."""

    followed: Followed
    read: Read
    check: Callable[[], tuple[Problem, ...]]
    catalogue: Catalogue = field(default_factory=Catalogue)
    errors: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()

    def reread(self) -> None:
        """What cannot be shown now stays as it last was."""
        catalogue, problems = self.read()
        self.errors = tuple(problem for problem in problems if problem.severity == "error")
        files = {problem.file for problem in self.errors}
        kept = {id: old for id, old in self.catalogue.walkthroughs.items()
                if id not in catalogue.walkthroughs and old.title.file in files}
        topics = catalogue.topics or self.catalogue.topics
        self.catalogue = replace(catalogue, topics=topics, walkthroughs={**catalogue.walkthroughs, **kept})

    def recheck(self) -> None:
        self.problems = self.check()

    def findings(self, walkthrough: str, step: str) -> Findings:
        """For the step on the glass; for none, what is wrong anywhere."""
        found = self.problems or self.errors
        shown = self.catalogue.walkthroughs.get(walkthrough)
        if shown is None or step not in shown.steps:
            return Findings(elsewhere=[problem for problem in found if problem.severity == "error"])
        here, elsewhere = sorted_out(found, shown, shown.steps[step], self.followed)
        broken = [problem for problem in self.errors if problem.file in _files(shown)]
        return Findings([problem for problem in here if problem not in broken],
                        [problem for problem in elsewhere if problem not in broken], broken)

    def place_of(self, saved: Sequence[Saved], walkthrough: str) -> tuple[str, str] | None:
        """The walkthrough and the step that were written in; rather the one on the glass than another with the step."""
        order = sorted(self.catalogue, key=lambda each: each.id != walkthrough)
        for change in saved:
            read = self.followed.outline(change.file)
            if read is None:
                continue
            spot = read.at(change.line)
            own = [each for each in order if each.title.file == change.file]
            for each in own or order:
                step = step_at(spot, change.file, each)
                if step is not None:
                    return each.id, step
        return None


def _files(walkthrough: Walkthrough) -> set[str]:
    return {walkthrough.title.file, *(step.title.file for step in walkthrough.steps.values())}
