"""What can be found, in the words of one language. Loaded when somebody searches (kiosk/catalogue/search.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.search import Entry, Search
from kiosk.language.texts import Texts


def search_in(texts: Texts, catalogue: Catalogue, others: Iterable[Sequence[str]] = (),
              more: Iterable[Entry] = ()) -> Search:
    """The walkthroughs, then what else can be found (``more``). ``others``: groups of words for the same thing."""
    return Search([*entries(texts, catalogue), *more], texts.language.code, others)


def entries(texts: Texts, catalogue: Catalogue) -> Iterator[Entry]:
    for walkthrough in catalogue:
        title, search = texts.unit(walkthrough.title), texts.unit(walkthrough.search)
        dutch = () if title.language == "nl" else (walkthrough.title.dutch, *_phrases(walkthrough.search.dutch))
        yield Entry(walkthrough.id, title.words, _phrases(search.words), dutch)


def _phrases(words: str) -> tuple[str, ...]:
    """Between commas; the Arabic comma is one too."""
    return tuple(phrase for part in words.replace("،", ",").split(",") if (phrase := part.strip()))


