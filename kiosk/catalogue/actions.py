"""How many things a sentence tells somebody to do: its verbs in the imperative, where there can be little doubt."""

from __future__ import annotations

import re

VERBS = frozenset({
    "bel", "betaal", "bevestig", "bewaar", "breng", "controleer", "download", "draai", "druk", "geef", "gooi",
    "haal", "herhaal", "houd", "kies", "klik", "leg", "lees", "maak", "mail", "meld", "neem", "noteer",
    "onderteken", "open", "pak", "plaats", "print", "scan", "schakel", "schrijf", "scrol", "sluit", "steek",
    "stuur", "teken", "tik", "toon", "typ", "veeg", "vergelijk", "verwijder", "volg", "vraag", "vul", "wis", "zeg",
    "zet", "zoek",
})
"""What people do at a kiosk, a computer or a counter. Many are nouns or adjectives too: see FOLLOW. To go, come, stay,
wait, stop and look are not among them: “Ga naar de balie en vraag het attest” is one errand. Nor are to do and to let,
which only say how."""
FOLLOW = (r"(?:[“”\"{]|(?:de|het|een|uw|je|jouw|op|in|aan|naar|uit|af|om|er|ze|hem|hun|die|dat|dit|deze|daar|hier|dan|"
          r"nog|ook|alles|niets|alle|elk|geen|mee|met|voor|bij|tot|wie|wat|waar|of|hoe)\b(?=\s+\W*\w))")
"""What comes after a verb, and seldom after a noun: “en mail het nu” is an action, “papier en mail” is none."""
FIRST = re.compile(r"[\W_]*(\w+)")
JOINED = re.compile(rf"(?:,|\ben|\bdan|\bdaarna)\s+(?:dan\s+|daarna\s+)?(\w+)\s+(?={FOLLOW})", re.IGNORECASE)
NOT = re.compile(r"\b(niet|nooit|niemand|geen)\b", re.IGNORECASE)


def actions(sentence: str) -> tuple[str, ...]:
    """The imperatives of one sentence, in order: ("open", "tik") for “Open de app en tik op OK.” What nobody should do
    is no action."""
    found = [(place.start(1), place[1].lower()) for place in JOINED.finditer(sentence)]
    first = FIRST.match(sentence)
    if first and not sentence.endswith("?"):
        found.insert(0, (first.start(1), first[1].lower()))
    ends = [*(start for start, _verb in found), len(sentence)][1:]
    return tuple(verb for (start, verb), end in zip(found, ends, strict=True)
                 if verb in VERBS and not NOT.search(sentence, start, end))
