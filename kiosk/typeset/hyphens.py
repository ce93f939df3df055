"""Where a word wider than its line may be broken. For easy reading: never just to fill a line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .patterns import Patterns, load

SOFT_HYPHEN = "\u00ad"
_SHORTEST = 6  # letters; "itsme" or "kaart" must never be torn
_DICTIONARIES = {"nl": "nl_NL", "fr": "fr", "de": "de_DE", "en": "en_GB"}
# Latin words inside these languages are the Dutch labels of a web page, so Dutch patterns break them.
_OTHER_SCRIPT = ("ar", "fa", "ps", "ti", "am", "ur", "he", "uk", "ru", "bg")
_LETTERS = re.compile(f"[^\\W\\d_](?:[^\\W\\d_]|[{SOFT_HYPHEN}\u0300-\u036f])*")
_ADDRESS = re.compile(r"@|://|[^\W\d]\.\w")
_ADDRESS_PART = re.compile(r"://|[/@._-]+")
_OWN_HYPHEN = re.compile(r"(?<=[^\W\d])[-/‐–](?=\w)|(?<=\d)[-/‐–](?=[^\W\d])")  # not in 12/03 or 0800-12


class Break(NamedTuple):
    """A line may end before character ``at``, with or without a hyphen to be shown."""

    at: int
    hyphen: bool


@lru_cache(maxsize=1024)
def breaks(word: str, language: str) -> tuple[Break, ...]:
    """The allowed breaks of one unspaced word, in order. An author's soft hyphens outrank the dictionary."""
    if _ADDRESS.search(word):  # a hyphen shown in an address would be typed over as part of it
        return tuple(Break(m.end(), False) for m in _ADDRESS_PART.finditer(word) if m.end() < len(word))
    found = [Break(m.end(), False) for m in _OWN_HYPHEN.finditer(word)]
    for match in _LETTERS.finditer(word):
        found += [Break(match.start() + at, True) for at in _within(match.group(), language)]
    return tuple(sorted(found))


def _within(letters: str, language: str) -> list[int]:
    if SOFT_HYPHEN in letters:
        return [i + 1 for i, char in enumerate(letters[:-1]) if char == SOFT_HYPHEN and i]
    latin = letters[0] < "\u0250"
    code = re.split("[-_]", language)[0]
    code = "nl" if latin and code in _OTHER_SCRIPT else code
    if len(letters) < _SHORTEST or "\u0590" <= letters[0] <= "\u08ff" or not (patterns := _patterns(code)):
        return []
    # Dutch drops the diaeresis at a break (twee-entwintig); rather than alter the word we do not break there.
    return [at for at in patterns.positions(letters) if not (code == "nl" and letters[at] in "äëïöüÄËÏÖÜ")]


@lru_cache(maxsize=3)  # the language on the screen, the one before, and Dutch labels
def _patterns(code: str) -> Patterns | None:
    return load(_DICTIONARIES.get(code, code))
