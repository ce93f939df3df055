"""One page or file → the services on it, whatever it is written in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from kiosk.lpdc.compact import kind_of, read_compact
from kiosk.lpdc.service import LONGEST_TEXT, ImportFault, Service, all_words

LARGEST = 256 << 20
"""Bytes of a file. The catalogue of a municipality with 280 services has 4 MB."""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on it, and the pages it refers to."""

    services: list[Service] = field(default_factory=list)
    next: list[str] = field(default_factory=list)


def read_page(data: bytes, name: str) -> Page:
    """``name`` is what a fault calls it. Raises ImportFault."""
    if len(data) > LARGEST:
        raise ImportFault(f"{name} is larger than {LARGEST >> 20} MB. Ask for a smaller file, or for the feed.")
    text = _decoded(data, name).lstrip()
    if not text:
        raise ImportFault(f"{name} is empty. Get it again.")
    if text.startswith("<") and text[:200].lower().startswith(("<?xml", "<!doctype", "<html", "<rdf:")):
        raise ImportFault(f"{name} is XML or a web page. Ask for JSON-LD or Turtle, or for the address of the feed.")
    page = _json(text, name) if text[0] in "{[" else _turtle(text, name)
    for service in page.services:
        for _tag, words in all_words(service):
            if len(words) > LONGEST_TEXT:
                raise ImportFault(f"{name}: a text of {service.iri[:200]} has {len(words):,} letters, and "
                                  f"{LONGEST_TEXT:,} is the most. Ask who publishes it to look at that service.")
    return page


def _decoded(data: bytes, name: str) -> str:
    if data[:2] == b"\x1f\x8b" or data[:2] == b"PK":
        raise ImportFault(f"{name} is packed. Unpack it first.")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise ImportFault(f"{name} is not text in UTF-8 (byte {fault.start:,}). Ask for it in UTF-8, or save it again "
                          "as UTF-8.") from None


def _json(text: str, name: str) -> Page:
    try:
        value = json.loads(text)
    except RecursionError:
        raise ImportFault(f"{name} is nested deeper than any real file. Ask where it comes from.") from None
    except json.JSONDecodeError as fault:
        raise ImportFault(f"{name} is no sound JSON (line {fault.lineno}). It may have been cut off: get it "
                          "again.") from None
    except ValueError:  # a number of thousands of digits
        raise ImportFault(f"{name} is no sound JSON. Get it again.") from None
    return _compact(value) or _linked(value, name)


def _compact(value: object) -> Page | None:
    """None when nothing in it is a service in compact form."""
    next, items = [], value if isinstance(value, list) else [value]
    if isinstance(value, dict):
        next = _relations(value.get("view")) + _relations(value)
        for key in ("member", "@graph"):
            if isinstance(value.get(key), list):
                items = value[key]
    if not (isinstance(value, dict) and value.get("@type") == "EventStream") and not any(map(kind_of, items)):
        return None
    if any(isinstance(item, dict) and any(":" in key for key in item) for item in items):
        return None  # a name such as dct:title: not the compact form
    return Page([read_compact(item) for item in items if kind_of(item)], list(dict.fromkeys(next)))


def _relations(view: object) -> list[str]:
    """The pages that a TREE view leads to."""
    relations = view.get("relation") if isinstance(view, dict) else None
    found = []
    for relation in relations if isinstance(relations, list) else [relations]:
        node = relation.get("node") if isinstance(relation, dict) else None
        node = node.get("@id") if isinstance(node, dict) else node
        if isinstance(node, str):
            found.append(node)
    return found


def _linked(value: object, name: str) -> Page:
    from kiosk.lpdc.graph import read_json_ld  # rdflib takes half a second, and a feed of IPDC does not need it

    services, next = read_json_ld(value, name)
    return _known(services, next, name)


def _turtle(text: str, name: str) -> Page:
    from kiosk.lpdc.graph import read_turtle

    services, next = read_turtle(text, name)
    return _known(services, next, name)


def _known(services: list[Service], next: list[str], name: str) -> Page:
    if not services and not next:
        raise ImportFault(f"{name} holds no public service in the form of IPDC, LPDC or CPSV-AP. See "
                          "docs/tasks/import-services.md for what can be read.")
    return Page(services, next)
