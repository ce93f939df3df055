"""A sound server of the test's own, with a sink that leads nowhere, and a recorder on it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from array import array
from collections.abc import Callable
from pathlib import Path

from kiosk.speech.device import find_device

RATE = 22050


def until(condition: Callable[[], object], seconds: float = 10.0) -> bool:
    """Whether a real process gets there before the deadline."""
    pause, ends_at = threading.Event(), time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends_at:
            return False
        pause.wait(0.01)
    return True


class SoundServer:
    """PulseAudio with a null sink."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "pulse" / "native"
        self.socket.parent.mkdir(mode=0o700)
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            ["pulseaudio", "-n", "--exit-idle-time=-1", "--daemonize=no", "--use-pid-file=no",
             "-L", f"module-native-protocol-unix auth-anonymous=1 socket={self.socket}",
             "-L", "module-null-sink sink_name=kiosk norewinds=1"],       # else an idle sink begins 2 s late
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert until(find_device), "the sound server does not start"

    def unplug(self) -> None:
        """The only device goes while the server stays, as when a USB card is pulled out."""
        self._told("unload-module", "module-null-sink")

    def plug(self) -> None:
        self._told("load-module", "module-null-sink", "sink_name=kiosk", "norewinds=1")

    def _told(self, *what: str) -> None:
        subprocess.run(["pactl", "-s", f"unix:{self.socket}", *what], check=True, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()


class Recorder:
    """Everything that comes out of the null sink, as 16-bit samples at RATE, in step with the clock."""

    def __init__(self, server: SoundServer) -> None:
        self._sound = bytearray()
        self._process = subprocess.Popen(
            ["parec", "-s", f"unix:{server.socket}", "-d", "kiosk.monitor", "--raw", "--latency-msec=10",
             f"--rate={RATE}", "--channels=1", "--format=s16le"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert until(lambda: self._sound), "nothing is recorded"

    def _read(self) -> None:
        while piece := os.read(self._process.stdout.fileno(), 4096):
            self._sound += piece

    def __len__(self) -> int:
        """Samples recorded so far."""
        return len(self._sound) // 2

    @property
    def samples(self) -> array:
        return array("h", bytes(self._sound[:len(self) * 2]))

    def hears_sound(self, since: int = 0) -> bool:
        return any(abs(sample) > 300 for sample in self.samples[since:])

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()
