"""`kiosk site`: what was asked → what is built, and what is said about it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.catalogue.reading import read_catalogue
from kiosk.handoff.hours import WEEKDAYS, read_hours
from kiosk.language.interface import read_interface
from kiosk.language.languages import BY_CODE
from kiosk.language.texts import load_texts
from kiosk.pack.layers import layers_of
from kiosk.settings import Settings
from kiosk.site.build import Built, build
from kiosk.site.folder import FolderError
from kiosk.site.pages import HERE, Municipality
from kiosk.site.preview import PortTaken, Preview, state, watch
from kiosk.speech.voices import Voices


@dataclass(frozen=True, slots=True)
class Asked:
    """``languages`` empty: all of the site's. ``address``: where it will stand; empty when nobody knows yet.
    ``serve``: the port of a preview, None for none. ``processes`` None: one for each core.
    """

    folder: Path
    languages: tuple[str, ...] = ()
    sound: bool = True
    address: str = ""
    serve: int | None = None
    processes: int | None = None


def site(asked: Asked, settings: Callable[[], Settings], voices: Callable[[Settings], Voices], assets: Path,
         locales: Path) -> int:
    """The exit code. ``settings`` reads them anew, since a preview goes on while they change."""
    first = settings()
    fault = _wrong(asked, first)
    if fault:
        print(fault, file=sys.stderr)
        return 2
    try:
        if asked.serve is None:
            return _built(asked, first, voices, assets, locales)
        return _served(asked, first, settings, voices, assets, locales)
    except (FolderError, PortTaken) as reason:
        print(reason, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. The next time it goes on from here.", file=sys.stderr)
        return 130


def _wrong(asked: Asked, settings: Settings) -> str:
    strange = [code for code in asked.languages if code not in settings.site.languages]
    if strange:
        return (f"{', '.join(strange)} is not among the languages of this kiosk: "
                f"{', '.join(settings.site.languages)}.")
    parts = urlsplit(asked.address)
    if asked.address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        return f"“{asked.address}” is no address of a site. Write it whole: https://stappen.example.be/"
    return ""


def _built(asked: Asked, settings: Settings, voices: Callable[[Settings], Voices], assets: Path, locales: Path) -> int:
    icons = frozenset(json.loads((assets / "icons" / "icons.json").read_text("utf-8")))
    packs = layers_of(settings)
    catalogue, problems = read_catalogue(packs.folders(assets), icons, settings.facts)
    interface = read_interface()
    codes = dict.fromkeys(["nl", *(code for code in settings.site.languages
                                   if not asked.languages or code in asked.languages)])   # Dutch is one tap away
    texts = {code: load_texts(BY_CODE[code], packs.locales(locales), interface) for code in codes}
    for problem in (*problems, *(problem for each in texts.values() for problem in each.problems)):
        print(problem, file=sys.stderr)
    began = time.monotonic()
    where = asked.address or settings.take_along.site_address
    built = build(asked.folder, catalogue, texts, municipality(settings, where), assets,
                  voices(settings) if asked.sound else None, date.today(), _show, asked.processes)
    print(summary(built, time.monotonic() - began, asked.folder))
    if built.fault:
        print(f"Some sentences have no sound: {built.fault}", file=sys.stderr)
    return 1 if built.fault else 0


def _served(asked: Asked, first: Settings, settings: Callable[[], Settings], voices: Callable[[Settings], Voices],
            assets: Path, locales: Path) -> int:
    content = [*layers_of(first).folders(assets), locales, HERE]
    seen = state(content)
    _built(asked, first, voices, assets, locales)
    preview = Preview(asked.folder, asked.serve or 0)
    print(f"{preview.address}  (only on this machine; Ctrl+C ends it)", flush=True)
    try:
        watch(content, seen, lambda: _built(asked, settings(), voices, assets, locales), time.sleep)
    finally:
        preview.close()
    return 0


def municipality(settings: Settings, address: str) -> Municipality:
    helpers = settings.helpers
    hours = read_hours({day: getattr(helpers, day) for day in WEEKDAYS}, helpers.exceptions)
    address = address and address.rstrip("/") + "/"
    return Municipality(settings.site.name, settings.site.staff_place, helpers.phone, hours, address)


def summary(built: Built, seconds: float, folder: Path) -> str:
    """ "31 pages, 2017 sounds; 12 files written, 2046 as they were, 0 removed, 4 s: build/site" """
    return (f"{built.pages} pages, {built.sounds} sounds; {built.written} files written, {built.same} as they were, "
            f"{built.removed} removed, {seconds:.0f} s: {folder}")


def _show(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {whole} sentences ", end="\n" if done == whole else "", file=sys.stderr, flush=True)
