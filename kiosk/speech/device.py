"""Is there anything to hear with? Asked apart, because miniaudio gladly plays without a device."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path

ALSA_DEVICES = Path("/proc/asound/pcm")      # one line a device: "00-00: HDMI 0 : HDMI 0 : playback 1"
CONNECT_SECONDS = 0.2


def find_device(environment: Mapping[str, str] = os.environ, alsa: Path = ALSA_DEVICES) -> str:
    """What sound would go to, the server's socket or the card's name; empty when there is nothing. Takes well under 1
    ms.

    A sound server counts when its socket accepts a connection (PulseAudio, or PipeWire in its place, which
    uses the same socket); a sound card counts when the kernel lists an output of it.
    """
    for path in _server_sockets(environment):
        if _accepts(path):
            return path
    try:
        outputs = [line for line in alsa.read_text().splitlines() if "playback" in line]
    except OSError:
        return ""
    return (outputs[0].split(":")[1].strip() or "ALSA") if outputs else ""


def _server_sockets(environment: Mapping[str, str]) -> list[str]:
    """Where PulseAudio's own library looks, in its order."""
    server = environment.get("PULSE_SERVER", "")
    if server:
        return [server.rpartition("unix:")[2]]
    folders = (environment.get("PULSE_RUNTIME_PATH"), f"{environment.get('XDG_RUNTIME_DIR', '')}/pulse",
               f"/run/user/{os.getuid()}/pulse", "/run/pulse")
    return [f"{folder}/native" for folder in folders if folder and folder != "/pulse"]


def _accepts(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(CONNECT_SECONDS)
        try:
            probe.connect(path)
        except OSError:
            return False
        return True
