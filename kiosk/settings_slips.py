"""What somebody probably meant by a line that is not TOML: the slips of people who seldom write it, each with its
remedy, in English for a terminal and in Dutch for the glass. The line itself is never repeated, because a key may stand
in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """``english`` tells what the line does, as in "has a comma in a number.", and the remedy; ``dutch`` a sentence and
    the remedy."""

    english: tuple[str, str]
    dutch: tuple[str, str]


SIGNS = {
    "“": "curly quotation marks", "”": "curly quotation marks", "„": "curly quotation marks", "‘": "curly quotes",
    "’": "curly quotes", "«": "curly quotation marks", "»": "curly quotation marks",
    "\u00a0": "a space of a word processor", "\u202f": "a space of a word processor", "\u200b": "an invisible sign",
    "\ufeff": "an invisible sign", "＝": "an equals sign of another script", "–": "a long dash where - belongs",
}
"""Of word processors."""

TWICE = (
    ("Cannot overwrite", Slip(("is there twice.", "Remove one of the two lines."),
                              ("Dit staat er twee keer.", "Verwijder één van de twee regels."))),
    ("Cannot declare|Cannot mutate",
     Slip(("begins a table that was there before.", "Put its lines together below one name."),
          ("Deze naam tussen rechte haken staat er twee keer.", "Zet de regels samen onder één naam."))),
)
"""What the TOML reader says of lines that are right by themselves."""

_NO_QUOTES = Slip(("has a value without quotation marks.", 'Write a text as "text", a number as 4.'),
                  ("Hier ontbreken aanhalingstekens.", 'Schrijf een tekst zo: "tekst". Schrijf een getal zo: 4.'))
_NO_EQUALS = Slip(("has no equals sign.", 'Write it as: name = "value".'),
                  ("Hier ontbreekt een =-teken.", 'Schrijf de regel zo: naam = "waarde".'))
_BACKSLASH = Slip(("holds a backslash.", "Write / in its place, or two backslashes."),
                  (r"Hier staat een \.", r"Schrijf / of \\."))
_LEFT = r"^[\w.\"' -]+=\s*"
SHAPES = (
    (r"^(//|;|--)", Slip(("does not begin as a setting does.", "Begin a remark with #."),
                         ("Deze regel begint met een verkeerd teken.", "Begin een opmerking met #."))),
    (r"^[^#=\"'\[\]]+\]\s*(#|$)|^\[[^\]=]*$",
     Slip(("misses a square bracket.", "Write the name of a table as [site]."),
          ("Hier ontbreekt een recht haakje.", "Schrijf de naam van een tabel zo: [site]."))),
    (r"^[\w.-]+\s*:", Slip(("has a colon behind its name.", "Write = in its place."),
                           ("Hier staat een dubbelepunt achter de naam.", "Schrijf een =-teken in de plaats."))),
    (r"^\w+( \w+)+ *=", Slip(("has a space in its name.", "Write the name with _, as in staff_place."),
                             ("Hier staat een spatie in de naam.",
                              "Schrijf _ in plaats van de spatie, zoals in staff_place."))),
    (_LEFT + r"-?\d+,\d", Slip(("has a comma in a number.", "Write it with a point: 15.6."),
                               ("Hier staat een komma in een getal.", "Schrijf een punt: 15.6."))),
    (_LEFT + r"(?i:true|false|yes|no|on|off|ja|nee)\s*(#|$)",
     Slip(("says yes or no in another way.", "Write true or false, in small letters."),
          ("Hier staat ja of nee op een andere manier.", "Schrijf true of false, in kleine letters."))),
    (_LEFT + r"\d[\dx]*x\d", Slip(("has a resolution without quotation marks.", 'Write it as "1920x1080".'),
                                  ("Hier staat een resolutie zonder aanhalingstekens.", 'Schrijf: "1920x1080".'))),
    (_LEFT + r"-?[\d.]+\s*[A-Za-z%\"]",
     Slip(("has something behind its value.", "Write the number alone, without its unit. Something else, such as an "
                                              "hour, stands between quotation marks."),
          ("Hier staat iets achter de waarde.", "Schrijf alleen het getal, zonder eenheid. Iets anders, zoals een uur, "
                                                "staat tussen aanhalingstekens."))),
    (_LEFT + r"0\d", Slip(("has a number that begins with 0.", "Leave that 0 out."),
                          ("Hier staat een getal dat met 0 begint.", "Laat die 0 weg."))),
    (r"\"[^\"]*\\[^\"]*\"", _BACKSLASH),
    (_LEFT + r"[^\s\"'\d\[{+#-]", _NO_QUOTES),
    (r"^[\w.-]+\s+[^=\s]", _NO_EQUALS),
)
"""How a line looks that people often write; before what the TOML reader says, since it stumbles somewhere else."""

STUMBLES = (
    ("Expected '='", _NO_EQUALS),
    ("Invalid value", _NO_QUOTES),
    (r"Unterminated|Illegal character '\\n'|Expected \"'\"",
     Slip(("misses a quotation mark at its end.", 'Write it as: name = "value".'),
          ("Hier ontbreekt een aanhalingsteken.", 'Schrijf de regel zo: naam = "waarde".'))),
    (r"Unescaped '\\'", _BACKSLASH),
    ("Unclosed array", Slip(("comes after a list without an end.", 'Write the list above it as ["nl", "fr"].'),
                            ("Hierboven staat een lijst zonder einde.", 'Schrijf die lijst zo: ["nl", "fr"].'))),
    ("Expected newline", Slip(("has something behind its value.", "Take it away, or write # before it."),
                              ("Hier staat iets achter de waarde.", "Haal dat weg, of zet er een # voor."))),
)


def slip_in(text: str, fault: str) -> tuple[int, Slip]:
    """The line, from 1, and what is probably wrong there; ``fault`` is what Python's TOML reader said of ``text``."""
    lines = text.split("\n")
    place = re.search(r"at line (\d+)", fault)
    number = min(int(place[1]), len(lines)) if place else len(text.splitlines())
    return number, _slip(fault, lines[number - 1].strip() if number else "")


def _slip(fault: str, line: str) -> Slip:
    if sign := next((sign for sign in SIGNS if sign in line), ""):
        return Slip((f"holds {SIGNS[sign]}, as a word processor writes.",
                     'Write the line again in a text editor, with straight quotation marks: "…".'),
                    ("Hier staat een teken dat niet kan, zoals een gekruld aanhalingsteken.",
                     'Schrijf de regel opnieuw in een teksteditor, met rechte aanhalingstekens: " ".'))
    for told, kinds in ((fault, TWICE), (line, SHAPES), (fault, STUMBLES)):
        for pattern, slip in kinds:
            if re.search(pattern, told):
                return slip
    return Slip((f"cannot be read: {fault.partition(' (at ')[0]}.",
                 "Look here and one line higher for a missing quotation mark, bracket or equals sign."),
                ("Deze regel is niet te lezen.",
                 "Kijk hier, en één regel hoger: ontbreekt er een aanhalingsteken, een haakje of een =-teken?"))
