"""Hyphenation patterns (Liang's method) from pyphen's dictionaries, without pyphen's own reader.

That reader makes Python objects of every pattern: for German it takes a second and 20 MB, in a program that
may spend a tenth of the one and twice the other on everything. Here patterns stay text, in drawers named
after their first letters; only the drawers that a word needs are opened. The tests compare the breaks with
pyphen's.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

_NO_DIGITS = str.maketrans("", "", "0123456789")
_DRAWER = 3  # letters: few enough drawers, none of them long
_LEAST_LEFT = _LEAST_RIGHT = 2  # letters that must stay on either side, as in pyphen


class Patterns:
    """The patterns of one language, read from a file hyph_*.dic (format: the manual page hunspell(4))."""

    def __init__(self, path: Path) -> None:
        encoding, _, content = path.read_bytes().partition(b"\n")
        # What precedes NEXTLEVEL only lists compounds: in German 69 000 of them, that add few breaks to the
        # rules.
        text = content.decode(encoding.decode().strip()).rpartition("NEXTLEVEL")[2]
        self._drawers: dict[str, bytearray] = {}
        # Comments and directives land in drawers that no small letters ever open.
        letters = text.translate(_NO_DIGITS).split("\n")
        for pattern, key in zip(text.encode().split(b"\n"), letters, strict=True):
            if b"/" not in pattern:  # such a pattern would change letters at the break; we never alter a word
                self._drawers.setdefault(key[:_DRAWER].strip(), bytearray()).extend(pattern + b" ")

    def positions(self, word: str) -> list[int]:
        """Where ``word`` may be broken: before the character of each of these numbers."""
        dotted = f".{word.lower()}."
        weights = [0] * (len(dotted) + 1)
        for start in range(len(dotted) - 1):
            for length in range(1, _DRAWER + 1):
                if start + length > len(dotted):
                    break
                for pattern in self._drawers.get(dotted[start : start + length], b"").decode().split():
                    if dotted.startswith(pattern.translate(_NO_DIGITS), start):
                        _weigh(pattern, weights, start)
        allowed = range(_LEAST_LEFT, len(word) - _LEAST_RIGHT + 1)
        return [at for at in allowed if weights[at + 1] % 2]


def _weigh(pattern: str, weights: list[int], start: int) -> None:
    """A pattern's digits say how strongly each gap is wanted (odd) or forbidden (even); the highest wins."""
    gap = start
    for char in pattern:
        if char.isdigit():
            weights[gap] = max(weights[gap], int(char))
        else:
            gap += 1


def load(name: str) -> Patterns | None:
    """Patterns of a language such as 'nl_NL' or 'pl'; None if there are none."""
    package = find_spec("pyphen")  # finds the package without running it
    if package is None or not package.origin:
        return None
    folder = Path(package.origin).with_name("dictionaries")
    found = [*folder.glob(f"hyph_{name}.dic"), *sorted(folder.glob(f"hyph_{name}_*.dic"))]
    return Patterns(found[0]) if found else None
