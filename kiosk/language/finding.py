"""What can be found, in the words of one language. Loaded when somebody searches (kiosk/catalogue/search.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kiosk.catalogue.cards import Cards
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.search import Entry, Search
from kiosk.language.texts import Texts

CARD = 0.95
"""What a municipality's own card weighs in a search, where a walkthrough weighs 1: that one is rehearsed."""


def search_in(texts: Texts, catalogue: Catalogue, others: Iterable[Sequence[str]] = ()) -> Search:
    """The walkthroughs and the municipality's cards. ``others``: groups of words for the same thing."""
    return Search([*entries(texts, catalogue), *card_entries(catalogue.cards)], texts.language.code, others)


def entries(texts: Texts, catalogue: Catalogue) -> Iterator[Entry]:
    for walkthrough in catalogue:
        title, search = texts.unit(walkthrough.title), texts.unit(walkthrough.search)
        dutch = () if title.language == "nl" else (walkthrough.title.dutch, *_phrases(walkthrough.search.dutch))
        yield Entry(walkthrough.id, title.words, _phrases(search.words), dutch)


def card_entries(cards: Cards) -> Iterator[Entry]:
    return (Entry(id, title, words, weight=CARD) for id, title, words in cards.entries())


def _phrases(words: str) -> tuple[str, ...]:
    """Between commas; the Arabic comma is one too."""
    return tuple(phrase for part in words.replace("،", ",").split(",") if (phrase := part.strip()))


