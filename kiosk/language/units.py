"""Words → reading units: one sentence is one key, one clip and one highlight."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKS = dict.fromkeys((*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""The invisible marks of writing order (UAX #9), for `str.translate`: they are drawn by, and not said."""

QUOTED = re.compile("[“«„\"][\\s\u200e\u200f]*([^“”„«»\"]+?)[\\s\u200e\u200f]*[”»“\"]")
"""A name between the quotation marks of any of our languages; its characters are group 1."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence (or a label) as it stands on the screen and as the voice says it.

    ``language`` is the language of the words themselves, which is Dutch for the labels of a practice site even when
    the screen is in Arabic (EN 301 549 5.1.3.14: speech in the language of the displayed content). ``dutch`` are the
    characters (start, end) of the words that are the literal Dutch name of a button inside another language's
    sentence; the Dutch voice says them. ``spoken`` replaces the words for the voice, where an author wrote it so.
    """

    key: str
    words: str
    language: str
    spoken: str | None = None
    dutch: tuple[tuple[int, int], ...] = ()

    @property
    def said(self) -> str:
        """The words for the ear, before numbers and names are written out for a voice (`kiosk.language.said`)."""
        return (self.words if self.spoken is None else self.spoken).translate(MARKS)


def quoted_alike(words: str, dutch: str) -> tuple[tuple[int, int], ...]:
    """Where (start, end) in a translation the same names stand between quotation marks as in its Dutch source: there
    it is the name of a button or a page on a Dutch site, which people will hear and see in Dutch."""
    names = {found[1].translate(MARKS) for found in QUOTED.finditer(dutch)}
    return tuple(found.span(1) for found in QUOTED.finditer(words) if found[1].translate(MARKS) in names)
