"""Millimetres → pixels, colours by role, text sizes. No screen holds a pixel or a colour of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kiosk.visit.preferences import DEFAULT_STEP, TEXT_STEPS, Preferences

MAIN_TARGET = 20.0
"""mm. Colle & Hiszem 2004: 20 mm suffices for someone standing at a kiosk."""
TARGET = 12.7
"""mm, least size of anything that can be tapped (VVSG 2.0 7.2-I: 0.5 inch)."""
GAP = 2.6
"""mm, least space between targets (VVSG 2.0 7.2-I: 2.54 mm)."""
SIZED_FOR = 500.0
"""mm, the viewing distance that TEXT_STEPS were calculated for (EN 301 549 5.1.4)."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The glass: its size in px, its diagonal in inches, the eye's distance in mm."""

    width: int
    height: int
    diagonal: float
    distance: float = SIZED_FOR

    @property
    def px_per_mm(self) -> float:
        return math.hypot(self.width, self.height) / (self.diagonal * 25.4)


class Sizes:
    """Everything measured, in whole pixels, for one panel and one text step."""

    def __init__(self, panel: Panel, text: int = DEFAULT_STEP) -> None:
        self.panel = panel
        self.text_step = text
        farther = max(1.0, panel.distance / SIZED_FOR)
        self.cap = TEXT_STEPS[text] * farther
        self.bar_cap = min(TEXT_STEPS[text], TEXT_STEPS[DEFAULT_STEP]) * farther
        self.gap = self.mm(GAP)
        self.margin = self.mm(5)
        self.line = max(1, self.mm(0.5))
        self.radius = self.mm(3.5)

    def mm(self, length: float) -> int:
        """``length`` mm in whole pixels, never less than asked for."""
        return math.ceil(length * self.panel.px_per_mm - 1e-6)

    def em(self, cap_mm: float, cap_ratio: float) -> int:
        """Size of the em in px for capitals of ``cap_mm``; ``cap_ratio`` is the font's capital height in em."""
        return math.ceil(cap_mm * self.panel.px_per_mm / cap_ratio)


Colour = tuple[float, float, float, float]


def colour(hexadecimal: str) -> Colour:
    """'14213D' → (r, g, b, 1), each 0 to 1."""
    value = int(hexadecimal, 16)
    return ((value >> 16) / 255, (value >> 8 & 255) / 255, (value & 255) / 255, 1.0)


PAIRS = (
    ("ground", "ink"),
    ("ground", "quiet"),
    ("card", "ink"),
    ("card", "quiet"),
    ("card", "accent"),
    ("ground", "accent"),
    ("go", "on_go"),
    ("help", "on_help"),
    ("band", "on_band"),
    ("lit", "on_lit"),
    ("chosen", "on_chosen"),
    ("chrome", "ink"),
    ("ground", "edge"),
    ("card", "edge"),
)
"""Every (below, above) of roles that meet on a screen and inform."""

PROMISES = {"paper": (10.0, 21.0), "white": (20.0, 21.0), "black": (17.5, 21.0), "soft": (4.5, 8.0)}
"""Contrast of every pair, least and most: VVSG 2.0 7.1-C (10:1) and 7.1-D (20:1, 17.5:1, 4.5 to 8:1)."""

THEMES: dict[str, dict[str, Colour]] = {
    "paper": {
        "ground": colour("FBF7EF"), "card": colour("FFFFFF"), "ink": colour("14213D"), "quiet": colour("333B4A"),
        "accent": colour("0A3B6B"), "edge": colour("14213D"), "go": colour("064A2E"), "on_go": colour("FFFFFF"),
        "help": colour("FFC640"), "on_help": colour("0F1A33"), "band": colour("4A1F73"), "on_band": colour("FFFFFF"),
        "lit": colour("FFE27A"), "on_lit": colour("14213D"), "chosen": colour("14213D"), "on_chosen": colour("FFFFFF"),
        "chrome": colour("E8E6EC"), "ring": colour("FFB81C"), "rule": colour("D8D2C0"),
    },
    "white": {
        "ground": colour("FFFFFF"), "card": colour("FFFFFF"), "ink": colour("000000"), "quiet": colour("000000"),
        "accent": colour("000000"), "edge": colour("000000"), "go": colour("000000"), "on_go": colour("FFFFFF"),
        "help": colour("000000"), "on_help": colour("FFFFFF"), "band": colour("000000"), "on_band": colour("FFFFFF"),
        "lit": colour("000000"), "on_lit": colour("FFFFFF"), "chosen": colour("000000"), "on_chosen": colour("FFFFFF"),
        "chrome": colour("FFFFFF"), "ring": colour("000000"), "rule": colour("000000"),
    },
    "black": {
        "ground": colour("000000"), "card": colour("000000"), "ink": colour("FFF250"), "quiet": colour("FFF250"),
        "accent": colour("FFF250"), "edge": colour("FFF250"), "go": colour("FFF250"), "on_go": colour("000000"),
        "help": colour("FFFFFF"), "on_help": colour("000000"), "band": colour("FFF250"), "on_band": colour("000000"),
        "lit": colour("FFF250"), "on_lit": colour("000000"), "chosen": colour("FFF250"), "on_chosen": colour("000000"),
        "chrome": colour("000000"), "ring": colour("FFFFFF"), "rule": colour("FFF250"),
    },
    "soft": {
        "ground": colour("E4DDCE"), "card": colour("EDE7DA"), "ink": colour("434C5C"), "quiet": colour("4A5363"),
        "accent": colour("35536F"), "edge": colour("4A5363"), "go": colour("2F5F49"), "on_go": colour("EDE7DA"),
        "help": colour("D9C48E"), "on_help": colour("434C5C"), "band": colour("5A4674"), "on_band": colour("EDE7DA"),
        "lit": colour("E8D9A0"), "on_lit": colour("434C5C"), "chosen": colour("434C5C"), "on_chosen": colour("EDE7DA"),
        "chrome": colour("DDD6C8"), "ring": colour("A8761A"), "rule": colour("BDB5A3"),
    },
}

BLACK, WHITE = colour("000000"), colour("FFFFFF")
"""The code is black on white in every theme: OpenCV reads no inverted code at all (standards.md 3.3)."""


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2.2 contrast of two colours, 1 to 21."""
    def luminance(colour: Colour) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def colours_of(preferences: Preferences) -> dict[str, Colour]:
    return THEMES[preferences.theme]
