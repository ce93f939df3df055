"""A PostgreSQL server of our own: its data in a temporary folder, heard only through a socket there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest


def programs() -> Path | None:
    """Debian keeps the server's programs out of the way, one folder for each version."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


def name_of(address: str) -> str:
    return address.partition("@/")[2].partition("?")[0]


class Postgres:
    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))  # short: a socket's path has at most 107 characters
        self.user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
        if self.user:
            shutil.chown(self.folder, self.user)
            self.folder.chmod(0o755)
        self._numbers = count()
        self._run("initdb", "--pgdata", self.data, "--username", "desk", "--auth", "trust", "--no-sync")
        self.start()

    @staticmethod
    def missing() -> str | None:
        """Why there can be no server here, with the remedy."""
        if programs() is None:
            return "PostgreSQL is not installed: ./test installs it, or apt-get install postgresql"
        return None

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        # Without fsync: only a machine that loses its power could tell, and the tests do not go that far.
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", "--pgdata", self.data, "--options", options, "--log", str(self.folder / "log"), "--wait",
                  "start")

    def stop(self) -> None:
        self._run("pg_ctl", "--pgdata", self.data, "--mode", "immediate", "--wait", "stop")

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"desk{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, name: str) -> str:
        return f"postgresql://desk@/{name}?host={self.folder}"

    def drop(self, address: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name_of(address)} WITH (FORCE)")

    def drop_connections(self, address: str) -> None:
        """As when the network fails or the server is restarted."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                               [name_of(address)])

    def close(self) -> None:
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(programs() / program), *arguments]
        if self.user:
            command = ["setpriv", "--reuid", self.user, "--regid", self.user, "--clear-groups", *command]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              cwd=self.folder, timeout=120, check=False)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all tests of a worker."""
    if missing := Postgres.missing():
        pytest.skip(missing)
    server = Postgres()
    yield server
    server.close()
