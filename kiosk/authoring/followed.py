"""Content files being written: what was saved, and which step that is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.authoring.outline import Outline, Spot, outline
from kiosk.catalogue.model import FactText, Practise, Step, Walkthrough
from kiosk.catalogue.problems import Problem
from kiosk.catalogue.yaml_nodes import LARGEST_FILE

CONTENT = ("topics.yaml", "walkthroughs/*/walkthrough.yaml", "modules/*/module.yaml")
TRANSLATIONS = "*/LC_MESSAGES/*.po"


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that differs from what it was. ``file`` is its name in the findings; ``line`` the first that differs."""

    file: str
    line: int


class Followed:
    """The files of content folders, and of ``locales``, looked at by their times and sizes.

    Polled and not watched: a second is soon enough for eyes that come from another window, and folders on a network or
    in a virtual machine tell no watcher anything (docs/decisions/0021-preview-looks-at-times.md).
    """

    def __init__(self, folders: Sequence[Path], locales: Path) -> None:
        self._folders, self._locales = folders, locales
        self._stamps: dict[Path, tuple[int, int]] = {}
        self._lines: dict[str, list[bytes]] = {}
        self._missed: set[Path] = set()
        self.changes()

    def changes(self) -> list[Saved]:
        """What was saved since the last look. Raises nothing: what cannot be read now is looked at again."""
        found: list[Saved] = []
        present = dict(self._files())
        for path, file in present.items():
            stamp = _stamp(path)
            if stamp is not None and stamp != self._stamps.get(path):
                lines = _lines(path)
                found.append(Saved(file, _first_difference(self._lines.get(file, []), lines)))
                self._stamps[path], self._lines[file] = stamp, lines
        gone = self._stamps.keys() - present.keys()
        for path in gone & self._missed:  # twice, as an editor may take a file away to put a new one in its place
            del self._stamps[path]
            found.append(Saved(_shown(path, self._folders), 0))
        self._missed = gone
        return found

    def outline(self, file: str) -> Outline | None:
        """As it was last seen; None when it is no YAML."""
        return outline(b"\n".join(self._lines.get(file, [])))

    def _files(self) -> Iterator[tuple[Path, str]]:
        for folder in self._folders:
            for pattern in CONTENT:
                yield from ((path, _shown(path, self._folders)) for path in sorted(folder.glob(pattern)))
        yield from ((path, path.as_posix()) for path in sorted(self._locales.glob(TRANSLATIONS)))


def step_at(spot: Spot, file: str, walkthrough: Walkthrough) -> str | None:
    """The step, by its id in the walkthrough, that something in a file is about; None when it has none of that file."""
    own = [step for step in walkthrough.steps.values() if step.title.file == file]
    if spot.kind == "step":
        included = [id for id in walkthrough.steps if id.startswith(f"{spot.id}.")]
        if included and file == walkthrough.title.file:
            return included[0]
    found = next((step.id for step in own if _is_about(step, spot)), None)
    return found or (own[0].id if own else None)


def _is_about(step: Step, spot: Spot) -> bool:
    """Does a step show this page, or say this fact?"""
    match spot.kind:
        case "page":
            return isinstance(step, Practise) and step.page.id == spot.id
        case "fact":
            return any(isinstance(sentence, FactText) and sentence.fact == spot.id for sentence in step.text)
    return step.title.key.endswith(f"/{spot.id}/title")


def sorted_out(problems: Iterable[Problem], walkthrough: Walkthrough, step: Step,
               followed: Followed) -> tuple[list[Problem], list[Problem]]:
    """The findings about this step, and the others in the files of its walkthrough."""
    files = {walkthrough.title.file, *(each.title.file for each in walkthrough.steps.values())}
    outlines = {file: followed.outline(file) for file in files}
    here, elsewhere = [], []
    for problem in problems:
        if problem.file not in files:
            continue
        read = outlines[problem.file]
        mine = (read is not None and problem.line and problem.file == step.title.file
                and _is_about(step, read.at(problem.line)))
        (here if mine else elsewhere).append(problem)
    return here, elsewhere


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _lines(path: Path) -> list[bytes]:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST_FILE).split(b"\n")
    except OSError:
        return []


def _first_difference(before: Sequence[bytes], after: Sequence[bytes]) -> int:
    """Counted from 1, in what it is now."""
    same = next((number for number, (old, new) in enumerate(zip(before, after, strict=False)) if old != new),
                min(len(before), len(after)))
    return min(same + 1, len(after))


def _shown(path: Path, folders: Sequence[Path]) -> str:
    """As the catalogue names it: `assets/walkthroughs/…`."""
    for folder in folders:
        if path.is_relative_to(folder):
            return (Path(folder.resolve().name) / path.relative_to(folder)).as_posix()
    return path.as_posix()
