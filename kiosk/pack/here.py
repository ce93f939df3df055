"""This kiosk's own places for packs, and how it installs one: what all ways in have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.pack.install import Installed
from kiosk.pack.install import install as install_file
from kiosk.settings import Settings


def incoming(settings: Settings) -> Path:
    """Where packs from a stick wait for the administrator's code."""
    return settings.packs.folder.with_name("incoming")


def memory(settings: Settings) -> Path:
    """What fetching remembers between runs: verified metadata, packs that are half here, the last report."""
    return settings.packs.folder.with_name("channel")


def installer(settings: Settings) -> Callable[[Path], Installed]:
    """Installs the pack in a file: verified, tried on, switched. Raises PackRefused, and then nothing has changed."""
    def install(file: Path) -> Installed:
        from kiosk.pack.fitting import try_on  # reads all content: only where something is installed

        return install_file(file, settings.packs.folder, settings.packs.keys, try_on=try_on(settings))

    return install
