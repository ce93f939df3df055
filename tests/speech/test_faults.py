"""Whatever breaks, the screen knows within two seconds, and heals by itself."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from null_sink import until

from kiosk.language.said.piece import as_written
from kiosk.language.units import Unit
from kiosk.speech.clips import LIMIT_BYTES, Clips
from kiosk.speech.renderer import Renderer
from kiosk.speech.voices import Voices

SOON = 2.0          # s
STRANGE = ("\u0000", "\ufffd\ufffe", "\U0001f600\U0001f468\u200d\U0001f469", "[[", "]]", "[[_^_]]", "<speak>&amp;",
           "\u202e\u2066", "ا" * 3000, "漢字かな交じり文", "\ud7ff\ue000", "%s%n" * 50, "-" * 2000)


@pytest.fixture
def renderer():
    renderer = Renderer(back_off=(0.1,))
    yield renderer
    renderer.close()


@pytest.fixture
def clips(renderer, tmp_path):
    clips = Clips(renderer, Voices(as_written), tmp_path / "clips")
    yield clips
    clips.close()


def said(clips: Clips, words: str, seconds: float = 10.0) -> bool:
    unit = Unit("unit", words, "nl")
    clips.want([unit], 125)
    return until(lambda: clips.get(unit, 125), seconds)


def test_a_worker_that_hangs_is_shown_within_two_seconds_and_heals(clips, renderer):
    assert said(clips, "Eerst gaat het goed.")
    os.kill(renderer.worker_id, signal.SIGSTOP)
    clips.want([Unit("unit", "Nu niet meer.", "nl")], 125)
    began = time.monotonic()
    assert until(lambda: not clips.healthy, SOON) and time.monotonic() - began < SOON
    assert until(lambda: clips.healthy, 10) and said(clips, "En nu weer wel.")


def test_a_worker_that_turns_in_circles_is_shown_and_ended(tmp_path):
    """It burns a core, answers nothing and does not hear that it should stop."""
    script = ("import os, signal, sys\n"
              "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
              "print('{\"engine\": \"circles\"}', flush=True)\n"
              "sys.stdin.readline()\n"
              "while True: pass")
    renderer = Renderer(command=(sys.executable, "-c", script), timeout=2.0, back_off=(60.0,))
    clips = Clips(renderer, Voices(as_written), tmp_path / "clips")
    unit = Unit("unit", "Hier komt niets van.", "nl")
    clips.want([unit], 125)
    assert until(lambda: renderer.worker_id is not None, SOON)
    worker = psutil.Process(renderer.worker_id)
    assert until(lambda: not clips.healthy, SOON)
    assert until(lambda: clips.fault(unit, 125), 5)
    assert until(lambda: not worker.is_running(), 5), "it still burns a core"
    clips.close()
    renderer.close()


def test_a_worker_that_is_late_but_comes_is_not_given_up(clips, renderer):
    assert said(clips, "Eerst gaat het goed.")
    worker = renderer.worker_id
    os.kill(worker, signal.SIGSTOP)
    unit = Unit("unit", "Dit duurt even.", "nl")
    clips.want([unit], 125)
    assert until(lambda: not clips.healthy, SOON)
    os.kill(worker, signal.SIGCONT)
    assert until(lambda: clips.get(unit, 125) and clips.healthy, 5) and renderer.worker_id == worker


def test_a_worker_killed_again_and_again_costs_nothing_but_time(clips, renderer):
    for number in range(5):
        assert said(clips, f"Zin nummer {number}.")
        os.kill(renderer.worker_id, signal.SIGKILL)
    assert said(clips, "De laatste zin.") and clips.healthy


@pytest.fixture
def small(tmp_path) -> Path:
    """A disk of 200 kB: two seconds of speech."""
    small = tmp_path / "small"
    small.mkdir()
    if os.getuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", small],
                                     capture_output=True).returncode:
        pytest.skip("a small disk may not be mounted here")
    yield small
    subprocess.run(["umount", "-l", small], check=True)


def test_a_full_disk_is_a_fault_at_once_and_room_heals_it(renderer, small):
    clips = Clips(renderer, Voices(as_written), small / "clips")
    long = Unit("long", "Deze zin is veel te lang voor de schijf, want hij gaat maar door en door en door.", "nl")
    clips.want([long], 65)
    assert until(lambda: clips.fault(long, 65), SOON) and clips.get(long, 65) is None
    assert list((small / "clips").iterdir()) == [], "half a clip takes the room that is left"
    assert said(clips, "Kort.")
    clips.close()


@pytest.mark.parametrize("words", STRANGE, ids=range(len(STRANGE)))
def test_words_that_no_voice_knows_are_answered(clips, words):
    unit = Unit("unit", words, "nl")
    clips.want([unit], 125)
    assert until(lambda: clips.get(unit, 125) or clips.fault(unit, 125) or not unit.said.strip(), 10)
    assert said(clips, "En daarna gaat het verder.") and clips.healthy


def test_five_hundred_sentences_leave_nothing_behind(clips, renderer, tmp_path):
    chance = random.Random(7)
    words = ["u", "uw", "adres", "kaart", "code", "knop", "lees", "tik", "kies", "ga", "naar", "de", "het", "en"]
    memory = []
    for number in range(500):
        assert said(clips, f"{' '.join(chance.choices(words, k=8))} {number}.")
        if number in (100, 499):
            memory.append(psutil.Process(renderer.worker_id).memory_info().rss)
    assert memory[1] - memory[0] < 2_000_000, f"the worker grew by {(memory[1] - memory[0]) / 1e6:.1f} MB"
    kept = sum(file.stat().st_size for file in (tmp_path / "clips").iterdir())
    assert kept <= LIMIT_BYTES
    clips.wipe()
    assert list((tmp_path / "clips").iterdir()) == []
