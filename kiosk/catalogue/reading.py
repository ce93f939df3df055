"""The content folders → the catalogue, and every fault on the way.

A walkthrough with an error is left out and the others go on: one typing error must not close the kiosk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from os.path import exists, isdir  # unlike pathlib's they never raise
from pathlib import Path

from kiosk.catalogue.drafts import Draft, WalkthroughDraft
from kiosk.catalogue.facts import Overrides, overridden, unknown_overrides
from kiosk.catalogue.fields import ID, Source
from kiosk.catalogue.files import MODULE_NUMBERS, OWN_NUMBERS, read_module, read_topics, read_walkthrough
from kiosk.catalogue.glossary import read_glossary
from kiosk.catalogue.graph import dead_ends, unreachable
from kiosk.catalogue.including import Flat, flatten, flatten_modules
from kiosk.catalogue.keeping import Due, default_review, dues_of
from kiosk.catalogue.layer import Layer
from kiosk.catalogue.model import Catalogue, Question, Term, Text, Topic, Walkthrough
from kiosk.catalogue.problems import Problem, Report, did_you_mean
from kiosk.catalogue.questions import answerable, read_questions, texts_of_questions
from kiosk.catalogue.yaml_nodes import LARGEST_FILE, Node, read_nodes

MOST_NEEDS = 8
"""Lines of all checklists of one walkthrough together: two bits each in the hand-off record."""
NO_OVERRIDES: Overrides = {}
NOT_A_WALKTHROUGH = frozenset({"modules", "topics", "questions", "interface", "glossary"})
"""Ids that begin the keys of other texts."""


def read_catalogue(folders: Sequence[Path], icons: frozenset[str] | None = None,
                   overrides: Overrides = NO_OVERRIDES,
                   today: date | None = None) -> tuple[Catalogue, tuple[Problem, ...]]:
    """Reads content folders: `topics.yaml` (the first must have one), `questions.yaml` (the last one counts),
    `glossary.yaml`, `walkthroughs/` and `modules/`. What a ``Layer`` has stands in the place of what is called the same
    in the folders before it; elsewhere a name that exists already is an error.

    ``icons``: the names that may be used; None accepts all. ``overrides``: local facts from the settings,
    "walkthrough.fact" → (value, checked on). ``today``: when given, a review that is due is a warning.
    Raises nothing; the problems come in the order of files and lines.
    """
    content = _Content(icons, today)
    for folder in folders:
        content.read(folder)
    return content.catalogue(overrides)


def texts_of(folder: Path) -> Iterator[Text]:
    """Every text of a content folder that is translated, each once, in the order of the files.

    What cannot be read is passed over: look at the problems of ``read_catalogue`` first.
    """
    content = _Content(None, None)
    content.read(Path(folder))
    for topic in content.topics:
        yield topic.title
    yield from texts_of_questions(content.questions)
    for term in content.glossary.values():
        if term.explanation:  # advice for authors is in Dutch alone
            yield from (term.term, *term.explanation)
    for draft in (*content.modules.values(), *content.walkthroughs.values()):
        yield from sorted((text for text in draft.texts() if text.dutch), key=lambda text: text.line)


def dues(folders: Sequence[Path], overrides: Overrides = NO_OVERRIDES) -> tuple[Due, ...]:
    """Everything that must be looked at again some day, the soonest first. What cannot be read has no dates."""
    content = _Content(None, None)
    for folder in folders:
        content.read(folder)
    catalogue, _problems = content.catalogue(overrides)
    lines = {id: draft.key_lines["review_by"] for id, draft in content.walkthroughs.items()}
    walkthroughs = (due for walkthrough in catalogue for due in dues_of(walkthrough, lines[walkthrough.id]))
    modules = (draft.due for draft in content.modules.values() if draft.due and not draft.source.report.broken)
    return tuple(sorted({*walkthroughs, *modules}))


@dataclass(slots=True)
class _Content:
    """What the folders hold, file by file."""

    icons: frozenset[str] | None
    today: date | None
    reports: list[Report] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    topics_are_sound: bool = True
    questions: tuple[Question, ...] = ()
    asked_in: Source | None = None
    glossary: dict[str, Term] = field(default_factory=dict)
    modules: dict[str, Draft] = field(default_factory=dict)
    walkthroughs: dict[str, WalkthroughDraft] = field(default_factory=dict)
    unreadable_modules: set[str] = field(default_factory=set)  # of which there is no draft
    unreadable_walkthroughs: set[str] = field(default_factory=set)
    bytes: list[bytes] = field(default_factory=list)

    def read(self, folder: Path) -> None:
        if not isdir(folder):
            self._report(str(folder)).error(0, "There is no such folder.", "Correct its name, or create it.")
            return
        topics = folder / "topics.yaml"
        if exists(topics) or not self.topics:
            self._read_topics(topics, folder)
        if exists(folder / "questions.yaml"):
            self._read_questions(folder / "questions.yaml", folder)
        if exists(glossary := folder / "glossary.yaml"):
            source = self._source(glossary, folder, "glossary", "glossary")
            if (node := self._nodes(glossary, source.report)) is not None:
                known = {} if isinstance(folder, Layer) else self.glossary
                self.glossary |= read_glossary(node, source, known)
        self.unreadable_modules |= self._read_all(
            folder, "modules", "module.yaml", read_module, self.modules)
        self.unreadable_walkthroughs |= self._read_all(
            folder, "walkthroughs", "walkthrough.yaml", read_walkthrough, self.walkthroughs)

    def _read_topics(self, path: Path, folder: Path) -> None:
        source = self._source(path, folder, "topics", "topics")
        node = self._nodes(path, source.report)
        if node is not None:
            known = {topic.id: place for place, topic in enumerate(self.topics)}
            for topic in read_topics(node, source):
                if topic.id in known and isinstance(folder, Layer):
                    self.topics[known[topic.id]] = topic
                elif topic.id in known:
                    source.report.error(topic.title.line, f"The topic “{topic.id}” exists already.",
                                        "Give it another id.")
                else:
                    self.topics.append(topic)
        if source.report.broken:
            self.topics_are_sound = False

    def _read_all(self, folder: Path, kind: str, name: str,
                  read: Callable[[Node, Source, date | None], Draft], drafts: dict[str, Draft]) -> set[str]:
        """Adds to the drafts, and returns the ids of the files that give none."""
        unreadable = set()
        for below in sorted((folder / kind).glob("*/")):
            if below.name.startswith((".", "__")):
                continue
            id, path = below.name, below / name
            source = self._source(path, folder, id, f"modules/{id}" if kind == "modules" else id)
            if not ID.match(id) or id in NOT_A_WALKTHROUGH:
                source.report.error(0, f"“{id}” cannot be the name of this folder.",
                                    "Use small letters, digits and dashes, and no name that is taken.")
            if id in drafts and not isinstance(folder, Layer):
                source.report.error(0, f"“{id}” exists already, in {drafts[id].source.file}.",
                                    "Give this folder another name.")
                continue
            node = self._nodes(path, source.report)
            draft = None if node is None else read(node, source, self.today)
            if draft is None and id not in drafts:
                unreadable.add(id)
            elif draft is not None and (id not in drafts or _may_replace(drafts[id], draft)):
                drafts[id] = draft
        return unreadable

    def _read_questions(self, path: Path, folder: Path) -> None:
        self.asked_in = self._source(path, folder, "questions", "questions")
        node = self._nodes(path, self.asked_in.report)
        self.questions = () if node is None else read_questions(node, self.asked_in)

    def _nodes(self, path: Path, report: Report) -> Node | None:
        try:
            if not path.is_file():  # also a pipe, which would never end
                report.error(0, "This file is missing.", "Write it, or remove its folder.")
                return None
            with path.open("rb") as stream:
                data = stream.read(LARGEST_FILE + 1)
        except OSError as error:
            report.error(0, f"The file cannot be opened: {error.strerror}.", "Look at its permissions.")
            return None
        self.bytes.append(data)
        return read_nodes(data, report)

    def _source(self, path: Path, folder: Path, id: str, prefix: str) -> Source:
        return Source(id, prefix, self._report(_shown(path, folder)), self.icons)

    def _report(self, file: str) -> Report:
        self.reports.append(Report(file))
        return self.reports[-1]

    def catalogue(self, overrides: Overrides) -> tuple[Catalogue, tuple[Problem, ...]]:
        modules = flatten_modules(self.modules, self.unreadable_modules,
                                  lambda flat, draft: _check_steps(flat, draft, MODULE_NUMBERS))
        walkthroughs: dict[str, Walkthrough] = {}
        numbers: dict[int, str] = {}
        facts: set[str] = set()
        problems: list[Problem] = []
        for id, draft in self.walkthroughs.items():
            self._check_place(draft, numbers)
            values, wrong = overridden(id, draft.walkthrough.facts, overrides)
            values = {fact: replace(one, review_by=one.review_by or default_review(one, draft.walkthrough))
                      for fact, one in values.items()}
            facts.update(f"{id}.{fact}" for fact in values)
            problems += wrong
            flat = flatten(draft, modules)
            if flat is not None:
                _check_steps(flat, draft, OWN_NUMBERS)
                if not draft.source.report.broken:
                    walkthroughs[id] = replace(draft.walkthrough, steps=flat.steps, first=flat.first,
                                               facts=values)
        problems += unknown_overrides(overrides, facts, self.unreadable_walkthroughs)
        faulty = (self.walkthroughs.keys() | self.unreadable_walkthroughs) - walkthroughs.keys()
        questions = answerable(self.questions, walkthroughs, faulty, self.asked_in) if self.asked_in else ()
        problems += (problem for report in self.reports for problem in report.problems)
        catalogue = Catalogue(tuple(self.topics), walkthroughs, _version(self.bytes), tuple(self.glossary.values()),
                              questions)
        return catalogue, tuple(sorted(set(problems)))

    def _check_place(self, draft: WalkthroughDraft, numbers: dict[int, str]) -> None:
        """The topic exists, and the number is nobody else's."""
        walkthrough, report, lines = draft.walkthrough, draft.source.report, draft.key_lines
        topics = [topic.id for topic in self.topics]
        # With a fault in topics.yaml every walkthrough stays: better found by searching than not at all.
        if walkthrough.topic and self.topics_are_sound and walkthrough.topic not in topics:
            report.error(lines["topic"], f"There is no topic “{walkthrough.topic}”.",
                         did_you_mean(walkthrough.topic, topics, "Choose an id from assets/topics.yaml."))
        other = numbers.setdefault(walkthrough.number, walkthrough.id)
        if walkthrough.number and other != walkthrough.id:
            report.error(lines["number"], f"The number {walkthrough.number} is that of “{other}”.",
                         "Choose one that was never used: it stands in codes on paper and on phones.")


