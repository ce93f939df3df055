"""Words and pictures → HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import uharfbuzz as hb
from markupsafe import Markup, escape

from kiosk.language.languages import BY_CODE, Language
from kiosk.language.units import MARKS, Unit

EM = 960
"""The square that every icon of the font is drawn in, in its own units."""


def plain(unit: Unit) -> str:
    """The words for a title or an attribute, where marks of direction are of no use."""
    return unit.words.translate(MARKS)


def spoken_in(code: str) -> Markup:
    """The attributes that say in which language words are, and which way they run."""
    return Markup('lang="{}" dir="{}"').format(code, BY_CODE[code].direction)


def words(unit: Unit) -> Markup:
    """The words exactly as the kiosk shows them; the Dutch name of a button inside them marked as Dutch."""
    made, at = Markup(), 0
    for start, end in unit.dutch:
        made += escape(unit.words[at:start])
        made += Markup("<span {}>{}</span>").format(spoken_in("nl"), unit.words[start:end])
        at = end
    return made + escape(unit.words[at:])


def line(unit: Unit, page: Language, more: Markup = Markup()) -> Markup:  # noqa: B008 - a constant
    """A sentence as one element, with its language where that is not the page's. ``more``: further attributes."""
    foreign = Markup(" ") + spoken_in(unit.language) if unit.language != page.code else Markup()
    return Markup("<span{}{}>{}</span>").format(foreign, more, words(unit))


class Icons:
    """The icons of a page: each is drawn once, at its end, and shown wherever it is named.

    As outlines and not as letters of the icon font: a screen reader would try to read those.
    """

    def __init__(self, folder: Path) -> None:
        """``folder`` has icons.ttf and icons.json. OSError or ValueError when they cannot be read."""
        self._codes = json.loads((folder / "icons.json").read_text("utf-8"))
        self._font = hb.Font(hb.Face(hb.Blob.from_file_path(str(folder / "icons.ttf"))))
        self._outline = cache(self._drawn)

    def shown(self, name: str, used: set[str], turns: bool = False) -> Markup:
        """``turns``: it points the way on, so it is mirrored where that is to the left."""
        if name not in self._codes:
            return Markup()
        used.add(name)
        return Markup('<svg class="icon{}" aria-hidden="true"><use href="#_icon-{}"/></svg>').format(
            " turns" if turns else "", name)

    def sheet(self, used: set[str]) -> Markup:
        """The outlines of all that were shown."""
        outlines = Markup().join(
            Markup('<symbol id="_icon-{}" viewBox="0 -{em} {em} {em}"><path d="{}"/></symbol>').format(
                name, self._outline(name), em=EM) for name in sorted(used))
        return Markup('<svg class="sheet" width="0" height="0" aria-hidden="true">{}</svg>').format(outlines)

    def _drawn(self, name: str) -> str:
        pen: list[str] = []
        self._font.draw_glyph(self._font.get_nominal_glyph(int(self._codes[name], 16)), _pen(), pen)
        return "".join(pen)


@cache
def _pen() -> hb.DrawFuncs:
    """Writes an outline as the path of an SVG, whose y runs down."""
    def write(letter: str):
        def draw(*given) -> None:
            *numbers, out = given
            out.append(letter + " ".join(_points(numbers)))
        return draw

    pen = hb.DrawFuncs()
    pen.set_move_to_func(write("M"))
    pen.set_line_to_func(write("L"))
    pen.set_quadratic_to_func(write("Q"))
    pen.set_cubic_to_func(write("C"))
    pen.set_close_path_func(write("Z"))
    return pen


def _points(numbers: list[float]) -> Iterator[str]:
    for place, number in enumerate(numbers):
        yield f"{-number if place % 2 else number:.0f}"
