"""Signs that are read out, and words such as "nr." that stand for something only before a number."""

from __future__ import annotations

import re

from kiosk.language.said.names import Names
from kiosk.language.said.parts import Part, Pause
from kiosk.language.said.reader import Reader, Rule

ARROWS = "→⇒➔➜➡►▶⟶"
LEFT_ARROWS = "←⇐⬅◄◀⟵"
ALIKE = {**dict.fromkeys(ARROWS, "→"), **dict.fromkeys(LEFT_ARROWS, "←"), "⬆": "↑", "⬇": "↓"}


def letter_rules(names: Names) -> list[tuple[str, Rule]]:
    return [(r"(?<![^\W_])(" + "|".join(re.escape(written) for written, _ in names.numbered if written[0].isalpha())
             + r")(?:\s?(?=\d))", numbered)]


def rules(names: Names) -> list[tuple[str, Rule]]:
    signs = "".join(re.escape(sign) for sign in names.signs if sign not in "-")
    return [
        (r"(§)\s?(?=\d)", numbered),
        (rf"(?:[{ARROWS}{LEFT_ARROWS}⬆⬇]|->|=>)\ufe0f?", arrow),
        (r"(?<=[^\W_])\s?/\s?(?=[^\W_])", slash),
        (rf"[{signs}]", sign),
    ]


def numbered(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    """"nr. 5", "p. 5": in full before a number only; "No." is also a whole sentence."""
    said = dict(reader.names.numbered)[found[1]]
    return list(reader.spread(said, found))


def arrow(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    """"Menu → Instellingen": menu, then settings. In Arabic the arrow for "then" points to the left. An arrow without
    words on both sides is named."""
    text = found.string
    shown = ALIKE.get(found[0][0], "→")
    onward = shown == ("←" if reader.language == "ar" else "→")
    between = any(map(str.isalnum, text[:found.start()])) and any(map(str.isalnum, text[found.end():]))
    if onward and between:
        return [Pause(","), *reader.spread(reader.names.then, found)]
    return list(reader.spread(reader.names.signs[shown], found))


def slash(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    """"ja/nee" is "ja of nee"; "en/of" is "en of", and not "en of of"."""
    before = re.search(r"(\w+)\s?$", found.string[max(0, found.start() - 12):found.start()])
    after = re.match(r"\w+", found.string[found.end():found.end() + 12])
    joining = reader.names.joining
    if (before and before[1] in joining) or (after and after[0] in joining):
        return []
    return list(reader.spread(reader.names.either, found))


def sign(reader: Reader, found: re.Match[str]) -> list[Part] | None:
    return list(reader.spread(reader.names.signs[found[0]], found))