def _may_replace(old: Draft, new: Draft) -> bool:
    """A faulty one does not take the place of a sound one; nor one with another number,
    which stands in codes on paper."""
    report = new.source.report
    if isinstance(old, WalkthroughDraft) and isinstance(new, WalkthroughDraft):
        number = old.walkthrough.number
        if not report.broken and new.walkthrough.number != number:
            report.error(new.key_lines["number"],
                         f"This takes the place of {old.source.file}, whose number is {number}.",
                         "Give it the same number; or, if it is something else, another name.")
    return not report.broken


def _check_steps(flat: Flat, draft: Draft, numbers: range) -> None:
    """What can only be seen once the modules are taken in: numbers, and where every answer leads."""
    report = draft.source.report
    used: dict[int, str] = {}
    fixed = isinstance(draft, WalkthroughDraft)
    for id, step in flat.steps.items():
        line = flat.lines[id]
        other = used.setdefault(step.number, id)
        if other != id:
            report.error(line, f"“{id}” and “{other}” have the same number, {step.number}.",
                         "Give the step or the include another number.")
        elif step.number not in numbers and not (fixed and step.number < numbers.start):
            report.error(line, f"“{id}” gets the number {step.number}, above {numbers.stop - 1}.",
                         "Give the include a lower number.")
    for line, id in _one_a_line(unreachable(flat), flat):
        report.error(line, f"Nothing leads to “{id}”.", "Let a step lead to it, or take it out.")
    for line, id in _one_a_line(dead_ends(flat), flat):
        report.error(line, f"From “{id}” nobody can come to an end or to a person.",
                     "Let one of its answers lead on, or to a `hand_over` step.")
    needs = sum(len(getattr(step, "needs", ())) for step in flat.steps.values())
    if fixed and needs > MOST_NEEDS:
        report.error(flat.lines.get("needs", 0), f"The checklists have {needs} lines together.",
                     f"At most {MOST_NEEDS} fit in the hand-off code.")


def _one_a_line(ids: Iterable[str], flat: Flat) -> Iterable[tuple[int, str]]:
    """The first of the steps that come from one include is enough."""
    lines: dict[int, str] = {}
    for id in ids:
        lines.setdefault(flat.lines[id], id)
    return lines.items()


def _shown(path: Path, folder: Path) -> str:
    """`assets/walkthroughs/…`: the same on every machine."""
    return (Path(folder.resolve().name) / path.relative_to(folder)).as_posix()


def _version(files: Iterable[bytes]) -> int:
    """The first 16 bits of the SHA-256 of all content files, sorted by content: their names do not count."""
    digest = sha256()
    for data in sorted(files):
        digest.update(data)
    return int.from_bytes(digest.digest()[:2], "big")
