"""A pack tried on before it counts: can this program, with what is here, show what is in it?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from kiosk.catalogue.cards import read_cards
from kiosk.catalogue.layer import Layer
from kiosk.catalogue.problems import Problem
from kiosk.catalogue.reading import read_catalogue
from kiosk.pack.container import opened
from kiosk.pack.fingerprint import fingerprint
from kiosk.pack.layers import Layers, layers
from kiosk.pack.manifest import LAYERS, Manifest
from kiosk.pack.refused import PackRefused
from kiosk.settings import Settings

ASSETS = Path(__file__).resolve().parents[2] / "assets"


def faults(settings: Settings, manifest: Manifest, folder: Path) -> list[Problem]:
    """What a kiosk with the packs of this one would leave out of the content in ``folder``, which is or becomes that
    pack. Takes a second: all content is read."""
    others = [pack for pack in layers(settings.packs.folder).packs if pack.name != manifest.name]
    place = LAYERS.index(manifest.layer), manifest.name
    below = Layers(tuple(pack for pack in others if (LAYERS.index(pack.layer), pack.name) < place))
    above = Layers(tuple(pack for pack in others if (LAYERS.index(pack.layer), pack.name) > place),
                   own=None if settings.content.folder == folder else settings.content.folder)
    folders = [*below.folders(ASSETS), Layer(folder), *above.folders(ASSETS)[1:]]
    icons = frozenset(json.loads((ASSETS / "icons" / "icons.json").read_text("utf-8")))
    _catalogue, problems = read_catalogue(folders, icons, settings.facts)
    _cards, damaged = read_cards(folder / "cards")
    return [problem for problem in problems
            if problem.severity == "error" and problem.file.startswith(f"{folder.resolve().name}/")] + [*damaged]


def try_on(settings: Settings) -> Callable[[Manifest, Path], None]:
    """For `install`, in the process that installs. Raises PackRefused with the first fault, so that a pack which this
    program cannot show never counts."""
    def tried(manifest: Manifest, folder: Path) -> None:
        if found := faults(settings, manifest, folder):
            raise PackRefused(f"This program cannot show what is in the pack: {found[0]}",
                              f"Who made it has to mend that ({len(found)} in all).")

    return tried


def words_of(file: Path) -> str:
    """The words of a pack's file, to compare. Raises PackRefused."""
    with opened(file) as pack:
        return fingerprint(pack.raw)
