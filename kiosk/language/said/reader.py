"""The reading of a text with rules, in one language.

At every start of a word and at every sign the rules are tried in their order; the first that does not decline says the
stretch. What no rule takes is said as it is written, without quotation marks, emoji and control characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.language.said.lexicon import Lexicon
from kiosk.language.said.names import Names
from kiosk.language.said.parts import Part, Pause, Word, spread

MARK = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
"""Accents and vowel signs that stand on their own behind a letter: parts of a word, for Python's \\w not."""
PLAIN = re.compile(
    rf"(?P<word>[^\W_{MARK}][^\W_{MARK}]*(?:[^\W_]|[{MARK}]|['’.‐‑·-](?=[^\W_]))*)"
    rf"|(?P<pause>\.{{2,}}|[.,;:!?…،؛؟。])|(?P<aside>[()\[\]—–―]|(?<!\S)-(?!\S))")
START = re.compile(r"(?<![^\W_])[^\W_]|[^\w\s]")

Rule = Callable[["Reader", re.Match[str]], list[Part] | None]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads text in one language."""

    language: str
    names: Names | None
    lexicon: Lexicon
    rules: tuple[tuple[re.Pattern[str], Rule], ...]
    for_letters: int  # so many of the rules, the first, can begin at a letter
    dutch: Reader | None  # reads the Dutch inside; None in Dutch

    def spread(self, said: str, found: re.Match[str]) -> list[Word]:
        return spread(said, found.string, found.start(), found.end(), self.language)

    def read(self, text: str, start: int = 0, end: int | None = None) -> list[Part]:
        end = len(text) if end is None else end
        parts: list[Part] = []
        done = start
        for place in START.finditer(text, start, end):
            if place.start() < done:
                continue
            said, after = self._by_rule(text, place.start(), end)
            if said is not None:
                parts += self._plain(text, done, place.start())
                parts += said
                done = after
        return parts + self._plain(text, done, end)

    def _by_rule(self, text: str, start: int, end: int) -> tuple[list[Part] | None, int]:
        rules = self.rules[:self.for_letters] if text[start].isalpha() else self.rules
        for pattern, rule in rules:
            found = pattern.match(text, start, end)
            if found is not None and (said := rule(self, found)) is not None:
                return said, found.end()
        return None, start

    def _plain(self, text: str, start: int, end: int) -> list[Part]:
        parts: list[Part] = []
        for found in PLAIN.finditer(text, start, end):
            if found.lastgroup == "word":
                parts.append(Word(found[0], found.start(), self.language))
            else:
                parts.append(Pause("," if found.lastgroup == "aside" else found[0]))
        return parts
