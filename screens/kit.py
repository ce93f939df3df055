"""What every widget needs to measure and draw itself: sizes, colours, fonts, icons, and the language on the screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from kiosk.language.languages import BY_CODE, Language
from kiosk.typeset.fonts import Face, FontSet, font_set, open_faces
from screens.theme import Colour, Sizes
from screens.widgets.atlas import Atlas

ASSETS = Path(__file__).resolve().parent.parent / "assets"
CAP_RATIO = 0.668
"""Height of a capital in em of Atkinson Hyperlegible Next (OS/2 table of the bundled file)."""
MIRRORED_ICONS = {"arrow_back": "arrow_forward", "arrow_forward": "arrow_back", "chevron_right": "chevron_left",
                  "chevron_left": "chevron_right"}


class Icons:
    """Icons by name, and the pictures of the 256 nouns by code point."""

    def __init__(self, folder: Path = ASSETS / "icons") -> None:
        self.face, = open_faces([folder / "icons.ttf"])
        self.nouns, = open_faces([folder / "nouns.ttf"])
        self._names: Mapping[str, str] = json.loads((folder / "icons.json").read_text("utf-8"))

    def names(self) -> frozenset[str]:
        """Every icon a walkthrough may name."""
        return frozenset(self._names)

    def character(self, name: str) -> str:
        """The character of an icon; a question mark in a circle for a name that is not there."""
        return chr(int(self._names.get(name) or self._names["help"], 16))

    def glyph(self, name: str) -> tuple[Face, str]:
        """The face and the character of an icon, or of a noun's picture when the name is like ``noun:1f511``."""
        if name.startswith("noun:"):
            return self.nouns, chr(int(name[5:], 16))
        return self.face, self.character(name)


class Kit:
    """One for each state of panel, preferences and language; cheap to make anew."""

    def __init__(
        self, sizes: Sizes, colours: Mapping[str, Colour], atlas: Atlas, icons: Icons, language: Language
    ) -> None:
        self.sizes, self.colours, self.atlas, self.icons, self.language = sizes, colours, atlas, icons, language

    def speaking(self, code: str) -> Kit:
        """The same kit for a part in another language, such as the practice site, which is Dutch and never mirrored."""
        return Kit(self.sizes, self.colours, self.atlas, self.icons, BY_CODE[code])

    @property
    def mirrored(self) -> bool:
        return self.language.direction == "rtl"

    def fonts(self, language: str) -> FontSet:
        return font_set(BY_CODE[language].fonts)

    def em(self, factor: float = 1.0, bar: bool = False) -> int:
        """px of the em for text ``factor`` times the chosen size; ``bar`` for what stands in the bars."""
        return self.sizes.em((self.sizes.bar_cap if bar else self.sizes.cap) * factor, CAP_RATIO)

    def icon_name(self, name: str) -> str:
        """Arrows point the way the language reads."""
        return MIRRORED_ICONS.get(name, name) if self.mirrored else name
