"""How many things a sentence tells somebody to do: its verbs in the imperative, where there can be little doubt."""

from __future__ import annotations

import re

VERBS = frozenset({
    "bel", "betaal", "bevestig", "bewaar", "breng", "controleer", "doe", "download", "draai", "druk", "geef", "gooi", "haal",
    "herhaal", "houd", "kies", "kijk", "klik", "laat", "leg", "lees", "maak", "mail", "meld", "neem", "noteer",
    "onderteken", "open", "pak", "plaats", "print", "scan", "schakel", "schrijf", "scrol", "sluit", "steek", "stop",
    "stuur", "teken", "tik", "toon", "typ", "veeg", "vergelijk", "verwijder", "volg", "vraag", "vul", "wis", "zeg", "zet",
    "zoek",
})
"""What people do at a kiosk, a computer or a counter. Many are nouns or adjectives too: see FOLLOW. To go, come, stay and
wait are not among them: “Ga naar de balie en vraag het attest” is one errand."""
FOLLOW = (r"(?:[“”\"{]|(?:de|het|een|uw|je|jouw|op|in|aan|naar|uit|af|om|er|ze|hem|die|dat|dit|deze|daar|hier|dan|nog|ook|"
          r"alles|niets|alle|elk|geen|mee|met|voor|bij|tot|wie|wat|waar|of|hoe)\b)")
"""What comes after a verb, and seldom after a noun: “en mail het” is an action, “papier en mail” is none."""
FIRST = re.compile(r"[\W_]*(\w+)")
JOINED = re.compile(rf"(?:,|\ben|\bdan|\bdaarna)\s+(?:dan\s+|daarna\s+)?(\w+)\s+(?={FOLLOW})", re.IGNORECASE)


def actions(sentence: str) -> tuple[str, ...]:
    """The imperatives of one sentence, in order: ("open", "tik") for “Open de app en tik op OK.”"""
    first = FIRST.match(sentence)
    begins = [first[1].lower()] if first and first[1].lower() in VERBS and not sentence.endswith("?") else []
    joined = [found[1].lower() for found in JOINED.finditer(sentence) if found[1].lower() in VERBS]
    return (*begins, *joined)
