"""A pack tried on before it counts: can this program, with what is here, show what is in it?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from kiosk.catalogue.layer import Layer
from kiosk.catalogue.reading import read_catalogue
from kiosk.pack.container import opened
from kiosk.pack.fingerprint import fingerprint
from kiosk.pack.layers import Layers, layers
from kiosk.pack.manifest import LAYERS, Manifest
from kiosk.pack.refused import PackRefused
from kiosk.settings import Settings

ASSETS = Path(__file__).resolve().parents[2] / "assets"


def try_on(settings: Settings) -> Callable[[Manifest, Path], None]:
    """For `install`: reads all content as the kiosk would with the new pack, in the process that installs. Raises
    PackRefused with the first fault, so that a pack which this program cannot show never counts."""
    icons = frozenset(json.loads((ASSETS / "icons" / "icons.json").read_text("utf-8")))

    def tried(manifest: Manifest, folder: Path) -> None:
        others = [pack for pack in layers(settings.packs.folder).packs if pack.name != manifest.name]
        place = LAYERS.index(manifest.layer), manifest.name
        below = Layers(tuple(pack for pack in others if (LAYERS.index(pack.layer), pack.name) < place))
        above = Layers(tuple(pack for pack in others if (LAYERS.index(pack.layer), pack.name) > place),
                       own=settings.content.folder)
        folders = [*below.folders(ASSETS), Layer(folder), *above.folders(ASSETS)[1:]]
        _catalogue, problems = read_catalogue(folders, icons, settings.facts)
        faults = [problem for problem in problems
                  if problem.severity == "error" and problem.file.startswith(f"{manifest.label}/")]
        if faults:
            raise PackRefused(f"This program cannot show what is in the pack: {faults[0]}",
                              f"Who made it has to mend that ({len(faults)} in all).")

    return tried


def words_of(file: Path) -> str:
    """The words of a pack's file, to compare. Raises PackRefused."""
    with opened(file) as pack:
        return fingerprint(pack.raw)
