"""A pack in four everyday words, for two people on the telephone to compare what their screens show.

They are the nouns of the three-word code, chosen because nobody mishears them; four, so that nobody takes them for a
code. They tell packs apart; they protect nothing, which is what the signature is for. Derived from what is signed, so
a pack has the same words whoever signs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from kiosk.handoff.words import Noun, NounsError, read_nouns

NOUNS = Path(__file__).resolve().parents[2] / "assets" / "nouns.yaml"
WORDS = 4


def fingerprint(raw: bytes, nouns: Sequence[Noun] = ()) -> str:
    """ "anker boom fiets kaas" for the bytes of a manifest; eight digits where there is no list of nouns."""
    first = sha256(raw).digest()[:WORDS]
    try:
        nouns = nouns or read_nouns(NOUNS)
    except NounsError:
        return first.hex()
    return " ".join(nouns[byte].word for byte in first)
