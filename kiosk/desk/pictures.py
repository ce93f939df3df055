"""Pictures of what the citizen sees, in the desk's data folder; screens/book/for_desk.py draws them.

A picture is named after what is in it, so that a phone may keep it for ever; the list says which there are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

FOLDER, ADDRESS, LIST = "beelden", "/beelden", "/beelden/lijst.json"

Listed = Mapping[str, str]
"""``walkthrough/step/language`` (two numbers and a code) → address."""


def listed(folder: Path) -> dict[str, str]:
    """The list; empty when nothing was drawn, or when it cannot be read."""
    try:
        found = json.loads((folder / FOLDER / "lijst.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def keep_list(folder: Path, made: Listed) -> None:
    """Put a new list in place of the old, and take away the pictures that are not in it."""
    where = folder / FOLDER
    half = where / f"lijst.{os.getpid()}"
    half.write_text(json.dumps(dict(made), indent=0), "utf-8")
    os.replace(half, where / "lijst.json")
    names = {address.rpartition("/")[2] for address in made.values()}
    for old in where.glob("*.webp"):
        if old.name not in names:
            old.unlink()
