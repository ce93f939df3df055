"""A set of cards on the disk: the new one whole, or the old one as it was. The one before it is kept beside it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate
from pathlib import Path

from kiosk.catalogue.cards import FORMAT, SUFFIX, CardSet
from kiosk.lpdc.card import Made
from kiosk.lpdc.service import ImportFault
from kiosk.whole import write_whole

BEFORE = ".before"
"""Ends the name of the set that was there before; the kiosk does not read it."""


def name_of(municipality: str) -> str:
    """ "Sint-Pieters-Leeuw" → "sint-pieters-leeuw": the name of its file and the beginning of its cards' ids. """
    plain = unicodedata.normalize("NFKD", municipality).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "gemeente"


def write_set(folder: Path, municipality: str, cards: Sequence[Made], form: str, today: date) -> Path:
    """Raises ImportFault when it cannot be written; then nothing has changed."""
    path = folder / f"{name_of(municipality)}{SUFFIX}"
    content = _content(municipality, cards, form, today)
    try:
        with alone(folder):
            if path.exists():
                _keep(path)
            write_whole(path, content)
    except OSError as fault:
        raise ImportFault(f"The cards cannot be written to {folder}: {fault.strerror}. See whether it can be written "
                          "and has room.") from None
    return path


def put_back(folder: Path, municipality: str) -> Path:
    """Exchange the set with the one before it. Raises ImportFault."""
    path = folder / f"{name_of(municipality)}{SUFFIX}"
    before = path.with_name(path.name + BEFORE)
    if not before.exists():
        raise ImportFault(f"There is no earlier set of {municipality} in {folder}.")
    with alone(folder):
        content = before.read_bytes()
        if path.exists():
            _keep(path)
        write_whole(path, content)
    return path


def versions_in(path: Path) -> dict[str, tuple[str, str]]:
    """Source → title and version of what is installed; empty where nothing is, or nothing that can be read."""
    try:
        one = CardSet(path)
        with contextlib.closing(one):
            bodies = [(one.head(row).title, one.body(row)) for row in range(len(one.ids))]
            return {body["iri"]: (title, body["version"] or body["modified"]) for title, body in bodies}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One import at a time in a folder. Raises ImportFault when there is another."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ImportFault(f"Another import into {folder} is running. Wait until it is done.") from None
        yield


def _keep(path: Path) -> None:
    """A second name for the file as it is now, so that it never stops being there."""
    passing = path.with_name(f".{path.name}{BEFORE}")
    passing.unlink(missing_ok=True)
    os.link(path, passing)
    passing.replace(path.with_name(path.name + BEFORE))


def _content(municipality: str, cards: Sequence[Made], form: str, today: date) -> bytes:
    ordered = sorted(cards, key=lambda card: (card.title.casefold(), card.id))
    bodies = [_line(card.body()) for card in ordered]
    topics: dict[str, list[int]] = {}
    for row, card in enumerate(ordered):
        for topic in card.topics:
            topics.setdefault(topic, []).append(row)
    head = {"format": FORMAT, "municipality": municipality, "imported": today.isoformat(), "form": form,
            "topics": topics, "dates": {row: [card.starts, card.ends] for row, card in enumerate(ordered)
                                        if card.starts or card.ends},
            "ids": [card.id for card in ordered], "titles": [card.title for card in ordered],
            "keywords": [card.keywords for card in ordered], "concepts": [card.concept for card in ordered],
            "places": [0, *accumulate(map(len, bodies))]}
    return b"".join([_line(head), *bodies])


def _line(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
