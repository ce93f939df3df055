"""The page's routes on a real socket, in a Starlette app with nothing else in it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from kiosk.handoff.record import Answer, Record

STUCK = Record(0, 3, 4, 16, 5, (Answer.HAS, Answer.LACKS, Answer.HAS), 1)
"""At kiosk 3 an Arabic speaker who has moved does not find Mijn Dossier; ``content`` is filled in by the tests."""


@contextmanager
def served(routes: list[BaseRoute]) -> Iterator[str]:
    """The address of the app while it lasts. On localhost a browser allows service workers and crypto without https."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
