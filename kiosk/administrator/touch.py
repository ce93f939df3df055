"""The touch test: where its targets stand on a glass, and how far beside them somebody touched."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

PLACES = ("top_left", "top_right", "middle", "bottom_left", "bottom_right")
"""The targets of the touch test, in this order."""
INSET = 15.0
"""mm from the edges of the glass to the middle of a target in a corner."""
FAR = 5.0
"""mm beside a target that is too far: a quarter of a main button, and more than a finger's own uncertainty."""


def targets(width: float, height: float) -> tuple[tuple[float, float], ...]:
    """Where the targets of the touch test stand on a glass of this size; all in mm from its lower left corner."""
    left, right, low, high = INSET, width - INSET, INSET, height - INSET
    return ((left, high), (right, high), (width / 2, height / 2), (left, low), (right, low))


def distances(touched: Sequence[tuple[float, float]], width: float, height: float) -> list[float]:
    """mm that each touch was beside its target."""
    aims = targets(width, height)
    return [hypot(x - aim[0], y - aim[1]) for (x, y), aim in zip(touched, aims, strict=False)]
