"""Hard words: `glossary.yaml` → terms."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.catalogue.fields import Fields, Source, check_braces, listed
from kiosk.catalogue.model import Term
from kiosk.catalogue.yaml_nodes import Node

MOST_SENTENCES = 2
"""In an explanation: what a step may have too."""


def read_glossary(node: Node, source: Source, known: Mapping[str, Term]) -> dict[str, Term]:
    """The terms of one file by id. One with a fault is left out; ``known`` are those of earlier folders."""
    terms: dict[str, Term] = {}
    ids: list[tuple[object, int]] = []
    forms: list[tuple[object, int]] = []
    for item in listed(node, source, "terms"):
        fields = Fields(item, source, "this term", ("id", "term"), ("forms", "better", "text"))
        term = _term(fields)
        line = fields.line_of("id")
        ids.append((term.id, line))
        forms += ((form.casefold(), line) for form in dict.fromkeys(term.forms))
        if term.id in known:
            fields.error("id", f"The term “{term.id}” exists already, in {known[term.id].term.file}.",
                         "Give it another id.")
        elif term.id and term.term.dutch and (term.explanation or term.better):
            terms.setdefault(term.id, term)
    source.check_unique("term id", ids)
    source.check_unique("word", forms)
    return terms


def _term(fields: Fields) -> Term:
    id, term = fields.id(), fields.text("term", f"{fields.word('id')}/term")
    found = list(fields.texts("text"))
    for words, line in found:
        check_braces(fields.source, words, line)
    explanation = tuple(fields.source.text(f"{id}/text/{number}", words, line)
                        for number, (words, line) in enumerate(found, start=1))
    better = fields.word("better")
    if "text" not in fields and "better" not in fields:
        fields.error("term", f"“{term.dutch}” has neither an explanation nor a better word.",
                     "Explain it under `text:`, or write the everyday word as `better:`.")
    if len(explanation) > MOST_SENTENCES:
        fields.error("text", f"The explanation has {len(explanation)} sentences.", f"Use at most {MOST_SENTENCES}.")
    forms = (term.dutch, *(words for words, _line in fields.texts("forms")))
    return Term(id, term, tuple(filter(None, forms)), better, explanation)
