"""One public service as its source tells it: every text with its language tag, nothing chosen and nothing cut yet.

The names follow the vocabularies (ICEG public service, OSLO Dienst, CPSV-AP), in English.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

Words = tuple[tuple[str, str], ...]
"""Language tag as the source writes it ("" for none) and text, in the order of the source."""

LONGEST_TEXT = 200_000
"""Letters of one text. The longest of 1,129 real services has 12,000."""


class ImportFault(Exception):
    """One sentence about what is wrong with a source, with the remedy. Nothing is installed then."""


@dataclass(frozen=True, slots=True)
class Website:
    """A link with a name."""

    url: str = ""
    title: Words = ()
    description: Words = ()
    order: float = 0.0


@dataclass(frozen=True, slots=True)
class Detail:
    """A requirement, a piece of evidence, a procedure, a cost, an advantage or a channel."""

    title: Words = ()
    description: Words = ()
    order: float = 0.0
    websites: tuple[Website, ...] = ()
    evidence: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    street: Words = ()
    number: str = ""
    box: str = ""
    postcode: str = ""
    municipality: Words = ()
    country: Words = ()


@dataclass(frozen=True, slots=True)
class Contact:
    email: tuple[str, ...] = ()
    telephone: tuple[str, ...] = ()
    hours: Words = ()
    url: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    order: float = 0.0


@dataclass(frozen=True, slots=True)
class Service:
    """``iri`` is the service itself, which stays the same; ``version`` the snapshot of it. ``kind``: an "instance" is
    what an authority offers, a "concept" the template of the Flemish editors, a "tombstone" says that it is gone.
    The times are ISO 8601, as in the source."""

    iri: str
    version: str = ""
    kind: str = "instance"
    generated: str = ""
    created: str = ""
    modified: str = ""
    starts: str = ""
    ends: str = ""
    archived: bool = False
    concept: str = ""
    product: str = ""
    title: Words = ()
    description: Words = ()
    additional: Words = ()
    exception: Words = ()
    regulation: Words = ()
    requirements: tuple[Detail, ...] = ()
    evidence: tuple[Detail, ...] = ()
    procedures: tuple[Detail, ...] = ()
    costs: tuple[Detail, ...] = ()
    advantages: tuple[Detail, ...] = ()
    channels: tuple[Detail, ...] = ()
    duration: tuple[str, ...] = ()
    websites: tuple[Website, ...] = ()
    laws: tuple[Website, ...] = ()
    contacts: tuple[Contact, ...] = ()
    keywords: Words = ()
    themes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()


def all_words(thing: object) -> Iterator[tuple[str, str]]:
    """Every (tag, text) of a service or a part of it."""
    for field in fields(thing):
        value = getattr(thing, field.name)
        if not isinstance(value, tuple):
            continue
        for item in value:
            if isinstance(item, tuple):
                yield item
            elif not isinstance(item, str):
                yield from all_words(item)


def ordered(parts: list) -> tuple:
    """In the order that the source gives them; those with the same number stay as they were."""
    return tuple(sorted(parts, key=lambda part: part.order))


def short(iri: str) -> str:
    """The last part of an IRI: "BurgerOverheid", and a code that came as a bare word as it is."""
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
