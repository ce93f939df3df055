"""What the tests of sound share."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from null_sink import Recorder, SoundServer


@pytest.fixture
def sound_server(monkeypatch) -> Iterator[SoundServer]:
    if not shutil.which("pulseaudio") or not shutil.which("parec"):
        pytest.skip("pulseaudio and pulseaudio-utils are not installed")
    folder = Path(tempfile.mkdtemp(prefix="sound-"))       # short: a socket's path has at most 107 characters
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("HOME", str(folder))
    server = SoundServer(folder)
    monkeypatch.setenv("PULSE_SERVER", f"unix:{server.socket}")
    server.start()
    yield server
    server.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def recorder(sound_server) -> Iterator[Recorder]:
    recorder = Recorder(sound_server)
    yield recorder
    recorder.close()
