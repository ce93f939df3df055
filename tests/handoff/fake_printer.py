"""A receipt printer as far as its cable goes: takes ESC/POS, answers status questions, and prints on a roll of rows.

It is on a TCP port or on a pseudo-terminal, and runs out of paper, is switched off or jams after as many rows as asked.
"""

from __future__ import annotations

import os
import pty
import socket
import threading
import tty
from contextlib import suppress

from PIL import Image

PAPER_END, COVER_OPEN = 0x60, 0x04


class FakePrinter:
    """``rows`` until it does ``then``: "no paper", "off" or "jam"; None: never. ``dumb``: it answers no question."""

    def __init__(self, rows: int | None = None, then: str = "", *, dumb: bool = False, cover_open: bool = False,
                 terminal: bool = False) -> None:
        self.left, self.then, self.dumb, self.cover_open = rows, then, dumb, cover_open
        self.printed: list[Image.Image] = []
        self.cuts = 0
        self.unknown = b""
        self.out = self.left == 0 and then == "no paper"
        self._stop = threading.Event()
        if terminal:
            self._end, other = pty.openpty()
            tty.setraw(other)
            self.name = os.ttyname(other)
            threading.Thread(target=self._serve, args=(self._end,), daemon=True).start()
        else:
            self._server = socket.create_server(("127.0.0.1", 0))
            self.name = f"tcp:127.0.0.1:{self._server.getsockname()[1]}"
            threading.Thread(target=self._accept, daemon=True).start()

    @property
    def roll(self) -> Image.Image:
        """All that came out, one under the other."""
        whole = Image.new("1", (max(p.width for p in self.printed), sum(p.height for p in self.printed)), 1)
        top = 0
        for picture in self.printed:
            whole.paste(picture, (0, top))
            top += picture.height
        return whole

    def close(self) -> None:
        self._stop.set()
        with suppress(AttributeError, OSError):
            self._server.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._server.accept()
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                self._serve(connection.detach())

    def _serve(self, end: int) -> None:
        self._end, self._waiting = end, b""
        with suppress(OSError, EOFError):
            while not self._stop.is_set():
                self._command()
        with suppress(OSError):
            os.close(end)

    def _take(self, count: int) -> bytes:
        while len(self._waiting) < count:
            piece = os.read(self._end, 4096)
            if not piece:
                raise EOFError
            self._waiting += piece
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken

    def _say(self, byte: int) -> None:
        if not self.dumb:
            os.write(self._end, bytes([byte]))

    def _command(self) -> None:
        match first := self._take(1):
            case b"\x10":
                self._status(self._take(2)[1])
            case b"\x1b":
                match self._take(1):
                    case b"@":
                        pass
                    case b"d":
                        self._take(1)
                    case other:
                        self.unknown += first + other
            case b"\x1d":
                match self._take(1):
                    case b"v":
                        self._raster()
                    case b"V":
                        self._cut(self._take(1)[0])
                    case b"r":
                        self._take(1)
                        self._say(0x0C if self.out else 0)
                    case other:
                        self.unknown += first + other
            case b"\n":
                pass
            case other:
                self.unknown += other

    def _status(self, which: int) -> None:
        if which == 4:
            self._say(0x12 | (PAPER_END if self.out else 0))
        elif which == 2:
            self._say(0x12 | (COVER_OPEN if self.cover_open else 0) | (0x20 if self.out else 0))
        else:
            self._say(0x12)

    def _cut(self, mode: int) -> None:
        if mode in (65, 66):
            self._take(1)
        self.cuts += 1

    def _raster(self) -> None:
        """GS v 0: mode, bytes across, rows; then the rows."""
        assert self._take(1) == b"0"
        _, xl, xh, yl, yh = self._take(5)
        across, rows = xl + 256 * xh, yl + 256 * yh
        for _ in range(rows):
            row = self._take(across)
            if self.left is not None:
                if self.left == 0:
                    self._gives_up()
                    continue
                self.left -= 1
            picture = Image.frombytes("1", (8 * across, 1), row).point(lambda dot: 255 * (not dot))
            self.printed.append(picture)

    def _gives_up(self) -> None:
        if self.then == "no paper":
            self.out = True  # what still comes is swallowed: buffers are large
        elif self.then == "off":
            raise EOFError
        else:
            self._stop.wait(60)
            raise EOFError
