"""What an import did, for the municipality's editors: per service what was kept, shortened or refused, and how hard it
is to read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from kiosk.lpdc.card import Fate, Made

HARD_SHOWN = 8
HARDEST = 10


@dataclass(slots=True)
class Report:
    """``before``: what was installed, by source, with title and version."""

    municipality: str
    sources: Sequence[str]
    cards: Sequence[Made] = ()
    refused: Sequence[Made] = ()
    withdrawn: Mapping[str, str] = field(default_factory=dict)
    read: int = 0
    replaced: int = 0
    before: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    walked: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)

    def changes(self) -> Counter[str]:
        """How many cards are new, changed, the same, and gone."""
        counts: Counter[str] = Counter()
        for card in self.cards:
            _title, version = self.before.get(card.iri, ("", None))
            same = version == (card.version or card.modified)
            counts["new" if version is None else "same" if same else "changed"] += 1
        counts["gone"] = len(self.before.keys() - {card.iri for card in self.cards})
        return counts

    def as_json(self) -> dict:
        return {
            "municipality": self.municipality, "sources": list(self.sources), "read": self.read,
            "older_versions": self.replaced, "changes": dict(self.changes()), "notes": self.notes,
            "withdrawn": [{"service": iri, "why": why} for iri, why in self.withdrawn.items()],
            "cards": [{"id": card.id, "title": card.title, "service": card.iri, "version": card.version,
                       "modified": card.modified, "starts": card.starts, "ends": card.ends,
                       "topics": list(card.topics), "in_a_walkthrough": card.concept in self.walked,
                       "sections": {name: sum(len(block["units"]) for block in blocks)
                                    for name, blocks in card.sections.items()},
                       "difficulty": {**asdict(card.difficulty), "score": card.difficulty.score},
                       "texts": [asdict(fate) for fate in card.fates]} for card in self.cards],
            "refused": [{"service": card.iri, "texts": [asdict(fate) for fate in card.fates]}
                        for card in self.refused],
        }

    def as_text(self, every: bool = False) -> str:
        """``every``: also each text that was simply kept."""
        return "\n".join(self._lines(every))

    def _lines(self, every: bool) -> Iterator[str]:
        for card in sorted(self.cards, key=lambda card: card.title.casefold()):
            hard = card.difficulty
            yield (f"{card.title}\n  {card.id}: {', '.join(card.sections) or 'only its name'}; {hard.sentences} "
                   f"sentences, {hard.over} of more than 15 words, difficulty {hard.score:g} of 100")
            if hard.hard:
                yield f"  hard words: {', '.join(hard.hard[:HARD_SHOWN])}{' …' if len(hard.hard) > HARD_SHOWN else ''}"
            yield from self._fates(card.fates, every)
        for card in self.refused:
            yield f"REFUSED {card.iri}"
            yield from self._fates(card.fates, True)
        for iri, why in self.withdrawn.items():
            yield f"WITHDRAWN {iri}\n  {why}"
        yield from self._names()
        hardest = sorted(self.cards, key=lambda card: -card.difficulty.score)[:HARDEST]
        if hardest:
            yield "\nThe hardest to read, to rewrite first:"
            yield from (f"  {card.difficulty.score:5.1f}  {card.title}" for card in hardest)
        yield from (f"Note: {note}" for note in self.notes)
        changes = self.changes()
        yield (f"\n{self.municipality}: {len(self.cards)} cards ({changes['new']} new, {changes['changed']} changed, "
               f"{changes['same']} as they were, {changes['gone']} gone), {len(self.refused)} refused, "
               f"{len(self.withdrawn)} withdrawn.")

    def _fates(self, fates: Iterable[Fate], every: bool) -> Iterator[str]:
        for fate in fates:
            if every or fate.what in ("shortened", "refused"):
                yield f"  {fate.what}: {fate.field}{f' ({fate.why})' if fate.why else ''}"

    def _names(self) -> Iterator[str]:
        """Tiles with the same name cannot be told apart."""
        same = Counter(card.title.casefold() for card in self.cards)
        for title, count in same.items():
            if count > 1:
                yield f"SAME NAME {count} cards are called “{title}”: give each a name of its own."
