"""Tells the machine that the glass is dark, so that it may put out the light behind it.

The kiosk may not write below /sys (ProtectKernelTunables); it leaves a file, and kiosk-backlight.path looks for that.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

FILE = "dark"


def darken(on: bool) -> None:
    """Nothing happens where no service manager gave a $RUNTIME_DIRECTORY; raises nothing."""
    folder = os.environ.get("RUNTIME_DIRECTORY", "")
    if folder:
        with suppress(OSError):
            (Path(folder) / FILE).touch() if on else (Path(folder) / FILE).unlink(missing_ok=True)
