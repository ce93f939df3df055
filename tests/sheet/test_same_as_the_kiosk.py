"""What the page tells of a code is what the kiosk's own staff screen tells."""

from __future__ import annotations

import random
import shutil
from dataclasses import asdict, replace

import pytest
from node import run
from shelf import FIXED
from test_reading_codes import plain

from kiosk.handoff.record import Answer, Record
from kiosk.handoff.sheet import staff_sheet
from kiosk.handoff.states import states

pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed: no JavaScript to try here")

TELL = """
import { tell } from "./tell.js";
let catalogue;
export default (message) => {
  if (message.walkthroughs) catalogue = message;
  else return tell(message, catalogue);
};
"""


def told(modules, document, catalogue, records) -> list[dict]:
    _, *answers = run(modules, TELL, [document(catalogue), *map(plain, records)])
    return answers


def as_page(record: Record, catalogue) -> dict:
    sheet = asdict(staff_sheet(record, catalogue))
    sheet["sameContent"] = sheet.pop("same_content")
    return sheet | {name: list(sheet[name]) for name in ("has", "lacks", "todo")}


def test_every_step_and_reason_of_the_kiosks_own_walkthroughs(modules, document, catalogue):
    """Records of each block of states, with each reason and three checklists, in any language: some thousands."""
    chance = random.Random(1)
    counted = states(catalogue)
    records = []
    for block in counted.blocks:
        for reason in (*block.reasons, 77):
            checklist = tuple(Answer(chance.randrange(3)) for _ in range(block.needs))
            records += [Record(catalogue.version, chance.randrange(9), block.walkthrough, block.step,
                               chance.choice((0, 1, 5, 99)), answers, reason)
                        for answers in ((), checklist, (Answer.LACKS,) * block.needs)]
    assert len(records) > 3000
    for record, answer in zip(records, told(modules, document, catalogue, records), strict=True):
        answer.pop("way", None)
        assert answer == as_page(record, catalogue)


def test_codes_of_other_content_and_of_nothing(modules, document):
    stuck = Record(FIXED.version, 7, 4, 11, 5, (Answer.HAS, Answer.LACKS), 1)
    records = [Record(1), Record(1, 0, 99, 9, 99, (Answer.LACKS,), 9), replace(stuck, content=1),
               replace(stuck, step=99), Record(FIXED.version, walkthrough=4), Record(FIXED.version, reason=255), stuck]
    for record, answer in zip(records, told(modules, document, FIXED, records), strict=True):
        answer.pop("way", None)
        assert answer == as_page(record, FIXED)


def test_the_usual_way_counts_from_the_first_step_to_the_last(document, catalogue):
    for walkthrough in document(catalogue)["walkthroughs"].values():
        ways = [step["way"] for step in walkthrough["steps"] if "way" in step]
        assert ways[0][0] == 1
        assert all(1 <= at <= whole for at, whole in ways)


def test_the_document_is_small_enough_for_a_slow_network(document, catalogue):
    import gzip
    import json

    body = json.dumps(document(catalogue), ensure_ascii=False, separators=(",", ":")).encode()
    assert len(gzip.compress(body)) < 2_000 * len(catalogue.walkthroughs)  # once, and when it has changed
