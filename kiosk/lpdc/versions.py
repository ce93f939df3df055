"""Of each service the newest snapshot, and what is no longer offered. Every snapshot carries all of its service, so a
later one simply takes the place of an earlier one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from kiosk.lpdc.service import Service

TIME = re.compile(r"(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?")
NEVER = (datetime.min.replace(tzinfo=UTC), "")


@dataclass(slots=True)
class Newest:
    """Takes services in any order. ``read`` counts all of them; ``withdrawn`` says why a service is not offered."""

    kept: dict[str, Service] = field(default_factory=dict)
    read: int = 0
    replaced: int = 0
    withdrawn: dict[str, str] = field(default_factory=dict)

    def take(self, service: Service) -> None:
        self.read += 1
        before = self.kept.get(service.iri)
        if before is not None:
            self.replaced += 1
            if moment(before) > moment(service):
                return
        self.kept[service.iri] = service

    def offered(self) -> list[Service]:
        """What is left: nothing archived or deleted, and of a concept no template where there is an offer of it."""
        instances = {one.concept for one in self.kept.values() if one.kind == "instance" and not _gone(one)}
        left = []
        for iri, one in self.kept.items():
            why = _gone(one)
            if not why and one.kind == "concept" and iri in instances:
                why = "the authority's own text takes the place of this template"
            if why:
                self.withdrawn[iri] = why
            else:
                left.append(one)
        return left


def moment(service: Service) -> tuple[datetime, str]:
    """When the snapshot was made, with all nine decimals: a second may hold several. One without a time is oldest."""
    return _time(service.generated or service.modified or service.created)


def _time(text: str) -> tuple[datetime, str]:
    found = TIME.match(text)
    if found is None:
        return NEVER
    try:
        time = datetime.fromisoformat(found[1])
        zone = datetime.fromisoformat(f"2000-01-01T00:00{found[3]}").tzinfo if found[3] else UTC
        return time.replace(tzinfo=zone).astimezone(UTC), found[2] or ""
    except (ValueError, OverflowError):
        return NEVER


def _gone(service: Service) -> str:
    if service.kind == "tombstone":
        return "it was deleted"
    return "it is archived" if service.archived else ""
