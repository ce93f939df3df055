"""Which Dutch words are everyday words: those of a list, what is inflected from them, and short compounds of two.

It is only as exact as an author needs it. A hard word that it lets through costs little, as the glossary can name it;
a plain word that it calls hard makes people stop reading what `kiosk check` says. So every doubt is in favour of the
word (docs/decisions/0016-plain-words.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LANGUAGE = Path(__file__).resolve().parents[2] / "assets" / "language"
LISTS = ("nl-words.txt", "nl-words-here.txt")
"""What is often written, and what everybody in Flanders knows all the same."""
LONGEST_COMPOUND = 18
"""Letters. "verblijfskaart" and "identiteitskaart" can be read at once, "gezinssamenstelling" cannot."""
LEAST_PART = 4
"""Letters of each half of a compound: with three, "volmacht" would be a full might."""
LINKS = ("", "s", "e", "en")

ENDINGS = ("", "s", "e", "en", "n", "t", "d", "te", "de", "ten", "den", "ere", "st", "ste",
           "je", "jes", "tje", "tjes", "pje", "pjes", "etje", "etjes")
PARTICLE = re.compile(r"(af|aan|op|uit|in|mee|na|voor|door|weg|terug|over|bij|toe|om|los|dicht|open|neer)(?=\w{4})")
"""What stands before a verb and may leave it: "meekijken", "afgemeld"."""
VOWELS = "aeiou"
SOFT = {"v": "f", "z": "s"}


class Everyday:
    """``words`` in small letters, accents and all."""

    def __init__(self, words: frozenset[str]) -> None:
        self.words = words

    def knows(self, word: str) -> bool:
        """Is it an everyday word, a form of one, or a short compound of two?"""
        word = word.lower()
        return self._form(word) or self._verb_with_particle(word) or self._compound(word)

    def _form(self, word: str) -> bool:
        return any(base in self.words for base in _bases(word))

    def _verb(self, word: str) -> bool:
        """Is its infinitive an everyday word?"""
        return any(base.endswith("en") and base in self.words for base in _bases(word))

    def _verb_with_particle(self, word: str) -> bool:
        found = PARTICLE.match(word)
        if found is None:
            return False
        rest = word[found.end():]
        return self._verb(rest) or rest.startswith(("ge", "te")) and self._verb(rest[2:])

    def _compound(self, word: str) -> bool:
        if len(word) > LONGEST_COMPOUND:
            return False
        return any(self._whole(word[:at].removesuffix(link)) and self._form(word[at:])
                   for at in range(LEAST_PART, len(word) - LEAST_PART + 1)
                   for link in LINKS if word[:at].endswith(link))

    def _whole(self, part: str) -> bool:
        """"huis" as in "huisarts", or "parkeer" as in "parkeerkaart"."""
        return len(part) >= LEAST_PART and any(base in self.words for base in _spellings(part, ""))


@cache
def everyday() -> Everyday:
    """The bundled lists. Raises OSError when one is not there."""
    lines = (line for name in LISTS for line in (LANGUAGE / name).read_text(encoding="utf-8").splitlines())
    return Everyday(frozenset(line.strip() for line in lines if not line.startswith("#")))


def _bases(word: str) -> Iterator[str]:
    """The words of which this may be a form; most of them are none."""
    for stem in (word, *([word[2:]] if word.startswith("ge") and len(word) > 5 else [])):
        for ending in ENDINGS:
            if stem.endswith(ending) and len(rest := stem.removesuffix(ending)) >= 2:
                yield from _spellings(rest, ending)


def _spellings(stem: str, ending: str) -> Iterator[str]:
    """A stem as it stands in other forms: pakk → pak, lop → loop, lez → lees; and its infinitive: pak → pakken."""
    yield stem
    last, before = stem[-1], stem[-2]
    if ending.startswith("e"):
        if last == before:
            yield stem[:-1]
        hard = stem[:-1] + SOFT.get(last, last)
        yield hard
        if before in VOWELS and last not in VOWELS:
            yield stem[:-1] + before + SOFT.get(last, last)
    if last not in VOWELS:
        yield stem + "en"
        if before in VOWELS:
            yield stem + last + "en"
        if len(stem) > 3 and before == stem[-3] and before in VOWELS:  # loop → lopen, lees → lezen
            yield stem[:-2] + last + "en"
            yield stem[:-2] + {"f": "v", "s": "z"}.get(last, last) + "en"
        elif last in "fs":
            yield stem[:-1] + {"f": "v", "s": "z"}[last] + "en"
