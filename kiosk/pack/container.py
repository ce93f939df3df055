"""A pack as one file: a plain tar that anybody can list, of which the kiosk believes nothing that was not signed.

    manifest.json    who made what, and the size and SHA-256 of each file
    manifest.sig     signatures over it
    NAME-VERSION/…   the files, in the order of the manifest

A tar can hold links, devices, absolute paths, names that lie about sizes. None of that is parsed here: the manifest and
its signatures are read first, within bounds, and from then on the kiosk knows every byte of every header that may
follow, makes it itself and compares. Nothing is compressed, so nothing can swell. The first difference ends it.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from kiosk.pack.manifest import (
    LARGEST_MANIFEST,
    LARGEST_PACK,
    MANIFEST,
    MOST_FILES,
    PIECE,
    SIGNATURES,
    Entry,
    Manifest,
    decoded,
)
from kiosk.pack.refused import ALTERED, PackRefused

SUFFIX = ".kioskpack"
LARGEST_SIGNATURES = 8192
BLOCK = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK)
LARGEST = LARGEST_PACK + LARGEST_MANIFEST + (2 * MOST_FILES + 32) * BLOCK
"""Bytes that a file of a pack can have at most."""
Progress = Callable[[int, int], None]
"""Bytes of files so far, and of all."""
CHOOSE = f"Choose a file that ends in {SUFFIX}, made with `kiosk pack build`."


@dataclass(frozen=True, slots=True)
class Opened:
    """A pack whose description has been read and nothing else: not yet verified. ``raw`` are the signed bytes."""

    stream: BinaryIO
    size: int
    raw: bytes
    signatures: bytes
    progress: Progress

    def manifest(self) -> Manifest:
        """Only for what has been verified, or is one's own. Raises PackRefused also where the file is not exactly as
        long as it must be."""
        manifest = decoded(self.raw)
        expected = sum(map(_taken, (len(self.raw), len(self.signatures), *(one.size for one in manifest.files))))
        if self.size < expected + len(END):
            raise cut_off()
        if self.size > expected + len(END):
            raise PackRefused("This pack is longer than what was signed.", ALTERED)
        return manifest

    def files(self, manifest: Manifest) -> Iterator[tuple[Entry, Iterator[bytes]]]:
        """Each file with its bytes, to be taken in this order and to the end. The last piece of a file comes only when
        its sum is right; raises PackRefused otherwise."""
        done, whole = 0, manifest.size
        for entry in manifest.files:
            if _exactly(self.stream, BLOCK) != header(f"{manifest.label}/{entry.path}", entry.size):
                raise changed(entry.path)
            yield entry, self._pieces(entry)
            done += entry.size
            self.progress(done, whole)
        if _exactly(self.stream, len(END)) != END or _read(self.stream, 1):
            raise PackRefused("This pack was changed after it was signed: something follows its end.", ALTERED)

    def _pieces(self, entry: Entry) -> Iterator[bytes]:
        seen, left = sha256(), entry.size
        while left:
            piece = _exactly(self.stream, min(PIECE, left))
            left -= len(piece)
            seen.update(piece)
            if not left and seen.hexdigest() != entry.sha256:
                raise changed(entry.path)
            yield piece
        if not entry.size and seen.hexdigest() != entry.sha256:
            raise changed(entry.path)
        if any(_exactly(self.stream, -entry.size % BLOCK)):
            raise changed(entry.path)


@contextlib.contextmanager
def opened(file: Path, progress: Progress = lambda done, whole: None) -> Iterator[Opened]:
    """Raises PackRefused, also when the file cannot be read: a pipe, a device and a folder are no packs."""
    try:
        number = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as fault:
        raise PackRefused(f"{file} cannot be read: {fault.strerror}.", "Check its name, and the stick or disk that it "
                          "is on.") from None
    about = os.fstat(number)
    if not stat.S_ISREG(about.st_mode):
        os.close(number)
        raise no_pack()
    with open(number, "rb") as stream:
        if about.st_size > LARGEST:
            raise PackRefused(f"This file is too large for a pack: {about.st_size >> 20} MB.", CHOOSE)
        raw = _member(stream, MANIFEST, LARGEST_MANIFEST)
        signatures = _member(stream, SIGNATURES, LARGEST_SIGNATURES)
        yield Opened(stream, about.st_size, raw, signatures, progress)


def no_pack() -> PackRefused:
    return PackRefused("This is not a content pack.", CHOOSE)


def cut_off() -> PackRefused:
    return PackRefused("This pack is cut off: its end is missing.", ALTERED)


def write(stream: BinaryIO, manifest: Manifest, signatures: bytes, content: Callable[[Entry], Iterator[bytes]]) -> None:
    """The whole pack; ``content`` gives the bytes of each file. OSError when it cannot be written."""
    raw = manifest.encoded()
    for name, data in ((MANIFEST, raw), (SIGNATURES, signatures)):
        stream.write(header(name, len(data)) + data + bytes(-len(data) % BLOCK))
    for entry in manifest.files:
        stream.write(header(f"{manifest.label}/{entry.path}", entry.size))
        for piece in content(entry):
            stream.write(piece)
        stream.write(bytes(-entry.size % BLOCK))
    stream.write(END)


def header(name: str, size: int) -> bytes:
    """The 512 bytes before a file: without owner and time, so that the same content gives the same pack."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o444
    return info.tobuf(tarfile.USTAR_FORMAT)


def changed(path: str) -> PackRefused:
    return PackRefused(f"This pack was changed after it was signed, or damaged on its way (at {path}).", ALTERED)


def _member(stream: BinaryIO, name: str, most: int) -> bytes:
    """One of the two files before the signature counts: its header says its size, and nothing else is believed."""
    block = _read(stream, BLOCK)
    if len(block) < BLOCK and (block or name != MANIFEST) and name.encode().startswith(block[:len(name)]):
        raise cut_off()
    if not block.startswith(name.encode() + b"\0"):
        raise no_pack()
    field = block[124:136].rstrip(b" \0")
    size = int(field, 8) if field.isdigit() and not set(field) & set(b"89") else -1
    if not 0 <= size <= most or block != header(name, size):
        raise PackRefused("This pack was changed, or damaged on its way (at its beginning).", ALTERED)
    data = _exactly(stream, size)
    if any(_exactly(stream, -size % BLOCK)):
        raise PackRefused("This pack was changed, or damaged on its way (at its beginning).", ALTERED)
    return data


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = _read(stream, size)
    if len(data) < size:
        raise cut_off()
    return data


def _read(stream: BinaryIO, size: int) -> bytes:
    """At most ``size`` bytes. Here a stick that cannot be read is told from a disk that cannot be written."""
    try:
        return stream.read(size)
    except OSError as fault:
        raise PackRefused(f"This pack could not be read to its end: {fault.strerror or fault}.",
                          "The stick or the card may be worn, or was taken out too soon. Copy it again.") from None


def _taken(size: int) -> int:
    """Bytes in the file: header, content, and zeros up to the next block."""
    return BLOCK + size + -size % BLOCK
