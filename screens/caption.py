"""What is said and stands nowhere on the page, shown on a card over it: nobody needs ears (EN 301 549 5.1.5)."""

from __future__ import annotations

from kiosk.language.units import Unit
from screens.frame import Frame
from screens.widgets.boxes import Card
from screens.widgets.part import Part
from screens.widgets.text import LABEL, Text


def on_page(frame: Frame, unit: Unit) -> bool:
    """Does it stand on the page that is shown?"""
    return any(isinstance(part, Text) and (part.unit.key, part.unit.words) == (unit.key, unit.words)
               for part in frame.walk_parts())


def card_over(frame: Frame, unit: Unit) -> Part:
    """The card, in its place: above the bottom bar, or at the very top where that hides a button and the top does
    not, so that a language can be heard with all the others in sight."""
    kit = frame.kit
    panel, margin = kit.sizes.panel, kit.sizes.margin
    card = Card(kit, Text(kit, unit, LABEL))
    width = min(panel.width - 2 * margin, max(card.natural(), card.least()))
    height = card.height_for(width)
    left = panel.width - margin - width if kit.mirrored else margin
    spots = (frame.bottom + kit.sizes.gap, panel.height - height)
    card.place(left, next((y for y in spots if not _hides(frame, left, y, width, height)), spots[0]), width, height)
    return card


def _hides(frame: Frame, x: int, y: int, width: int, height: int) -> bool:
    """Would something there hide a button?"""
    return any(part.x < x + width and x < part.right and part.y < y + height and y < part.top
               for part in frame.walk_parts() if getattr(part, "focusable", False))
