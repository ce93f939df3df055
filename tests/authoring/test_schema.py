"""The schemas that editors use say the same as the reader: the same keys in every block, the same names and limits."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from datetime import date

import pytest
import yaml

from kiosk.authoring.schema import FILES, FOLDER, schemas, write_schemas
from kiosk.authoring.starting import KINDS, Wanted, start
from kiosk.catalogue import facts, files, steps
from kiosk.catalogue.facts import SHAPES
from kiosk.catalogue.fields import Fields, Source
from kiosk.catalogue.files import read_module, read_topics, read_walkthrough
from kiosk.catalogue.model import ELEMENT_KINDS
from kiosk.catalogue.problems import Report
from kiosk.catalogue.reading import read_catalogue
from kiosk.catalogue.yaml_nodes import read_nodes
from kiosk.checking import ROOT

ASSETS = ROOT / "assets"
ICONS = frozenset(json.loads((ASSETS / "icons" / "icons.json").read_text("utf-8")))
TOPICS = read_catalogue([ASSETS])[0].topics
MODULES = sorted(file.parent.name for file in ASSETS.glob("modules/*/module.yaml"))
SCHEMAS = schemas(ICONS, TOPICS, MODULES)
READERS = {
    "walkthrough": lambda node, source: read_walkthrough(node, source, None),
    "module": lambda node, source: read_module(node, source, None),
    "topics": read_topics,
}


def test_the_committed_schemas_are_those_of_the_code(tmp_path):
    for name, schema in SCHEMAS.items():
        written = json.loads((ASSETS / FOLDER / f"{name}.json").read_text("utf-8"))
        assert written == schema, "Run: kiosk schema"


def test_a_municipality_gets_its_own_topics_and_modules_too(folder):
    own = folder.path.parent / "own"
    (own / "modules" / "ophalen").mkdir(parents=True)
    (own / "modules" / "ophalen" / "module.yaml").write_text("steps: []\n")
    (own / "topics.yaml").write_text("- {id: afval, icon: delete, title: Afval}\n")
    write_schemas(own, ASSETS)
    words = (own / FOLDER / "walkthrough.json").read_text("utf-8")
    assert '"afval"' in words and '"papieren"' in words and '"ophalen"' in words and '"aanmelden"' in words


# The same keys: the reader opens each block of files that have everything, and the schema has the same blocks.

CHECK = """\
  - id: kijk-na
    number: 30
    kind: check
    icon: help
    title: Hebt u alles?
    text:
      - {text: Neem uw eID., spoken: Neem uw kaart.}
    items:
      - {id: kaart, icon: pin, label: Een kaart, tip: Vraag er een., no: hulp}
    next: after

  - id: hulp
