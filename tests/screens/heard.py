"""What a kiosk says: a sound server of the test's own, what comes out of it, and how a sentence ought to sound."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from null_sink import Recorder, SoundServer, until
from test_sound_is_heard import envelope, wav

from kiosk.language.said.piece import as_written
from kiosk.language.units import Unit
from kiosk.speech.clips import Clips
from kiosk.speech.device import find_device
from kiosk.speech.narrator import DEFAULT_SPEED, SPEEDS
from kiosk.speech.renderer import Renderer
from kiosk.speech.voices import Voices


@pytest.fixture
def server(place, tmp_path_factory, monkeypatch) -> Iterator[SoundServer]:
    """A sound server that has not been started."""
    if not shutil.which("pulseaudio") or not shutil.which("parec"):
        pytest.skip("pulseaudio and pulseaudio-utils are not installed")
    folder = place / f"sound{len(list(place.iterdir()))}"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("HOME", str(folder))
    server = SoundServer(folder)
    monkeypatch.setenv("PULSE_SERVER", f"unix:{server.socket}")
    if find_device():
        pytest.skip("this machine has a sound card, which would be found too")
    yield server
    server.kill()


@pytest.fixture
def recorder(server) -> Iterator[Recorder]:
    server.start()
    recorder = Recorder(server)
    yield recorder
    recorder.close()


def clip_of(unit: Unit, folder) -> list[float]:
    """How the sentence sounds at the default speed, as loudness in windows of 10 ms."""
    renderer = Renderer()
    clips = Clips(renderer, Voices(as_written), folder)
    try:
        clips.want([unit], SPEEDS[DEFAULT_SPEED])
        assert until(lambda: clips.get(unit, SPEEDS[DEFAULT_SPEED]))
        return envelope(wav(clips.get(unit, SPEEDS[DEFAULT_SPEED]).path))
    finally:
        clips.close()
        renderer.close()
