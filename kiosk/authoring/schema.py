"""JSON Schemas of the content files: what an editor completes, explains and checks while somebody types.

Which keys a step has, and every name and limit, come from where the catalogue reads them. The descriptions can only
stand in words.py; tests/authoring/test_schema.py has the reader open each block and compares. A schema sees one file
and no sense: that a target exists, that nothing is a dead end, that a sentence is plain, `kiosk check` says.

Draft 7, as that is what the YAML language server knows best.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from re import Pattern

from kiosk.authoring import words
from kiosk.catalogue.drafts import EXIT_NAME
from kiosk.catalogue.facts import SHAPES
from kiosk.catalogue.fields import DAY, ID, URL
from kiosk.catalogue.files import (
    CONCEPT,
    HIGHEST_WALKTHROUGH,
    MODULE_NUMBERS,
    OWN_NUMBERS,
    WALKTHROUGH_KEYS,
    WALKTHROUGH_MAY,
)
from kiosk.catalogue.model import ELEMENT_KINDS, Topic
from kiosk.catalogue.reading import read_catalogue
from kiosk.catalogue.steps import COMMON, KINDS, MOST_ELEMENTS, MOST_TROUBLES, RESERVED

FOLDER = "schema"
"""In each content folder, so that a file finds its schema wherever the folder lies."""
FILES = {"walkthrough": "walkthroughs/*/walkthrough.yaml", "module": "modules/*/module.yaml", "topics": "topics.yaml"}

Schema = dict[str, object]


def schemas(icons: Iterable[str], topics: Sequence[Topic], modules: Iterable[str]) -> dict[str, Schema]:
    """The schema of each kind of file by its name, for content that may use these icons, topics and modules."""
    shared = {
        "id": {"type": "string", "pattern": _whole(ID), "description": words.ID},
        "icon": {"type": "string", "enum": sorted(icons), "description": words.ICON},
        "text": _text(r"^[^{}]*$"),
        "date": {"type": "string", "pattern": _whole(DAY), "format": "date"},
        "url": {"type": "string", "pattern": _whole(URL)},
        "page": _block(words.PAGE, {"address": _text(), "elements": {
            "type": "array", "minItems": 1, "maxItems": MOST_ELEMENTS, "items": _element()}}),
    }
    topic = {"type": "string", "enum": [topic.id for topic in topics],
             "enumDescriptions": [topic.title.dutch for topic in topics]}
    keys = _walkthrough_keys(topic, modules)
    return {
        "walkthrough": _file("A walkthrough", shared, _block(
            words.WALKTHROUGH, {key: keys[key] for key in WALKTHROUGH_KEYS},
            {key: keys[key] for key in WALKTHROUGH_MAY})),
        "module": _file("A module shared by walkthroughs", shared, _block(
            words.MODULE, {**_origin(), "steps": _steps(MODULE_NUMBERS, modules, facts=False)},
            {"pages": _blocks("page")})),
        "topics": _file("The tiles of the topics screen", shared, {"type": "array", "minItems": 1, "items": _block(
            words.TOPIC, {"id": _ref("id"), "icon": _ref("icon"), "title": _ref("text")})}),
    }


def write_schemas(folder: Path, assets: Path) -> tuple[Path, ...]:
    """Write the schemas of a content folder, ``assets`` or a municipality's own, where they differ from what is there.

    Returns what was written. OSError when it cannot be.
    """
    folders = [assets, *([folder] if folder != assets else [])]
    catalogue, _ = read_catalogue(folders)
    icons = json.loads((assets / "icons" / "icons.json").read_text("utf-8"))
    modules = sorted({file.parent.name for each in folders for file in each.glob("modules/*/module.yaml")})
    written = []
    for name, schema in schemas(icons, catalogue.topics, modules).items():
        path, content = folder / FOLDER / f"{name}.json", json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        if not path.exists() or path.read_text("utf-8") != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
            written.append(path)
    return tuple(written)


def _walkthrough_keys(topic: Schema, modules: Iterable[str]) -> dict[str, Schema]:
    return {
        "number": _number(1, HIGHEST_WALKTHROUGH),
        "title": _ref("text"),
        "topic": topic,
        "icon": _ref("icon"),
        "search": _ref("text"),
        "concept": {"allOf": [_ref("url"), {"pattern": "^" + CONCEPT.replace(".", r"\.")}]},
        **_origin(),
        "about": _block(words.ABOUT, {key: _ref("text") for key in (
            "title", "why", "who", "where_title", "where", "login")}),
        "needs": _block(words.NEEDS, {"title": _ref("text"), "items": _list(_need())}),
        "facts": {"type": "object", "propertyNames": {"pattern": _whole(ID)}, "additionalProperties": _fact()},
        "steps": _steps(OWN_NUMBERS, modules, facts=True),
        "after": _block(words.AFTER, {"title": _ref("text"), "text": _list(_sentence(facts=True))}),
        "pages": _blocks("page"),
    }


def _origin() -> dict[str, Schema]:
    return {"sources": _list(_ref("url")), "checked_on": _ref("date"), "review_by": _ref("date")}


def _steps(numbers: range, modules: Iterable[str], *, facts: bool) -> Schema:
    id = {"allOf": [_ref("id"), {"not": {"enum": sorted(RESERVED)}}]}
    number = _number(numbers.start, numbers.stop - 1)
    values = {
        "id": id, "number": number, "icon": _ref("icon"), "title": _ref("text"),
        "text": _list(_sentence(facts=facts)), "next": _text(), "items": _list(_need()),
        "choices": {**_list(_block(words.CHOICE, {
            "id": _ref("id"), "icon": _ref("icon"), "label": _ref("text"), "to": _text()})), "minItems": 2},
        "page": _text(), "target": _text(), "staff": _list(_text()), "expires": _ref("date"),
        "troubles": _list(_block(words.TROUBLE, {
            "id": _ref("id"), "number": _number(1, MOST_TROUBLES), "icon": _ref("icon"), "label": _ref("text"),
            "to": _text()})),
    }
    kinds = [_block({**words.STEP, "": words.KINDS[kind]},
                    {key: {"const": kind} if key == "kind" else values[key] for key in (*COMMON, *required)},
                    {key: values[key] for key in optional}, title=kind)
             for kind, (_, required, optional) in KINDS.items()]
    include = _block(words.INCLUDE, {
        "id": id, "include": {"type": "string", "enum": sorted(modules)},
        "number": _number(numbers.start - 1, numbers.stop - 2)}, {
        "exits": {"type": "object", "propertyNames": {"pattern": _whole(EXIT_NAME)}, "additionalProperties": _text()}},
        title="include")
    return _list({"oneOf": [*kinds, include]})


def _sentence(*, facts: bool) -> Schema:
    forms = [_ref("text"), _block(words.SPOKEN, {"text": _ref("text"), "spoken": _ref("text")})]
    if facts:
        forms.append(_block(words.FACT_TEXT, {
            "fact": _text(), "known": _text(r"^[^{}]*\{value\}[^{}]*$", numbers=False), "unknown": _ref("text")}))
    return {"anyOf": forms}


def _need() -> Schema:
    return _block(words.NEED, {"id": _ref("id"), "icon": _ref("icon"), "label": _ref("text"), "tip": _ref("text"),
                               "no": _text()})


def _fact() -> Schema:
    """A value has the shape of its kind, and a day on which it was checked."""
    shapes = [{"if": {"required": ["kind"], "properties": {"kind": {"const": kind}}},
               "then": {"properties": {"value": {"type": ["string", "number"], "minimum": 0, "pattern": _whole(shape),
                                                 "description": remedy}}}}
              for kind, (shape, remedy) in SHAPES.items()]
    return {**_block(words.FACT, {"kind": {"type": "string", "enum": list(SHAPES)}, "source": _ref("url")},
                     {"value": {}, **{key: _ref("date") for key in ("checked_on", "review_by", "expires")}}),
            "dependencies": {"value": ["checked_on"]}, "allOf": shapes}


def _element() -> Schema:
    return {**_block(words.ELEMENT, {
        "id": _ref("id"), "kind": {"type": "string", "enum": list(ELEMENT_KINDS)}, "label": _text()}, {
        "icon": _ref("icon"), "filled": _text(), "says": _ref("text")}),
        "if": {"properties": {"kind": {"const": "field"}}}, "else": {"not": {"required": ["filled"]}}}


def _block(descriptions: Mapping[str, str], required: Mapping[str, Schema],
           optional: Mapping[str, Schema] | None = None, title: str = "") -> Schema:
    """A block of `key: value` lines. ``descriptions``: of each key, and of the block itself under ""."""
    keys = {**required, **(optional or {})}
    # Beside a $ref a draft 7 reader sees nothing, so a key with a description refers from within allOf.
    described = {key: {"description": descriptions[key], **({"allOf": [value]} if "$ref" in value else value)}
                 for key, value in keys.items()}
    return {**({"title": title} if title else {}), "type": "object", "description": descriptions[""],
            "properties": described, "required": list(required), "additionalProperties": False}


def _file(title: str, shared: Mapping[str, Schema], root: Schema) -> Schema:
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **root, "definitions": dict(shared)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _text(pattern: str = "", *, numbers: bool = True) -> Schema:
    """Words, never none. YAML takes `12` for a number and `true` for yes; the kiosk reads both as they are written."""
    whole = [{"pattern": r"\S"}, *([{"pattern": pattern}] if pattern else [])]
    return {"type": ["string", "number", "boolean"] if numbers else "string", "allOf": whole}


def _list(items: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": items}


def _blocks(name: str) -> Schema:
    return {"type": "object", "propertyNames": {"pattern": _whole(ID)}, "additionalProperties": _ref(name)}


def _number(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _whole(pattern: Pattern) -> str:
    """The same pattern for who searches, as JSON Schema does, and does not know Python's `\\Z`."""
    return f"^(?:{pattern.pattern.removesuffix(chr(92) + 'Z')})$"
