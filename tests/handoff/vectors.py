"""Makes docs/handoff-vectors.json, which is part of the published contract.

`python tests/handoff/vectors.py` prints it again. Do that only when the format itself changes
(docs/handoff-format.md says when); otherwise a difference is a fault in the code.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from shelf import FIXED, ROOT, catalogue_of  # noqa: E402

from kiosk.catalogue.model import Catalogue  # noqa: E402
from kiosk.handoff import letters  # noqa: E402
from kiosk.handoff.code import text_for_phone  # noqa: E402
from kiosk.handoff.record import Answer, Record, pack  # noqa: E402
from kiosk.handoff.states import states  # noqa: E402
from kiosk.handoff.words import encode, read_nouns  # noqa: E402

NEITHER, HAS, LACKS = Answer
LONG = catalogue_of(1, steps=20, needs=8)
"""One walkthrough with so long a checklist that the words tell only what is missing first."""

RECORDS: tuple[tuple[Catalogue, tuple[Record, ...]], ...] = (
    (FIXED, (
        Record(0x2026),
        Record(0x2026, site=7, language=1),
        Record(0x2026, site=65535, language=5, reason=255),
        Record(0x2026, 7, 4, 1, 1),
        Record(0x2026, 7, 4, 3, 2, (HAS, LACKS)),
        Record(0x2026, 7, 4, 3, 5, (HAS, LACKS, HAS)),
        Record(0x2026, 7, 4, 10, 3, (HAS, HAS, HAS), 255),
        Record(0x2026, 7, 4, 11, 4, (HAS, HAS, HAS), 1),
        Record(0x2026, 7, 4, 11, 5, (HAS, HAS, HAS), 3),
        Record(0x2026, 7, 4, 13, 5, (NEITHER, LACKS, HAS)),
        Record(0x2026, 7, 4, 14, 23, (LACKS, LACKS, LACKS)),
        Record(0x2026, 0, 4, 0, 5, (HAS, HAS, HAS)),
        Record(0x2026, 1, 300, 12, 3, (), 2),
        Record(0x2026, 1, 300, 0, 3, (), 255),
    )),
    (LONG, (
        Record(1, 0, 1, 10, 5, (HAS,) * 8),
        Record(1, 0, 1, 28, 5, (HAS, HAS, HAS, LACKS, HAS, HAS, HAS, HAS), 2),
        Record(1, 0, 1, 28, 5, (HAS, NEITHER), 2),
    )),
)


def published() -> dict[str, object]:
    """The whole file: for each catalogue its numbers, its states, and what some records become."""
    nouns = read_nouns(ROOT / "assets" / "nouns.yaml")
    return {"format": 1, "catalogues": [_catalogue(each, records, nouns) for each, records in RECORDS]}


def _catalogue(catalogue: Catalogue, records: tuple[Record, ...], nouns) -> dict[str, object]:
    counted = states(catalogue)
    return {
        "version": catalogue.version,
        "walkthroughs": [
            {"number": each.number, "needs": len(each.needs),
             "steps": {str(step.number): [trouble.number for trouble in step.troubles]
                       for step in each.steps.values()}}
            for each in catalogue],
        "detail": counted.detail.name,
        "states": counted.size,
        "checks": counted.checks,
        "vectors": [_vector(record, catalogue, counted, nouns) for record in records],
    }


def _vector(record: Record, catalogue: Catalogue, counted, nouns) -> dict[str, object]:
    chosen = encode(record, counted, nouns)
    return {
        **asdict(record), "checklist": [int(answer) for answer in record.checklist],
        "hex": pack(record).hex(), "letters": letters.encode(record),
        "text": text_for_phone(record, catalogue),
        "state": counted.number(record),
        "bytes": [nouns.index(noun) for noun in chosen], "words": [noun.word for noun in chosen],
    }


if __name__ == "__main__":
    spread = json.dumps(published(), ensure_ascii=False, indent=1)
    print(re.sub(r"\[[^][{}]*\]", lambda numbers: " ".join(numbers.group().split()), spread))
