"""A record → what the QR code says → its modules.

One code serves everyone: the 28 letters come first, for a desk's scanner on any keyboard, and plain Dutch
follows, which any phone shows without a network. Where the place has a desk, the letters stand behind its
address instead, so that a telephone's camera opens the page that explains them. Black on white in every
theme: OpenCV reads no inverted code.
"""

from __future__ import annotations

import math
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from kiosk.catalogue.model import Catalogue
from kiosk.handoff import letters, sheet
from kiosk.handoff.record import SOMETHING_ELSE, Answer, Record

QUIET_ZONE = 4
"""White modules on every side, ISO/IEC 18004. With none, neither zxing-cpp nor OpenCV reads a code."""

LARGEST_VERSION = 6
"""41 modules a side: at 1.2 mm each just over 49 mm, what a phone reads at arm's length."""

SMALLEST_MODULE = 1.2
"""mm, for a phone at 500 mm."""

SMALLEST_CODE = 50.0
"""mm, without the quiet zone."""

SMALLEST_MODULE_PX = 4
"""px; OpenCV needs that many, zxing-cpp two."""

LINK = "/h#"
"""Between the desk's address and the letters. What follows # never leaves the telephone."""

TEXT_ROOM = {"Q": 52, "M": 84}
"""Bytes that follow the letters in version 6: (76 or 108 codewords × 8 - 167 for the letters - 12 of
header) / 8.
"""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The modules of a QR code, True for black, without the quiet zone. ``level`` is L, M or Q."""

    size: int
    rows: tuple[tuple[bool, ...], ...]
    version: int
    level: str


def text_for_phone(record: Record, catalogue: Catalogue) -> str:
    """The letters, a blank and plain Dutch: ASCII without line feeds, which a scanner would type as Enter.

    Fits version 6 at level M. Parts are taken whole, the most needed first (service, language, what is
    missing, problem, step), each if it still fits; of what is missing the first things. A word is never cut.
    """
    walkthrough = catalogue.numbered(record.walkthrough) if record.walkthrough else None
    step = walkthrough.step_numbered(record.step) if walkthrough and record.step else None
    lacking = [_ascii(label) for label in sheet.needs(record, walkthrough, Answer.LACKS)]
    spellings = {  # in the order of the text; for each part the longest spelling first
        "Dienst": [_ascii(sheet.service(record, walkthrough))],
        "Stap": [_ascii(step.title.dutch if step else sheet.missing_step(record))],
        "Probleem": [_ascii(sheet.reason(record, step))],
        "Taal": [_ascii(sheet.language(record)) if record.language else ""],
        "Mist": [_listed(lacking, some) for some in range(len(lacking), 0, -1)],
    }
    last = ("Stap", "Probleem") if record.reason == SOMETHING_ELSE else ("Probleem", "Stap")
    room = TEXT_ROOM["M"]
    kept: dict[str, str] = {}
    for name in ("Dienst", "Taal", "Mist", *last):
        parts = (f" {name}: {words}{'' if words[-1] in '?!' else '.'}" for words in spellings[name] if words)
        kept[name] = next((part for part in parts if len(part) <= room), "")
        room -= len(kept[name])
    return letters.encode(record) + "".join(kept[name] for name in spellings)


def modules(record: Record, catalogue: Catalogue, address: str = "") -> Matrix:
    """The QR code of a record, as small as it fits: level Q if version 6 has room, otherwise M. With the
    ``address`` of a desk a link to it, else text.
    """
    text = text_for_phone(record, catalogue)
    code, rest = text[:letters.LETTERS], text[letters.LETTERS:]
    parts: list[str | bytes] = [code, *([rest.encode("ascii")] if rest else [])]
    if address:
        parts = [(address + LINK).encode("ascii"), code]
    room = sum(len(part) for part in parts if isinstance(part, bytes))
    return matrix_of(parts, "Q" if room <= TEXT_ROOM["Q"] else "M")


def matrix_of(parts: Sequence[str | bytes], level: str) -> Matrix:
    """A QR code of segments: a str in alphanumeric mode, which has capitals and no #, bytes as they are. ``level``
    is L, M or Q. ValueError when it is too much for any QR code.
    """
    main, util = _qrcode()
    qr = main.QRCode(border=0, error_correction={"L": 1, "M": 0, "Q": 3}[level])  # ISO/IEC 18004's numbers
    for part in parts:
        mode = util.MODE_ALPHA_NUM if isinstance(part, str) else util.MODE_8BIT_BYTE
        qr.add_data(util.QRData(part, mode=mode))
    qr.make(fit=True)
    rows = tuple(tuple(bool(module) for module in row) for row in qr.modules)
    return Matrix(len(rows), rows, qr.version, level)


def module_px(px_per_mm: float, size: int, least_mm: float = SMALLEST_MODULE) -> int:
    """Whole pixels that make a module at least ``least_mm`` and a code of ``size`` modules 50 mm wide."""
    least_mm = max(least_mm, SMALLEST_CODE / size)
    return max(SMALLEST_MODULE_PX, math.ceil(least_mm * px_per_mm - 1e-9))


def _listed(things: list[str], some: int) -> str:
    return ", ".join(things[:some]) + (" en meer" if some < len(things) else "")


def _ascii(words: str) -> str:
    """Words in ASCII, which every phone reads the same: byte mode has no agreed character set."""
    for fancy, plain in (("“", '"'), ("”", '"'), ("„", '"'), ("‘", "'"), ("’", "'"), ("–", "-"), ("—", "-"),
                         ("…", "..."), ("€", "EUR")):
        words = words.replace(fancy, plain)
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    return " ".join(plain.split()).removesuffix(".")


def _qrcode() -> tuple[ModuleType, ModuleType]:
    """``qrcode.main`` and ``qrcode.util``, loaded at the first code that is shown, and without Pillow.

    qrcode takes Pillow in whenever it is installed (for ``kiosk book``), which costs 50 ms and 12 MB for
    pictures we do not make. None in sys.modules is Python's own way of saying "not there"; qrcode goes on
    without.
    """
    absent = "PIL" not in sys.modules
    if absent:
        sys.modules["PIL"] = None  # type: ignore[assignment]
    try:
        from qrcode import main, util
    finally:
        if absent:
            del sys.modules["PIL"]
    return main, util
