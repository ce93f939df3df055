"""The rules of a language, in the order in which they are tried."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kiosk.language.said import addresses, dates, numbers, signs, telephone
from kiosk.language.said.lexicon import Lexicon
from kiosk.language.said.names import NAMES
from kiosk.language.said.parts import DUTCH, Part, Pause, Word, with_phonemes
from kiosk.language.said.reader import Reader, Rule

LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
LATIN_RUN = rf"[{LATIN}][{LATIN}\d'’.&/-]*(?:[ \u00a0][{LATIN}][{LATIN}\d'’.&/-]*)*(?<![.'’&/-])"
"""Words in Latin letters in an Arabic sentence: a name in Dutch. The Arabic voice would say them in English."""



def lexicon_entry(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    """A name of the lexicon, with the s of its plural. An abbreviation's full stop may end the sentence as well."""
    entry = reader.lexicon.entry(found[1])
    if entry is None:
        return None
    words = with_phonemes(reader.spread(entry.say, found), entry.espeak, entry.ipa)
    if found[2]:
        last = words[-1]
        words[-1] = Word(last.say + "s", last.start, last.language,
                         last.espeak and last.espeak + "s", last.ipa and last.ipa + "s")
    if found[1].endswith(".") and not any(map(str.isalnum, found.string[found.end():])):
        return [*words, Pause(".")]
    return list(words)


def in_dutch(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    return reader.dutch.read(found.string, found.start(), found.end()) if reader.dutch else None


def reader_of(language: str, lexicons: Mapping[str, Lexicon]) -> Reader:
    """The reader of a language, its rules compiled; do it once a language."""
    dutch = None if language == DUTCH else reader_of(DUTCH, lexicons)
    names = NAMES.get(language)
    lexicon = lexicons.get(language, Lexicon({}))
    at_letters: list[tuple[str, Rule]] = [(lexicon.pattern(), lexicon_entry)]
    elsewhere: list[tuple[str, Rule]] = []
    if names is not None:
        at_letters[:0] = addresses.rules()
        at_letters += signs.letter_rules(names) + numbers.letter_rules()
        elsewhere = [*dates.rules(language), *telephone.rules(names), *numbers.rules(language, names),
                     *signs.rules(names)]
    if language == "ar":
        at_letters.append((LATIN_RUN, in_dutch))
    rules = tuple((re.compile(pattern), rule) for pattern, rule in at_letters + elsewhere)
    return Reader(language, names, lexicon, rules, len(at_letters), dutch)
