"""What somebody probably meant by a line that is not TOML: the slips of people who seldom write it, each with its
remedy. The line itself is never repeated, because a key may stand in it.
"""

from __future__ import annotations

import re

_LEFT = r"^\s*[\w.\"' -]+=\s*"
SLIPS: tuple[tuple[str, str], ...] = (
    (r"[“”„«»‘’]", 'Put straight quotation marks around a text, " and not “ or ”: a word processor makes those.'),
    (r"^\s*(;|//)", "Begin a remark with #."),
    (r"^\s*[\w.-]+\s*:", "Write = between a name and its value, and no colon."),
    (_LEFT + r"-?\d+,\d", "Write a point in a number and no comma, as in 15.6."),
    (_LEFT + r"(?i:true|false|yes|no|on|off|ja|nee)\b", "Write true or false, in small letters and without more."),
    (_LEFT + r"\d[\dx]*x\d", 'Put quotation marks around a resolution: "1920x1080".'),
    (_LEFT + r"-?[\d.]+\s*[A-Za-z%\"]", "Write the number alone, without its unit. Something else, such as an hour, "
                                        "stands between quotation marks."),
    (_LEFT + r"0\d", "Begin a number with another digit than 0."),
    (r"\"[^\"]*\\[^\"]*\"", r"Write \\ where \ is meant; a folder here begins with /."),
    (_LEFT + r"[^\s\"'\d\[{+#-]", 'Put quotation marks around a text: name = "Bibliotheek".'),
    (r"^\s*[\w.-]+\s+[^=\s]", "Write = between a name and its value."),
)
TWICE = (
    (r"Cannot declare \((.+)\) twice", "A table stands twice: put all its settings below the first, and take the "
                                       "second away."),
    (r"Cannot overwrite a value", "A setting stands twice: take one away."),
)
OTHERWISE = "Look here and one line higher for a missing quotation mark, bracket or equals sign."


def remedy_for(fault: str, line: str) -> str:
    """The remedy for the TOML reader's ``fault`` with ``line``."""
    for pattern, remedy in TWICE:
        if re.search(pattern, fault):
            return remedy
    return next((remedy for pattern, remedy in SLIPS if re.search(pattern, line)), OTHERWISE)
