"""One question to the desk and what came of it: the words that the outbox and the network have in common."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One call of the desk's interface. ``wait`` is how long, in s, the desk may keep it open until something
    changes."""

    method: str
    path: str
    query: Mapping[str, str | int] | None = None
    body: Mapping[str, str | int] | None = None
    headers: Mapping[str, str] | None = None
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk said. ``body`` is None where that was no JSON object: then it was not the desk that answered, or it
    had nothing to say. ``retry_after`` is in s, None where it names none."""

    status: int
    body: Mapping[str, object] | None = None
    etag: str = ""
    retry_after: int | None = None


class NoAnswer(Exception):
    """Nothing that can be used came back. ``sent`` is False where it is certain that the question never left: the desk
    cannot have heard it. The message is what `kiosk doctor` calls this (kiosk/watching/findings.yaml)."""

    def __init__(self, why: str, *, sent: bool) -> None:
        super().__init__(why)
        self.sent = sent


class Cut:
    """Ends a call from outside, whatever its other end does: because it lasts too long (a server that sends a byte now
    and then is within every time-out of a socket), or because its answer no longer matters."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self.made = False
        """It was cut."""
        self.connected = False
        """There was a connection: from then on the desk may have heard the question."""

    def hold(self, connection: socket.socket) -> None:
        """This is the call's connection."""
        with self._lock:
            self._socket, self.connected = connection, True
            if self.made:
                _shut(connection)

    def make(self) -> None:
        with self._lock:
            self.made = True
            if self._socket is not None:
                _shut(self._socket)


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it is closed already
        socket.socket.shutdown(connection, socket.SHUT_RDWR)  # not a TLS socket's own method: that is for its thread
