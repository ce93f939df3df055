"""When each word of a clip is heard, from what the engine reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

WORD = re.compile(r"\S+")      # the same tokens as `kiosk.language.said` counts, so that a time finds its word


class Heard(NamedTuple):
    """A word event of espeak-ng: first character (0-based), length in characters, ms. Length 0: it does not
    know.
    """

    position: int
    length: int
    ms: int


def word_times(text: str, events: Iterable[Heard], end_ms: int) -> tuple[int, ...]:
    """The ms at which each word of ``text`` begins, never going back, never after ``end_ms``.

    espeak-ng reports "2,50" as three words and "in de" as one. So an event counts for the word its first
    character lies in, the first event of a word wins, and a word without any event is placed between its
    neighbours in proportion to the characters.
    """
    words = [(found.start(), found.end()) for found in WORD.finditer(text)]
    known: list[int | None] = [None] * len(words)
    latest = 0
    for event in events:
        if event.length <= 0:
            continue
        for number, (start, end) in enumerate(words):
            if start <= event.position < end:
                if known[number] is None and latest <= event.ms <= end_ms and _in_order(known, number):
                    known[number] = latest = event.ms
                break
    return tuple(_filled(words, known, end_ms))


def _in_order(known: Sequence[int | None], number: int) -> bool:
    return all(later is None for later in known[number + 1:])


def _filled(words: Sequence[tuple[int, int]], known: Sequence[int | None], end_ms: int) -> list[int]:
    anchors = [(words[number][0], ms) for number, ms in enumerate(known) if ms is not None]
    if words and (not anchors or anchors[0][0] > words[0][0]):
        anchors.insert(0, (words[0][0], 0))
    anchors.append((words[-1][1] if words else 0, end_ms))
    times = []
    for (start, _), ms in zip(words, known, strict=True):
        if ms is None:
            before = max(anchor for anchor in anchors if anchor[0] <= start)
            after = min(anchor for anchor in anchors if anchor[0] > start)
            share = (start - before[0]) / (after[0] - before[0])
            ms = round(before[1] + share * (after[1] - before[1]))
        times.append(ms)
    return times
