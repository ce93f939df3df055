"""Where the program keeps what came with it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASSETS, LOCALES = ROOT / "assets", ROOT / "locales"
