"""What a rule makes of a stretch of text: words to be said, and pauses between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kiosk.language.languages import SOURCE

DUTCH = SOURCE.code
SHOWN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word for the voice of ``language``; ``start`` is the character of the text that it stands for."""

    say: str
    start: int
    language: str
    espeak: str = ""
    ipa: str = ""


class Pause(str):
    """A comma, full stop, question mark …: the voice needs it for its melody."""

    __slots__ = ()


Part = Word | Pause


def spread(said: str, text: str, start: int, end: int, language: str) -> list[Word]:
    """The words of ``said`` over the shown words of text[start:end], in order and as evenly as can be, so that a
    word lights up while it is heard although "€ 12,50" is said in another order than it is written in."""
    words = said.split()
    places = [found.start() for found in SHOWN.finditer(text, start, end)]
    if len(words) < len(places):  # "1 000 km" is "mille kilomètres", "9 h 00" is "9 heures": no word for the zeros
        places = [place for place in places if place == places[0] or not text[place].isdigit()]
    return [Word(word, places[number * len(places) // len(words)], language) for number, word in enumerate(words)]


def with_phonemes(words: list[Word], espeak: str, ipa: str) -> list[Word]:
    """The same words with their phonemes, which the lexicon holds word by word."""
    for name, phonemes in (("espeak", espeak.split()), ("ipa", ipa.split())):
        if phonemes:
            words = [replace(word, **{name: one}) for word, one in zip(words, phonemes, strict=True)]
    return words


def with_pauses(groups: Iterable[list[Word]]) -> list[Part]:
    """A comma between groups: nobody can write down a number that is said in one breath."""
    parts: list[Part] = []
    for group in groups:
        if parts:
            parts.append(Pause(","))
        parts.extend(group)
    return parts
