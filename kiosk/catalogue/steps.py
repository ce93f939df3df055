"""The `steps:` and `pages:` of a content file → steps and practice pages, targets still as written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from kiosk.catalogue.drafts import EXIT_NAME, Include, Target
from kiosk.catalogue.fields import Fields, Source, check_braces
from kiosk.catalogue.model import (
    ELEMENT_KINDS,
    Check,
    Choice,
    Choose,
    Element,
    FactText,
    HandOver,
    Need,
    PracticePage,
    Practise,
    Sentence,
    Step,
    Tell,
    Text,
    Trouble,
)
from kiosk.catalogue.yaml_nodes import MappingNode, Node

RESERVED = frozenset({"about", "where", "needs", "after", "finished", "page"})
"""Not for a step: places every walkthrough has, and `page`, which begins the keys of the practice pages."""
MOST_ELEMENTS = 6
"""On a practice page: more does not fit at the largest text size (design/screens.md, "Feel")."""
MOST_TROUBLES = 15
"""The highest number of a trouble: the reason in the hand-off code."""
VALUE = frozenset({"{value}"})

COMMON = ("id", "number", "kind", "icon", "title")


@dataclass(slots=True)
class StepReader:
    """Reads the steps of one file, and gathers every target with its line."""

    source: Source
    numbers: range
    facts: Collection[str]
    pages: Mapping[str, PracticePage]
    targets: list[Target] = field(default_factory=list)
    ids: list[tuple[str, int]] = field(default_factory=list)  # of each step, with its line
    own_numbers: list[tuple[int, int]] = field(default_factory=list)
    used_facts: set[str] = field(default_factory=set)
    used_pages: set[str] = field(default_factory=set)

    def read(self, node: Node) -> Step | Include | None:
        """None when the step cannot be told from another: the report says why."""
        if isinstance(node, MappingNode) and "include" in node.values:
            return self._include(node)
        words = getattr(node.values.get("kind"), "value", "") if isinstance(node, MappingNode) else ""
        read, required, optional = KINDS.get(words, (None, (), ()))
        if read is None:
            fields = Fields(node, self.source, "this step", COMMON, () if not isinstance(node, MappingNode)
                            else node.values)
            fields.one_of("kind", KINDS)
            return None
        name = getattr(node.values.get("id"), "value", "")
        what = f"step “{name}”" if name else "this step"
        fields = Fields(node, self.source, what, (*COMMON, *required), optional)
        return read(self, fields, self._id(fields))

    def _id(self, fields: Fields) -> str:
        id = fields.id()
        self.ids.append((id, fields.line_of("id")))
        if id in RESERVED:
            fields.error("id", f"The step id “{id}” is reserved.", "Choose another.")
        return id

    def _include(self, node: MappingNode) -> Include:
        fields = Fields(node, self.source, "this include", ("id", "include", "number"), ("exits",))
        exits = {}
        for name, _line, value in fields.blocks("exits", EXIT_NAME):
            exits[name] = fields.scalar(value, f"“{name}” under “exits”")
            self.targets.append(Target(exits[name], value.line))
        # One less than its steps: number 40 makes the steps 41 to 79 of a module's 1 to 39.
        number = fields.integer("number", self.numbers.start - 1, self.numbers.stop - 2)
        return Include(self._id(fields), number, fields.id("include"), exits,
                       fields.line_of("include"))

    def common(self, fields: Fields, id: str) -> dict:
        """The fields every kind of step has."""
        number = fields.integer("number", self.numbers.start, self.numbers.stop - 1)
        self.own_numbers.append((number, fields.line_of("number")))
        return dict(
            id=id,
            number=number,
            icon=fields.icon(),
            title=fields.text("title", f"{id}/title"),
            text=self.sentences(fields, id),
            troubles=self._troubles(fields, id),
            expires=fields.date("expires") if "expires" in fields else None,
        )

    def sentences(self, fields: Fields, id: str) -> tuple[Sentence, ...]:
        sentences: list[Sentence] = []
        for position, node in enumerate(fields.items("text"), start=1):
            name = f"{id}/text/{position}"
            if isinstance(node, MappingNode) and "text" in node.values:
                sentences.append(self._with_spoken(node, name))
            elif isinstance(node, MappingNode):
                sentences.append(self._fact_text(node, name))
            elif words := fields.scalar(node, "a sentence in “text”"):
                check_braces(self.source, words, node.line)
                sentences.append(self.source.text(name, words, node.line))
        return tuple(sentences)

    def _with_spoken(self, node: MappingNode, name: str) -> Text:
        fields = Fields(node, self.source, "this sentence", ("text", "spoken"))
        return replace(fields.text("text", name), spoken=fields.text("spoken", f"{name}/spoken"))

    def _fact_text(self, node: MappingNode, name: str) -> FactText:
        if "fact" not in node.values:
            self.source.report.error(node.line, "A sentence is a block of `key: value` lines.",
                                     "Put the sentence between double quotes if it holds a colon.")
            return FactText("", self.source.text(name, "", node.line), self.source.text(name, "", node.line))
        fields = Fields(node, self.source, "this fact", ("fact", "known", "unknown"))
        fact = fields.word("fact")
        self.used_facts.add(fact)
        if fact and fact not in self.facts:
            from_here = "Declare it under `facts:` of the walkthrough." if not self.facts else ""
            fields.unknown("fact", f"There is no fact “{fact}” in this file.", fact, self.facts, from_here)
        return FactText(fact, fields.text("known", f"{name}/known", VALUE),
                        fields.text("unknown", f"{name}/unknown"))

    def _troubles(self, fields: Fields, id: str) -> tuple[Trouble, ...]:
        keys = ("id", "number", "icon", "label", "to")
        found = [Fields(node, self.source, "this trouble", keys) for node in fields.items("troubles")]
        troubles = tuple(
            Trouble(trouble := each.id(), each.integer("number", 1, MOST_TROUBLES), each.icon(),
                    each.text("label", f"{id}/trouble/{trouble}"), self.target(each, "to"))
            for each in found)
        pairs = list(zip(troubles, found, strict=True))
        self.source.check_unique("trouble id", ((t.id, each.line_of("id")) for t, each in pairs))
        self.source.check_unique("trouble number", ((t.number, each.line_of("number")) for t, each in pairs))
        return troubles

    def needs(self, fields: Fields, id: str) -> tuple[Need, ...]:
        needs, lines = [], []
        for node in fields.items("items"):
            each = Fields(node, self.source, "this need", ("id", "icon", "label", "tip", "no"))
            need = each.id()
            needs.append(Need(need, each.icon(), each.text("label", f"{id}/need/{need}"),
                              each.text("tip", f"{id}/need/{need}/tip"), self.target(each, "no")))
            lines.append(each.line_of("id"))
        self.source.check_unique("id", zip((need.id for need in needs), lines, strict=True))
        return tuple(needs)

    def target(self, fields: Fields, key: str) -> str:
        name = fields.word(key)
        if name:
            self.targets.append(Target(name, fields.line_of(key)))
        return name

    def tell(self, fields: Fields, id: str) -> Step:
        return Tell(**self.common(fields, id), next=self.target(fields, "next"))

    def check(self, fields: Fields, id: str) -> Step:
        return Check(**self.common(fields, id), needs=self.needs(fields, id),
                     next=self.target(fields, "next"))

    def choose(self, fields: Fields, id: str) -> Step:
        choices, lines = [], []
        for node in fields.items("choices"):
            each = Fields(node, self.source, "this choice", ("id", "icon", "label", "to"))
            choice = each.id()
            choices.append(Choice(choice, each.icon(), each.text("label", f"{id}/choice/{choice}"),
                                  self.target(each, "to")))
            lines.append(each.line_of("id"))
        self.source.check_unique("choice id", zip((choice.id for choice in choices), lines, strict=True))
        if len(choices) == 1:
            fields.error("choices", "There is only one answer to choose from.",
                         "Add another, or make it a step of the kind `tell`.")
        return Choose(**self.common(fields, id), choices=tuple(choices))

    def practise(self, fields: Fields, id: str) -> Step:
        name, target = fields.word("page"), fields.word("target")
        page = self.pages.get(name)
        self.used_pages.add(name)
        if name and page is None:
            fields.unknown("page", f"There is no page “{name}” in this file.", name, self.pages)
        elements = [element.id for element in page.elements] if page else []
        if page and target and target not in elements:
            fields.unknown("target", f"There is no element “{target}” on page “{name}”.", target, elements)
        return Practise(**self.common(fields, id), page=page or PracticePage(name, "", ()), target=target,
                        next=self.target(fields, "next"))

    def hand_over(self, fields: Fields, id: str) -> Step:
        staff = tuple(self.source.text(f"{id}/staff/{position}", words, line)
                      for position, (words, line) in enumerate(fields.texts("staff"), start=1))
        return HandOver(**self.common(fields, id), staff=staff)


KINDS: dict[str, tuple[Callable[[StepReader, Fields, str], Step], tuple[str, ...], tuple[str, ...]]] = {
    # kind: how it is read, the keys it must have, the keys it may have
    "tell": (StepReader.tell, ("text", "next"), ("troubles", "expires")),
    "check": (StepReader.check, ("items", "next"), ("text", "troubles")),
    "choose": (StepReader.choose, ("choices",), ("text", "troubles", "expires")),
    "practise": (StepReader.practise, ("page", "target", "next"), ("text", "troubles", "expires")),
    "hand_over": (StepReader.hand_over, ("text", "staff"), ()),
}


def read_pages(fields: Fields, source: Source) -> dict[str, PracticePage]:
    """The practice site. Its labels stay Dutch; only what is said about an element is translated."""
    pages = {}
    for id, _line, node in fields.blocks("pages"):
        page = Fields(node, source, f"page “{id}”", ("address", "elements"))
        elements, lines = [], []
        for item in page.items("elements"):
            each = Fields(item, source, "this element", ("id", "kind", "label"), ("icon", "filled", "says"))
            element = each.id()
            kind = each.one_of("kind", ELEMENT_KINDS)
            if kind != "field" and "filled" in each:
                each.error("filled", "Only a field can be filled.",
                           "Make its kind `field`, or leave `filled` out.")
            elements.append(Element(
                element, kind, each.word("label"),
                icon=each.icon() or None,
                filled=each.word("filled") or None,
                says=each.text("says", f"page/{id}/{element}") if "says" in each else None))
            lines.append(each.line_of("id"))
        source.check_unique("element id", zip((element.id for element in elements), lines, strict=True))
        if len(elements) > MOST_ELEMENTS:
            source.report.error(lines[MOST_ELEMENTS], f"A page has at most {MOST_ELEMENTS} elements.",
                                "Leave out what nobody needs here.")
        pages[id] = PracticePage(id, page.word("address"), tuple(elements))
    return pages
