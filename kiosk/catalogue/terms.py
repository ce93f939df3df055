"""Which hard words of the glossary stand in a Dutch text.

A term is looked for in the Dutch source, so that it is found in every language; what is shown is its translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from kiosk.catalogue.model import Term, Text

SHOWN_AT_MOST = 2
"""Hard words that one step explains; with more, nobody would know where to begin."""


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
