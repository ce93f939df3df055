"""Builds a site for a test, from the kiosk's own content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.catalogue.model import Catalogue
from kiosk.handoff.hours import read_hours
from kiosk.language.interface import read_interface
from kiosk.language.languages import BY_CODE
from kiosk.language.texts import Texts, load_texts
from kiosk.parts.places import ASSETS, LOCALES
from kiosk.parts.voice import make_voices
from kiosk.settings import Settings
from kiosk.site.build import Built, build
from kiosk.site.pages import Municipality

TODAY = date(2026, 11, 27)
US = Municipality("Digipunt Bibliotheek", "de infobalie", "02 553 17 00",
                  read_hours({"monday": ["09:00-12:30", "13:30-17:00"], "sunday": []},
                             {"2026-12-25": [], "2026-11-01": []}))
SPOKEN = "aanmelden-eid"
"""The one walkthrough that is built with sound: all of them take minutes."""


@dataclass(frozen=True)
class Made:
    """A site that was built: where it is, and what it was built from."""

    root: Path
    built: Built
    catalogue: Catalogue
    texts: dict[str, Texts]
    again: Callable[..., Built]


def make(root: Path, catalogue: Catalogue, codes: tuple[str, ...], *, sound: bool = False,
         us: Municipality = US) -> Made:
    interface = read_interface()
    texts = {code: load_texts(BY_CODE[code], LOCALES, interface) for code in codes}

    def again(sound: bool = sound) -> Built:
        return build(root, catalogue, texts, us, ASSETS, make_voices(Settings()) if sound else None, TODAY)

    return Made(root, again(), catalogue, texts, again)
