"""`{name}` in a sentence: which there are, and filling them.

Sentences come from authors and translators, so this is deliberately less than ``str.format``: a name between
braces and nothing else. No mistake in a sentence can raise, and no sentence can reach into the program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")

LEFT_TO_RIGHT, POP = "\u202a", "\u202c"
RIGHT_TO_LEFT_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def placeholders(words: str) -> frozenset[str] | None:
    """The names in a sentence; None when a brace in it is no part of a name."""
    if "{" not in words and "}" not in words:
        return frozenset()
    if re.search("[{}]", PLACEHOLDER.sub("", words)):
        return None
    return frozenset(PLACEHOLDER.findall(words))


def fill(words: str, values: Mapping[str, object]) -> str:
    """The sentence with its values. A name without a value stays as it is: a visible mistake, not a crash."""
    if not values:
        return words
    return PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), words)


def kept_left_to_right(value: object) -> object:
    """A value for a right-to-left sentence. A telephone number "02 553 17 00" would be shown there as
    "00 17 553 02" (UAX #9 rule N1), and "Grote Markt 1" with its number in front; invisible marks around them
    keep their order."""
    words = str(value)
    if words.isalnum() and words.isascii() or RIGHT_TO_LEFT_LETTER.search(words):
        return value
    return f"{LEFT_TO_RIGHT}{words}{POP}"
