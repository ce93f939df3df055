"""Which sound card speaks, as ALSA reads it. By name: the numbers change with what is plugged in first."""

from __future__ import annotations

from pathlib import Path


def asound(card: str) -> str:
    """What belongs in /etc/asound.conf for the card of that name.

    Only the default is changed, not what "default" means for that card: ALSA knows that a Raspberry Pi's HDMI needs its
    sound in a form of its own (alsa-lib, vc4-hdmi.conf), which `type hw` would pass by.
    """
    return f"""\
# Made by kiosk-setup from sound.card in /etc/kiosk/kiosk.toml; what you write here is lost.
defaults.pcm.!card "{card}"
defaults.ctl.!card "{card}"
"""


def cards(root: Path = Path("/")) -> list[str]:
    """The names of the sound cards that are there now."""
    try:
        lines = (root / "proc/asound/cards").read_text(errors="replace").splitlines()
    except OSError:
        return []
    return [line.partition("[")[2].partition("]")[0].strip() for line in lines if "]:" in line]