"""


def test_the_schema_has_the_blocks_that_the_reader_opens_and_no_others(folder, monkeypatch):
    opened = set()

    class Watched(Fields):
        def __init__(self, node, source, what, required, optional=()):
            required, optional = tuple(required), tuple(optional)
            if what != "the file":  # the list of topics, read as if it were a block
                opened.add((frozenset({*required, *optional}), frozenset(required)))
            super().__init__(node, source, what, required, optional)

    for module in (files, steps, facts):
        monkeypatch.setattr(module, "Fields", Watched)
    folder.spoil("  - id: hulp\n", CHECK)
    folder.read()
    described = {(frozenset(block["properties"]), frozenset(block["required"]))
                 for schema in SCHEMAS.values() for block in blocks(schema)}
    assert described == opened


def blocks(schema):
    if isinstance(schema, dict):
        if schema.get("additionalProperties") is False:
            yield schema
        for inner in schema.values():
            yield from blocks(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from blocks(inner)


def test_every_key_is_explained_in_words():
    for schema in SCHEMAS.values():
        for block in blocks(schema):
            assert block["description"] and all(value["description"] for value in block["properties"].values())


def test_the_names_are_those_of_the_code():
    walkthrough = SCHEMAS["walkthrough"]
    assert walkthrough["properties"]["topic"]["enum"] == [topic.id for topic in TOPICS]
    assert set(walkthrough["definitions"]["icon"]["enum"]) == ICONS
    assert walkthrough["properties"]["facts"]["additionalProperties"]["properties"]["kind"]["enum"] == list(SHAPES)
    elements = walkthrough["definitions"]["page"]["properties"]["elements"]["items"]
    assert elements["properties"]["kind"]["enum"] == list(ELEMENT_KINDS)
    kinds = walkthrough["properties"]["steps"]["items"]["oneOf"]
    assert [kind["title"] for kind in kinds] == [*steps.KINDS, "include"]


# The same verdict: on every file there is, and on each spoiled in many ways.

class Core(yaml.CSafeLoader):
    """YAML 1.2's core schema, which editors use: `no` and days are texts."""


Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in (
        "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}

ONLY_THE_READER = ("There is no step", "There is no page", "There is no element", "There is no fact “",
                   "is used already", "The review comes", "stands twice")
"""What a schema of one file cannot know: what a name refers to."""


def refused(kind: str, data: bytes) -> list[str]:
    report = Report("file")
    node = read_nodes(data, report)
    draft = READERS[kind](node, Source("id", "id", report, ICONS)) if node is not None else None
    # What the catalogue looks up in other files, as the schema does.
    if kind == "walkthrough" and draft and draft.walkthrough.topic not in {topic.id for topic in TOPICS}:
        report.error(1, "Its topic is not there.", "")
    if kind != "topics" and draft and {include.module for include in draft.includes} - set(MODULES):
        report.error(1, "Its module is not there.", "")
    return [str(problem) for problem in report.problems if problem.severity == "error"
            and not any(words in problem.message for words in ONLY_THE_READER)]


def spoiled(value, chance: random.Random):
    """The same with one thing wrong in its shape."""
    value = deepcopy(value)
    places = list(containers(value))
    while True:
        where = chance.choice(places)
        key = chance.choice(list(where) if isinstance(where, dict) else range(len(where)))
        how = chance.choice(("gone", "extra", "list", "text", "block", "nothing", "brace", "space"))
        if isinstance(where, list) and how in ("gone", "extra"):
            continue
        match how:
            case "gone":
                del where[key]
            case "extra":
                where["onbekend"] = "x"
            case "list":
                where[key] = ["a", "b"]
            case "text":
                where[key] = "Een Zin."
            case "block":
                where[key] = {"a": "b"}
            case "nothing":
                where[key] = ""
            case "brace":
                where[key] = "{naam}"
            case "space":
                where[key] = "  "
        return value


def containers(value):
    if isinstance(value, dict | list) and value:
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from containers(inner)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_editor_and_reader_accept_and_refuse_the_same(kind, tmp_path):
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed (requirements-dev)")
    judge = jsonschema.Draft7Validator(SCHEMAS[kind])
    jsonschema.Draft7Validator.check_schema(SCHEMAS[kind])
    for new in KINDS:
        start(Wanted(f"nieuw-{new}", "Nieuw", "papieren", new), ASSETS, tmp_path, date(2026, 11, 23))
    chance = random.Random(5)
    told_apart = set()
    for number, file in enumerate((*sorted(ASSETS.glob(FILES[kind])), *sorted(tmp_path.glob(FILES[kind])))):
        content = yaml.load(file.read_bytes(), Core)
        assert not list(judge.iter_errors(content)) and not refused(kind, file.read_bytes()), file
        for _ in range(3 if number % 4 else 25):
            wrong = spoiled(content, chance)
            data = yaml.dump(wrong, allow_unicode=True, sort_keys=False).encode()
            by_reader, by_schema = refused(kind, data), list(judge.iter_errors(yaml.load(data, Core)))
            told_apart.add(bool(by_reader))
            assert bool(by_reader) == bool(by_schema), f"{file.parent.name}: {by_reader} {by_schema[:1]}"
    assert told_apart == {True, False} or kind == "topics"
