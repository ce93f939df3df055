"""Information cards: what a municipality itself says about its services, imported with `kiosk import`.

A set of cards is one file, <name>.jsonl, in the folder of the settings. Its first line is the head, with what tiles and
search need of every card, in columns and in the order of their titles; each further line is one card. Only the first
line is read at the start, and a card when somebody opens it, so that ten thousand of them cost little time and memory.
The file stays open: an import puts a new one in its place, and whoever reads a card then still finds it whole.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kiosk.catalogue.problems import Problem

FORMAT = 1
SUFFIX = ".jsonl"
SECTIONS = ("what", "who", "bring", "how", "cost", "gain", "where", "except", "law", "more")
"""What a card may say, in this order: each is a screen."""
LOCAL = ("cost", "where", "bring", "how")
"""What differs most from place to place: first, where a card is opened from a walkthrough about the same thing."""
AGAIN = "Import it again with `kiosk import lpdc`."
LONGEST_HEAD = 64 << 20


class Head(NamedTuple):
    """What a tile and a search need of a card."""

    id: str
    title: str
    keywords: tuple[str, ...]
    concept: str


@dataclass(frozen=True, slots=True)
class Block:
    """``kind``: heading, text, item (of a list, ``level`` deep, with its ``mark``) or row (of a table). Each of the
    units is read aloud at once."""

    kind: str
    units: tuple[str, ...]
    level: int = 0
    mark: str = ""
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Card:
    """``modified``: the day on which the source was last changed, None where it does not say. ``language`` is that of
    the title."""

    id: str
    title: str
    municipality: str
    iri: str
    modified: date | None = None
    language: str = "nl"
    sections: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)


class CardSet:
    """One file. Its rows are in the order of their titles. Raises ValueError and OSError when it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("rb")
        line = self._file.readline(LONGEST_HEAD)
        head = json.loads(line)
        if head["format"] != FORMAT:
            raise ValueError(f"format {head['format']}")
        self.municipality: str = head["municipality"]
        self.ids: list[str] = head["ids"]
        self._titles, self._keywords, self._concepts = head["titles"], head["keywords"], head["concepts"]
        self._places = head["places"]  # of each card and of the end, in bytes behind the head
        self._dates = head["dates"]    # row → first and last day, for those that have one
        self.topics: dict[str, list[int]] = head["topics"]
        self.rows = {id: row for row, id in enumerate(self.ids)}
        self._first = len(line)
        columns = (self.ids, self._titles, self._keywords, self._concepts, self._places[1:])
        if len({len(column) for column in columns}) > 1 or path.stat().st_size != self._first + self._places[-1]:
            raise ValueError("cut off")

    def head(self, row: int) -> Head:
        return Head(self.ids[row], self._titles[row], tuple(self._keywords[row]), self._concepts[row])

    def of_concepts(self, concepts: frozenset[str]) -> list[int]:
        return [row for row, concept in enumerate(self._concepts) if concept in concepts] if concepts else []

    def valid(self, row: int, today: str) -> bool:
        starts, ends = self._dates.get(str(row), ("", ""))
        return not today or starts <= today and (not ends or today <= ends)

    def body(self, row: int) -> dict:
        place, end = self._places[row:row + 2]
        self._file.seek(self._first + place)
        return json.loads(self._file.read(end - place))

    def length(self, row: int) -> int:
        """Bytes of the card: how much there is to read."""
        return self._places[row + 1] - self._places[row]

    def card(self, row: int) -> Card:
        body = self.body(row)
        sections = {name: tuple(map(_block, body["sections"][name])) for name in SECTIONS if body["sections"].get(name)}
        day = date.fromisoformat(body["modified"][:10]) if body.get("modified") else None
        return Card(self.ids[row], self._titles[row], self.municipality, body["iri"], day, body.get("language", "nl"),
                    sections)

    def close(self) -> None:
        self._file.close()


def _block(body: dict) -> Block:
    return Block(body["kind"], tuple(body["units"]), body.get("level", 0), body.get("mark", ""),
                 body.get("language", "nl"))


