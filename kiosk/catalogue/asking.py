"""`asking.yaml` → groups of words that people use for the same thing, by language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kiosk.catalogue.fields import Fields, Source
from kiosk.catalogue.problems import Problem, Report
from kiosk.catalogue.yaml_nodes import LARGEST_FILE, MappingNode, SequenceNode, read_nodes

Groups = Mapping[str, tuple[tuple[str, ...], ...]]


def read_asking(path: Path) -> tuple[Groups, tuple[Problem, ...]]:
    """Language → groups. Never raises: a group with a fault is left out, and without the file there are none."""
    report = Report(f"assets/{path.name}")
    try:
        data = path.read_bytes()[:LARGEST_FILE + 1]
    except OSError as error:
        report.warning(0, f"The other words for things cannot be read: {error.strerror}.",
                       "It is part of the program: install it again.")
        return {}, tuple(report.problems)
    node = read_nodes(data, report)
    if not isinstance(node, MappingNode):
        if node is not None:
            report.error(node.line, "The file is not a list of languages.", "Begin a line with a language: `nl:`.")
        return {}, tuple(report.problems)
    source = Source("asking", "asking", report, None)
    groups = {language: tuple(_groups(language, node, source)) for language in node.values}
    return groups, tuple(report.problems)


def _groups(language: str, node: MappingNode, source: Source):
    fields = Fields(node, source, "the file", (), node.values)
    for item in fields.items(language):
        if not isinstance(item, SequenceNode):
            source.report.error(item.line, "This is not a group of words.", "Write it so: `- [gsm, smartphone]`.")
            continue
        words = tuple(word for part in item.items if (word := fields.scalar(part, "a word")))
        if len(words) < 2:
            source.report.error(item.line, "This group has no second word.", "Add one, or take the line out.")
            continue
        yield words
