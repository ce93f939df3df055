"""Typed reading of one block of `key: value` lines.

Which keys a block must and may have is declared when it is opened. A getter never raises: what is missing or
wrong goes to the report and a harmless placeholder comes back, so that reading goes on to the next fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.catalogue.model import Text
from kiosk.catalogue.problems import Report, did_you_mean
from kiosk.catalogue.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
URL = re.compile(r"https?://[^\s/?#]+\.[^\s/?#.]+([/?#]\S*)?\Z")
DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
WHITESPACE = re.compile(r"[ \t\r\n]+")  # not \s: a no-break space was typed on purpose
USE_ID = "Use small letters, digits and dashes: `kies-sleutel`."
NO_DATE = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Source:
    """A content file that is being read: where its faults go, how its keys begin, which icons there are."""

    id: str
    prefix: str  # of its texts' keys
    report: Report
    icons: frozenset[str] | None  # None: do not check

    @property
    def file(self) -> str:
        return self.report.file

    def text(self, key: str, words: str, line: int) -> Text:
        return Text(f"{self.prefix}/{key}", words, self.file, line)

    def check_unique(self, what: str, names: Iterable[tuple[object, int]]) -> None:
        """``names``: each name or number with its line."""
        seen: dict[object, int] = {}
        for name, line in names:
            if name in seen and name not in ("", 0):  # placeholders of something reported already
                self.report.error(line, f"The {what} “{name}” is used already, on line {seen[name]}.",
                                  "Give this one another.")
            seen.setdefault(name, line)


class Fields:
    """One block. ``what`` names it in a fault, for instance `step “attesten”`."""

    def __init__(self, node: Node, source: Source, what: str,
                 required: Iterable[str], optional: Iterable[str] = ()) -> None:
        self.source = source
        self.what = what
        self.line = node.line
        self.report = source.report
        self.values: dict[str, Node] = {}
        self.key_lines: dict[str, int] = {}
        if not isinstance(node, MappingNode):
            self._wrong(node, what, MappingNode)
            return
        self.values, self.key_lines = node.values, node.key_lines
        required = tuple(required)
        known = {*required, *optional}
        for key, line in self.key_lines.items():
            if key not in known:
                self.report.error(line, f"There is no key “{key}” in {what}.", _unknown_key(key, node, known))
        for key in required:
            if key not in self.values:
                self.report.error(self.line, f"The key “{key}” is missing in {what}.",
                                  f"Add a line `{key}: …`.")

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def line_of(self, key: str) -> int:
        """Where the value stands; the block itself when the key is missing."""
        return self.values[key].line if key in self.values else self.line

    def error(self, key: str, message: str, remedy: str) -> None:
        self.report.error(self.line_of(key), message, remedy)

    def unknown(self, key: str, message: str, name: str, known: Iterable[str], otherwise: str = "") -> None:
        """The value is a name that is not among the known ones."""
        self.error(key, message, did_you_mean(name, known, otherwise))

    def word(self, key: str) -> str:
        """Text as it stands, without translation; "" when it is missing or not a text."""
        node = self.values.get(key)
        return "" if node is None else self.scalar(node, f"“{key}”")

    def text(self, key: str, name: str, placeholders: frozenset[str] = frozenset()) -> Text:
        """A translatable text whose key ends in ``name``."""
        words = self.word(key)
        if key in self.values:
            check_braces(self.source, words, self.line_of(key), placeholders)
        return self.source.text(name, words, self.line_of(key))

    def id(self, key: str = "id") -> str:
        words = self.word(key)
        if words and not ID.match(words):
            self.error(key, f"“{words}” cannot be an id.", USE_ID)
        return words

    def integer(self, key: str, least: int, most: int) -> int:
        """0 when it is missing or wrong."""
        words = self.word(key)
        if words.isascii() and words.isdigit() and len(words) < 10 and least <= int(words) <= most:
            return int(words)
        if words:
            self.error(key, f"“{key}” is {words}.", f"Write a whole number from {least} to {most}.")
        return 0

    def date(self, key: str) -> date:
        words = self.word(key)
        try:
            if DAY.match(words):
                return date.fromisoformat(words)
        except ValueError:
            pass
        if words:
            self.error(key, f"“{words}” is not a date.", "Write year-month-day: `2026-11-23`.")
        return NO_DATE

    def url(self, key: str) -> str:
        words = self.word(key)
        if words:
            self._check_url(words, self.line_of(key))
        return words

    def urls(self, key: str) -> tuple[str, ...]:
        found = []
        for node in self.items(key):
            words = self.scalar(node, f"an address in “{key}”")
            if words:
                self._check_url(words, node.line)
            found.append(words)
        return tuple(found)

    def icon(self, key: str = "icon") -> str:
        words, icons = self.word(key), self.source.icons
        if words and icons is not None and words not in icons:
            self.unknown(key, f"There is no icon “{words}”.", words, icons,
                         "Choose a name from assets/icons/icons.json.")
        return words

    def one_of(self, key: str, known: Iterable[str]) -> str:
        words = self.word(key)
        if words and words not in known:
            self.unknown(key, f"“{key}” is {words}.", words, known)
        return words

    def items(self, key: str) -> list[Node]:
        """The items of a list that may not be empty; [] when it is missing or not a list."""
        node = self.values.get(key)
        if node is None:
            return []
        if not isinstance(node, SequenceNode):
            self._wrong(node, f"“{key}”", SequenceNode)
            return []
        if not node.items:
            self.error(key, f"The list “{key}” is empty.", "Add an item, or leave the key out.")
        return node.items

    def texts(self, key: str) -> Iterator[tuple[str, int]]:
        """The words and line of each item of a list of texts."""
        for node in self.items(key):
            if words := self.scalar(node, f"an item of “{key}”"):
                yield words, node.line

    def blocks(self, key: str, names: re.Pattern = ID) -> Iterator[tuple[str, int, Node]]:
        """The id, line and value of each block below a key: `facts:`, `pages:`, `exits:`."""
        node = self.values.get(key)
        if node is None:
            return
        if not isinstance(node, MappingNode):
            self._wrong(node, f"“{key}”", MappingNode)
            return
        for name, value in node.values.items():
            if not names.match(name):
                self.report.error(node.key_lines[name], f"“{name}” cannot be an id.", USE_ID)
            yield name, node.key_lines[name], value

    def scalar(self, node: Node, what: str) -> str:
        """The words of a text, on one line; "" when there are none."""
        if not isinstance(node, ScalarNode):
            self._wrong(node, what, ScalarNode)
            return ""
        words = WHITESPACE.sub(" ", node.value).strip()
        if not words:
            self.report.error(node.line, f"There is nothing in {what}.", "Fill it in, or leave the line out.")
        return words

    def _wrong(self, node: Node, what: str, wanted: type[Node]) -> None:
        # A sentence with a colon that is not between quotes is by far the usual reason.
        remedy = "Put the text between double quotes if it holds a colon or begins with a bracket." \
            if wanted is ScalarNode else "Compare it with docs/tasks/add-a-walkthrough.md."
        self.report.error(node.line, f"{what[0].upper()}{what[1:]} is {node.kind}; it must be {wanted.kind}.",
                          remedy)

    def _check_url(self, words: str, line: int) -> None:
        if not URL.match(words):
            self.report.error(line, f"“{words}” is not a web address.", "Write it whole: `https://…`.")


def listed(node: Node, source: Source, what: str) -> list[Node]:
    """The items of a file that is a bare list of ``what``; read as the value of a key, so that one place knows what a
    list is."""
    whole = MappingNode(node.line, {what: node}, {what: node.line})
    return Fields(whole, source, "the file", (what,)).items(what)


def check_braces(source: Source, words: str, line: int, placeholders: frozenset[str] = frozenset()) -> None:
    """A text holds exactly these placeholders, each once, and no other brace."""
    found = re.findall(r"\{[^{}]*\}", words)
    if len(re.findall(r"[{}]", words)) != 2 * len(found) or sorted(found) != sorted(placeholders):
        if placeholders:
            source.report.error(line, f"This sentence must hold {', '.join(sorted(placeholders))} once.",
                                "Write it where the value must come: `Het kost {value}.`")
        else:
            source.report.error(line, "A text cannot hold { or }.", "Leave them out, or make it a fact.")


def _unknown_key(key: str, node: MappingNode, known: set[str]) -> str:
    value = node.values[key]
    if isinstance(value, ScalarNode) and not value.value and key not in known and " " in key:
        return "A text with a comma between { } must stand between double quotes."
    return did_you_mean(key, known)
