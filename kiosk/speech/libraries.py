"""The two small C libraries that sound is measured and changed with: Debian has both, and either may be missing."""

from __future__ import annotations

import ctypes
from functools import cache

EBUR128, SONIC = "libebur128.so.1", "libsonic.so.0"
PACKAGES = {EBUR128: "libebur128-1", SONIC: "libsonic0"}      # espeak-ng needs the second itself


@cache
def library(name: str) -> ctypes.CDLL | None:
    """The library of this file name; None where it is not installed."""
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


def missing() -> tuple[str, ...]:
    """The Debian packages that would have to be installed."""
    return tuple(package for name, package in PACKAGES.items() if library(name) is None)
