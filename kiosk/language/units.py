"""Words → reading units: one sentence is one key, one clip and one highlight."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence (or a label) as it stands on the screen and as the voice says it.

    ``language`` is the language of the words themselves, which is Dutch for the labels of a practice site even when
    the screen is in Arabic (EN 301 549 5.1.3.14: speech in the language of the displayed content).
    """

    key: str
    words: str
    language: str
    spoken: str | None = None

    @property
    def said(self) -> str:
        """What the voice says; differs from the words only where they would be read out wrongly."""
        return self.words if self.spoken is None else self.spoken
