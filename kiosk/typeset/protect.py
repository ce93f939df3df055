"""Telephone numbers, dates, addresses and amounts keep their order inside a right-to-left sentence.

By UAX #9 the groups of "02 553 17 00" follow each other from right to left in Arabic and would be dialled
wrongly. Invisible marks around such a stretch (LRE and PDF) and unbreakable spaces in it keep it as it is
written.
"""

from __future__ import annotations

import re

LRE, PDF, NBSP = "\u202a", "\u202c", "\u00a0"
_SPACE = "[ \u00a0\u202f]"
_KEEP = re.compile(
    f"(?P<done>{LRE}[^{PDF}]*{PDF}|\u2066[^\u2069]*\u2069)"  # an author or an earlier call saw to it
    r"|(?:https?://|www\.)[^\s\u0600-\u06ff]*[\w/]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@.])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w./-]*\w)?"  # vlaanderen.be/attesten
    rf"|\b[A-Z]{{2}}\d{{2}}(?:{_SPACE}?[A-Z0-9]{{4}}){{2,7}}(?:{_SPACE}?[A-Z0-9]{{1,3}})?\b"  # an IBAN
    rf"|(?:(?<!\w)\+\d|(?<![\w.,:/-])\(?0)\d*(?:(?:{_SPACE}|[/.()-])*\d)+"  # +32 2 553 17 00, 02/553.17.00
    r"|(?<![\w.,:/-])\d+(?:[./-]\d+){2,}(?![\w/-])"  # 12-03-2026, 85.07.30-033.28
    rf"|€{_SPACE}?\d(?:[\d.]*\d)?(?:,\d+)?"  # € 2,50
    rf"|(?<![\d:.,])\d(?:[\d.]*\d)?(?:,\d+)?{_SPACE}?€(?!{_SPACE}?\d)"  # 2,50 €
)


def protect_ltr(text: str) -> str:
    """The text with such stretches marked. Words stay as many as they were; a second call changes nothing."""
    return _KEEP.sub(lambda found: found[0] if found["done"] else _marked(found[0]), text)


def _marked(stretch: str) -> str:
    return LRE + stretch.replace(" ", NBSP) + PDF
