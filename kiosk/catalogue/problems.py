"""What is wrong in a content file: where, what, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. ``line`` counts from 1; 0 means the file as a whole.

    An error leaves the walkthrough out of the kiosk, a warning does not.
    """

    file: str
    line: int
    message: str
    remedy: str
    severity: str = "error"  # error | warning

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message} {self.remedy}"


@dataclass(slots=True)
class Report:
    """The problems of one file, gathered while it is read so that an author sees all of them at once."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def error(self, line: int, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, line, message, remedy))

    def warning(self, line: int, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, line, message, remedy, "warning"))

    @property
    def broken(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """The remedy for an unknown name: the nearest known one, else ``otherwise``, else the known names."""
    import difflib  # only when something is wrong: a sound catalogue never pays for it

    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean “{near[0]}”?"
    if otherwise:
        return otherwise
    if not names:
        return "There is nothing it could be here."
    return f"It can be: {', '.join(names[:12])}{', …' if len(names) > 12 else ''}."