class Cards:
    """All cards of a kiosk that are valid on its day of starting. ``walked``: the concepts that have a walkthrough;
    their cards have no tile of their own. What a topic holds is put together when somebody opens it."""

    def __init__(self, sets: Iterable[CardSet] = (), walked: frozenset[str] = frozenset(), today: str = "") -> None:
        self._sets = {one.path.name.removesuffix(SUFFIX): one for one in sets}
        self._today = today
        self._concepts: dict[str, list[Head]] = {}
        self._hidden: dict[str, set[int]] = {}
        for name, one in self._sets.items():
            rows = one.of_concepts(walked)
            self._hidden[name] = set(rows)
            for head in (one.head(row) for row in rows if one.valid(row, today)):
                self._concepts.setdefault(head.concept, []).append(head)
        self._topics: dict[str, list[Head]] = {}
        self._opened: tuple[str, Card] | None = None

    def __len__(self) -> int:
        return sum(1 for one in self._sets.values() for row in range(len(one.ids)) if one.valid(row, self._today))

    def __contains__(self, id: str) -> bool:
        return self._find(id) is not None

    def _find(self, id: str) -> tuple[CardSet, int] | None:
        one = self._sets.get(id.partition("/")[0])
        row = one.rows.get(id) if one is not None else None
        return (one, row) if row is not None and one.valid(row, self._today) else None

    def head(self, id: str) -> Head:
        """Raises KeyError when there is no such card."""
        one, row = self._found(id)
        return one.head(row)

    def municipality(self, id: str) -> str:
        return self._found(id)[0].municipality

    def length(self, id: str) -> int:
        one, row = self._found(id)
        return one.length(row)

    def _found(self, id: str) -> tuple[CardSet, int]:
        found = self._find(id)
        if found is None:
            raise KeyError(id)
        return found

    def card(self, id: str) -> Card:
        """The whole card. Where its file cannot be read any more it is there without sections. The last one is kept:
        a screen is drawn anew for every change of the voice."""
        if self._opened is None or self._opened[0] != id:
            one, row = self._found(id)
            try:
                card = one.card(row)
            except (OSError, ValueError, KeyError, TypeError):
                return Card(id, one.head(row).title, one.municipality, "")
            self._opened = id, card
        return self._opened[1]

    def any_in_topic(self, topic: str) -> bool:
        return next(self._rows(topic), None) is not None

    def in_topic(self, topic: str) -> Sequence[Head]:
        """By title; without those that stand in a walkthrough."""
        if topic not in self._topics:
            heads = [one.head(row) for one, row in self._rows(topic)]
            if len(self._sets) > 1:
                heads.sort(key=lambda head: head.title.casefold())
            self._topics[topic] = heads
        return self._topics[topic]

    def _rows(self, topic: str) -> Iterator[tuple[CardSet, int]]:
        for name, one in self._sets.items():
            for row in one.topics.get(topic, ()):
                if row not in self._hidden[name] and one.valid(row, self._today):
                    yield one, row

    def of_concept(self, concept: str | None) -> Sequence[Head]:
        return self._concepts.get(concept, ()) if concept else ()

    def entries(self) -> Iterator[tuple[str, str, Sequence[str]]]:
        """For a search: id, title, and the words by which people look for it; each card once, without those that
        stand in a walkthrough, which is found itself."""
        for name, one in self._sets.items():
            for row in range(len(one.ids)):
                if row not in self._hidden[name] and one.valid(row, self._today):
                    head = one.head(row)
                    yield head.id, head.title, head.keywords


NO_CARDS = Cards()


def read_cards(folders: Path | Sequence[Path], walked: frozenset[str] = frozenset(),
               today: date | None = None) -> tuple[Cards, tuple[Problem, ...]]:
    """The cards of every set in the folders, and the sets that cannot be used. A folder that is not there has none; of
    two sets with one name the first counts."""
    sets, problems = [], []
    paths: dict[str, Path] = {}
    for folder in [folders] if isinstance(folders, Path) else folders:
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            paths.setdefault(path.name, path)
    for path in paths.values():
        try:
            sets.append(CardSet(path))
        except OSError as fault:
            problems.append(Problem(path.name, 0, f"These cards cannot be read: {fault.strerror}.",
                                    "Look at the permissions of the file."))
        except (ValueError, KeyError, TypeError, IndexError, RecursionError):
            problems.append(Problem(path.name, 0, "This is no whole set of information cards.", AGAIN))
    return Cards(sets, walked, today.isoformat() if today else ""), tuple(problems)


def sets_in(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """The files of the sets there, each with what tells it from another of that name. Raises nothing."""
    try:
        with os.scandir(folder) as entries:
            return tuple(sorted((one.name, one.stat().st_ino, one.stat().st_size) for one in entries
                                if one.name.endswith(SUFFIX)))
    except OSError:
        return ()


FEW = 16
"""Cards that a topic shows at once: two pages of tiles."""
SHELVES = 8


def shelves(heads: Sequence[Head], first: int, last: int) -> list[tuple[int, int]]:
    """The cards ``first`` to before ``last`` in at most eight parts of about the same size; titles that begin with the
    same word stay together where they can. [] when they are few enough to be shown."""
    if last - first <= FEW:
        return []
    size = -(-(last - first) // SHELVES)
    cuts = [first]
    for wanted in range(first + size, last, size):
        cut = _same_word(heads, cuts[-1] + 1, wanted)
        if cut > cuts[-1] and last - cut > 0:
            cuts.append(cut)
    return list(zip(cuts, [*cuts[1:], last], strict=True))


def _same_word(heads: Sequence[Head], least: int, wanted: int) -> int:
    """The beginning of the run of titles with the same first word that ``wanted`` stands in, if it is near."""
    word = heads[wanted].title.casefold().partition(" ")[0]
    start = bisect_left(heads, True, least, wanted,
                        key=lambda head: head.title.casefold().partition(" ")[0] >= word)
    return start if start > least and wanted - start < wanted - least else wanted


MOST_LETTERS = 3


def letters_of(heads: Sequence[Head], parts: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    """The first letters of the first and the last title of each part: as few as tell it from the parts beside it."""
    ends = [(heads[start].title, heads[end - 1].title) for start, end in parts]

    def begin(title: str, letters: int) -> str:
        return title[:letters].strip().capitalize()

    for letters in range(1, MOST_LETTERS + 1):
        short = [(begin(first, letters), begin(last, letters)) for first, last in ends]
        if all(one[1].casefold() != two[0].casefold() for one, two in pairwise(short)):
            break
    return short if parts else []
