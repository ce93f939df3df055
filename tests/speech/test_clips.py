"""The clip store: what is there, what is dropped, and that nothing remains."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import pytest
from null_sink import until

from kiosk.language.said.piece import as_written
from kiosk.language.units import Unit
from kiosk.speech.clips import PREFIX, Clips, memory_folder
from kiosk.speech.renderer import Renderer, Rendering, VoiceError
from kiosk.speech.voices import Voices

HELLO, BYE = Unit("hello", "Goedemorgen.", "nl"), Unit("bye", "Tot ziens.", "nl")

VOICES = Voices(as_written)

@pytest.fixture
def clips(tmp_path):
    renderer = Renderer()
    clips = Clips(renderer, VOICES, tmp_path / "clips")
    yield clips
    clips.close()
    renderer.close()


class SlowRenderer:
    """Makes nothing until the test says so."""

    healthy = True

    def __init__(self) -> None:
        self.line: list[tuple[str, Path, Future]] = []

    def request(self, parts, wpm, path, urgent=True) -> Future:
        future: Future = Future()
        self.line.append((" ".join(part.text for part in parts), path, future))
        return future

    def make(self, number: int, size: int = 1000) -> None:
        _, path, future = self.line[number]
        if future.set_running_or_notify_cancel():
            path.write_bytes(bytes(size))
            future.set_result(Rendering(1.0, ()))


def test_what_is_wanted_comes_and_is_the_same_clip_again(clips):
    clips.want([HELLO], 125)
    assert until(lambda: clips.get(HELLO, 125))
    again = Unit("elsewhere", "Goedemorgen.", "nl")
    assert clips.get(again, 125) == clips.get(HELLO, 125)
    assert clips.get(HELLO, 160) is None, "another speed is another clip"


def test_a_language_without_a_voice_is_a_fault_at_once(clips):
    klingon = Unit("k", "nuqneH", "tlh")
    clips.want([klingon], 125)
    assert clips.get(klingon, 125) is None and "no voice" in clips.fault(klingon, 125)


def test_nothing_remains_of_a_visit(clips, tmp_path):
    clips.want([HELLO, BYE], 125)
    assert until(lambda: clips.get(BYE, 125))
    clips.wipe()
    assert list((tmp_path / "clips").iterdir()) == []
    assert clips.get(HELLO, 125) is None
    clips.close()
    assert not (tmp_path / "clips").exists()


def test_a_clip_that_is_finished_after_the_visit_is_removed_too(tmp_path):
    renderer = SlowRenderer()
    clips = Clips(renderer, VOICES, tmp_path)
    clips.want([HELLO, BYE], 125)
    renderer.line[0][2].set_running_or_notify_cancel()         # the worker is at it
    clips.wipe()
    renderer.line[0][1].write_bytes(b"late")
    renderer.line[0][2].set_result(Rendering(1.0, ()))
    assert renderer.line[1][2].cancelled() and list(tmp_path.iterdir()) == []


def test_the_store_stays_within_its_size_and_drops_what_is_longest_unused(tmp_path):
    renderer = SlowRenderer()
    clips = Clips(renderer, VOICES, tmp_path, limit_bytes=2500)
    units = [Unit(name, f"Zin {name}.", "nl") for name in "abc"]
    for number, unit in enumerate(units):
        clips.want([unit], 125)
        renderer.make(number)
        clips.get(units[0], 125)                               # "a" is used all the time
    assert [bool(clips.get(unit, 125)) for unit in units] == [True, False, True]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 2500


def test_what_must_be_heard_now_pushes_aside_what_was_asked_ahead(tmp_path):
    renderer = SlowRenderer()
    clips = Clips(renderer, VOICES, tmp_path)
    clips.want([HELLO], 125)
    clips.want([BYE], 125, urgent=True)
    assert renderer.line[0][2].cancelled() and not renderer.line[1][2].cancelled()


def test_a_failed_clip_is_tried_again_when_it_is_wanted_again(tmp_path):
    renderer = SlowRenderer()
    clips = Clips(renderer, VOICES, tmp_path)
    clips.want([HELLO], 125)
    renderer.line[0][2].set_exception(VoiceError("the disk is full"))
    assert clips.fault(HELLO, 125) == "the disk is full"
    clips.want([HELLO], 125)
    renderer.make(1)
    assert clips.get(HELLO, 125) and clips.fault(HELLO, 125) == ""


def test_a_folder_that_was_cleaned_away_is_made_again(clips, tmp_path):
    clips.want([HELLO], 125)
    assert until(lambda: clips.get(HELLO, 125))
    clips.get(HELLO, 125).path.unlink()
    (tmp_path / "clips").rmdir()
    assert clips.get(HELLO, 125) is None
    clips.want([HELLO], 125)
    assert until(lambda: clips.get(HELLO, 125))


def test_the_folder_is_private_in_memory_and_swept_after_a_crash(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left_over = tmp_path / f"{PREFIX}{ended.pid}-abc"
    left_over.mkdir()
    running = tmp_path / f"{PREFIX}{os.getppid()}-abc"
    running.mkdir()
    folder = memory_folder()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700 and folder.parent == tmp_path
    assert not left_over.exists() and running.exists()


def test_what_was_said_is_not_remembered_either(clips):
    clips.want([Unit("greeting", "Goedemorgen.", "nl")], 125)
    assert VOICES.utterance.cache_info().currsize
    clips.wipe()
    assert not VOICES.utterance.cache_info().currsize
