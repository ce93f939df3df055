"""A device that sleeps between two sentences hears silence first, and then every word. The device here notes what it is
given; whether a real one wakes from it, only a real one shows."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest
from null_sink import until

from kiosk.speech import player as players
from kiosk.speech.player import WARM_UP, JustPlayback


class Device:
    """Takes everything at once. ``heard``: how many seconds each sound had."""

    def __init__(self) -> None:
        self.heard: list[float] = []
        self.ended, self.position = True, 1.0

    def open(self, path: Path, volume: float) -> Device:
        with wave.open(str(path)) as sound:
            self.heard.append(round(sound.getnframes() / sound.getframerate(), 2))
        return self

    def start(self) -> None: ...

    def hold(self) -> None: ...

    def close(self) -> None: ...


@pytest.fixture
def clip(tmp_path) -> Path:
    file = tmp_path / "clip.wav"
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 1000, 0, "NONE", ""))
        sound.writeframes(bytes(2 * 2000))
    return file


def heard(clip: Path, times: int, **wishes) -> list[float]:
    device = Device()
    player = JustPlayback(find=lambda: "a card", load=lambda: device.open, **wishes)
    try:
        player.start()
        for _ in range(times):
            player.play(clip, 1.0)
            assert until(lambda: player.ended)
        return device.heard
    finally:
        player.close()


def test_silence_goes_before_the_first_words_after_a_pause(clip, monkeypatch):
    monkeypatch.setattr(players, "ASLEEP_AFTER", -1.0)  # every pause is one
    assert heard(clip, 2, wake=0.8) == [WARM_UP, 0.8, 2.0, 0.8, 2.0]


def test_a_device_that_was_just_heard_is_awake(clip, monkeypatch):
    monkeypatch.setattr(players, "ASLEEP_AFTER", 1e9)
    assert heard(clip, 2, wake=0.8) == [WARM_UP, 2.0, 2.0]


def test_who_does_not_ask_for_it_waits_for_nothing(clip, monkeypatch):
    monkeypatch.setattr(players, "ASLEEP_AFTER", -1.0)
    assert heard(clip, 2) == [WARM_UP, 2.0, 2.0]
