"""A unit → the pieces that the voices say, each word tied to the word on the screen that it stands for.

The Dutch name of a button inside another language's sentence is a piece of its own, for the Dutch voice: people will
see and hear that name on a Dutch site (EN 301 549 5.1.3.14).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kiosk.language.languages import SOURCE
from kiosk.language.said.lexicon import Lexicon
from kiosk.language.said.piece import Piece, Token
from kiosk.language.units import MARKS, Unit

DUTCH = SOURCE.code
SHOWN = re.compile(r"\S+")
INVISIBLE = frozenset(map(chr, MARKS)) | {"\u00ad", "\u200b", "\u2060", "\ufeff"}
COMMA = {"ar": "،", "fa": "،", "ps": "،", "ur": "،"}
COMMAS, PAUSES = ",،", ".,;:!?…،؛؟。"
DIGITS = {ord(digit): str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)}
"""Arabic-Indic and Persian digits; the voices say ٢٤ and 24 alike, and so the rules need to know only one of them."""

Run = tuple[str, int, int]
"""A language, and the characters (start, end) that are in it."""

Read = Callable[[str, int, int], list]
"""Text, and the characters (start, end) to read of it in one language → its words and pauses (see parts.py)."""


class Said:
    """What is said for a unit. The rules of a language are compiled when it is first met."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        self._lexicons = lexicons
        self._reads: dict[str, Read] = {}

    def pieces(self, unit: Unit) -> tuple[Piece, ...]:
        """The pieces of a unit in the order in which they are heard; () when there is nothing to say."""
        written = unit.words if unit.spoken is None else unit.spoken
        kept = [place for place, sign in enumerate(written) if sign not in INVISIBLE]
        text = "".join(written[place] for place in kept).translate(DIGITS)
        starts = [found.start() for found in SHOWN.finditer(written)]
        shown = range(len(starts))
        if unit.spoken is None:
            labels = [(bisect_left(kept, start), bisect_left(kept, end)) for start, end in sorted(unit.dutch)]
        else:
            labels = _found_in(text, [unit.words[start:end] for start, end in unit.dutch])
            shown = _tied(SHOWN.findall(unit.spoken), SHOWN.findall(unit.words))
        runs = [self._read(language)(text, start, end)
                for language, start, end in _runs(unit.language, labels, len(text))]

        def shown_at(place: int) -> int:
            return shown[bisect_right(starts, kept[place]) - 1]

        return _joined(runs, shown_at)

    def _read(self, language: str) -> Read:
        if language not in self._reads:
            # Here and not above: the rules take 10 to 20 ms to load, and the first screen need not wait for that.
            from kiosk.language.said.rules import reader_of

            self._reads[language] = reader_of(language, self._lexicons).read
        return self._reads[language]


def _runs(language: str, labels: Sequence[tuple[int, int]], length: int) -> list[Run]:
    runs: list[Run] = []
    done = 0
    for start, end in labels:
        if done <= start < end <= length:
            runs += [(language, done, start), (DUTCH, start, end)]
            done = end
    return [*runs, (language, done, length)]


def _found_in(text: str, labels: Sequence[str]) -> list[tuple[int, int]]:
    """Where the labels stand, as whole words, in what an author wrote for the ear."""
    names = sorted(filter(None, (label.translate(MARKS).strip() for label in labels)), key=len, reverse=True)
    if not names:
        return []
    pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)"
    return [found.span() for found in re.finditer(pattern, text)]


def _tied(spoken: Sequence[str], words: Sequence[str]) -> list[int]:
    """For each spoken word the number of the shown word that is lit: its equal; where a stretch of words stands for
    another, evenly over it; and where something is only spoken, the word before."""
    from difflib import SequenceMatcher  # few sentences have words of their own for the ear

    if not words:
        return [0] * len(spoken)
    plain = [[re.sub(r"\W", "", word).casefold() or word for word in side] for side in (words, spoken)]
    tied: list[int] = []
    for kind, first, last, start, end in SequenceMatcher(None, *plain, autojunk=False).get_opcodes():
        for number in range(end - start):
            if kind == "insert":
                tied.append(max(0, first - 1))
            else:
                tied.append(first + number * (last - first) // (end - start))
    return tied


def _joined(runs: Sequence[Sequence], shown_at: Callable[[int], int]) -> tuple[Piece, ...]:
    """The words of each voice together, every pause behind the word before it, whichever voice says that."""
    pieces: list[tuple[str, list[Token]]] = []
    lit = 0
    for parts in runs:
        fresh = True  # a label does not melt into Dutch words beside it
        for part in parts:
            if isinstance(part, str):
                if pieces:
                    _pause(*pieces[-1], part)
                continue
            if fresh or pieces[-1][0] != part.language:
                pieces.append((part.language, []))
                fresh = False
            lit = max(lit, shown_at(part.start))
            pieces[-1][1].append(Token(part.say, lit, part.espeak, part.ipa))
    for language, tokens in pieces[:-1]:
        _pause(language, tokens, ",")  # without it a voice falls at the end of its piece, as if all were said
    for _, tokens in pieces[-1:]:
        tokens[-1] = replace(tokens[-1], say=tokens[-1].say.rstrip(COMMAS))  # of a bracket; nothing follows any more
    return tuple(Piece(language, tuple(tokens)) for language, tokens in pieces)


def _pause(language: str, tokens: list[Token], sign: str) -> None:
    """The first sign stays, but a comma gives way: "(eID)?" is a question."""
    last = tokens[-1]
    if last.say[-1] in COMMAS and sign not in COMMAS:
        last = replace(last, say=last.say.rstrip(COMMAS))
    if last.say[-1] not in PAUSES:
        tokens[-1] = replace(last, say=last.say + (COMMA.get(language, ",") if sign in COMMAS else sign))
