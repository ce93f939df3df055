"""How long an Ogg Vorbis file lasts and whether it is all there, without decoding it."""

from __future__ import annotations

import struct

_PAGE = struct.Struct("<4sBBqIIIB")           # RFC 3533 section 6: OggS, version, flags, position, …, segments
_END_OF_STREAM = 4


def ogg_seconds(file: bytes) -> float:
    """Its length in s, from its first and last page alone. ValueError with a sentence when it is no whole one."""
    rate = int.from_bytes(file[40:44], "little")          # Vorbis I section 4.2.2, after the first page's head
    if file[:4] != b"OggS" or file[28:35] != b"\x01vorbis" or not rate:
        raise ValueError("This is not an Ogg Vorbis file. Record it again, or bring it in again.")
    page = file[file.rfind(b"OggS"):]
    if len(page) > _PAGE.size:
        *_, position, _, _, _, segments = _PAGE.unpack_from(page)
        size = _PAGE.size + segments + sum(page[_PAGE.size:_PAGE.size + segments])
        if page[5] & _END_OF_STREAM and len(page) == size:
            return position / rate
    raise ValueError("This Ogg Vorbis file breaks off before its end. Copy it again, or record it again.")
