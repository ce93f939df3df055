"""The administrator's pages on the kiosk, with what they can do on this machine."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.administrator.nobody import NoPages
from kiosk.administrator.out_of_order import OutOfOrder
from kiosk.administrator.volume import Volume
from kiosk.parts.places import version_here
from kiosk.service import NOTIFY
from kiosk.settings import Settings
from kiosk.watching.log import Fault, say

REBOOT, STICK = "KIOSK_REBOOT", "KIOSK_STICK"
"""Environment variables with a file each, which a unit of the machine's own waits for: the kiosk itself may neither
restart the machine nor let in a USB stick (docs/decisions/0026)."""


def make_pages(settings: Settings, out_of_order: OutOfOrder, volume: Volume, restart: Callable[[], None]):
    """The administrator's pages; without a code in the settings there are none. ``restart`` ends this program."""
    if not settings.administrator.code:
        return NoPages()
    from kiosk.administrator.code import KEPT, Gate  # after the first picture
    from kiosk.administrator.pages import Pages
    from kiosk.administrator.tools import Tools
    from kiosk.pack import stick, store
    from kiosk.pack.dutch import in_dutch

    incoming = settings.packs.folder.with_name("incoming")

    def look():
        from kiosk.doctor import checks

        return tuple(checks(settings, language="nl"))

    def accept(offer: stick.Offer) -> str:
        from kiosk.pack.here import installer  # cryptography: for the few who bring a stick

        refused = stick.accept(offer, installer(settings))
        return in_dutch(refused) or f"{offer.title} {offer.version} is geïnstalleerd."

    tools = Tools(look, version_here(), packs=lambda: store.packs(settings.packs.folder),
                  waiting=lambda: stick.waiting(incoming), said=lambda: in_dutch(stick.said(incoming)), accept=accept,
                  decline=stick.decline, restart=restart if os.environ.get(NOTIFY) else None, reboot=wish(REBOOT),
                  admit=wish(STICK))
    gate = Gate(settings.administrator.code, time.monotonic, settings.site.folder / KEPT)
    return Pages(gate, time.monotonic, tools, out_of_order, volume)


def wish(variable: str) -> Callable[[], None] | None:
    """What touches the file that ``variable`` names; None where it names none."""
    file = os.environ.get(variable, "")

    def touch() -> None:
        try:
            Path(file).touch()
        except OSError as error:
            say(Fault.SETTING, f"{file} cannot be made: {error.strerror}.")

    return touch if file else None
