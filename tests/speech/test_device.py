"""Whether there is anything to hear with."""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path

from kiosk.speech.device import find_device

CARDS = """00-00: bcm2835 HDMI 1 : bcm2835 HDMI 1 : playback 8
01-00: USB Microphone : USB Audio : capture 1
"""
NOWHERE = {"XDG_RUNTIME_DIR": "/nonexistent", "PULSE_SERVER": "unix:/nonexistent/native"}


def test_a_machine_without_sound_is_told_apart(tmp_path):
    assert find_device(NOWHERE, tmp_path / "pcm") == ""


def test_a_sound_card_counts_when_it_has_an_output(tmp_path):
    cards = tmp_path / "pcm"
    cards.write_text(CARDS)
    assert "bcm2835 HDMI 1" in find_device(NOWHERE, cards)
    cards.write_text(CARDS.splitlines()[1])
    assert find_device(NOWHERE, cards) == ""


def test_a_sound_server_counts_only_while_it_accepts(tmp_path):
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        path = Path(folder, "native")
        server.bind(str(path))
        server.listen()
        surroundings = {"PULSE_SERVER": f"unix:{path}"}
        assert str(path) in find_device(surroundings, tmp_path / "pcm")
        server.close()
        assert path.exists() and find_device(surroundings, tmp_path / "pcm") == ""
