"""The benchmark measures, loses nothing, and says so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def database(postgres) -> str:
    return postgres.new_database()


def test_a_short_benchmark_loses_nothing(database):
    few = ["--duration", "1", "--rate", "4", "--kiosks", "60", "--pages", "4", "--sites", "2", "--workers", "2"]
    done = subprocess.run([sys.executable, "-m", "kiosk", "desk", "bench", "--postgresql", database, *few],
                          cwd=Path(__file__).parents[2], env=os.environ | {"KIOSK_SETTINGS": ""}, capture_output=True,
                          text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("asked 4, done in the database 4, lost 0") == 2
    assert len(re.findall(r"the desk is at [0-9.]+ of the bare application", done.stdout)) == 2
