"""Translations ⇄ XLIFF 2.1, for translators whose tools want that and not .po (docs/tasks/translate.md).

One file a language holds both domains. A unit's id is the text's key with `:` for `/`, which an XML name may not hold.
What is translated and up to date has the state `translated`, or `reviewed` in a language that a native speaker has
read; what is missing or stale is `initial`, and a stale one says which Dutch it was made of.

Read by the standard library with every document type refused: without one there are no entities, so none that grow and
none that fetch. (https://docs.oasis-open.org/xliff/xliff-core/v2.1/)
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.language.languages import SOURCE, Language
from kiosk.language.placeholders import PLACEHOLDER
from kiosk.language.po import Entry

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
VERSION = "2.1"
LARGEST = 20 << 20
"""Bytes. All texts of thirty walkthroughs are a tenth of this."""
STALE = "kiosk:stale"
DONE = frozenset({"translated", "reviewed", "final"})


class XliffFault(ValueError):
    """A file that cannot be taken in at all, in a sentence with its remedy."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it came back. ``done``: its state says that it may be shown."""

    domain: str
    key: str
    dutch: str
    words: str
    done: bool


def write_xliff(entries: Mapping[str, Iterable[Entry]], language: Language) -> bytes:
    """The file of a language. ``entries`` are those of each domain."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_tag("xliff"), {"version": VERSION, "srcLang": SOURCE.code, "trgLang": language.code})
    for domain, listed in entries.items():
        file = ET.SubElement(root, _tag("file"), {"id": domain, "original": f"{domain}.po"})
        for entry in listed:
            _unit(file, entry, language)
    ET.indent(root)
    _unindent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"


def _unit(file: ET.Element, entry: Entry, language: Language) -> None:
    unit = ET.SubElement(file, _tag("unit"), {"id": entry.key.replace("/", ":"), "name": entry.key})
    notes = ET.SubElement(unit, _tag("notes"))
    said = [("location", entry.place), *(("hint", hint) for hint in entry.hints),
            *(("translator", note) for note in entry.notes)]
    if entry.stale:
        was = f"The Dutch was: {entry.previous}" if entry.previous else "A translator was not sure of this one."
        said.append(("stale", was))
    for category, words in said:
        if words:
            ET.SubElement(notes, _tag("note"), {"category": category}).text = words
    if not len(notes):
        unit.remove(notes)
    names = list(dict.fromkeys(PLACEHOLDER.findall(f"{entry.dutch} {entry.words}")))
    if names:
        data = ET.SubElement(unit, _tag("originalData"))
        for name in names:
            ET.SubElement(data, _tag("data"), {"id": f"d-{name}"}).text = f"{{{name}}}"
    state = "initial" if not entry.words or entry.stale else "reviewed" if language.reviewed else "translated"
    segment = ET.SubElement(unit, _tag("segment"), {
        "state": state, **({"subState": STALE} if entry.stale and entry.words else {})})
    _inline(ET.SubElement(segment, _tag("source")), entry.dutch)
    if entry.words:
        _inline(ET.SubElement(segment, _tag("target")), entry.words)


def _inline(element: ET.Element, words: str) -> None:
    """The words, each placeholder as a code that a tool does not let anybody type in."""
    last: ET.Element | None = None
    at = 0
    for number, found in enumerate(PLACEHOLDER.finditer(words), 1):
        _add(element, last, words[at:found.start()])
        last = ET.SubElement(element, _tag("ph"), {
            "id": str(number), "dataRef": f"d-{found[1]}", "equiv": found[1], "disp": found[0]})
        at = found.end()
    _add(element, last, words[at:])


def _add(element: ET.Element, last: ET.Element | None, words: str) -> None:
    if last is None:
        element.text = words
    else:
        last.tail = words


def _unindent(root: ET.Element) -> None:
    """Indenting must add nothing to the words themselves."""
    for name in ("source", "target"):
        for element in root.iter(_tag(name)):
            inner = list(element)
            if inner and element.text is not None and not element.text.strip() and "\n" in element.text:
                element.text = ""
            for code in inner:
                if code.tail is not None and not code.tail.strip() and "\n" in code.tail:
                    code.tail = ""


def read_xliff(path: Path) -> tuple[str, list[Unit]]:
    """The language of a file, and its units that have a target. Raises XliffFault, and nothing else."""
    root = _parsed(path)
    if root.tag != _tag("xliff"):
        older = root.tag.rsplit("}", 1)[-1] == "xliff"
        raise XliffFault(f"{path}: This is {'an older XLIFF' if older else 'no XLIFF'}. "
                         "Ask for XLIFF 2.0 or 2.1, as `kiosk texts --export xliff` writes it.")
    if root.get("srcLang") != SOURCE.code:
        raise XliffFault(f"{path}: It is translated from “{root.get('srcLang')}”, not from Dutch (nl). "
                         "Translate the file that `kiosk texts --export xliff` wrote.")
    return root.get("trgLang") or "", [unit for file in root.iter(_tag("file")) for unit in _units(file)]


class _NoDocumentType(ET.TreeBuilder):
    """Where entities come from; none of ours has one."""

    def doctype(self, *_: object) -> None:
        raise XliffFault("It has a document type (<!DOCTYPE …>), which an XLIFF file never needs. Export it again.")


def _parsed(path: Path) -> ET.Element:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise XliffFault(f"{path}: It cannot be opened: {error.strerror}. Look at its name and permissions.") from None
    if len(data) > LARGEST:
        raise XliffFault(f"{path}: It is larger than {LARGEST >> 20} MB. Is it really a translation of the kiosk?")
    try:
        return ET.fromstring(data, ET.XMLParser(target=_NoDocumentType()))
    except XliffFault as fault:
        raise XliffFault(f"{path}: {fault}") from None
    except (ET.ParseError, ValueError, LookupError, RecursionError) as error:
        raise XliffFault(f"{path}: This is not XML ({error}). Export it again from the translation tool.") from None


def _units(file: ET.Element) -> Iterator[Unit]:
    for unit in file.iter(_tag("unit")):
        data = {each.get("id"): each.text or "" for each in unit.iter(_tag("data"))}
        # A tool may have cut a text into several segments, with what stands between them as "ignorable".
        parts = [part for part in unit if part.tag in (_tag("segment"), _tag("ignorable"))]
        segments = [part for part in parts if part.tag == _tag("segment")]
        if not any(part.find(_tag("target")) is not None for part in segments):
            continue
        dutch = "".join(_words(part.find(_tag("source")), data) for part in parts)
        words = "".join(_words(part.find(_tag("target")), data) if part.find(_tag("target")) is not None
                        or part.tag == _tag("segment") else _words(part.find(_tag("source")), data) for part in parts)
        done = all(part.get("state") in DONE for part in segments)
        key = unit.get("name") or (unit.get("id") or "").replace(":", "/")
        yield Unit(file.get("id") or "", key, _plain(dutch), _plain(words), done)


def _words(element: ET.Element | None, data: Mapping[str, str]) -> str:
    """The words of a source or target, placeholders restored; marks that a tool put in are left out, their words kept.

    On a list and not by recursion: no depth can exhaust Python's stack.
    """
    if element is None:
        return ""
    found: list[str] = []
    waiting: list[ET.Element | str] = [element]
    while waiting:
        this = waiting.pop()
        if isinstance(this, str):
            found.append(this)
        elif this.tag == _tag("ph"):
            found.append(data.get(this.get("dataRef"), "") or this.get("disp") or f"{{{this.get('equiv')}}}")
        else:
            inner = [one for child in this for one in (child, child.tail or "")]
            waiting += [*reversed(inner), this.text or ""]
    return "".join(found)


def _plain(words: str) -> str:
    return re.sub("[ \t\r\n]+", " ", words).strip()


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
