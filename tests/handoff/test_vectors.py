"""The published contract: the code makes what the vectors say, and the documented decoder reads them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace

import pytest
from shelf import ROOT
from vectors import RECORDS, published

from kiosk.handoff import letters
from kiosk.handoff.record import Answer, Record, unpack
from kiosk.handoff.states import states
from kiosk.handoff.words import decode

PUBLISHED = json.loads((ROOT / "docs" / "handoff-vectors.json").read_text(encoding="utf-8"))
CONTRACT = (ROOT / "docs" / "handoff-format.md").read_text(encoding="utf-8")
FIELDS = ("content", "site", "walkthrough", "step", "language", "checklist", "reason")
CASES = [(catalogue, vector) for (catalogue, _), part in zip(RECORDS, PUBLISHED["catalogues"], strict=True)
         for vector in part["vectors"]]


def test_there_are_enough_and_they_are_what_the_code_makes():
    assert len(CASES) >= 12
    assert published() == PUBLISHED


@pytest.mark.parametrize(("catalogue", "vector"), CASES, ids=[vector["hex"] for _, vector in CASES])
def test_each_vector_is_read_back(catalogue, vector, nouns):
    answers = tuple(map(Answer, vector["checklist"]))
    record = Record(**{name: vector[name] for name in FIELDS} | {"checklist": answers})
    assert unpack(bytes.fromhex(vector["hex"])) == letters.decode(vector["text"]) == record
    said = decode(vector["words"], states(catalogue), nouns)
    assert replace(said, site=record.site, checklist=()) == replace(record, checklist=())
    assert all(told in (Answer.UNKNOWN, given)
               for told, given in zip(said.checklist, record.checklist, strict=True))


@pytest.mark.skipif(not shutil.which("node"), reason="no JavaScript here to run the documented decoder with")
def test_the_decoder_in_the_contract_reads_every_vector():
    decoder = re.search(r"```js\n(.*?)```", CONTRACT, re.DOTALL).group(1)
    program = decoder + """
    const published = JSON.parse(require("fs").readFileSync(0, "utf8"));
    (async () => { for (const catalogue of published.catalogues) for (const vector of catalogue.vectors)
      console.log(JSON.stringify([readLetters("x " + vector.text.toLowerCase()),
                                  await readBytes(vector.bytes, catalogue)])); })();
    """
    ran = subprocess.run(["node", "-e", program], input=json.dumps(PUBLISHED), capture_output=True, text=True,
                         timeout=60)
    assert ran.returncode == 0, ran.stderr
    for line, (catalogue, vector) in zip(ran.stdout.splitlines(), CASES, strict=True):
        by_letters, by_words = json.loads(line)
        assert by_letters == {name: vector[name] for name in FIELDS}
        said = states(catalogue).record(vector["state"])
        expected = {name: getattr(said, name) for name in FIELDS} | {"checklist": list(said.checklist)}
        assert by_words | {"content": catalogue.version, "site": 0} == expected
