"""What a voice is given: words as they are said, each tied to the word on the screen that it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.language.units import Unit

AFTER = re.compile(r"\W*$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word for a voice, without a space in it.

    ``shown`` is the number of the word (``\\S+``) on the screen that is lit while this is heard. ``espeak`` are
    espeak-ng's phoneme mnemonics and ``ipa`` Piper's, for a word that no spelling brings out right.
    """

    say: str
    shown: int
    espeak: str = ""
    ipa: str = ""

    def text(self, engine: str) -> str:
        phonemes = {"espeak": self.espeak, "piper": self.ipa}.get(engine)
        return f"[[{phonemes}]]{AFTER.search(self.say)[0]}" if phonemes else self.say


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that follow each other and are all said by the voice of one language."""

    language: str
    tokens: tuple[Token, ...]

    def text(self, engine: str) -> str:
        """What the engine ``espeak`` or ``piper`` is handed; its words (``\\S+``) are the tokens, in order."""
        return " ".join(token.text(engine) for token in self.tokens)


def as_written(unit: Unit) -> tuple[Piece, ...]:
    """A unit's words as they stand, in its own language: for voices without a lexicon, and for tests."""
    tokens = tuple(Token(word, number) for number, word in enumerate(unit.said.split()))
    return (Piece(unit.language, tokens),) if tokens else ()
