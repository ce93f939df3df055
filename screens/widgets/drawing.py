"""A list of shapes → a few Kivy meshes. Coordinates are whole px of the window, y up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kivy.graphics import Color, InstructionGroup, Mesh

from kiosk.typeset.fonts import Face
from kiosk.typeset.paragraph import Paragraph
from screens.theme import Colour
from screens.widgets.atlas import Atlas, Stamp

SOLID = -1
"""The page of shapes without a picture."""


class Drawing:
    """Collects shapes back to front; ``group`` gives them as one instruction."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._layers: list[tuple[Colour, int, list[float], list[int]]] = []

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self._quad(colour, SOLID, x, y, x + width, y + height, (0, 0, 1, 1))

    def rounded(self, x: int, y: int, width: int, height: int, radius: int, colour: Colour) -> None:
        """A filled rectangle with round corners of ``radius`` px."""
        radius = int(max(0, min(radius, width // 2, height // 2)))
        if not radius:
            return self.box(x, y, width, height, colour)
        right, top = x + width, y + height
        self.box(x + radius, y, width - 2 * radius, height, colour)
        self.box(x, y + radius, radius, height - 2 * radius, colour)
        self.box(right - radius, y + radius, radius, height - 2 * radius, colour)
        c = self.atlas.corner(radius)
        self._quad(colour, c.page, x, top - radius, x + radius, top, (c.u0, c.v1, c.u1, c.v0))
        self._quad(colour, c.page, right - radius, top - radius, right, top, (c.u1, c.v1, c.u0, c.v0))
        self._quad(colour, c.page, x, y, x + radius, y + radius, (c.u0, c.v0, c.u1, c.v1))
        self._quad(colour, c.page, right - radius, y, right, y + radius, (c.u1, c.v0, c.u0, c.v1))

    def framed(
        self, x: int, y: int, width: int, height: int, radius: int, line: int, edge: Colour, fill: Colour
    ) -> None:
        """A rounded rectangle with an edge ``line`` px wide, inside the given size."""
        self.rounded(x, y, width, height, radius, edge)
        self.rounded(x + line, y + line, width - 2 * line, height - 2 * line, radius - line, fill)

    def paragraph(self, paragraph: Paragraph, x: int, top: int, colour: Colour, word: int | None = None) -> None:
        """The text, or only its word of that number, with the text's top left corner at (x, top)."""
        for glyph in paragraph.glyphs:
            if word is None or glyph.word == word:
                self._stamp(self.atlas.glyph(glyph.face, paragraph.px, glyph.gid), x + glyph.x, top - glyph.y, colour)

    def icon(self, face: Face, character: str, x: int, y: int, size: int, colour: Colour) -> None:
        """An icon centred in a square of ``size`` px whose lower left corner is (x, y)."""
        stamp = self.atlas.glyph(face, size, face.gid(character))
        left = x + (size - stamp.width) // 2
        bottom = y + (size - stamp.height) // 2
        self._stamp(stamp, left - stamp.left, bottom + stamp.height - stamp.top, colour)

    def modules(self, rows: Sequence[Sequence[bool]], x: int, y: int, module: int, dark: Colour) -> None:
        """The dark modules of a QR code, each ``module`` whole px square; (x, y) is the lower left corner."""
        for number, row in enumerate(rows):
            bottom = y + (len(rows) - 1 - number) * module
            start = 0
            for on, run in groupby(row):
                end = start + len(list(run))
                if on:
                    self.box(x + start * module, bottom, (end - start) * module, module, dark)
                start = end

    def _stamp(self, stamp: Stamp, x: int, baseline: int, colour: Colour) -> None:
        if stamp.width:
            left, top = x + stamp.left, baseline + stamp.top
            self._quad(colour, stamp.page, left, top - stamp.height, left + stamp.width, top,
                       (stamp.u0, stamp.v1, stamp.u1, stamp.v0))

    def _quad(self, colour: Colour, page: int, left: float, bottom: float, right: float, top: float,
              uv: Sequence[float]) -> None:
        if not self._layers or self._layers[-1][:2] != (colour, page):
            self._layers.append((colour, page, [], []))
        _, _, vertices, indices = self._layers[-1]
        first = len(vertices) // 4
        u0, v0, u1, v1 = uv
        vertices += (left, bottom, u0, v0, right, bottom, u1, v0, right, top, u1, v1, left, top, u0, v1)
        indices += (first, first + 1, first + 2, first, first + 2, first + 3)

    def group(self) -> InstructionGroup:
        group = InstructionGroup()
        for colour, page, vertices, indices in self._layers:
            group.add(Color(*colour))
            texture = None if page == SOLID else self.atlas.pages[page]
            group.add(Mesh(vertices=vertices, indices=indices, mode="triangles", texture=texture))
        return group
