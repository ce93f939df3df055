"""What the desk is measured against: Starlette, and one insert without anything around it."""

from __future__ import annotations

import os
import sqlite3
import threading

import anyio
import anyio.to_thread
import psycopg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.desk.database import CONNECTIONS, read_url

ADDRESS = "KIOSK_BENCH_BARE"
TABLE = "CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, body TEXT)"


def application() -> Starlette:
    """For uvicorn. As many connections and threads as the desk has, and as durable."""
    url = read_url(os.environ[ADDRESS])
    lite = url.get_backend_name() == "sqlite"
    mine = threading.local()

    def connection():
        if not hasattr(mine, "connection"):
            if lite:
                mine.connection = sqlite3.connect(url.database, isolation_level=None)
                mine.connection.execute("PRAGMA synchronous = FULL")
            else:
                mine.connection = psycopg.connect(
                    url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True)
        return mine.connection

    insert = f"INSERT INTO bare VALUES ({'?, ?' if lite else '%s, %s'})"
    threads = anyio.CapacityLimiter(1 if lite else CONNECTIONS)

    async def put(request: Request) -> Response:
        values = request.path_params["id"], (await request.body()).decode()
        await anyio.to_thread.run_sync(lambda: connection().execute(insert, values), limiter=threads)
        return Response(status_code=201)

    return Starlette(routes=[Route("/api/requests/{id}", put, methods=["PUT"])])


def prepare(address: str) -> None:
    """Make the table."""
    url = read_url(address)
    if url.get_backend_name() == "sqlite":
        connection = sqlite3.connect(url.database)
        connection.execute("PRAGMA journal_mode = WAL")
    else:
        connection = psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
    connection.execute(TABLE)
    connection.commit()
    connection.close()
