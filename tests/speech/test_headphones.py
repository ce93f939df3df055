"""Headphones, as the kernel tells of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.speech.headphones import headphones


@pytest.fixture
def machine(tmp_path):
    """Three input devices: a keyboard, a socket for headphones, and one for a microphone."""
    for name, switches in (("event0", "0"), ("event1", "4"), ("event2", "10")):
        folder = tmp_path / name / "device" / "capabilities"
        folder.mkdir(parents=True)
        (folder / "sw").write_text(f"{switches}\n")
    return tmp_path


def test_the_socket_is_asked_and_nothing_else(machine):
    asked: list[Path] = []

    def state(device: Path) -> int:
        asked.append(device)
        return 4

    assert headphones(machine, machine, state) is True
    assert asked == [machine / "event1"]
    assert headphones(machine, machine, lambda device: 0) is False
    assert headphones(machine, machine, lambda device: 0x10) is False, "a microphone is no headphones"


def test_a_machine_that_does_not_tell_is_not_taken_for_one_without_headphones(tmp_path, machine):
    def refused(device: Path) -> int:
        raise PermissionError

    assert headphones(tmp_path / "nothing", tmp_path) is None
    assert headphones(machine, machine, refused) is None
    (machine / "event1/device/capabilities/sw").write_text("rubbish")
    assert headphones(machine, machine) is None


def test_the_real_machine_can_be_asked():
    assert headphones() in (True, False, None) and os.path.isdir("/sys")
