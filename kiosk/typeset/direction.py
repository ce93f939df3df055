"""Which way each character runs: the Unicode Bidirectional Algorithm, UAX #9, isolates and brackets included.

Own code rather than python-bidi's: the part of that package that gives levels follows an older edition of
the rules. It stops with an assertion on isolates and turns the last bracket of "itsme (app)" the wrong way
inside Arabic. Its modern part gives only finished strings, while lines must be broken between finding the
levels (rules X to I) and reordering (L2); the tests use it as the judge of this file. Rule names are those
of unicode.org/reports/tr9.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar
from unicodedata import bidirectional

Item = TypeVar("Item")

_DEEPEST = 125  # BD2: the highest explicit level
_EMBEDDINGS = {"LRE": "", "RLE": "", "LRO": "L", "RLO": "R"}  # with the type they force on what they hold
_ISOLATES = ("LRI", "RLI", "FSI")
_REMOVED = ("LRE", "RLE", "LRO", "RLO", "PDF", "BN")  # X9
_NEUTRAL = ("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⟦": "⟧", "「": "」", "『": "』", "（": "）"}
# Right-to-left scripts and the controls that start such a stretch: without these there is only level 0.
_MAY_TURN = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\u2068\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def embedding_levels(text: str, rtl: bool) -> bytes:
    """One level per character: even runs to the right, odd to the left. ``text`` is one paragraph."""
    if not rtl and not _MAY_TURN.search(text):
        return bytes(len(text))
    base = int(rtl)
    original = [bidirectional(char) or "L" for char in text]
    types, levels = _explicit(original, base)
    explicit = bytes(levels)
    kept = [i for i, kind in enumerate(original) if kind not in _REMOVED]
    for run in _run_sequences(kept, original, explicit):
        before, after = _outer_directions(run, kept, original, explicit, base)
        _weak(run, original, types, before)
        _brackets(run, text, original, types, explicit, before)
        _neutral(run, types, explicit, before, after)
        for i in run:  # I1, I2
            if levels[i] % 2:
                levels[i] += types[i] != "R"
            else:
                levels[i] += {"L": 0, "R": 1}.get(types[i], 2)
    for i, kind in enumerate(original):  # 5.2: invisible controls go along with what precedes them
        if kind in _REMOVED:
            levels[i] = levels[i - 1] if i else base
    return bytes(levels)


def visual_order(items: Sequence[Item], levels: Sequence[int]) -> list[Item]:
    """Rule L2: the items of ONE line, in reading order with their levels, as seen from left to right."""
    order = list(range(len(items)))
    odd = [level for level in levels if level % 2]
    for threshold in range(max(levels, default=0), min(odd, default=1) - 1, -1):
        start = None
        for place in range(len(order) + 1):
            turned = place < len(order) and levels[order[place]] >= threshold
            if turned and start is None:
                start = place
            elif not turned and start is not None:
                order[start:place] = order[start:place][::-1]
                start = None
    return [items[i] for i in order]


def _explicit(original: list[str], base: int) -> tuple[list[str], list[int]]:
    """X1 to X8: levels from embeddings, overrides and isolates; types with overrides applied."""
    types, levels = list(original), [base] * len(original)
    stack = [(base, "", False)]
    lost_isolates = lost_embeddings = open_isolates = 0
    for i, kind in enumerate(original):
        level, override, _ = stack[-1]
        levels[i] = level
        if kind in _EMBEDDINGS or kind in _ISOLATES:
            isolate = kind in _ISOLATES
            odd = kind in ("RLE", "RLO", "RLI") or kind == "FSI" and _starts_rtl(original, i)
            if isolate and override:
                types[i] = override
            deeper = (level + 1) | 1 if odd else (level + 2) & ~1
            if deeper <= _DEEPEST and not lost_isolates and not lost_embeddings:
                open_isolates += isolate
                stack.append((deeper, _EMBEDDINGS.get(kind, ""), isolate))
            elif isolate:
                lost_isolates += 1
            elif not lost_isolates:
                lost_embeddings += 1
        elif kind == "PDI":
            if lost_isolates:
                lost_isolates -= 1
            elif open_isolates:
                lost_embeddings = 0
                while not stack.pop()[2]:
                    pass
                open_isolates -= 1
            levels[i], override, _ = stack[-1]
            types[i] = override or kind
        elif kind == "PDF":
            if not lost_isolates and lost_embeddings:
                lost_embeddings -= 1
            elif not lost_isolates and not stack[-1][2] and len(stack) > 1:
                stack.pop()
        elif override and kind != "BN":
            types[i] = override
    return types, levels


def _starts_rtl(original: list[str], opener: int) -> bool:
    """X5c: the direction of the first strong character between a first-strong isolate and its end."""
    depth = 0
    for kind in original[opener + 1 :]:
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            if not depth:
                return False
            depth -= 1
        elif not depth and kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def _run_sequences(kept: list[int], original: list[str], levels: bytes) -> list[list[int]]:
    """X10, BD13: stretches of one level, joined over the isolates they enclose, as lists of positions."""
    runs: list[list[int]] = []
    for i in kept:
        if runs and levels[runs[-1][-1]] == levels[i]:
            runs[-1].append(i)
        else:
            runs.append([i])
    sequences: list[list[int]] = []
    waiting: list[list[int]] = []
    for run in runs:
        if original[run[0]] == "PDI" and waiting:
            sequence = waiting.pop()
            sequence.extend(run)
        else:
            sequence = run
            sequences.append(sequence)
        if original[sequence[-1]] in _ISOLATES:
            waiting.append(sequence)
    return sequences


def _outer_directions(
    run: list[int], kept: list[int], original: list[str], levels: bytes, base: int
) -> tuple[str, str]:
    """X10: what the run sees just before its first and after its last character (sos, eos)."""
    first, last = kept.index(run[0]), kept.index(run[-1])
    before = levels[kept[first - 1]] if first else base
    ends = last + 1 == len(kept) or original[run[-1]] in _ISOLATES
    after = base if ends else levels[kept[last + 1]]
    return "LR"[max(before, levels[run[0]]) % 2], "LR"[max(after, levels[run[-1]]) % 2]


def _weak(run: list[int], original: list[str], types: list[str], before: str) -> None:
    """W1 to W7: marks, numbers and what belongs to numbers."""
    previous = strong = before
    for i in run:
        if types[i] == "NSM":  # W1
            types[i] = "ON" if previous in ("LRI", "RLI", "FSI", "PDI") else previous
        if types[i] == "EN" and strong == "AL":  # W2
            types[i] = "AN"
        if types[i] in ("L", "R", "AL"):
            strong = types[i]
        previous = types[i]
    for i in run:  # W3
        if types[i] == "AL":
            types[i] = "R"
    for left, i, right in zip(run, run[1:], run[2:], strict=False):  # W4
        joins = {"EN": ("ES", "CS"), "AN": ("CS",)}.get(types[left], ())
        if types[left] == types[right] and types[i] in joins:
            types[i] = types[left]
    for order in (run, run[::-1]):  # W5: signs such as € or % on either side of a number
        in_number = False
        for i in order:
            in_number = types[i] == "EN" or in_number and types[i] == "ET"
            if in_number:
                types[i] = "EN"
    strong = before
    for i in run:
        if types[i] in ("ES", "ET", "CS"):  # W6
            types[i] = "ON"
        if types[i] == "EN" and strong == "L":  # W7
            types[i] = "L"
        if types[i] in ("L", "R"):
            strong = types[i]


def _brackets(
    run: list[int], text: str, original: list[str], types: list[str], levels: bytes, before: str
) -> None:
    """N0: the two halves of a pair of brackets run the same way."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, i in enumerate(run):
        if types[i] != "ON":
            continue
        if text[i] in _BRACKETS:
            opened.append((_BRACKETS[text[i]], place))
        elif any(text[i] == closing for closing, _ in opened):
            while opened[-1][0] != text[i]:
                opened.pop()
            pairs.append((opened.pop()[1], place))

    def strong(place: int) -> str:
        return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(types[run[place]], "")

    for start, end in sorted(pairs):
        own = "LR"[levels[run[start]] % 2]
        inside = {strong(place) for place in range(start + 1, end)} - {""}
        if not inside:
            continue
        context = next((strong(place) for place in range(start - 1, -1, -1) if strong(place)), before)
        chosen = own if own in inside else context
        for place in (start, end):
            types[run[place]] = chosen
            for i in run[place + 1 :]:  # marks on a bracket follow it
                if original[i] != "NSM":
                    break
                types[i] = chosen


def _neutral(run: list[int], types: list[str], levels: bytes, before: str, after: str) -> None:
    """N1, N2: spaces and signs take the direction on both their sides, or else that of the embedding."""
    start = None
    for place in range(len(run) + 1):
        if place < len(run) and types[run[place]] in _NEUTRAL:
            start = place if start is None else start
        elif start is not None:
            left = before if start == 0 else "L" if types[run[start - 1]] == "L" else "R"
            right = after if place == len(run) else "L" if types[run[place]] == "L" else "R"
            for i in run[start:place]:
                types[i] = left if left == right else "LR"[levels[i] % 2]
            start = None
