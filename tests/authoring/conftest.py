"""A small content folder, as the tests of the catalogue have; and a running preview is a kiosk on a display."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "catalogue"))
sys.path.insert(0, str(Path(__file__).parents[1] / "screens"))
sys.path.insert(0, str(Path(__file__).parents[1] / "speech"))

from content_folder import Folder


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path)
