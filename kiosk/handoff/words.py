"""A record as three everyday words, for someone who can point or speak but has nothing to scan with.

Eight bits a word, 24 bits in all: the number of the state (states.py), with a check in what room is left
over, mixed so that neighbouring states look different. Words of another catalogue, or a word misheard, are
refused with a probability of 1 - 1/``States.checks``. It hides nothing: there is nothing to hide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kiosk.handoff.record import HandoffError, Record
from kiosk.handoff.states import ROOM, States

NOUNS = 256
LONGEST_INPUT = 200
"""Characters of typed words looked at; three nouns of ten letters need 32."""
SMALL = frozenset({"de", "het", "een", "en", "dan"})
"""What people say between the words; no noun of the list."""

_FACTORS = (0x9E3779, 0xC2B2AF)  # odd, so that each has an inverse modulo 2^24; otherwise of no meaning

_RESTORE = "Put the file of the program back."


class NounsError(ValueError):
    """The list of nouns cannot be used; the message names the file and the remedy."""


class NotThreeWords(HandoffError):
    """More or fewer than three words."""

    sentence = "Er zijn drie woorden nodig. Typ de drie woorden die op het scherm staan."


class UnknownWord(HandoffError):
    """A word is not in the list."""

    sentence = "Het woord “{word}” kent de kiosk niet. Kijk op het scherm."


class WordsDoNotMatch(HandoffError):
    """Three good words that no state of this catalogue has."""

    sentence = "Deze drie woorden horen niet bij elkaar. Kijk op het scherm of ze juist zijn."


@dataclass(frozen=True, slots=True)
class Noun:
    """A word and its picture, the hexadecimal code point of a glyph in assets/icons/nouns.ttf.

    ``said`` is how espeak-ng's Dutch voice must be given the word, where its own reading would be wrong.
    """

    word: str
    picture: str
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """What someone may have meant, to be asked, never to be taken for granted."""

    words: tuple[str, str, str]
    record: Record


def read_nouns(file: Path) -> tuple[Noun, ...]:
    """The 256 nouns, whose place in the file is their byte. Raises NounsError."""
    import yaml  # 25 ms that the first picture need not wait for

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's reads the list in a tenth of the time
    try:
        loaded = yaml.load(file.read_text(encoding="utf-8"), loader)
        nouns = tuple(Noun(entry["word"], str(entry["picture"]), entry.get("espeak")) for entry in loaded)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError, AttributeError) as error:
        raise NounsError(f"{file}: the nouns cannot be read ({error}). {_RESTORE}") from error
    if len(nouns) != NOUNS or len({noun.word for noun in nouns}) != NOUNS:
        raise NounsError(f"{file}: it must hold {NOUNS} different nouns, not {len(nouns)}. {_RESTORE}")
    return nouns


def encode(record: Record, states: States, nouns: Sequence[Noun]) -> tuple[Noun, Noun, Noun]:
    """The three words of a record's state. Raises NotInCatalogue."""
    number = states.number(record)
    mixed = _mix(number + states.size * _check(number, states))
    first, second, third = mixed.to_bytes(3, "big")
    return nouns[first], nouns[second], nouns[third]


def decode(words: Sequence[str], states: States, nouns: Sequence[Noun]) -> Record:
    """The record of three words, site 0. Raises NotThreeWords, UnknownWord or WordsDoNotMatch."""
    if len(words) != 3:
        raise NotThreeWords
    places = {noun.word: place for place, noun in enumerate(nouns)}
    folded = [fold(word) for word in words]
    for typed, word in zip(words, folded, strict=True):
        if word not in places:
            raise UnknownWord(UnknownWord.sentence.format(word=typed[:20]))
    record = _record(bytes(places[word] for word in folded), states)
    if record is None:
        raise WordsDoNotMatch
    return record


def nearest(words: Sequence[str], states: States, nouns: Sequence[Noun]) -> tuple[Guess, ...]:
    """What three words mean if at most one of them is a slip, the likeliest first. Raises NotThreeWords.

    A slip is a word misspelt or another noun of the list that looks alike: at most one edit in words up to
    four letters, two in longer ones. Who reads from the right may say them the last one first. Words that are
    right already give themselves as the only guess.
    """
    if len(words) != 3:
        raise NotThreeWords
    places = {noun.word: place for place, noun in enumerate(nouns)}
    folded = [fold(word)[:20] for word in words]
    unknown = [place for place, word in enumerate(folded) if word not in places]
    if len(unknown) > 1:
        return ()
    for first, second, third in (folded, folded[::-1]) if not unknown else ():
        if record := _record(bytes(places[word] for word in (first, second, third)), states):
            return (Guess((first, second, third), record),)
    found: list[tuple[int, Guess]] = []
    for position in unknown or range(3):
        for distance, word in _alike(folded[position], nouns):
            first, second, third = (word if place == position else kept for place, kept in enumerate(folded))
            if record := _record(bytes(places[each] for each in (first, second, third)), states):
                found.append((distance, Guess((first, second, third), record)))
    return tuple(guess for _, guess in sorted(found, key=lambda pair: pair[0]))


def split(typed: str) -> tuple[str, ...]:
    """The words in what someone typed, whatever stands between them; nothing if it is far too long. Of more than three
    the small ones are left out: on the telephone people say "de camera, de vuilbak en dan een school"."""
    words = tuple(re.findall(r"[^\W\d_]+", typed)) if len(typed) <= LONGEST_INPUT else ()
    return words if len(words) <= 3 else tuple(word for word in words if fold(word) not in SMALL)


def fold(word: str) -> str:
    """Lower case without accents or blanks, as the words stand in the list."""
    spread = unicodedata.normalize("NFKD", word.strip().casefold())
    return "".join(c for c in spread if not unicodedata.combining(c))


def _record(three: bytes, states: States) -> Record | None:
    check, number = divmod(_unmix(int.from_bytes(three, "big")), states.size)
    return states.record(number) if check == _check(number, states) else None


def _check(number: int, states: States) -> int:
    """Depends on the content too, so that words of another version of the catalogue are refused."""
    digest = sha256(states.content.to_bytes(2, "big") + number.to_bytes(4, "big")).digest()
    return int.from_bytes(digest[:4], "big") % states.checks


def _mix(value: int) -> int:
    """A shuffle of the numbers below 2^24; folding the upper half in makes every word depend on every bit."""
    for factor in _FACTORS:
        value ^= value >> 12
        value = value * factor % ROOM
    return value ^ value >> 12


def _unmix(value: int) -> int:
    value ^= value >> 12  # the upper half is unchanged, so doing it again undoes it
    for factor in reversed(_FACTORS):
        value = value * pow(factor, -1, ROOM) % ROOM
        value ^= value >> 12
    return value


def _alike(word: str, nouns: Sequence[Noun]) -> Iterator[tuple[int, str]]:
    """The other nouns that are a slip away, with their distance."""
    for noun in nouns:
        allowed = 1 if len(noun.word) <= 4 else 2
        if word != noun.word and abs(len(word) - len(noun.word)) <= allowed:
            distance = edits(word, noun.word)
            if distance <= allowed:
                yield distance, noun.word


def edits(one: str, other: str) -> int:
    """Letters to add, leave out, change or swap with a neighbour to get from one word to the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, opposite in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
