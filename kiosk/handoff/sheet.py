"""What a member of staff reads about a record, in Dutch: on the kiosk itself, and in the text behind the
letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.catalogue import keeping
from kiosk.catalogue.model import Catalogue, HandOver, Step, Walkthrough
from kiosk.handoff.record import NO_REASON, SOMETHING_ELSE, Answer, Record
from kiosk.language.languages import BY_NUMBER

NO_SERVICE = "Nog geen dienst gekozen"
NO_STEP = "Na de laatste stap"
REASON_ELSE = "Iets anders"
UNKNOWN = "Niet gekend in deze versie"
NO_LANGUAGE = "Nog niet gekozen"

DEFAULT_TODO = (
    "Vraag waar de burger niet verder kan.",
    "Kijk mee. De burger typt, u wijst aan.",
    "Vraag nooit naar een pincode, een wachtwoord of een code.",
)
"""When no step says what to do. Looking along is help; logging in for somebody is not (Mijn
Burgerprofiel's rule).
"""


@dataclass(frozen=True, slots=True)
class StaffSheet:
    """A hand-off in words. ``step`` and ``reason`` are empty when there is none; ``site`` is 0 when nobody
    set it.

    ``same_content`` is False when the record was made with another version of the walkthroughs, so that a
    title may have changed since.
    """

    service: str
    step: str
    reason: str
    language: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    todo: tuple[str, ...]
    site: int
    same_content: bool


def staff_sheet(record: Record, catalogue: Catalogue) -> StaffSheet:
    """The sheet of a record. A number that this catalogue does not have is called unknown; nothing is
    raised.
    """
    walkthrough = catalogue.numbered(record.walkthrough) if record.walkthrough else None
    step = walkthrough.step_numbered(record.step) if walkthrough and record.step else None
    return StaffSheet(
        service=service(record, walkthrough),
        step=step.title.dutch if step else missing_step(record),
        reason=reason(record, step),
        language=language(record),
        has=needs(record, walkthrough, Answer.HAS),
        lacks=needs(record, walkthrough, Answer.LACKS),
        todo=_todo(record, walkthrough, step),
        site=record.site,
        same_content=record.content == catalogue.version,
    )


def overdue(record: Record, catalogue: Catalogue, today: date) -> date | None:
    """The day by which the words of this walkthrough should have been reviewed, when that has passed."""
    walkthrough = catalogue.numbered(record.walkthrough) if record.walkthrough else None
    return keeping.overdue(walkthrough, today) if walkthrough else None


def service(record: Record, walkthrough: Walkthrough | None) -> str:
    """The title of the walkthrough."""
    if walkthrough:
        return walkthrough.title.dutch
    return UNKNOWN if record.walkthrough else NO_SERVICE


def missing_step(record: Record) -> str:
    """What to say where there is no step to name."""
    if record.step:
        return UNKNOWN
    return NO_STEP if record.walkthrough else ""


def reason(record: Record, step: Step | None) -> str:
    """The label of the trouble that the person chose."""
    if record.reason == NO_REASON:
        return ""
    if record.reason == SOMETHING_ELSE:
        return REASON_ELSE
    troubles = step.troubles if step else ()
    return next((trouble.label.dutch for trouble in troubles if trouble.number == record.reason), UNKNOWN)


def language(record: Record) -> str:
    """The Dutch name of the language."""
    if record.language in BY_NUMBER:
        return BY_NUMBER[record.language].dutch
    return UNKNOWN if record.language else NO_LANGUAGE


def needs(record: Record, walkthrough: Walkthrough | None, answer: Answer) -> tuple[str, ...]:
    """The labels of the checklist lines that were answered so."""
    answered = zip(walkthrough.needs, record.checklist, strict=False) if walkthrough else ()
    return tuple(need.label.dutch for need, given in answered if given is answer)


def _todo(record: Record, walkthrough: Walkthrough | None, step: Step | None) -> tuple[str, ...]:
    """What the hand-over step says that belongs here: this step, where its trouble leads, where a missing
    need leads.
    """
    if not walkthrough:
        return DEFAULT_TODO
    led_to = [trouble.to for trouble in step.troubles if trouble.number == record.reason] if step else []
    led_to += [need.no for need, given in zip(walkthrough.needs, record.checklist, strict=False)
               if given is Answer.LACKS]
    for candidate in (step, *(walkthrough.steps.get(target) for target in led_to)):
        if isinstance(candidate, HandOver) and candidate.staff:
            return tuple(text.dutch for text in candidate.staff)
    return DEFAULT_TODO
