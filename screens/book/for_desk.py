"""`kiosk desk pictures`: what a citizen sees at each step, in each language, for the page that assistants open.

    python -m screens.book.for_desk FOLDER [--languages nl,ar] [--walkthrough ID] [--settings FILE]

FOLDER is the desk's data folder. A process of its own, for it opens a window on a virtual display; the desk never does.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from kiosk import settings as administrator
from kiosk.catalogue.model import Catalogue
from kiosk.desk import pictures
from kiosk.visit.preferences import Preferences
from kiosk.visit.tours import trails_to_steps
from kiosk.visit.visit import Visit
from screens.book.display import NoVirtualDisplay, virtual_display

PANEL = (1280, 720, 15.6)
"""px, px, inches: a common panel, where the practice site stands beside the words; in fewer pixels than it has, for the
pictures are small."""
WIDTH = 800
"""px: twice what a telephone shows, so that it stays sharp when somebody makes it larger."""
QUALITY = 60
"""Of WebP, 0 to 100: about 20 kB, and no letter is blurred."""


def main(arguments: list[str] | None = None) -> int:
    """Returns 0, or 2 when the pictures could not be made; those that were there then stay."""
    parser = argparse.ArgumentParser(prog="kiosk desk pictures", description="Draw what citizens see, for assistants.")
    parser.add_argument("folder", type=Path, help="the desk's data folder")
    parser.add_argument("--languages", metavar="CODES", default="", help="only these, with commas (default: all)")
    parser.add_argument("--walkthrough", metavar="ID", help="only this one (default: all)")
    parser.add_argument("--settings", type=Path, metavar="FILE")
    chosen = parser.parse_args(arguments)
    settings, problems = administrator.load(chosen.settings)
    for problem in problems:
        print(problem, file=sys.stderr)
    languages = tuple(filter(None, chosen.languages.split(","))) or settings.site.languages
    if strange := [code for code in languages if code not in settings.site.languages]:
        print(f"{strange[0]} is not among the languages of this kiosk: {', '.join(settings.site.languages)}.",
              file=sys.stderr)
        return 2
    try:
        with virtual_display(*PANEL[:2]):
            return _draw(chosen.folder, settings, languages, chosen.walkthrough)
    except NoVirtualDisplay as error:
        print(error, file=sys.stderr)
    except OSError as fault:
        print(f"{chosen.folder} cannot be written: {fault.strerror}. Give a folder that this user may write.",
              file=sys.stderr)
    return 2


def _draw(folder: Path, settings: administrator.Settings, languages: tuple[str, ...], only: str | None) -> int:
    from screens.window import prepare

    (folder / pictures.FOLDER).mkdir(parents=True, exist_ok=True)
    prepare(PANEL[:2])
    from kiosk.parts.content import fill
    from kiosk.parts.voice import make_voices
    from kiosk.parts.world import make_world
    from screens.book.studio import Studio
    from screens.theme import Panel

    world = make_world(settings, PANEL[:2], make_voices(settings))
    world.panel = Panel(*PANEL)
    for problem in fill(world, settings):
        print(problem, file=sys.stderr)
    studio = Studio(world)
    began, listed = time.monotonic(), {}
    wanted = [(language, *step) for language in languages for step in _steps(world.catalogue, language, only)]
    for number, (language, where, visit) in enumerate(wanted, 1):
        shot = next(studio.pages(where, visit, Preferences()))
        listed[f"{where}/{language}"] = _keep(folder, where, language, shot.picture)
        if number == len(wanted) or wanted[number][0] != language:
            print(f"{language}: {number} of {len(wanted)} pictures", flush=True)
    pictures.keep_list(folder, listed)
    size = sum(file.stat().st_size for file in (folder / pictures.FOLDER).glob("*.webp"))
    print(f"{len(listed)} pictures, {size / 1e6:.1f} MB, {time.monotonic() - began:.0f} s: {folder / pictures.FOLDER}")
    return 0


def _steps(catalogue: Catalogue, language: str, only: str | None) -> Iterator[tuple[str, Visit]]:
    """("walkthrough/step" by number, the visit that stands there) for every step that somebody can come to."""
    for walkthrough in catalogue:
        if only not in (None, walkthrough.id):
            continue
        for id, trail in trails_to_steps(walkthrough, catalogue).items():
            yield f"{walkthrough.number}/{walkthrough.step(id).number}", Visit(language, trail)


def _keep(folder: Path, where: str, language: str, picture) -> str:
    """The address of the picture, whose name has a fingerprint of what is in it."""
    small = io.BytesIO()
    size = WIDTH, round(WIDTH * picture.height / picture.width)
    picture.resize(size).save(small, "WEBP", quality=QUALITY)
    fingerprint = hashlib.sha256(small.getvalue()).hexdigest()[:12]
    name = f"{where.replace('/', '-')}-{language}-{fingerprint}.webp"
    file = folder / pictures.FOLDER / name
    if not file.exists():
        file.write_bytes(small.getvalue())
    return f"{pictures.ADDRESS}/{name}"


if __name__ == "__main__":
    sys.exit(main())
