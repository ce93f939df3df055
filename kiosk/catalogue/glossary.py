"""Hard words: `glossary.yaml` → terms, and which of them stand in a Dutch text.

A term is looked for in the Dutch source, so that it is found in every language; what is shown is its translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from kiosk.catalogue.fields import Fields, Source, check_braces, listed
from kiosk.catalogue.model import Term, Text
from kiosk.catalogue.yaml_nodes import Node

MOST_SENTENCES = 2
"""In an explanation: what a step may have too."""
SHOWN_AT_MOST = 2
"""Hard words that one step explains; with more, nobody would know where to begin."""


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


def terms_in(words: str, glossary: tuple[Term, ...]) -> Iterator[tuple[Term, re.Match[str]]]:
    """Each place where a term stands, the longest where two begin together."""
    pattern, by_form = _search(glossary)
    for found in pattern.finditer(words):
        yield by_form[found[0].casefold()], found


def explained_in(texts: Iterable[Text], glossary: tuple[Term, ...]) -> tuple[Term, ...]:
    """The hard words with an explanation, each once, in the order in which they are read."""
    found = (term for text in texts for term, _place in terms_in(text.dutch, glossary) if term.explanation)
    return tuple({term.id: term for term in found}.values())


@lru_cache(maxsize=4)
def _search(glossary: tuple[Term, ...]) -> tuple[re.Pattern[str], Mapping[str, Term]]:
    by_form = {form.casefold(): term for term in glossary for form in term.forms}
    longest_first = sorted(by_form, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first)) or r"(?!)"
    # “itsme-code” speaks of itsme; “attestje” and “afschriften” are other words, which `forms` may name.
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE), by_form
