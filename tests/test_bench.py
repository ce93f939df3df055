"""`kiosk bench` runs and prints its table. What the times are is for whoever reads it, never for a test."""

from __future__ import annotations

import shutil

import pytest

from kiosk.language.units import Unit
from kiosk.speech import measure as measure_speech
from screens.bench import measure, runner
from screens.bench.sink import silent_loudspeaker

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


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed; ./test installs it")
def test_the_making_of_clips_is_measured_as_ratios(monkeypatch, capsys):
    monkeypatch.setattr(measure_speech, "SENTENCES", 2)
    units = [Unit("a", "Dit is een zin.", "nl"), Unit("b", "Dit is er nog een.", "nl")]
    assert measure_speech.bench_speech(units, None, units) == 0
    table = capsys.readouterr().out
    assert "a process for each sentence" in table and "× the time of calling the program" in table
    assert "No Piper voice is installed" in table


@pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="pulseaudio is not installed; ./test installs it")
def test_from_a_touch_to_its_sound_is_measured_at_a_null_sink(monkeypatch, capsys):
    monkeypatch.setattr(measure_speech, "SENTENCES", 2)
    monkeypatch.setattr(measure_speech, "TOUCHES", 1)
    units = [Unit("a", "Dit is een zin.", "nl"), Unit("b", "Dit is er nog een.", "nl")]
    with silent_loudspeaker() as heard:
        assert heard and measure_speech.bench_speech(units, None, units, heard) == 0
    table = capsys.readouterr().out
    assert "a clip that is ready" in table and "a clip that espeak-ng must make" in table
