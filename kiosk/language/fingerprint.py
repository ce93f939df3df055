"""How a compiled translation file knows which .po file it was made from.

Not by their dates, as gettext's tools do: an unpacked or restored file may carry an old date, and a
Raspberry Pi without a network does not know what time it is. An old translation that looks new would be very
hard to find.
"""

from __future__ import annotations

import zlib

MADE_FROM = ("kiosk", "made from")
"""Context and id of the one entry in a .mo file that is no text: the fingerprint of its .po file."""


def fingerprint(po: bytes) -> str:
    """What the content of a .po file is known by. Against mistakes, not against malice: packs are signed."""
    return f"{zlib.crc32(po):08x}-{len(po)}"
