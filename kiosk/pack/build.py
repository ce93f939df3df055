"""A content folder → a pack. What may not be in one, or would not be read, is said before anybody signs it.

The folder holds `pack.toml`: name, layer, title, and if wanted expires_after (days), program_from, program_until.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from kiosk.language.po import PoFault, compile_po
from kiosk.pack.container import SUFFIX, opened, write
from kiosk.pack.manifest import ABOUT, HIGHEST, KINDS, LARGEST_FILE, Entry, Manifest
from kiosk.pack.refused import PackRefused

DAYS = 366
"""Days within which a pack must be installed, where its folder does not say."""
AUTHORS = frozenset({ABOUT, "schema"})
"""What stands in a content folder and is only for who writes it."""

Content = dict[str, Callable[[], bytes]]


def build(folder: Path, to: Path, version: int = 0, today: date | None = None) -> Path:
    """Write NAME-VERSION.kioskpack, not yet signed, into ``to``. ``version`` 0: the date and 01. Raises PackRefused."""
    try:
        manifest = about(folder, version, today)
        content = contents(folder)
        entries, read = [], {}
        for path in sorted(content):
            data = content[path]()
            if len(data) > LARGEST_FILE:
                raise PackRefused(f"{folder / path} is too large: {LARGEST_FILE >> 20} MB is the most.",
                                  "Make it smaller.")
            entries.append(Entry(path, len(data), sha256(data).hexdigest()))
            read[path] = content[path]
        if not entries:
            raise PackRefused(f"There is nothing in {folder} that a pack can hold.", "Begin with a walkthrough in it: "
                              "kiosk new-walkthrough ID --folder FOLDER.")
        file, manifest = to / f"{manifest.label}{SUFFIX}", replace(manifest, files=tuple(entries))
        _keep_what_is_signed(file, manifest)
        return _written(file, manifest, b"", lambda entry: _same(read, entry))
    except OSError as fault:
        raise PackRefused(f"{fault.filename or to} cannot be read or written: {fault.strerror}.",
                          "Look at its name and permissions, and whether there is room.") from None


def _keep_what_is_signed(file: Path, manifest: Manifest) -> None:
    """A signed pack may have been given away: another one with its number would be refused where it is. Raises
    PackRefused."""
    try:
        with opened(file) as there:
            signed = there.raw if there.signatures else b""
    except PackRefused:  # none is there, or something that nobody can have given away
        return
    if signed not in (b"", manifest.encoded()):
        raise PackRefused(f"{file} is signed, and holds something else.",
                          f"Give this one a higher version: --version {manifest.version + 1}.")


def add_signature(file: Path, sign: Callable[[bytes, bytes], bytes]) -> Manifest:
    """Put ``sign(raw, signatures)`` in the place of a pack's signatures. Raises PackRefused; then it is as it was."""
    try:
        with opened(file) as pack:
            manifest = pack.manifest()
            signatures = sign(pack.raw, pack.signatures)
            files = pack.files(manifest)

            def content(_entry: Entry) -> Iterator[bytes]:
                yield from next(files)[1]

            _written(file, manifest, signatures, content)
            return manifest
    except OSError as fault:
        raise PackRefused(f"{file} cannot be written: {fault.strerror}.",
                          "Make room there, or copy it to a place of your own.") from None


def about(folder: Path, version: int = 0, today: date | None = None) -> Manifest:
    """What pack.toml says, without files. ``version`` 0: the date and 01. Raises PackRefused."""
    today = today or date.today()
    version = version or int(f"{today:%Y%m%d}01")
    if not 0 < version < HIGHEST:
        raise PackRefused(f"{version} is no version.", "Choose a whole number that is higher than the last one; "
                          "without one it is the date.")
    example = 'It holds, for instance:  name = "gent"  layer = "municipality"  title = "Stad Gent"'
    try:
        told = tomllib.loads((folder / ABOUT).read_text("utf-8"))
    except FileNotFoundError:
        raise PackRefused(f"{folder} has no {ABOUT}.", f"Write one. {example}" if folder.is_dir() else
                          "There is no such folder: check its name.") from None
    except OSError as fault:
        raise PackRefused(f"{folder / ABOUT} cannot be read: {fault.strerror}.", "Look at its permissions.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise PackRefused(f"{folder / ABOUT} cannot be read: {fault}.", example) from None
    known = {"name", "layer", "title", "expires_after", "program_from", "program_until"}
    if strange := sorted(told.keys() - known):
        raise PackRefused(f"{folder / ABOUT} says “{strange[0]}”, which means nothing.",
                          f"It may say: {', '.join(sorted(known))}.")
    days = told.pop("expires_after", DAYS)
    if type(days) is not int or days < 1:
        raise PackRefused(f"{folder / ABOUT} says that the pack expires after {days!r} days.",
                          "Write a whole number, such as 366.")
    try:
        manifest = Manifest(**{"title": "", "layer": "municipality", **told}, version=version, made_on=today,
                            expires=today + timedelta(days=days))
        manifest.encoded()
        return manifest
    except (PackRefused, TypeError, OverflowError):
        raise PackRefused(f"{folder / ABOUT} is not complete or not right.", f"{example}  A name has small "
                          "letters, digits and dashes; a layer is base, province or municipality; a program version is "
                          "like 1.2.") from None


def contents(folder: Path) -> Content:
    """Path in the pack → what gives its bytes. Translations go in compiled: nothing is ever written beside a pack that
    counts. Raises PackRefused, OSError."""
    found: Content = {}
    for place, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        top = Path(place) == folder
        if top:
            folders[:] = [name for name in folders if name not in AUTHORS]
        for name in sorted(names):
            path = Path(place) / name
            if name.startswith(".") or name.endswith(("~", ".before")) or top and name in AUTHORS:
                continue
            if not path.is_file() or path.is_symlink():
                raise PackRefused(f"{path} is no ordinary file.", "Put a copy of what it leads to in its place.")
            inside = path.relative_to(folder)
            if path.suffix == ".po":
                found[inside.with_suffix(".mo").as_posix()] = lambda path=path: _compiled(path)
            elif path.suffix.removeprefix(".") not in KINDS:
                raise PackRefused(f"{path} is a kind of file that the kiosk does not read.",
                                  "Take it out of the folder.")
            elif path.suffix != ".mo" or not path.with_suffix(".po").exists():
                found[inside.as_posix()] = path.read_bytes
    return found


def _compiled(path: Path) -> bytes:
    try:
        return compile_po(path.read_bytes(), "/".join(path.parts[-4:]))
    except PoFault as fault:
        raise PackRefused(str(fault.problem), "") from None


def _same(content: Content, entry: Entry) -> Iterator[bytes]:
    data = content[entry.path]()
    if (len(data), sha256(data).hexdigest()) != (entry.size, entry.sha256):
        raise PackRefused(f"{entry.path} was changed while the pack was made.", "Make it again.")
    yield data


def _written(file: Path, manifest: Manifest, signatures: bytes, content: Callable[[Entry], Iterator[bytes]]) -> Path:
    """Whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    passing = file.with_name(f"{file.name}.part")
    try:
        with open(passing, "wb") as stream:
            write(stream, manifest, signatures, content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(passing, file)
    finally:
        passing.unlink(missing_ok=True)
    return file


def _raise(fault: OSError) -> None:
    raise fault
