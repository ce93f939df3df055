"""Who stands here: a language and the trail of moves. The present place is derived by replaying the trail.

Back, a changed answer, another language and another text size are therefore the same operation: replay and redraw.
A visit is a value; it is never written anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

from kiosk.catalogue.graph import shortest_to_end
from kiosk.catalogue.model import Catalogue
from kiosk.visit.place import Do, Impossible, Kind, Move, Place, advance

ANSWERS = (Do.YES, Do.NO)
REMARKS = (*ANSWERS, Do.TOUCH, Do.SEARCH)
"""Moves that may leave the visit on the same screen."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's visit. ``dutch`` is on while the person looks at the Dutch original of a translated screen."""

    language: str = "nl"
    trail: tuple[Move, ...] = ()
    dutch: bool = False

    @property
    def shown(self) -> str:
        """The language on the screen at this moment."""
        return "nl" if self.dutch else self.language


def place_of(visit: Visit, catalogue: Catalogue) -> Place:
    """Replay the trail."""
    return reduce(lambda place, move: advance(place, move, catalogue), visit.trail, Place())


def moved(visit: Visit, move: Move, catalogue: Catalogue) -> Visit:
    """The visit after ``move``; unchanged when the place does not offer it (two fingers, a late touch)."""
    before = place_of(visit, catalogue)
    try:
        after = advance(before, move, catalogue)
    except Impossible:
        return visit
    if after.kind is Kind.TOPICS:  # home: nothing before it matters any more
        return replace(visit, trail=(move,))
    return replace(visit, trail=(*_without(visit.trail, move), move))


def _without(trail: tuple[Move, ...], move: Move) -> tuple[Move, ...]:
    """The trail less what ``move`` replaces: remarks pile up only as far as they differ. What lies before the last
    step forward is left alone, because that step was taken on the answers of its moment."""
    cut = len(trail)
    while cut and trail[cut - 1].do in REMARKS:
        cut -= 1
    return (*trail[:cut], *(old for old in trail[cut:] if not _same_subject(old, move)))


def _same_subject(old: Move, new: Move) -> bool:
    if new.do in ANSWERS:
        return old.do in ANSWERS and old.value == new.value
    return new.do in REMARKS and old.do is new.do


def back(visit: Visit, catalogue: Catalogue) -> Visit:
    """The visit one screen earlier. Answers given since then are kept: nobody should have to give them twice."""
    if not visit.trail:
        return visit
    here = place_of(visit, catalogue)
    kept: list[Move] = []
    trail = visit.trail
    while trail:
        last, trail = trail[-1], trail[:-1]
        earlier = place_of(replace(visit, trail=trail), catalogue)
        if last.do in ANSWERS:
            kept.insert(0, last)
        if earlier.screen != here.screen:
            same = earlier.kind is Kind.STEP and earlier.walkthrough == here.walkthrough
            return replace(visit, trail=(*trail, *kept) if same else trail)
    return replace(visit, trail=())


def in_language(visit: Visit, language: str, catalogue: Catalogue) -> Visit:
    """The same step in another language. Leaves the language screen if that is where it was chosen."""
    visit = replace(visit, language=language, dutch=False)
    kind = place_of(visit, catalogue).kind
    if kind is Kind.START:
        return moved(visit, Move(Do.BEGIN), catalogue)
    return back(visit, catalogue) if kind is Kind.LANGUAGE else visit


def progress(place: Place, catalogue: Catalogue) -> tuple[int, int] | None:
    """(number of this step, expected number of steps), counting the shortest way to an end; None off the steps."""
    if place.kind not in (Kind.STEP, Kind.TROUBLE) or not place.walkthrough:
        return None
    ahead = shortest_to_end(catalogue.walkthroughs[place.walkthrough])
    passed = len(dict.fromkeys(place.path))
    return passed, passed + max(0, ahead.get(place.step, 1) - 1)
