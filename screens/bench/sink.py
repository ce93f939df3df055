"""A loudspeaker that leads nowhere, so that sound can be measured on a machine that has none."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTS_IN = 5.0
"""s for PulseAudio to answer."""


@contextmanager
def silent_loudspeaker() -> Iterator[bool]:
    """A PulseAudio of our own while the block lasts, named in PULSE_SERVER. False where PulseAudio is missing."""
    if shutil.which("pulseaudio") is None:
        yield False
        return
    before = os.environ.get("PULSE_SERVER")
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        socket = Path(folder) / "native"
        server = subprocess.Popen(
            ["pulseaudio", "-n", "--exit-idle-time=-1", "--daemonize=no", "--use-pid-file=no",
             "-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}",
             "-L", "module-null-sink sink_name=kiosk norewinds=1"],  # with rewinds an idle sink begins 2 s late
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.environ["PULSE_SERVER"] = f"unix:{socket}"
        try:
            ends_at = time.monotonic() + STARTS_IN
            while not socket.exists() and time.monotonic() < ends_at:
                time.sleep(0.05)
            yield socket.exists()
        finally:
            server.terminate()
            server.wait()
            if before is None:
                os.environ.pop("PULSE_SERVER", None)
            else:
                os.environ["PULSE_SERVER"] = before
