"""What is wrong with the card's file: in English for a terminal and the journal, in Dutch for the glass."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """``line`` counts from 1, 0 means the file as a whole; ``key`` may be empty. ``english`` and ``dutch`` each hold a
    sentence and its remedy. Neither may repeat a value: it could be a password, and the glass stands in public."""

    line: int
    key: str
    english: tuple[str, str]
    dutch: tuple[str, str]

    def told(self, name: str) -> str:
        place = f"{name}:{self.line}" if self.line else name
        return f"{place}: {self.key + ' ' if self.key else ''}{' '.join(self.english)}"
