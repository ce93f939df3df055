"""`kiosk desk` as an administrator runs it: processes of its own, a settings file, a folder, a database."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path

from null_sink import until
from sqlalchemy import text
from twin import ROOT

from kiosk.desk.database import connect

HOST = "127.99.0.1"
"""An address of this machine, so http is allowed; and none of the kiosk's own when that stands in another network."""

HOURS = "[helpers]\n" + "".join(f'{day} = ["00:00-24:00"]\n' for day in (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
"""Somebody is on duty whenever the tests run."""


class DeskProcess:
    """On ``port``, which stays the same when it is started again."""

    def __init__(self, folder: Path, port: int, data: Path, database: str = "", workers: int = 1) -> None:
        folder.mkdir()
        self.folder, self.data = folder, data
        self.address = f"http://{HOST}:{port}"
        self.database = database or f"sqlite:///{folder}/desk.sqlite3"
        self.printed = folder / "printed"
        self.settings = folder / "desk.toml"
        self.settings.write_text(
            f'[site]\nname = "Bibliotheek"\n[voices]\nfolder = "{data}"\n{HOURS}[desk_server]\nhost = "{HOST}"\n'
            f'port = {port}\naddress = "{self.address}"\ndatabase = "{self.database}"\nworkers = {workers}\n'
            f'counts = true\n')
        self.process: subprocess.Popen | None = None
        self._engine = connect(self.database)

    # What an administrator does.

    def command(self, *words: str) -> str:
        """What `kiosk desk` with these words prints."""
        return subprocess.run([*self._words(), *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    def add_kiosk(self, name: str) -> str:
        """The key."""
        return re.search(r'key = "(.+)"', self.command("add-kiosk", name))[1]

    def invite(self, name: str) -> str:
        """The link with which somebody logs in, once."""
        return self.command("add-assistant", name).split()[-1]

    def start(self) -> None:
        with self.printed.open("a") as log:
            self.process = subprocess.Popen(self._words(), cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
                                            env=os.environ | {"HOME": str(self.folder)})
        assert until(self._answers, 60), self.printed.read_text()

    def _words(self) -> list[str]:
        return [sys.executable, "-m", "kiosk", "--settings", str(self.settings), "desk"]

    def _answers(self) -> bool:
        try:
            return urllib.request.urlopen(f"{self.address}/h", timeout=5).status == 200
        except OSError:
            return False

    # What befalls it.

    def kill(self) -> None:
        """It and its workers, at once and without a word."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def close(self) -> None:
        self.kill()
        self._engine.dispose()

    # What it keeps.

    def rows(self, question: str) -> list[tuple]:
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(question))]

    def open(self) -> list[tuple]:
        """(id, letters) of everybody who waits or is being helped."""
        return self.rows("select id, letters from requests where state in ('waiting', 'coming')")
