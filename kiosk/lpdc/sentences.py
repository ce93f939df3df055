"""A paragraph → reading units: sentences, and the parts of one that is too long to be heard at once.

Nothing is left out and nothing is added: the units together are the paragraph.
"""

from __future__ import annotations

import re

LONGEST = 220
"""Letters read at once: some 35 words, a quarter of a minute. A longer sentence is cut where a reader breathes."""

END = re.compile(r"(?<=[.!?…])(?:[\"”»’')\]]*)\s+(?=[\"“„«‘'(\[]*[A-ZÀ-Þ0-9€])")
ABBREVIATION = re.compile(
    r"^\d{1,2}\.$|(?:^|[\s(\"“])(?:[A-Z]|(?:[a-z]\.)+[a-z]|bv|bijv|nr|nrs|art|tel|st|dhr|mevr|mw|mr|dr|ca|max|min|incl|excl"
    r"|blz|par|resp|evt|vgl|zgn|jl|ma|di|wo|do|vr|za|zo|jan|feb|apr|aug|sept|okt|nov|dec)\.$", re.IGNORECASE)
"""What ends in a full stop and is not the end: "bv.", "art.", "i.v.m.", a number of a list, a day of the week."""
BREATHS = (re.compile(r"(?<=;)\s+"), re.compile(r"(?<=:)\s+"), re.compile(r"(?<=,)\s+"), re.compile(r"\s+(?=[(–—-])"),
           re.compile(r"\s+"))


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph whose white space is single blanks already."""
    found: list[str] = []
    start = 0
    for end in END.finditer(paragraph):
        if not ABBREVIATION.search(paragraph[max(start, end.start() - 12):end.start()]):
            found.append(paragraph[start:end.end()].strip())
            start = end.end()
    found.append(paragraph[start:].strip())
    return [part for sentence in found if sentence for part in _breathing(sentence)]


def _breathing(sentence: str) -> list[str]:
    """A sentence in parts of at most LONGEST letters, each as long as may be."""
    parts, start = [], 0
    while len(sentence) - start > LONGEST:
        for breath in BREATHS:
            cuts = list(breath.finditer(sentence, start + LONGEST // 4, start + LONGEST))
            if cuts:
                parts.append(sentence[start:cuts[-1].start()])
                start = cuts[-1].end()
                break
        else:  # one word of hundreds of letters: an address of the web, or nonsense
            parts.append(sentence[start:start + LONGEST])
            start += LONGEST
    return [*parts, sentence[start:]] if start < len(sentence) else parts
