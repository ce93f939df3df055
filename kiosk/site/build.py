"""The whole site: pages, sounds, letters. Each is written only when it has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.catalogue.model import Catalogue
from kiosk.language.texts import Texts
from kiosk.language.units import Unit
from kiosk.site.folder import Folder
from kiosk.site.marks import Icons
from kiosk.site.pages import HERE, Municipality, Pages
from kiosk.site.sounds import Progress, Sounds
from kiosk.speech.voices import Voices

FONTS = ("AtkinsonHyperlegibleNext", "NotoSansArabic")
LICENCES = ("fonts/OFL-Atkinson.txt", "fonts/OFL-NotoSansArabic.txt", "icons/APACHE-MaterialSymbols.txt")


@dataclass(frozen=True, slots=True)
class Built:
    """``fault``: why some sentences have no sound; empty when all is well."""

    pages: int
    sounds: int
    written: int
    same: int
    removed: int
    fault: str = ""


def build(root: Path, catalogue: Catalogue, texts: Mapping[str, Texts], municipality: Municipality, assets: Path,
          voices: Voices | None, today: date, progress: Progress = lambda done, whole: None,
          processes: int | None = None) -> Built:
    """Write the site into ``root``. ``voices`` None: pages without sound, and the sounds that are there stay for the
    next build. FolderError when the folder is not ours or cannot be written.
    """
    folder = Folder(root)
    icons = Icons(assets / "icons")
    sounds = Sounds(voices, folder) if voices else None

    def pages(heard: Callable[[Unit], object]) -> Pages:
        return Pages(catalogue, texts, municipality, icons, heard, today)

    units: dict[Unit, None] = {}
    names = [name for name, _ in pages(lambda unit: units.setdefault(unit)).all()]    # which sentences are there?
    files = _files(assets)
    folder.begin([*names, *files, *({sounds.name(unit) for unit in units} - {""} if sounds else ())])
    try:
        if sounds:
            sounds.make(units, progress, processes)
            for name in {sound.name for unit in units if (sound := sounds.get(unit))}:
                folder.keep(name)
        else:
            for name in folder.made("sound"):
                folder.keep(name)
        for name, path in files.items():
            folder.put(name, path.read_bytes())
        for name, html in pages(sounds.get if sounds else lambda unit: None).all():
            folder.put(name, html.encode())
    finally:
        folder.pause()
    folder.finish()
    heard = len(folder.made("sound")) if sounds else 0
    counts = folder.counts
    return Built(len(names), heard, counts.written, counts.same, counts.removed, sounds.fault if sounds else "")


def _files(assets: Path) -> dict[str, Path]:
    """What stands beside the pages, and where it comes from."""
    fonts = [path for family in FONTS for path in sorted((assets / "fonts").glob(f"{family}-*.ttf"))]
    return ({path.name: path for path in sorted((HERE / "static").iterdir())}
            | {f"fonts/{path.name}": path for path in fonts}
            | {name.replace("icons/", "fonts/"): assets / name for name in LICENCES})
