"""The site on this machine only, for authors: built anew as soon as a file of the content changes."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "127.0.0.1"
LOOK_EVERY = 1.0          # s
WATCHED = (".yaml", ".po", ".toml", ".html", ".css", ".js", ".svg")


class PortTaken(Exception):
    """Something else listens there; a sentence with the remedy."""


class Preview:
    """Serves ``root`` until it is closed. ``port`` 0: any that is free. PortTaken, or another OSError."""

    def __init__(self, root: Path, port: int) -> None:
        try:
            self._server = ThreadingHTTPServer((HOST, port), partial(_Quiet, directory=str(root)))
        except (OSError, OverflowError) as reason:
            if isinstance(reason, OverflowError) or reason.errno in (errno.EADDRINUSE, errno.EACCES):
                raise PortTaken(f"Port {port} cannot be used. Choose another: kiosk site --serve 8081") from reason
            raise
        threading.Thread(target=self._server.serve_forever, name="preview", daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self._server.server_address[1]}/"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    """Nothing is kept by the browser, so that every look is at the newest, and nothing is written down."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".ttf": "font/ttf"}

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def state(folders: Iterable[Path]) -> frozenset[tuple[str, int]]:
    """What the content's files are and when each was changed: another state is another content."""
    files = (path for folder in folders for path in folder.rglob("*") if path.suffix in WATCHED)
    found = set()
    for path in files:
        try:
            found.add((str(path), path.stat().st_mtime_ns))
        except OSError:                        # an editor that just replaces it; the next look sees the new one
            continue
    return frozenset(found)


def watch(folders: Iterable[Path], seen: frozenset, changed: Callable[[], object],
          wait: Callable[[float], object]) -> None:
    """Call ``changed`` whenever the content is no longer as it was ``seen``: that `state` is taken before the first
    build, or a change during it is missed. ``wait`` pauses for so many seconds; it ends this by raising."""
    folders = tuple(folders)
    while True:
        wait(LOOK_EVERY)
        now = state(folders)
        if now != seen:
            seen = now
            changed()
