"""Where the program keeps what came with it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASSETS, LOCALES = ROOT / "assets", ROOT / "locales"


def version_here() -> str:
    """Of the program: of its Debian package, else as pip knows it; "unpacked" where it runs from its folder."""
    with suppress(OSError):
        return (ROOT / "VERSION").read_text("utf-8").strip()
    from importlib.metadata import PackageNotFoundError, version  # only where there is no package

    with suppress(PackageNotFoundError):
        return version("digipunt-kiosk")
    return "unpacked"
