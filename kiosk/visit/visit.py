"""Who stands here: a language and the trail of moves. The present place is derived by replaying the trail.

Back, a changed answer, another language and another text size are therefore the same operation: replay and redraw.
A visit is a value; it is never written anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from itertools import accumulate

from kiosk.catalogue.graph import main_line
from kiosk.catalogue.model import Catalogue
from kiosk.visit.place import OVER, Do, Impossible, Kind, Move, Place, advance

ANSWERS = (Do.YES, Do.NO)


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
    places = _places(visit.trail, catalogue)
    try:
        after = advance(places[-1], move, catalogue)
    except Impossible:
        return visit
    if after.kind is Kind.TOPICS:  # home: nothing before it matters any more
        return replace(visit, trail=(move,))
    if after.kind in OVER and after in places:  # it lies under the present screen: back to it
        return replace(visit, trail=visit.trail[:places.index(after)])
    return replace(visit, trail=(*_without(visit.trail, move, catalogue), move))


def _places(trail: tuple[Move, ...], catalogue: Catalogue) -> list[Place]:
    """Where each move of the trail led, the start screen first."""
    return list(accumulate(trail, lambda place, move: advance(place, move, catalogue), initial=Place()))


def _without(trail: tuple[Move, ...], move: Move, catalogue: Catalogue) -> tuple[Move, ...]:
    """The trail less what ``move`` replaces: of remarks (moves that stay on one screen) only the newest on each
    subject is kept. What lies before the last change of screen is left alone: it was done on the answers of its
    moment, and a touch on a practice page may itself have been that change."""
    screens = [place.screen for place in _places(trail, catalogue)]
    cut = len(trail)
    while cut and screens[cut - 1] == screens[-1]:
        cut -= 1
    return (*trail[:cut], *(old for old in trail[cut:] if not _same_subject(old, move)))


def _same_subject(old: Move, new: Move) -> bool:
    if new.do in ANSWERS:
        return old.do in ANSWERS and old.value == new.value
    return old.do is new.do


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
            if earlier.kind is Kind.STEP and earlier.walkthrough == here.walkthrough:
                for answer in kept:
                    trail = (*_without(trail, answer, catalogue), answer)
            return replace(visit, trail=trail)
    return replace(visit, trail=())


def in_language(visit: Visit, language: str, catalogue: Catalogue) -> Visit:
    """The same step in another language. Leaves the language screen if that is where it was chosen."""
    visit = replace(visit, language=language, dutch=False)
    kind = place_of(visit, catalogue).kind
    if kind is Kind.START:
        return moved(visit, Move(Do.BEGIN), catalogue)
    return back(visit, catalogue) if kind is Kind.LANGUAGE else visit


def progress(place: Place, catalogue: Catalogue) -> tuple[int, int] | None:
    """(steps seen, this one included; steps seen and still to come the usual way), or None off the steps.

    A step is counted once, also when a remedy leads back to it: the number never falls while somebody goes on.
    """
    if place.kind not in (Kind.STEP, Kind.TROUBLE) or not place.walkthrough:
        return None
    return len(set(place.path)), len(way(place, catalogue))


def way(place: Place, catalogue: Catalogue) -> tuple[str, ...]:
    """The steps of this person's way through a walkthrough: those seen, then those still to come the usual way."""
    ahead = main_line(catalogue.walkthroughs[place.walkthrough], place.step)
    return tuple(dict.fromkeys([*place.path, *ahead]))
