"""Finding a service by a few words, however they are spelt.

Each word typed is compared with every word known: the same, its beginning, its sound, a part of a compound, or all but
a few slips. What few entries have counts for more than what many have, and a title for more than other words. What is
being typed is taken for the beginning of a word, so that results come at the first letter.
Loaded only when somebody searches: rapidfuzz takes longer to import than everything else here together.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import nsmallest
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kiosk.catalogue.spelling import Spelling, bare


class Entry(NamedTuple):
    """Something that can be found: a walkthrough, a card. ``words``: other words or phrases by which people look for
    it; ``dutch``: its Dutch ones, for who has a letter in hand. ``weight`` 0 to 1: what comes first when both fit."""

    id: str
    title: str
    words: Sequence[str] = ()
    dutch: Sequence[str] = ()
    weight: float = 1.0


TITLE, WORD, DUTCH = 1.0, 0.95, 0.8
"""How much a match counts there; ``LONGER`` less for each further word that stands beside it."""
LONGER, AT_MOST = 0.03, 5
SMALL = 0.5
"""How much less a word such as "the" counts."""
SAME, SOUND, BEGINNING, SLIPPED, PART = 1.0, 0.95, 0.9, 0.9, 0.65
"""How alike a word typed and a word known are; other words for the same thing count ``OTHER`` of that."""
OTHER = 0.9
LONGEST_JOINED = 16
"""Letters of two words that may be one; longer ones are two, and comparing them takes time."""
LEAST = 0.25
"""Of what was typed, weighed by rarity, an entry must have so much."""
UNKNOWN = 0.55
"""The weight of a word that nobody knows; one that stands in all entries has next to none, one in a single entry 1."""


class Search:
    """The entries of one language. ``others``: groups of words and phrases that people use for the same thing."""

    def __init__(self, entries: Iterable[Entry], language: str = "nl", others: Iterable[Sequence[str]] = ()) -> None:
        self._spelling = Spelling(language)
        self._entries = tuple(entries)
        places: dict[str, dict[int, float]] = defaultdict(dict)  # word → where it stands, and what that counts
        for number, entry in enumerate(self._entries):
            for phrase, weight in ((entry.title, TITLE), *((phrase, WORD) for phrase in entry.words),
                                   *((phrase, DUTCH) for phrase in entry.dutch)):
                for word, counts in self._words_of(phrase):
                    here = places[word]
                    here[number] = max(here.get(number, 0.0), weight * counts * entry.weight)
        self._places = dict(places)
        self._known = sorted(places)
        sounds = defaultdict(list)
        for word in self._known:
            sounds[self._spelling.sound(word)].append(word)
        self._sounds = dict(sounds)
        self._heard = sorted(sounds)
        self._text = "\n" + "\n".join(self._heard) + "\n"
        self._others: dict[str, list[str]] = defaultdict(list)
        for group in others:
            keys = [self._key(phrase) for phrase in group]
            for key in keys:
                self._others[key] += [other for other in group if self._key(other) != key]
        self._longest_other = max((key.count(" ") + 1 for key in self._others), default=0)
        self._meant = lru_cache(maxsize=200)(self._meant_by)  # of a sentence only the last word changes from key to key
        self._beginnings = lru_cache(maxsize=40)(self._cut)

    def find(self, query: str, limit: int = 8) -> list[str]:
        """The ids of the entries that fit best, the best first; [] when nothing does or nothing was typed."""
        every = bare(query[:100]).split()
        typed = [word for word in every if word not in self._spelling.small] or every
        if not typed:
            return []
        found = [dict(self._meant(word)) for word in typed]
        for first, last, points in self._together(typed):
            for at in range(first, last):
                for number, worth in points.items():
                    found[at][number] = max(found[at].get(number, 0.0), worth)
        weights = [self._rarity(word, at, len(typed)) for word, at in zip(typed, found, strict=True)]
        whole = sum(weights)
        points: dict[int, float] = defaultdict(float)
        for weight, at in zip(weights, found, strict=True):
            for number, worth in at.items():
                points[number] += worth * weight / whole
        good = ((-round(worth, 4), number) for number, worth in points.items()
                if worth >= LEAST * self._entries[number].weight)
        return [self._entries[number].id for _worth, number in nsmallest(limit, good)]

    def forget(self) -> None:
        """What somebody typed is kept from key to key; the visit is over."""
        self._meant.cache_clear()
        self._spelling.sound.cache_clear()

    def _rarity(self, word: str, found: dict[int, float], typed: int) -> float:
        """What a typed word counts beside the others: the fewer entries have it, the more."""
        if not found:
            return UNKNOWN
        best = max(found.values())
        having = sum(worth > 0.8 * best for worth in found.values())
        rare = math.log(1 + len(self._entries) / having) / math.log(1 + len(self._entries))
        return max(0.1, rare) * min(1.0, len(word) / 4)

    def _together(self, typed: list[str]) -> Iterator[tuple[int, int, dict[int, float]]]:
        """Neighbours among the typed words that are one word (`its me`) or one thing (`goed gedrag`): the place of the
        first, the one after the last, and the entries they point to."""
        for first in range(len(typed) - 1):
            joined = typed[first] + typed[first + 1]
            if len(joined) <= LONGEST_JOINED:
                yield first, first + 2, {n: worth for n, worth in self._meant(joined).items() if worth >= 0.7}
        for size in range(1, min(self._longest_other, len(typed)) + 1):
            for first in range(len(typed) - size + 1):
                for other in self._other_words(typed[first:first + size]):
                    yield first, first + size, self._phrase(other)

    def _other_words(self, words: Sequence[str]) -> list[str]:
        keys = {" ".join(map(self._spelling.sound, words))}
        if len(words) == 1:
            keys |= {self._spelling.sound(form) for form in self._spelling.forms(words[0])}
        return [other for key in keys for other in self._others.get(key, ())]

    def _phrase(self, phrase: str) -> dict[int, float]:
        """The entries that have all words of another way of saying it."""
        words = [word for word in bare(phrase).split() if word not in self._spelling.small]
        each = [self._exactly(word) for word in words]
        return {number: OTHER * sum(at[number] for at in each) / len(each)
                for number in each[0] if all(number in at for at in each)} if each else {}

    def _exactly(self, word: str) -> dict[int, float]:
        """The entries that have a word, in whatever spelling, or as the beginning of a compound."""
        found: dict[int, float] = {}
        heard = self._spelling.sound(word)
        for at in range(bisect_left(self._heard, heard), len(self._heard)):
            if not self._heard[at].startswith(heard):
                break
            worth = SAME if self._heard[at] == heard else PART
            for known in self._sounds[self._heard[at]]:
                _take(found, self._places[known], worth)
        return found

    def _meant_by(self, word: str) -> dict[int, float]:
        """entry → 0 to 1, how sure it is that this word, or what is typed of it, means it."""
        found: dict[int, float] = {}
        for known, alike in self._similar(word).items():
            _take(found, self._places[known], alike)
        return found

    def _similar(self, typed: str) -> dict[str, float]:
        """The known words that may be meant, each with 0 to 1."""
        alike: dict[str, float] = {}

        def may_be(known: str, worth: float) -> None:
            if worth > alike.get(known, 0.0):
                alike[known] = worth

        for at in range(bisect_left(self._known, typed), len(self._known)):
            known = self._known[at]
            if not known.startswith(typed):
                break
            may_be(known, SAME if known == typed else _beginning(typed, known))
        for form in self._spelling.forms(typed):
            heard = self._spelling.sound(form)
            sure = SOUND if form == typed else 0.9 * SOUND
            for known in self._sounds.get(heard, ()):
                may_be(known, sure)
            for worth, sound in (*self._begun(heard), *self._within(heard), *self._slipped(heard)):
                for known in self._sounds[sound]:
                    may_be(known, worth * sure)
        return alike

    def _begun(self, heard: str) -> Iterator[tuple[float, str]]:
        for at in range(bisect_left(self._heard, heard), len(self._heard)):
            if not self._heard[at].startswith(heard):
                return
            yield _beginning(heard, self._heard[at]), self._heard[at]

    def _within(self, heard: str) -> Iterator[tuple[float, str]]:
        """A part of a compound: `huis` in `tehuis`, and the other way round, `kind` and `geld` of `kindergeld`."""
        if len(heard) < 4:
            return
        at = self._text.find(heard)
        while at >= 0:
            first, last = self._text.rfind("\n", 0, at) + 1, self._text.index("\n", at)
            yield PART + 0.2 * (last - at == len(heard)), self._text[first:last]
            at = self._text.find(heard, last)
        for cut in range(4, len(heard)):
            for part in (heard[:cut], heard[-cut:]):
                if part in self._sounds:
                    yield PART * (0.5 + 0.5 * cut / len(heard)), part

    def _slipped(self, heard: str) -> Iterator[tuple[float, str]]:
        """Words that begin with what was typed but for a few letters wrong, missing, added or exchanged."""
        most = _most_slips(len(heard))
        if not most:
            return
        for length in range(len(heard) - 1, len(heard) + 2):  # a slip may make it shorter or longer
            beginnings = self._beginnings(length)
            near = process.extract(heard, beginnings.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
            for beginning, slips, _place in near:
                for sound in beginnings[beginning] if slips else ():
                    rest = max(0, len(sound) - len(heard))
                    yield SLIPPED - 1.2 * slips / len(heard) - 0.01 * min(rest, 10), sound

    def _cut(self, length: int) -> dict[str, list[str]]:
        """The beginnings of all words, each once: most of thousands of words begin like others."""
        beginnings: dict[str, list[str]] = defaultdict(list)
        for sound in self._heard:
            beginnings[sound[:length]].append(sound)
        return dict(beginnings)

    def _words_of(self, phrase: str) -> Iterator[tuple[str, float]]:
        words = bare(phrase).split()
        telling = [word for word in words if word not in self._spelling.small]
        counts = 1 - LONGER * min(AT_MOST, max(0, len(telling) - 1))
        for word in words:
            for form in self._spelling.forms(word) if word.startswith(("ال", "لل")) else (word,):
                yield form, counts * SMALL if word in self._spelling.small else counts
        if 1 < len(words) < 4:
            yield "".join(words), counts  # `mijnburgerprofiel`

    def _key(self, phrase: str) -> str:
        return " ".join(self._spelling.sound(word) for word in bare(phrase).split() if word not in self._spelling.small)


def _take(found: dict[int, float], places: dict[int, float], alike: float) -> None:
    for number, weight in places.items():
        if weight * alike > found.get(number, 0.0):
            found[number] = weight * alike


def _beginning(typed: str, known: str) -> float:
    return BEGINNING - 0.2 * (1 - len(typed) / len(known))


def _most_slips(size: int) -> int:
    """Short words are too much alike: one slip from four letters on, two from seven, three from eleven."""
    return (size >= 4) + (size >= 7) + (size >= 11)
