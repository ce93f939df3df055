"""A virtual display for pictures on a machine that has none: Xvfb, started and ended with the command."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


class NoVirtualDisplay(RuntimeError):
    """Xvfb is missing or did not start; the message says what to do."""


@contextmanager
def virtual_display(width: int, height: int) -> Iterator[str]:
    """The name of a fresh display of ``width`` by ``height`` px, also set as DISPLAY while it lasts."""
    if shutil.which("Xvfb") is None:
        raise NoVirtualDisplay("Xvfb is not installed. Run ./run again, or: sudo apt-get install xvfb")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    before = os.environ.get("DISPLAY")
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise NoVirtualDisplay("Xvfb ended at once. Free some memory or disk, and try again.")
        os.environ["DISPLAY"] = f":{number}"
        yield f":{number}"
    finally:
        if before is None:
            os.environ.pop("DISPLAY", None)
        else:
            os.environ["DISPLAY"] = before
        server.terminate()
        server.wait()
