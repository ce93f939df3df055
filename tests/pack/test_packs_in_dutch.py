"""What the glass says of a pack or a stick: every sentence that can come there has its Dutch."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from kiosk.pack import dutch
from kiosk.pack.dutch import SENTENCES, in_dutch

ROOM = Path(dutch.__file__).parent
REFUSED = ("PackRefused", "StickRefused")
ONLY_AT_A_TERMINAL = re.compile(r"exists already|is a key of another kind|keys cannot be written to|key that signs|"
                                r"Choose another name|Make one with `kiosk pack key`|Give the file that ends in \.key|"
                                r"Choose a folder that can be written|The key 7 cannot be read|Check its name\.")


def words(node: ast.expr) -> str:
    """What a sentence could be: "7" for what is filled in; empty where it is a name."""
    match node:
        case ast.Constant(str() as said):
            return said
        case ast.JoinedStr(parts):
            return "".join(words(part) if isinstance(part, ast.Constant) else "7" for part in parts)
        case ast.BinOp(left, ast.Add(), right):
            return words(left) + words(right)
    return ""


def sentences() -> Iterator[str]:
    for name in ("container", "keys", "manifest", "install", "fitting", "stick_copy", "refused"):
        for node in ast.walk(ast.parse((ROOM / f"{name}.py").read_text("utf-8"))):
            match node:
                case ast.Call(ast.Name(refused), arguments) if refused in REFUSED:
                    yield from map(words, arguments)
                case ast.Call(ast.Attribute(_, "append"), [ast.JoinedStr() as said]):
                    yield words(said)
                case ast.Assign([ast.Name("ALTERED" | "CHOOSE" | "READING" | "TOO_LONG")], said):
                    yield words(said)


def test_every_sentence_has_its_dutch():
    found = {said for said in sentences() if said and not ONLY_AT_A_TERMINAL.search(said)}
    english = {said for said in found if re.search(r"[A-Za-z]{2}", without_known(said))}
    assert len(found) > 50 and not english, "Write their Dutch in kiosk/pack/dutch.py"


def without_known(sentence: str) -> str:
    for english, _ in SENTENCES:
        sentence = re.sub(english, "", sentence)
    return sentence


def test_a_line_of_several_sentences():
    assert in_dutch("Nothing new on this stick. gent.kioskpack: This pack is not signed. brugge.kioskpack: older than "
                    "brugge 12, which is here. And 2 more.") == (
        "Er staat niets nieuws op deze stick. gent.kioskpack: Dit pakket is niet ondertekend. brugge.kioskpack: ouder "
        "dan brugge 12, dat hier al is. En nog 2.")


def test_what_is_not_known_stays_as_it_is():
    assert in_dutch("Something else.") == "Something else." and in_dutch("") == ""
