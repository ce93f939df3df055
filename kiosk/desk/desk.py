"""What every page and every call is handed: the database, the news, the clock, the content, the settings."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request

from kiosk.catalogue.model import Catalogue
from kiosk.desk.changes import Changes
from kiosk.desk.database import CONNECTIONS, is_postgresql, shred
from kiosk.desk.limits import Limits
from kiosk.handoff.words import Noun
from kiosk.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")
Clock = Callable[[], datetime]

OIDC_SECRET = "KIOSK_DESK_OIDC_SECRET"
"""The environment variable with the secret of the municipality's log-in: a settings file gets copied and mailed."""


def wall_clock() -> datetime:
    """Now, where the server stands: midnight here is when the day's requests go."""
    return datetime.now().astimezone()


@dataclass
class Desk:
    """One worker's view of the desk. Several share a database and nothing else."""

    engine: Engine
    settings: Settings
    catalogue: Catalogue
    nouns: tuple[Noun, ...] = ()
    clock: Clock = wall_clock
    oidc_secret: str = field(default_factory=lambda: os.environ.get(OIDC_SECRET, ""), repr=False)
    changes: Changes = field(default_factory=Changes)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        # SQLite has one writer at a time. Waiting for our turn is quicker, and fairer, than its retries.
        self._threads = anyio.CapacityLimiter(CONNECTIONS if is_postgresql(self.engine) else 1)

    async def do(self, work: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """``work(connection, …)`` in a thread and a transaction, and then the news of it.

        Raises what ``work`` raises, and sqlalchemy.exc.SQLAlchemyError when the database does not answer.
        """
        def transaction() -> tuple[R, list]:
            with self.engine.begin() as connection:
                connection.info.pop("told", None)
                result = work(connection, *args, **kwargs)
                return result, connection.info.pop("told", [])

        result, told = await anyio.to_thread.run_sync(transaction, limiter=self._threads)
        for change in told:
            self.changes.ring(change)
        return result

    async def shred(self) -> None:
        """Wipe what was closed from SQLite's journal too. After the answer: nobody waits for it."""
        if not is_postgresql(self.engine):
            with suppress(sqlite3.Error, SQLAlchemyError):  # a full disk: then at the next closing, or after midnight
                await anyio.to_thread.run_sync(shred, self.engine, limiter=self._threads)

    @property
    def address(self) -> str:
        """Where people open the desk, without a slash at the end; empty when nobody has said."""
        return self.settings.desk_server.address

    @property
    def is_secure(self) -> bool:
        return urlsplit(self.address).scheme == "https"

    @property
    def has_oidc(self) -> bool:
        server = self.settings.desk_server
        return bool(server.oidc_issuer and server.oidc_client_id and self.oidc_secret and server.address)


def desk_of(request: Request) -> Desk:
    return request.app.state.desk
