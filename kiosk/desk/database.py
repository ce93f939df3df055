"""The one database behind the desk: SQLite for one machine, PostgreSQL for a region. Transactions are short and run
in threads; whoever changes a table finds all other changes either before or after theirs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY = 5.0
"""Seconds to wait for a lock or a connection; by then a kiosk or a browser had better ask again."""

CONNECTIONS = 8
"""To PostgreSQL, from each worker. One more listens."""

MIGRATING = 0x6B696F736B  # "kiosk": the advisory lock of whoever changes the tables


class DatabaseError(Exception):
    """The database cannot be used. ``str()`` is a sentence for the administrator, with the remedy."""


def read_url(written: str) -> URL:
    """The address of a database as SQLAlchemy takes it. Raises DatabaseError."""
    remedy = 'Write "sqlite:////var/lib/kiosk/desk.sqlite3" or "postgresql://user@host/name".'
    try:
        url = make_url(written)
    except ArgumentError:
        raise DatabaseError(f"The database {written!r} is not an address. {remedy}") from None
    match url.get_backend_name():
        case "sqlite" if url.database not in (None, "", ":memory:"):
            return url.set(drivername="sqlite")
        case "postgresql":
            return url.set(drivername="postgresql+psycopg")
    raise DatabaseError(f"The desk keeps its requests in a file of SQLite or in PostgreSQL, not in "
                        f"{url.render_as_string()}. {remedy}")


def connect(written: str) -> Engine:
    """The engine of a database, which is not opened yet. Raises DatabaseError."""
    url = read_url(written)
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite(url)
        return create_engine(
            url, hide_parameters=True, pool_pre_ping=True, pool_size=CONNECTIONS, max_overflow=0, pool_timeout=BUSY,
            connect_args={"connect_timeout": round(BUSY), "options": "-c statement_timeout=10s -c lock_timeout=5s"})
    except NoSuchModuleError as error:
        raise DatabaseError(f"{error}. Use SQLite or PostgreSQL.") from None


def _sqlite(url: URL) -> Engine:
    file = Path(str(url.database))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))  # for the desk's user alone, from the first byte
    except OSError as error:
        raise DatabaseError(f"The database {file} cannot be opened: {error.strerror}. Let the desk's user write there, "
                            "or name another file with --database sqlite:////full/path/desk.sqlite3.") from None
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY})

    @event.listens_for(engine, "connect")
    def prepare(connection, _record) -> None:
        connection.isolation_level = None  # Python's own BEGIN comes too late for what is read first
        # FULL: an answer that was given survives the plug being pulled. secure_delete: what is wiped is overwritten.
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Also for reading: one process serves SQLite, so nobody waits for it, and none fails for having read first.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def is_postgresql(connection: Connection | Engine) -> bool:
    return connection.dialect.name == "postgresql"


INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""INSERT that knows ON CONFLICT, which both databases spell the same and SQLAlchemy keeps apart."""


def insert(connection: Connection, table: Table) -> Insert:
    return INSERTS[connection.dialect.name](table)


def migrate(engine: Engine) -> None:
    """Bring the tables to this version of the desk; one starter does it, others wait. Raises DatabaseError."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with engine.begin() as connection:
            if is_postgresql(connection):
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATING})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise DatabaseError(f"The tables of this database are not of this version of the desk ({error}). A newer desk "
                            "made them: install that one, or give this one a database of its own.") from None
    except SQLAlchemyError as error:
        raise DatabaseError(unreachable(engine, error)) from None


def unreachable(engine: Engine, error: SQLAlchemyError) -> str:
    """Why the database did not answer, in one line, without what was asked of it."""
    cause = " ".join(str(getattr(error, "orig", None) or error).split())
    return (f"The database {engine.url.render_as_string()} cannot be used: {cause}. Check that it is there, "
            "that its disk has room and that the desk's user may use it.")


def shred(engine: Engine) -> None:
    """Empty SQLite's journal, where what was wiped from the tables would stand until it is written over."""
    if not is_postgresql(engine):
        connection = engine.raw_connection()
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


@contextmanager
def opened(written: str) -> Iterator[Engine]:
    """A migrated database for one command. Raises DatabaseError."""
    engine = connect(written)
    try:
        migrate(engine)
        yield engine
    except SQLAlchemyError as error:
        raise DatabaseError(unreachable(engine, error)) from None
    finally:
        engine.dispose()
