"""YAML text → nodes that know their line.

Only the plain part of YAML is taken: mappings, lists and texts, in one document. Values stay texts, so that
`label: 12` is a text and `no:` is a key, whatever YAML 1.1 makes of them. Aliases are refused: nobody needs
them in a walkthrough, and nine lines of them can fill a machine's memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from kiosk.catalogue.problems import Report

LARGEST_FILE = 512 * 1024
"""Bytes. The largest walkthrough imaginable is a tenth of this."""
DEEPEST = 20
"""Levels of nesting. A walkthrough has seven."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Without libyaml's bindings it is slower, and refuses `{label: Ja?}`, which is right: quote a question in braces."""


@dataclass(slots=True)
class ScalarNode:
    line: int
    value: str

    kind = "a text"


@dataclass(slots=True)
class SequenceNode:
    line: int
    items: list[Node] = field(default_factory=list)

    kind = "a list"


@dataclass(slots=True)
class MappingNode:
    line: int
    values: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)

    kind = "a block of `key: value` lines"


Node = ScalarNode | SequenceNode | MappingNode

# What YAML forbids, and the invisible marks that reorder a line of text (UAX #9), which an author cannot see.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def read_nodes(data: bytes, report: Report) -> Node | None:
    """The nodes of a file; None when it cannot be read. What is not YAML or not wanted goes to the report."""
    text = _decode(data, report)
    if text is None:
        return None
    builder = _Builder(report)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if not builder.take(event):
                return None
    except yaml.YAMLError as error:
        line, message, remedy = _explain(error, text)
        report.error(line, message, remedy)
        return None
    if builder.root is None:
        report.error(1, "The file is empty.", "Write it as in docs/tasks/add-a-walkthrough.md.")
    return builder.root


def _decode(data: bytes, report: Report) -> str | None:
    if len(data) > LARGEST_FILE:
        report.error(0, f"The file is larger than {LARGEST_FILE // 1024} kB.", "Is it really a walkthrough?")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        report.error(line, "The file is not UTF-8.", "Save it again with the encoding UTF-8.")
        return None
    if found := FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        report.error(line, f"There is an invisible character here (U+{ord(found[0]):04X}).",
                     "Type the line again.")
        return None
    return text


class _Builder:
    """Builds the tree from the parser's events on its own stack: no depth can exhaust Python's."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.root: Node | None = None
        self.documents = 0
        self.open: list[SequenceNode | MappingNode] = []
        self.keys: list[ScalarNode | None] = []  # the key that waits for its value, for each open node

    def take(self, event: yaml.Event) -> bool:
        """Whether reading can go on."""
        kind = type(event)
        line = event.start_mark.line + 1
        if kind is yaml.ScalarEvent:
            self._check_marks(event, line)
            # An empty value, `~` and `null` all mean that nothing was filled in.
            nothing = event.style is None and event.value in ("~", "null")
            return self._add(ScalarNode(line, "" if nothing else event.value))
        if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._check_marks(event, line)
            node = MappingNode(line) if kind is yaml.MappingStartEvent else SequenceNode(line)
            if not self._add(node):
                return False
            self.open.append(node)
            self.keys.append(None)
            if len(self.open) > DEEPEST:
                self.report.error(line, "Too many blocks inside each other.",
                                  "Close the brackets you opened.")
                return False
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.open.pop()
            self.keys.pop()
        elif kind is yaml.AliasEvent:
            self.report.error(line, f"“*{event.anchor}” is a YAML alias, and aliases are not used here.",
                              "Write the value out, or put the text between double quotes.")
            return self._add(ScalarNode(line, ""))
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                self.report.error(line, "A second document begins here.",
                                  "Remove the line with `---` or `...`.")
                return False
        return True

    def _check_marks(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            self.report.error(line, f"“&{event.anchor}” is a YAML anchor, and anchors are not used here.",
                              "Remove it, or put the text between double quotes.")
        if event.tag is not None:
            self.report.error(line, f"“{event.tag}” is a YAML tag, and tags are not used here.",
                              "Remove it, or put the text between double quotes.")

    def _add(self, node: Node) -> bool:
        if not self.open:
            self.root = node
            return True
        parent = self.open[-1]
        if isinstance(parent, SequenceNode):
            parent.items.append(node)
            return True
        key = self.keys[-1]
        if key is None:
            if not isinstance(node, ScalarNode):
                self.report.error(node.line, "A key must be one word.",
                                  "Remove the brackets, or put the text between double quotes.")
                return False
            self.keys[-1] = node
            return True
        self.keys[-1] = None
        if key.value in parent.values:
            first = parent.key_lines[key.value]
            message = f"The key “{key.value}” stands twice in one block, first on line {first}."
            self.report.error(key.line, message, "Remove one of them.")
        else:
            parent.values[key.value] = node
            parent.key_lines[key.value] = key.line
        return True


def _explain(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    """Line, message and remedy of a YAML error in words an author understands."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or "it cannot be read")
    if mark is None:
        return 1, f"This is not YAML: {problem}.", "Compare it with docs/tasks/add-a-walkthrough.md."
    line = mark.line + 1
    lines = text.split("\n")
    here = lines[mark.line] if mark.line < len(lines) else ""
    character = here[mark.column] if mark.column < len(here) else ""
    if character == "\t" or here[:len(here) - len(here.lstrip())].count("\t"):
        return line, "There is a tab at the beginning of the line.", "Use spaces."
    if "mapping values are not allowed" in problem:
        return line, "There is a colon inside a text, or the line does not begin below its neighbours.", \
            "Put the whole text between double quotes, or correct the spaces before the line."
    if "cannot start any token" in problem:
        return line, f"A text cannot begin with “{character}”.", "Put the whole text between double quotes."
    if "expected ',' or" in problem and error.context_mark:
        return error.context_mark.line + 1, "A bracket opens here and never closes, or a comma is missing.", \
            "Close it; put a text with a bracket or a comma between double quotes."
    if "unexpected end of stream" in problem or "document separator" in problem:
        start = getattr(error, "context_mark", None) or mark
        return start.line + 1, "A quotation mark or a bracket is opened here and never closed.", "Close it."
    return line, f"This is not YAML: {problem}.", \
        "Look at the spaces before this line, and at quotation marks, commas and brackets just above."
