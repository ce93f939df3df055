"""`kiosk voices review`: the pages on this machine, until somebody stops the command."""

from __future__ import annotations

import socket
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from kiosk.review.listening import Listening
from kiosk.review.pages import application
from kiosk.review.room import Room
from kiosk.speech.reviewed import path_of

HOST = "127.0.0.1"        # only this machine: whoever may listen here may change what the kiosk says
PORT = 8642


def review(languages: tuple[str, ...], listening: Callable[[str], Listening], assets: Path, port: int = PORT,
           show: bool = True, draw: bool = True) -> int:
    """Serve until Ctrl+C; the exit code. ``show`` opens a browser, ``draw`` makes pictures of the screens."""
    try:
        bound = socket.create_server((HOST, port))
    except OSError as reason:
        print(f"Port {port} cannot be used ({reason.strerror}). Choose another: kiosk voices review --port 8643",
              file=sys.stderr)
        return 1
    address = f"http://{HOST}:{bound.getsockname()[1]}/{languages[0] if len(languages) == 1 else ''}"
    print(f"Listen here: {address}\n"
          f"What you decide is kept in {path_of(assets, languages[0]).parent}, recordings in {assets / 'recordings'}.\n"
          "Stop with Ctrl+C; nothing is lost.", flush=True)
    if show:
        webbrowser.open(address)
    room = Room(languages, listening, draw)
    try:
        config = uvicorn.Config(application(room), log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[bound])
    except KeyboardInterrupt:
        pass
    finally:
        room.close()
    return 0
