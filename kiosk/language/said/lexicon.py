"""Names and abbreviations a voice does not say right by itself: assets/speech/lexicon/<language>.toml → `Lexicon`.

A line is   "eID" = { say = "ie aai die", espeak = "'i: 'Aj d'i:" }   and says how "eID" is heard in that language.
``say`` is a respelling that any voice can read. ``espeak`` and ``ipa`` are phonemes for espeak-ng and Piper, as many
words as ``say`` has; write them only after `espeak-ng -v nl -x "[[…]]"` gave them back.
TOML because Python reads it without another library.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.catalogue.problems import Problem

FIELDS = ("say", "espeak", "ipa")
AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """How one name is said. ``espeak`` and ``ipa`` are empty, or hold a word of phonemes for each word of ``say``."""

    say: str
    espeak: str = ""
    ipa: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The entries of one language, by the words as they are shown.

    A name that starts with a small letter is also found with a capital, as at the start of a sentence.
    """

    entries: Mapping[str, Entry]
    by_shown: Mapping[str, Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        capitals = {shown[0].upper() + shown[1:]: entry for shown, entry in self.entries.items() if shown}
        object.__setattr__(self, "by_shown", {**capitals, **self.entries})

    def pattern(self) -> str:
        """Whole words, also inside a compound such as "eID-kaart" and with the s of a plural ("PINs", "eID’s"), which
        is group 2; the longest name first. A name of two words is also found over a no-break space or a new line."""
        longest_first = sorted(self.by_shown, key=lambda shown: (-len(shown), shown))
        names = "|".join(r"\s+".join(map(re.escape, shown.split())) for shown in longest_first)
        return rf"(?<!\w)({names})(?:(['’]?s)(?!\w)|(?![\w]))" if names else r"(?!)()()"

    def entry(self, shown: str) -> Entry | None:
        return self.by_shown.get(" ".join(shown.split()))


def read_lexicons(folder: Path) -> tuple[dict[str, Lexicon], tuple[Problem, ...]]:
    """The lexicon of each language for which ``folder`` holds <code>.toml.

    Never raises because of a file: a wrong one gives a problem that says what to do, and is left out, so that its
    language is spoken as it is written.
    """
    lexicons: dict[str, Lexicon] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        found = _read(path)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            lexicons[path.stem] = found
    return lexicons, tuple(problems)


def _read(path: Path) -> Lexicon | Problem:
    import tomllib  # here and not above: it takes some ms, and a kiosk without speech reads no lexicon

    name = "/".join(path.parts[-3:])
    try:
        text = path.read_bytes().decode("utf-8")
        table = tomllib.loads(text)
    except OSError as fault:
        return Problem(name, 0, f"This file cannot be read ({fault.strerror}).", "Give the kiosk the right to read it.")
    except UnicodeDecodeError as fault:
        line = fault.object[:fault.start].count(b"\n") + 1
        return Problem(name, line, "This line is not written in UTF-8.", "Save the file as UTF-8.")
    except tomllib.TOMLDecodeError as fault:
        place = AT_LINE.search(str(fault))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        said = AT_LINE.sub("", str(fault))
        return Problem(name, line, f"This is not TOML: {said}.", 'Write it as "eID" = { say = "ie aai die" }.')
    entries: dict[str, Entry] = {}
    for shown, values in table.items():
        fault = _fault(shown, values)
        if fault is not None:
            return Problem(name, _line(text, shown), *fault)
        entries[" ".join(shown.split())] = Entry(**{key: " ".join(value.split()) for key, value in values.items()})
    return Lexicon(entries)


def _fault(shown: str, values: object) -> tuple[str, str] | None:
    """What is wrong with an entry, and the remedy."""
    if not shown.strip() or not any(map(str.isalnum, shown)):
        return f"“{shown}” is no word.", "Write the word as it is shown, between quotation marks, before the = sign."
    if not isinstance(values, dict) or "say" not in values:
        return f"“{shown}” does not tell how it is said.", f'Write "{shown}" = {{ say = "…" }}.'
    for key, value in values.items():
        if key not in FIELDS:
            return f"“{shown}” has “{key}”, which is not known here.", f"It can be: {', '.join(FIELDS)}."
        if not isinstance(value, str) or not value.strip():
            return f"“{key}” of “{shown}” is not a text.", f'Write {key} = "…", or leave it out.'
        if key != "say" and re.search(r"\[\[|\]\]", value):
            return f"“{key}” of “{shown}” holds [[ or ]].", "Leave the brackets out."
    if not any(map(str.isalnum, values["say"])):
        return f"“{shown}” has nothing to say.", 'Write a word in say = "…".'
    said = len(values["say"].split())
    if said < len(shown.split()):
        return (f"“{shown}” is said in fewer words than it is shown in, so that one of its words would never light up.",
                "Write as many words in say.")
    for key in ("espeak", "ipa"):
        if key in values and len(values[key].split()) != said:
            return (f"“{key}” of “{shown}” has another number of words than say.",
                    "Part the phonemes into words where say does.")
    return None


def _line(text: str, shown: str) -> int:
    """Where an entry stands; tomllib does not tell. 0: not found, as when its name is written with escapes."""
    opening = re.compile(rf"""^\s*\[?["']?{re.escape(shown)}["']?\s*[\]=]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if opening.search(line)), 0)
