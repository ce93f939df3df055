"""How hard a text is to read, for the editor who decides what to rewrite first.

Per sentence and word, as the rules for our own walkthroughs (docs/tasks/add-a-walkthrough.md): formulas such as
Flesch-Douma mean nothing on a few short sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

LONG = 15
"""Words of a sentence: the limit that our own texts keep."""
WORD = re.compile(r"[^\W_]\S*")


@dataclass(frozen=True, slots=True)
class Difficulty:
    """``over``: sentences of more than fifteen words; ``hard``: the words that a list calls hard, each once."""

    sentences: int = 0
    words: int = 0
    longest: int = 0
    over: int = 0
    hard: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """0 is easy, 100 is hard: the share of sentences that are too long, and how long they are on average."""
        if not self.sentences:
            return 0.0
        average = self.words / self.sentences
        return round(min(100.0, 60 * self.over / self.sentences + 2 * max(0.0, average - 5)), 1)


def difficulty(units: Iterable[str], is_hard: Callable[[str], bool] = lambda word: False) -> Difficulty:
    kept = list(units)
    counts = [len(WORD.findall(unit)) for unit in kept]
    hard = dict.fromkeys(word.strip(".,;:!?()”“\"'").casefold() for unit in kept for word in WORD.findall(unit)
                         if is_hard(word))
    return Difficulty(len(counts), sum(counts), max(counts, default=0), sum(count > LONG for count in counts),
                      tuple(hard))
