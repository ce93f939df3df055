"""What a USB stick brought, waiting for the administrator's code: asked by the page on the kiosk itself.

The copies are made by another process (stick_copy.py), which never installs. Each has a note beside it, written last:
a copy that was broken off is no offer. What a note says is only shown; accepting verifies the pack again.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from kiosk.pack.container import SUFFIX
from kiosk.pack.refused import PackRefused
from kiosk.whole import write_whole

SAID = "said.txt"
SAFE = 500               # characters of a sentence; what a stick holds must not fill a page


@dataclass(frozen=True)
class Offer:
    """One pack that could be installed. ``file``: the copy, verified once; ``replaces``: the version of it that is here
    now, "" when there is none."""

    file: Path
    layer: str
    name: str
    title: str
    version: str
    fingerprint: str
    replaces: str


SHOWN = tuple(field.name for field in fields(Offer) if field.name != "file")


def waiting(folder: Path) -> list[Offer]:
    """What is there to confirm, the lowest layer first. Raises nothing: what cannot be read is not offered."""
    found = []
    for note in sorted(folder.glob("*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            about = json.loads(note.read_bytes())
            pack = note.with_suffix(SUFFIX)
            if pack.is_file():
                found.append(Offer(pack, **{name: printable(about[name]) for name in SHOWN}))
    return found


def said(folder: Path) -> str:
    """One line about the last stick, also why it brought nothing; "" when there was none."""
    try:
        return printable((folder / SAID).read_text("utf-8"))
    except (OSError, ValueError):
        return ""


def accept(offer: Offer, install: Callable[[Path], object]) -> str:
    """Install it with ``install``, which verifies it again. Returns "", or one sentence why it is not installed. The
    copy is gone afterwards: the stick is still there."""
    try:
        install(offer.file)
        return ""
    except PackRefused as reason:
        return printable(str(reason))
    finally:
        decline(offer)


def decline(offer: Offer) -> None:
    """Throw the copy away. The note goes first: without one there is no offer. Raises nothing."""
    for path in (offer.file.with_suffix(".json"), offer.file):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def put(offers: Iterable[Offer], folder: Path, sentence: str) -> None:
    """Note these copies, which stand in ``folder``, as offers, and what was said of the stick. OSError when it cannot
    be written."""
    for offer in offers:
        about = {name: getattr(offer, name) for name in SHOWN}
        write_whole(offer.file.with_suffix(".json"), json.dumps(about).encode())
    write_whole(folder / SAID, sentence.encode("utf-8", "replace"))


def clear(folder: Path) -> None:
    """Throw away what an earlier stick left, notes first; what was said stays. OSError when that cannot be."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.iterdir(), key=lambda path: path.suffix != ".json"):
        if path.name != SAID:
            path.unlink()


def printable(text: str) -> str:
    """One line of at most SAFE characters that no terminal or page takes for a command."""
    if not isinstance(text, str):
        raise TypeError(text)
    line = "".join(sign if sign.isprintable() else "?" for sign in " ".join(text.split()))
    return line if len(line) <= SAFE else f"{line[:SAFE - 1]}…"
