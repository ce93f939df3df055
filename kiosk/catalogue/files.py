"""The kinds of content file, each read by itself: topics, a shared module, a walkthrough. The glossary has its own."""

from __future__ import annotations

from datetime import date

from kiosk.catalogue.drafts import Draft, Include, WalkthroughDraft
from kiosk.catalogue.facts import read_facts
from kiosk.catalogue.fields import NO_DATE, Fields, Source, listed
from kiosk.catalogue.including import check_targets
from kiosk.catalogue.keeping import Due
from kiosk.catalogue.model import FINISHED, Check, Step, Tell, Topic, Walkthrough
from kiosk.catalogue.steps import StepReader, read_pages
from kiosk.catalogue.yaml_nodes import Node

MODULE_NUMBERS = range(1, 40)
OWN_NUMBERS = range(10, 200)
HIGHEST_WALKTHROUGH = 4000
# The screens every walkthrough has: number in the hand-off code, and icon.
ABOUT, WHERE, NEEDS, AFTER = (1, "info"), (2, "location_on"), (3, "checklist"), (4, "event")

CONCEPT = "https://ipdc.vlaanderen.be/id/concept/"


def read_topics(node: Node, source: Source) -> tuple[Topic, ...]:
    """The tiles of the topics screen. One with a fault is left out."""
    topics: dict[str, Topic] = {}
    names = []
    for item in listed(node, source, "topics"):
        fields = Fields(item, source, "this topic", ("id", "icon", "title"))
        id = fields.id()
        topic = Topic(id, fields.icon(), fields.text("title", id))
        names.append((id, fields.line_of("id")))
        if topic.id and topic.icon and topic.title.dutch:
            topics.setdefault(id, topic)
    source.check_unique("topic id", names)
    return tuple(topics.values())


def read_module(node: Node, source: Source, today: date | None) -> Draft:
    fields = Fields(node, source, "the module", ("sources", "checked_on", "review_by", "steps"), ("pages",))
    sources, (_checked_on, review_by) = fields.urls("sources"), _dates(fields, today)
    pages = read_pages(fields, source)
    reader = StepReader(source, MODULE_NUMBERS, (), pages)
    steps, lines = _own_steps(fields, reader)
    due = Due(review_by, source.file, fields.line_of("review_by"), f"the module “{source.id}”", sources)
    draft = Draft(source, steps, lines, tuple(reader.targets), pages, due=due)
    check_targets(draft, module=True)
    _unused(fields, reader)
    return draft


WALKTHROUGH_KEYS = ("number", "title", "topic", "icon", "search", "sources", "checked_on", "review_by",
                    "about", "steps")
WALKTHROUGH_MAY = ("concept", "needs", "facts", "after", "pages")


def read_walkthrough(node: Node, source: Source, today: date | None) -> WalkthroughDraft:
    fields = Fields(node, source, "the walkthrough", WALKTHROUGH_KEYS, WALKTHROUGH_MAY)
    checked_on, review_by = _dates(fields, today)
    facts = read_facts(fields, source)
    pages = read_pages(fields, source)
    reader = StepReader(source, OWN_NUMBERS, facts, pages)
    own, own_lines = _own_steps(fields, reader)
    steps, lines = _fixed_steps(fields, reader, next(iter(own), ""), own)
    draft = WalkthroughDraft(
        source, steps, {**lines, **own_lines}, tuple(reader.targets), pages,
        walkthrough=Walkthrough(
            id=source.id,
            number=fields.integer("number", 1, HIGHEST_WALKTHROUGH),
            title=fields.text("title", "title"),
            topic=fields.word("topic"),
            icon=fields.icon(),
            search=fields.text("search", "search"),
            concept=_concept(fields),
            sources=fields.urls("sources"),
            checked_on=checked_on,
            review_by=review_by,
            steps={},
            first="",
            facts=facts,
        ),
        key_lines={key: fields.line_of(key) for key in WALKTHROUGH_KEYS},
    )
    check_targets(draft, module=False)
    _unused(fields, reader)
    return draft


def _fixed_steps(fields: Fields, reader: StepReader, first: str,
                 own: dict[str, Step | Include]) -> tuple[dict[str, Step | Include], dict[str, int]]:
    """`about`, `where`, `needs`, the own steps, `after`; with the line of each that is not an own step."""
    source = reader.source
    steps: dict[str, Step | Include] = {}
    lines: dict[str, int] = {}
    if "about" in fields:
        about = Fields(fields.values["about"], source, "“about”",
                       ("title", "why", "who", "where_title", "where", "login"))
        for id, (number, icon), title, texts, then in (
            ("about", ABOUT, "title", ("why", "who"), "where"),
            ("where", WHERE, "where_title", ("where", "login"), "needs" if "needs" in fields else first),
        ):
            text = tuple(about.text(key, f"{id}/text/{place}") for place, key in enumerate(texts, start=1))
            steps[id] = Tell(id, number, icon, about.text(title, f"{id}/title"), text, (), next=then)
            lines[id] = about.line_of(title)
    if "needs" in fields:
        needs = Fields(fields.values["needs"], source, "“needs”", ("title", "items"))
        steps["needs"] = Check("needs", *NEEDS, needs.text("title", "needs/title"), (), (),
                               needs=reader.needs(needs, "needs"), next=first)
        lines["needs"] = needs.line
    steps.update(own)
    if "after" in fields:
        after = Fields(fields.values["after"], source, "“after”", ("title", "text"))
        steps["after"] = Tell("after", *AFTER, after.text("title", "after/title"),
                              reader.sentences(after, "after"), (), next=FINISHED)
        lines["after"] = after.line
    return steps, lines


def _own_steps(fields: Fields, reader: StepReader) -> tuple[dict[str, Step | Include], dict[str, int]]:
    read = [(reader.read(node), node.line) for node in fields.items("steps")]
    found = [(step, line) for step, line in read if step is not None]
    reader.source.check_unique("step id", reader.ids)
    # An include's own number is no step's: those of its steps are compared once they are taken in.
    reader.source.check_unique("step number", reader.own_numbers)
    return {step.id: step for step, _line in found}, {step.id: line for step, line in found}


def _dates(fields: Fields, today: date | None) -> tuple[date, date]:
    checked_on, review_by = fields.date("checked_on"), fields.date("review_by")
    if NO_DATE in (checked_on, review_by):
        return checked_on, review_by
    if review_by <= checked_on:
        fields.error("review_by", "The review comes before the check.", "Write a day after `checked_on`.")
    if today and checked_on > today:
        fields.report.warning(fields.line_of("checked_on"), f"{checked_on} is still to come.",
                              "Write the day on which somebody compared this with its sources.")
    if today and review_by < today:
        fields.report.warning(fields.line_of("review_by"), f"The review was due by {review_by}.",
                              "Compare it with its sources, then write new dates.")
    return checked_on, review_by


def _concept(fields: Fields) -> str | None:
    if "concept" not in fields:
        return None
    words = fields.url("concept")
    if words and not words.startswith(CONCEPT):
        fields.error("concept", f"“{words}” is not an IPDC concept.",
                     f"Its address begins with {CONCEPT}; leave the line out when there is none.")
    return words


def _unused(fields: Fields, reader: StepReader) -> None:
    for key, used in (("pages", reader.used_pages), ("facts", reader.used_facts)):
        for id, line, _node in fields.blocks(key) if key in fields else ():
            if id not in used:
                fields.report.warning(line, f"Nothing uses “{id}” under `{key}:`.", "Use it, or take it out.")
