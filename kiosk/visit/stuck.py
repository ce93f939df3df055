"""Where somebody is stuck: what the person who helps has to know of a visit, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.visit.place import OVER, Kind, Place


@dataclass(frozen=True, slots=True)
class Stuck:
    """Ids of the walkthrough and step ("" for none), what was answered, and the number of the reason (0 for none)."""

    walkthrough: str = ""
    step: str = ""
    answers: Mapping[str, bool] | None = None
    reason: int = 0


def stuck_at(place: Place) -> Stuck:
    """From any screen. A reason belongs to the step where it was named, also when it led on to another."""
    while place.under is not None and place.kind in OVER:
        place = place.under
    if place.kind is Kind.FINISHED:
        return Stuck(place.walkthrough, answers=place.answers)
    if place.reason_step:
        return Stuck(place.walkthrough, place.reason_step, place.answers, place.reason)
    return Stuck(place.walkthrough, place.step, place.answers)
