"""The init system hears that the kiosk is there, that it lives, and that it goes: a real kiosk, a real socket."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.service import ALIVE, IDLE, NOT_IDLE, READY, STOPPING, tell
from screens.book.display import virtual_display

ROOT = Path(__file__).parent.parent


@pytest.fixture
def systemd(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(30)
        yield listener


def test_a_kiosk_says_how_it_goes_and_a_frozen_one_says_nothing(systemd, tmp_path):
    settings = tmp_path / "kiosk.toml"
    settings.write_text("[sound]\nenabled = false\n[idle]\ndim_after = 10\n")
    with virtual_display(1280, 800) as display:
        kiosk = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "--settings", str(settings), "run"], cwd=ROOT,
            env=os.environ | {"DISPLAY": display, "NOTIFY_SOCKET": systemd.getsockname(), "HOME": str(tmp_path)})
        heard = [systemd.recv(100).decode() for _ in range(3)]
        assert heard == [READY, ALIVE, ALIVE]
        kiosk.send_signal(signal.SIGSTOP)
        systemd.settimeout(3)  # three times as long as between two signs of life
        with pytest.raises(TimeoutError):
            while True:
                systemd.recv(100)
        systemd.settimeout(30)
        kiosk.send_signal(signal.SIGCONT)
        assert systemd.recv(100).decode() == ALIVE, "it does not go on"
        # Nobody is there: its program may be changed. A finger wakes it: not now.
        assert next_status(systemd) == IDLE
        subprocess.run(["xdotool", "mousemove", "640", "400", "click", "1"], check=True,
                       env=os.environ | {"DISPLAY": display})
        assert next_status(systemd) == NOT_IDLE
        kiosk.send_signal(signal.SIGTERM)
        heard = [systemd.recv(100).decode()]
        while heard[-1] == ALIVE:
            heard.append(systemd.recv(100).decode())
        assert heard[-1] == STOPPING
        assert kiosk.wait(30) == 0


def next_status(systemd: socket.socket) -> str:
    while not (heard := systemd.recv(100).decode()).startswith("STATUS"):
        assert heard == ALIVE
    return heard


def test_nobody_listens(tmp_path, monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    tell(READY)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nowhere"))
    tell(READY)


def test_an_abstract_socket(monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind("\0kiosk-test-notify")
        monkeypatch.setenv("NOTIFY_SOCKET", "@kiosk-test-notify")
        tell(ALIVE)
        assert listener.recv(100) == b"WATCHDOG=1"
