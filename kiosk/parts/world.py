"""What stays the same from visit to visit: the world of the screens, the hours, the line to the desk."""

from __future__ import annotations

from kiosk.handoff.hours import WEEKDAYS, Hours, read_hours
from kiosk.handoff.printing import Printing
from kiosk.handoff.waiting import NoDesk
from kiosk.language.interface import read_interface
from kiosk.parts.places import ASSETS, LOCALES
from kiosk.settings import Settings
from kiosk.speech.voices import Voices


def hours_of(settings: Settings) -> Hours:
    """The helpers' hours of the settings as the hand-off reads them."""
    helpers = settings.helpers
    return read_hours({day: getattr(helpers, day) for day in WEEKDAYS}, helpers.exceptions)


def opening_of(settings: Settings) -> Hours:
    """When the building is open."""
    opening = settings.opening
    return read_hours({day: getattr(opening, day) for day in WEEKDAYS}, opening.exceptions)


def make_world(settings: Settings, size: tuple[int, int], voices: Voices):
    """Everything that stays the same from visit to visit, still without content. Needs a window."""
    unspoken = frozenset(code for code in settings.site.languages if voices.of(code) is None)
    offered = tuple(code for code in settings.site.languages
                    if code not in unspoken or settings.site.silent_languages)
    from screens.theme import Panel
    from screens.world import World

    return World(
        panel=Panel(*size, settings.panel.diagonal, settings.panel.viewing_distance),
        interface=read_interface(),
        locales=[LOCALES],
        offered=offered,
        unspoken=unspoken,
        site_name=settings.site.name,
        site_number=settings.site.number,
        staff_place=settings.site.staff_place,
        keyboard=settings.site.keyboard,
        asking=[ASSETS / "asking.yaml"],
        helpers=hours_of(settings),
        helpers_phone=settings.helpers.phone,
        desk_address=settings.desk.address,
        site_address=settings.take_along.site_address,
        printing=Printing(settings.take_along.printer, settings.take_along.paper),
    )


def make_desk(settings: Settings):
    """The line to the desk, opened by its ``start``; NoDesk where none is set."""
    address, key = settings.desk.address, settings.desk.key
    if not address or not key:
        return NoDesk()
    from kiosk.handoff.line import Line  # only where there is a desk

    def connect():
        from kiosk.handoff.desk_client import DeskClient  # requests, after the first picture

        return DeskClient(address, key)

    return Line(settings.desk.folder, address, connect)
