"""Web addresses and e-mail addresses: their words are Dutch, their signs are said in the language around them."""

from __future__ import annotations

import re

from kiosk.language.said.parts import DUTCH, Part, Word, with_phonemes
from kiosk.language.said.reader import Reader, Rule

ENDS = "be|brussels|vlaanderen|gent|com|org|net|eu|nl|fr|de|lu|info|edu|gov|app|io"
ADDRESS = (r"(?<![\w@./-])(?:https?://)?(?:[\w.+-]+@)?(?:[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?\.)+(?:" + ENDS
           + r")(?![\w@-])(?!\.[A-Za-z0-9])(?:/(?:[\w%#=&?~+./-]*[\w/])?)?")
WORD_OR_SIGN = re.compile(r"[^\W\d_]+|\d+|[^\w]|_")
BELGIUM = {"nl": "be", "fr": "bé", "en": "be", "de": "be", "ar": "بي إي"}
"""How .be is said. espeak-ng's Dutch voice makes "bee ee" of "be"; in French people say "point bé"."""


def rules() -> list[tuple[str, Rule]]:
    return [(ADDRESS, address)]


def address(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    """"vlaanderen.be/verhuizen": vlaanderen punt be schuine streep verhuizen. Nobody types https:// or needs to hear
    it; a last slash is not said either."""
    names = reader.names
    says = {**names.signs, ".": names.dot, "/": names.slash, "@": names.at, "-": names.hyphen, "_": names.underscore}
    text = found.string
    start = text.find("://", found.start(), found.end()) + 3 if "://" in found[0] else found.start()
    end = found.end() - 1 if found[0].endswith("/") else found.end()
    parts: list[Part] = []
    for piece in WORD_OR_SIGN.finditer(text, start, end):
        if piece[0][0].isalpha():
            parts += _word(reader, piece)
        else:
            said = piece[0] if piece[0].isdigit() else says.get(piece[0], "")
            parts += (Word(word, piece.start(), reader.language) for word in said.split())
    return parts


def _word(reader: Reader, piece: re.Match[str]) -> list[Part]:
    """A word of an address: as the lexicon has it, in letters when it cannot be read ("www", "nl"), else in Dutch."""
    shown = piece[0]
    entry = reader.lexicon.entry(shown)
    if entry is not None:
        return list(with_phonemes(reader.spread(entry.say, piece), entry.espeak, entry.ipa))
    if shown == "be":
        return list(reader.spread(BELGIUM[reader.language], piece))
    if not any(letter in "aeiouyéèëï" for letter in shown.lower()):
        language = DUTCH if reader.language == "ar" else reader.language  # the Arabic voice has no Latin letters
        return [Word(letter, piece.start(), language) for letter in shown.upper()]
    return (reader.dutch or reader).read(piece.string, piece.start(), piece.end())
