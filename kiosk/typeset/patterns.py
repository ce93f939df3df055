"""Hyphenation patterns (Liang's method) from pyphen's dictionaries, without pyphen's own reader.

That reader makes Python objects of every pattern: for the 78 000 of German it takes a second and 20 MB, in a
program that may spend a tenth of the one and twice the other on everything. Here the patterns stay text, in
drawers named after their first letters, and only the drawers that a word needs are opened. The breaks are the
same; the tests compare them.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

_NO_DIGITS = str.maketrans("", "", "0123456789")
_DRAWER = 3  # letters: few enough drawers, none of them long
_LEAST_LEFT = _LEAST_RIGHT = 2  # letters that must stay on either side, as in pyphen


class Patterns:
    """The patterns of one language."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            encoding = file.readline().decode().strip()
        self._drawers: dict[str, bytearray] = {}  # 78 000 strings would take 5 MB
        with path.open(encoding=encoding) as file:
            next(file)
            while lines := file.readlines(1 << 16):
                self._sort("".join(lines))

    def _sort(self, text: str) -> None:
        # Comments and directives land in drawers that no small letters ever open.
        letters = text.translate(_NO_DIGITS).split("\n")
        for pattern, key in zip(text.encode().split(b"\n"), letters, strict=True):
            if b"/" not in pattern:  # such a pattern would change letters at the break; we never alter a word
                self._drawers.setdefault(key[:_DRAWER], bytearray()).extend(pattern + b" ")

    def positions(self, word: str) -> list[int]:
        """Where ``word`` may be broken: before the character of each of these numbers."""
        dotted = f".{word.lower()}."
        weights = [0] * (len(dotted) + 1)
        for start in range(len(dotted) - 1):
            for length in range(1, _DRAWER + 1):
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
    package = find_spec("pyphen")
    if package is None or not package.origin:
        return None
    folder = Path(package.origin).with_name("dictionaries")
    path = next(iter([*folder.glob(f"hyph_{name}.dic"), *sorted(folder.glob(f"hyph_{name}_*.dic"))]), None)
    return Patterns(path) if path else None
