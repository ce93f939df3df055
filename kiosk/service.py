"""What the init system is told (sd_notify): that the first picture is there, and that the loop still turns.

systemd restarts a kiosk that has not said so for a while (`WatchdogSec=` in deploy/raspberrypi/kiosk-app.service).
IDLE is when its program may be changed (deploy/raspberrypi/kiosk-update); it stays in systemd's memory, and is written
down nowhere.
Twenty lines of our own: Debian's python3-systemd is no wheel, and the protocol is one datagram.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress

NOTIFY = "NOTIFY_SOCKET"
"""Where an init system listens, which then also brings back what has ended."""
READY, ALIVE, STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"
IDLE, NOT_IDLE = "STATUS=idle", "STATUS="


def tell(state: str) -> None:
    """Say one of the above to $NOTIFY_SOCKET. Where nobody listens nothing happens; raises nothing: a kiosk that cannot
    reach its init system still serves people."""
    address = os.environ.get(NOTIFY, "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as out:
        out.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)
