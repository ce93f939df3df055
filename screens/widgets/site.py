"""The practice site, drawn from data: purple band, address bar, and the elements of one page.

Labels stay Dutch and the page runs from left to right in every language, because that is what the person will meet.
The amber ring shows where to touch. No logo, no colours of a real site: it must never be taken for one.
"""

from __future__ import annotations

from kiosk.catalogue.model import Element, Practise
from kiosk.language.units import Unit
from kiosk.visit.place import Do, Move
from screens.kit import Kit
from screens.theme import TARGET
from screens.widgets.drawing import Drawing
from screens.widgets.icon import Icon
from screens.widgets.part import Part
from screens.widgets.text import Style, Text

SITE = Style(line=1.2)
SITE_BOLD = Style(bold=True, line=1.2)
SITE_HEADING = Style(1.1, bold=True, line=1.2)
CHROME = Style(bar=True, line=1.12)
CHROME_BOLD = Style(bold=True, bar=True, line=1.12)


class SiteElement(Part):
    """One thing on the page. Everything on it can be touched: one element goes on, the others explain themselves."""

    focusable = True

    def __init__(self, kit: Kit, element: Element, step: str, *, wanted: bool, filled: bool, small: bool) -> None:
        self.element, self.wanted = element, wanted
        self.action = Move(Do.TOUCH, element.id)
        words = element.filled if filled and element.filled else element.label
        self.unit = Unit(f"{step}/{element.id}", words, "nl")
        style = SITE_HEADING if element.kind == "heading" else SITE_BOLD if element.kind in ("button", "item") else SITE
        if small:
            style = style._replace(bar=True)
        on_button = element.kind == "button"
        self.label = Text(kit, self.unit, style, "on_chosen" if on_button else "ink")
        self.icon = Icon(kit, element.icon, round(self.label.px * 1.1), self.label.role) if element.icon else None
        self.arrow = Icon(kit, "chevron_right", self.label.px, "ink") if element.kind == "item" else None
        super().__init__(kit, tuple(p for p in (self.icon, self.label, self.arrow) if p is not None))
        self.pressed = self.focused = False
        self.pad = kit.sizes.mm(2)
        self.ring = kit.sizes.mm(2)

    @property
    def boxed(self) -> bool:
        return self.element.kind in ("button", "item", "field", "message")

    def _beside(self) -> int:
        return sum(p.natural() + self.pad for p in (self.icon, self.arrow) if p is not None)

    def least(self) -> int:
        return self.label.least() + self._beside() + 2 * self.pad + 2 * self.ring

    def natural(self) -> int:
        return self.label.natural() + self._beside() + 2 * self.pad + 2 * self.ring

    def height_for(self, width: int) -> int:
        words = self.label.height_for(width - self._beside() - 2 * self.pad - 2 * self.ring)
        if not self.boxed and not self.wanted:
            return words
        return max(self.kit.sizes.mm(TARGET), words + self.pad // 2) + (2 * self.ring if self.wanted else 0)

    def _inner(self) -> tuple[int, int, int, int]:
        ring = self.ring
        upright = ring if self.wanted else 0
        return int(self.x) + ring, int(self.y) + upright, int(self.width) - 2 * ring, int(self.height) - 2 * upright

    def arrange(self) -> None:
        x, y, width, height = self._inner()
        left, right = x + self.pad, x + width - self.pad
        if not self.boxed:
            left = x
        if self.icon is not None:
            side = self.icon.side
            self.icon.place(left, y + (height - side) // 2, side, side)
            left += side + self.pad
        if self.arrow is not None:
            side = self.arrow.side
            right -= side
            self.arrow.place(right, y + (height - side) // 2, side, side)
        wide = right - left
        tall = self.label.height_for(wide)
        self.label.place(left, y + (height - tall) // 2, wide, tall)

    def show(self, *, pressed: bool | None = None, focused: bool | None = None) -> None:
        self.pressed = self.pressed if pressed is None else pressed
        self.focused = self.focused if focused is None else focused
        self.redraw()

    def draw(self, drawing: Drawing) -> None:
        sizes, colours = self.kit.sizes, self.kit.colours
        x, y, width, height = self._inner()
        radius = sizes.mm(1.5)
        if self.wanted or self.focused or self.pressed:  # ink, amber, ink: it stands out on any ground
            reach, line = self.ring, max(1, sizes.line // 2)
            drawing.rounded(x - reach, y - reach, width + 2 * reach, height + 2 * reach, radius + reach, colours["ink"])
            mid = reach - line
            drawing.rounded(x - mid, y - mid, width + 2 * mid, height + 2 * mid, radius + mid,
                            colours["ring" if self.wanted else "chosen"])
            inner = line * 2 if not self.pressed else 0
            drawing.rounded(
                x - inner, y - inner, width + 2 * inner, height + 2 * inner, radius + inner, colours["card"]
            )
        if self.element.kind == "button":
            drawing.rounded(x, y, width, height, radius, colours["chosen"])
        elif self.boxed:
            fill = "chrome" if self.element.kind == "message" else "card"
            drawing.framed(x, y, width, height, radius, sizes.line, colours["edge"], colours[fill])
        elif self.element.kind == "link":
            for left, bottom, wide, _ in self.label.boxes():
                drawing.box(left, bottom + sizes.line, wide, max(1, sizes.line // 2), colours["ink"])


class Site(Part):
    """The window of the practice site for one practise step. Shows as much of the page as fits around the target."""

    def __init__(self, kit: Kit, step: Practise, band: Unit, address: Unit, filled: frozenset[str] = frozenset(),
                 *, small: bool = False) -> None:
        self._made_of = (kit, step, band, address, filled)
        self.band = Text(kit, band, CHROME_BOLD, "on_band", "center")
        self.band_icon = Icon(kit, "school", round(self.band.px * 1.1), "on_band")
        self.address = Text(kit, address, CHROME, "ink")
        self.lock = Icon(kit, "lock", round(self.address.px), "ink")
        key = f"{step.page.id}"
        self.elements = tuple(SiteElement(kit, e, key, wanted=e.id == step.target, filled=e.id in filled, small=small)
                              for e in step.page.elements)
        super().__init__(kit, (self.band_icon, self.band, self.lock, self.address, *self.elements))
        self.pad = kit.sizes.mm(2)
        self.gap = kit.sizes.gap
        self.line = kit.sizes.line

    def smaller(self) -> Site:
        """The same with labels no larger than the default size, for a panel too low for more."""
        return Site(*self._made_of, small=True)

    @property
    def target(self) -> SiteElement:
        return next(element for element in self.elements if element.wanted)

    def least(self) -> int:
        return max(*(e.least() for e in self.elements), self.address.least() + self.lock.side + 6 * self.pad,
                   self.band.least() + self.band_icon.side + 3 * self.pad) + 2 * self.line

    def natural(self) -> int:
        return max(*(e.natural() for e in self.elements), self.address.natural() + self.lock.side + 6 * self.pad,
                   self.band.natural() + self.band_icon.side + 3 * self.pad) + 2 * self.line + 2 * self.pad

    def _top(self, width: int) -> tuple[int, int]:
        inner = width - 2 * self.line
        band = self.band.height_for(inner - self.band_icon.side - 3 * self.pad) + self.pad
        bar = self.address.height_for(inner - self.lock.side - 6 * self.pad) + self.pad * 2
        return band, bar

    def _content(self, width: int, elements: tuple[SiteElement, ...]) -> int:
        inner = width - 2 * self.line
        return sum(e.height_for(inner) for e in elements) + self.gap * (len(elements) + 1)

    def height_for(self, width: int) -> int:
        return sum(self._top(width)) + self._content(width, self.elements) + 2 * self.line

    def least_height(self, width: int) -> int:
        """px, with nothing on the page but the target."""
        return sum(self._top(width)) + self._content(width, (self.target,)) + 2 * self.line

    def shown(self, width: int, height: int) -> tuple[SiteElement, ...]:
        """The longest stretch of the page around the target that fits, what stands above it first."""
        room = height - sum(self._top(width)) - 2 * self.line
        first = last = self.elements.index(self.target)
        for wanted in (*range(first - 1, -1, -1), *range(last + 1, len(self.elements))):
            a, b = min(first, wanted), max(last, wanted)
            if self._content(width, self.elements[a:b + 1]) <= room and (a == first - 1 or b == last + 1):
                first, last = a, b
        return self.elements[first:last + 1]

    def arrange(self) -> None:
        x, y, width, height = (int(v) for v in (*self.pos, *self.size))
        inner = width - 2 * self.line
        band, bar = self._top(width)
        top = y + height - self.line
        words = min(inner - self.band_icon.side - 3 * self.pad, self.band.natural())
        left = x + self.line + (inner - words - self.band_icon.side - self.pad) // 2
        tall = self.band.height_for(words)
        self.band_icon.place(left, top - (band + self.band_icon.side) // 2, self.band_icon.side, self.band_icon.side)
        self.band.place(left + self.band_icon.side + self.pad, top - (band + tall) // 2, words, tall)
        top -= band
        left = x + self.line + 2 * self.pad
        self.lock.place(left, top - (bar + self.lock.side) // 2, self.lock.side, self.lock.side)
        words = inner - self.lock.side - 6 * self.pad
        tall = self.address.height_for(words)
        self.address.place(left + self.lock.side + self.pad, top - (bar + tall) // 2, words, tall)
        top -= bar + self.gap
        shown = self.shown(width, height)
        self.parts = (self.band_icon, self.band, self.lock, self.address, *shown)
        for element in shown:
            tall = element.height_for(inner)
            element.place(x + self.line, top - tall, inner, tall)
            top -= tall + self.gap

    def draw(self, drawing: Drawing) -> None:
        sizes, colours = self.kit.sizes, self.kit.colours
        x, y, width, height = (int(v) for v in (*self.pos, *self.size))
        band, bar = self._top(width)
        radius, line = sizes.radius, self.line
        drawing.rounded(x, y, width, height, radius, colours["edge"])
        drawing.rounded(x + line, y + line, width - 2 * line, height - 2 * line, radius - line, colours["band"])
        top = y + height - line - band
        drawing.rounded(x + line, y + line, width - 2 * line, top - y - line, radius - line, colours["card"])
        drawing.box(x + line, top - bar, width - 2 * line, bar, colours["chrome"])
        drawing.framed(x + line + self.pad, top - bar + self.pad // 2, width - 2 * line - 2 * self.pad, bar - self.pad,
                       (bar - self.pad) // 2, max(1, line // 2), colours["edge"], colours["card"])
