"""`kiosk bench` runs and prints its table. What the times are is for whoever reads it, never for a test."""

from __future__ import annotations

import shutil

import pytest

from screens.bench import measure, runner

MEASURES = ("start", "memory", "processor", "touch to changed picture", "answer to next screen",
            "sound of a ready clip")


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed; ./test installs it")
def test_one_short_run_prints_every_measure(monkeypatch, capsys):
    short = {"SETTLED": 1.0, "QUIET_AFTER": 1.0, "QUIET": 0.5, "SCREENS": 3, "TAPS": 2, "REPEATS": 1}
    for name, value in short.items():
        monkeypatch.setattr(measure, name, value)
    assert runner.bench(1) in (0, 1), capsys.readouterr().err
    table = capsys.readouterr().out
    assert all(words in table for words in MEASURES)
    assert "×" in table and "aim" in table
