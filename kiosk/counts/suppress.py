"""Which numbers may be shown beside their total, so that nobody can find a small one.

A number of 1 to 4 is small: behind it may be somebody whom others know. Leaving it out is not enough, since the total
gives it back; so larger numbers are left out with it. The guarantee, which the tests try by going through all cases:
even for a reader who knows this rule, each of 1, 2, 3 and 4 remains possible for every small number.
"""

from __future__ import annotations

from collections.abc import Mapping

FEWEST = 5
"""Smaller numbers, but for 0, are never shown (OECD glossary, 7010: "some agencies require at least 5")."""

Shown = dict[str, int | None]
"""The numbers; None for one that is left out. 0 is about nobody and always shown."""


def is_small(number: int) -> bool:
    return 0 < number < FEWEST


def shown(cells: Mapping[str, int]) -> Shown | None:
    """The numbers that may stand beside their sum, which is known to everybody; None: none of them may.

    Larger numbers go with the small ones, the last of the row first, until they could take up whatever the small ones
    might be. Their order, and not their size, decides which: else it would tell how large they are.
    """
    hidden = {key for key, number in cells.items() if is_small(number)}
    if not hidden:
        return dict(cells)
    small, large = len(hidden), 0
    for key in reversed(cells):
        if cells[key] < FEWEST:
            continue
        hidden.add(key)
        large += 1
        # With every small number at its highest, enough is left for each of the others to be no small one.
        if sum(cells[key] for key in hidden) >= (FEWEST - 1) * small + FEWEST * large:
            return {key: None if key in hidden else number for key, number in cells.items()}
    return None
