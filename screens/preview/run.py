"""`kiosk preview`: the window, and what follows when a file is saved."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from kiosk.authoring.command import faults_of, folders_of
from kiosk.authoring.followed import Followed
from kiosk.catalogue.problems import did_you_mean
from kiosk.catalogue.reading import read_catalogue
from kiosk.handoff.words import NounsError, read_nouns
from kiosk.pack.layers import layers_of
from kiosk.settings import Settings
from screens.book.make import PANELS
from screens.preview.writing import Writing
from screens.window import desktop_size, prepare

COLUMN = 0.28
"""The part of the window's width beside the glass."""
NARROWEST = 340
"""px of the column: its buttons beside each other."""
AROUND = (0.97, 0.9)
"""What of a desktop's width and height is left by its bars and the window's own."""


def preview(settings: Settings, id: str, language: str, panel: str) -> int:
    """Open the window and stay; the exit code, 2 for what is not there. Raises screens.window.NoDisplay."""
    from kiosk.checking import everything
    from kiosk.parts.places import ASSETS, LOCALES
    from kiosk.parts.voice import make_voice, make_voices
    from kiosk.parts.world import make_world

    strange = next((f"There is no {what} “{name}”. {did_you_mean(name, known)}" for what, name, known in (
        ("panel", panel, PANELS), ("language here", language, settings.site.languages)) if name not in known), "")
    folders = folders_of(settings)
    catalogue, problems = read_catalogue(folders)
    if id and id not in catalogue.walkthroughs and not faults_of(id, problems):
        strange = f"There is no walkthrough “{id}”. {did_you_mean(id, catalogue.walkthroughs)}"
    if strange:
        print(strange, file=sys.stderr)
        return 2
    width, height, diagonal = PANELS[panel]
    whole, glass = _sizes(desktop_size(), (width, height))
    prepare(whole, fullscreen=False)

    from kiosk.visit.idle import Idle
    from kiosk.visit.session import Session
    from screens.preview.loop import PreviewLoop
    from screens.theme import Panel

    settings = replace(settings, site=replace(settings.site, silent_languages=True))
    voices = make_voices(settings)
    narrator, player, clips = make_voice(settings, voices)
    world = make_world(settings, glass, voices)
    world.panel = Panel(*glass, diagonal)
    world.locales = layers_of(settings).locales(LOCALES)
    with suppress(NounsError):  # the check says so
        world.nouns = read_nouns(ASSETS / "nouns.yaml")
    names = frozenset(world.icons.names())
    writing = Writing(Followed(folders, LOCALES), lambda: read_catalogue(folders, names, settings.facts),
                      lambda: everything(settings, date.today(), Path(ASSETS), LOCALES)[1])
    never = Idle(float("inf"), float("inf"), float("inf"))  # an author may think as long as it takes
    session = Session(world.catalogue, never, time.monotonic, language=language)
    PreviewLoop(session, narrator, world, player.start, writing, whole, id).run()
    player.close()
    clips.close()
    return 0


def _sizes(desktop: tuple[int, int], panel: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The window and the glass in it, px: the panel as large as there is room for, in its own proportions."""
    width, height = int(desktop[0] * AROUND[0]), int(desktop[1] * AROUND[1])
    column = max(NARROWEST, int(width * COLUMN))
    scale = min(1.0, (width - column) / panel[0], height / panel[1])
    glass = int(panel[0] * scale), int(panel[1] * scale)
    return (min(width, glass[0] + max(column, NARROWEST)), glass[1]), glass
