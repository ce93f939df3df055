"""Which files the settings ask for, and what stands in them. `kiosk-setup` puts them in place, and `kiosk provision`
those that may change with the card."""

from __future__ import annotations

from pathlib import Path

from kiosk.lockdown import firewall, screen, sound
from kiosk.settings import Settings

FIREWALL, ASOUND, WESTON = ("etc/kiosk/firewall.nft", "etc/asound.conf",
                            "etc/systemd/system/kiosk-x.service.d/90-weston.conf")
OURS = "# Made by kiosk-setup"
"""How each of them begins. A file that begins otherwise is somebody's own, and stays."""


def made(settings: Settings, kiosk_user: int) -> dict[str, str]:
    """Text by path below /. ``kiosk_user`` is the number of the kiosk's own user."""
    texts = {}
    if settings.lockdown.firewall:
        texts[FIREWALL] = firewall.rules(settings, kiosk_user)
    if settings.sound.card:
        texts[ASOUND] = sound.asound(settings.sound.card)
    if settings.panel.backend == "weston":
        texts[WESTON] = screen.WESTON
    return texts


def is_ours(file: Path) -> bool:
    """Also where there is none yet; raises OSError when it cannot be read."""
    return not file.exists() or file.read_text("utf-8", errors="replace").startswith(OURS)
