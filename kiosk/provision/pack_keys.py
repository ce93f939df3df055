"""The keys of those whose packs the kiosk takes, from the folder ``keys`` beside the card's file.

They are public, so they stay on the card. What the kiosk has becomes what the card has: a key that is lost or stolen is
taken out there. A card without the folder changes none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.provision.fault import Fault
from kiosk.provision.placing import Entry

FOLDER, ROOT = "keys", "root.json"
LARGEST = 512_000
"""Bytes of a file; what python-tuf takes for a root file."""


@dataclass(frozen=True)
class PackKeys:
    """``names`` are those of the keys, ``seen`` is what tells one card from another; both None without the folder."""

    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    names: tuple[str, ...] | None = None
    seen: bytes | None = None


def on_card(boot: Path, to: Path) -> PackKeys:
    """``to`` is the kiosk's own folder. Never raises for what stands on the card."""
    folder = boot / FOLDER
    if not folder.is_dir():
        return PackKeys()
    try:
        brought = {file.relative_to(folder): file.read_bytes()[:LARGEST] for file in _files(folder)}
    except OSError as error:
        return PackKeys(faults=(Fault(0, FOLDER, (f"cannot be read: {error.strerror}.", "Use another card."),
                                      ("De sleutels op de kaart zijn niet te lezen.", "Neem een andere kaart.")),))
    faults = tuple(fault for name, content in brought.items() for fault in _wrong(name, content))
    gone = [file for file in _files(to) if file.relative_to(to) not in brought]
    return PackKeys((*(Entry(to / name, content) for name, content in brought.items()), *map(Entry, gone)), faults,
                    tuple(str(name.with_suffix("")) for name in brought if name.suffix == ".pem"),
                    b"\n".join(str(name).encode() + b"\n" + content for name, content in brought.items()))


def _files(folder: Path) -> list[Path]:
    """Those that are about keys; computers leave much else on a card."""
    found = (*folder.glob("[!.]*.pem"), *folder.glob("[!.]*/[!.]*.pem"), *folder.glob("*.key"), *folder.glob("*/*.key"),
             *folder.glob("*root.json"))
    return sorted(file for file in found if file.is_file())


def _wrong(name: Path, content: bytes) -> Iterator[Fault]:
    from kiosk.pack.keys import public_in
    from kiosk.pack.manifest import LAYERS

    def fault(english: tuple[str, str], dutch: tuple[str, str]) -> Fault:
        return Fault(0, f"{FOLDER}/{name}", english, dutch)

    if name.suffix == ".key" or b"PRIVATE KEY" in content:
        yield fault(("is the key that signs: whoever finds this card can make packs for all your kiosks.",
                     "Take it off the card, and put the .pem file with its name there."),
                    ("Dit is de geheime sleutel. Wie de kaart vindt, kan pakketten maken voor uw kiosken.",
                     "Haal dit bestand van de kaart. Zet er het .pem-bestand met dezelfde naam op."))
    elif name.suffix == ".json":
        if str(name) != ROOT:
            yield fault((f"is not named {ROOT}.", "Give it that name."),
                        (f"Dit bestand moet {ROOT} heten.", "Geef het die naam."))
        elif not _is_root(content):
            yield fault(("is not the root file of a channel of packs.",
                         "Put there the 1.root.json that `kiosk pack publish --new` made, under this name."),
                        ("Dit is niet het bestand dat hoort bij een adres met pakketten.",
                         "Zet hier 1.root.json, met deze naam."))
    elif public_in(content) is None:
        yield fault(("is not a key for packs.", "Put the .pem file there that `kiosk pack key` made."),
                    ("Dit is geen sleutel voor pakketten.", "Zet hier het .pem-bestand dat `kiosk pack key` maakte."))
    elif len(name.parts) > 1 and name.parts[0] not in LAYERS:
        yield fault(("is in a folder that is no layer.", f"Choose from: {', '.join(LAYERS)}; or put it into {FOLDER}."),
                    ("Deze map is geen laag.", f"Kies {', '.join(LAYERS)}. Of zet het bestand in {FOLDER} zelf."))


def _is_root(content: bytes) -> bool:
    try:
        return json.loads(content)["signed"]["_type"] == "root"
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
