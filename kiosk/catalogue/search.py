"""Finding a walkthrough by a few letters, however they are spelt.

Words are compared in a bare form: no capitals, no accents, one shape for Arabic letters that people exchange
and `y` for the Dutch `ij`. What is being typed is taken for the beginning of a word, so that results come at
the first letter.
Loaded only when somebody searches: rapidfuzz takes longer to import than everything else here together.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

Entry = tuple[str, str, Sequence[str]]
"""Id, title, and other words or phrases by which people look for it."""

TITLE, WORD = 1.0, 0.9
"""How much a match in the title and in the other words counts."""
WHOLE, BEGINNING, INSIDE = 100.0, 90.0, 70.0
SLIP = 18.0
"""Taken off for each letter that is wrong, missing, added or exchanged with its neighbour."""
LEAST = 0.55
"""The part of what was typed (counted in letters) that must be found somewhere in an entry."""

NOT_A_LETTER = re.compile(r"[\W_]+")
# Written for each other in Arabic; Persian keyboards give two more. NFKD has taken hamza off its carrier.
ARABIC = str.maketrans({"ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": "", "ء": ""})
ARTICLE = "ال"


def bare(text: str) -> str:
    """The form in which words are compared; words stay apart by one space."""
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold())
                   if not unicodedata.combining(letter))
    text = text.translate(ARABIC).replace("œ", "oe").replace("æ", "ae").replace("ij", "y")
    return NOT_A_LETTER.sub(" ", text).strip()


class Search:
    """The entries of one language."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._order: dict[str, int] = {}
        # word → entries that have it, with the weight of the place where it stands
        self._entries: dict[str, dict[str, float]] = defaultdict(dict)
        for id, title, words in entries:
            self._order[id] = len(self._order)
            for phrase, weight in ((title, TITLE), *((word, WORD) for word in words)):
                for word in _words(phrase):
                    self._entries[word][id] = max(weight, self._entries[word].get(id, 0.0))
        self._vocabulary = list(self._entries)

    def find(self, query: str, limit: int = 8) -> list[str]:
        """The ids of the entries that fit best, the best first; [] when nothing does or nothing was typed."""
        typed = bare(query[:100]).split()
        letters = sum(map(len, typed))
        points: dict[str, float] = defaultdict(float)
        found: dict[str, int] = defaultdict(int)
        for part in typed:
            best: dict[str, float] = defaultdict(float)
            for word, score in self._similar(part).items():
                for id, weight in self._entries[word].items():
                    best[id] = max(best[id], score * weight)
            for id, score in best.items():
                points[id] += score * len(part)
                found[id] += len(part)
        good = [id for id in points if found[id] >= LEAST * letters]
        return sorted(good, key=lambda id: (-points[id], self._order[id]))[:limit]

    def _similar(self, typed: str) -> dict[str, float]:
        """The known words that may be meant, with 0 to 100 points each."""
        scores: dict[str, float] = {}
        size = len(typed)
        for word in self._vocabulary:
            if word.startswith(typed):
                scores[word] = WHOLE if len(word) == size else BEGINNING
            elif size >= 4 and typed in word:
                scores[word] = INSIDE  # `huis` in `tehuis`: a Dutch compound is looked for by its end as well
        for word, slips in self._misspelt(typed):
            scores[word] = max(scores.get(word, 0.0), BEGINNING - SLIP * slips)
        return scores

    def _misspelt(self, typed: str) -> Iterator[tuple[str, int]]:
        """Known words that begin with what was typed but for a few slips, and how many."""
        most = _most_slips(len(typed))
        if not most:
            return
        for length in range(len(typed) - 1, len(typed) + 2):  # a slip may make it shorter or longer
            beginnings = [word[:length] for word in self._vocabulary]
            near = process.extract(typed, beginnings, scorer=OSA.distance, score_cutoff=most, limit=None)
            for _beginning, slips, place in near:
                if slips:
                    yield self._vocabulary[place], slips


def _most_slips(size: int) -> int:
    """Short words are too much alike: one slip from four letters on, two from seven, three from eleven."""
    return (size >= 4) + (size >= 7) + (size >= 11)


def _words(phrase: str) -> Iterator[str]:
    words = bare(phrase).split()
    yield from words
    for word in words:
        if word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 2:
            yield word.removeprefix(ARTICLE)
    if len(words) > 1:
        yield "".join(words)  # `mijnburgerprofiel`
