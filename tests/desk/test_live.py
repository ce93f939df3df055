"""Open pages and several workers: whoever changes something, everybody sees it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from served import PATIENCE, KioskClient, Served, until

from kiosk.cli import main

ROOT = Path(__file__).parents[2]


class OpenPage:
    """What a browser that keeps the queue open is sent."""

    def __init__(self, browser: httpx.Client) -> None:
        self.pictures: list[str] = []
        self.ended = False
        self._browser = browser
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        until(lambda: self.pictures, "the first list")

    def _read(self) -> None:
        try:
            with self._browser.stream("GET", "/wachtrij", timeout=None) as answer:
                lines: list[str] = []
                for line in answer.iter_lines():
                    if line.startswith("data: "):
                        lines.append(line.removeprefix("data: "))
                    elif not line and lines:
                        self.pictures.append("\n".join(lines))
                        lines = []
        except httpx.HTTPError:
            pass
        self.ended = True

    def shows(self, words: str) -> bool:
        return words in self.pictures[-1]


def test_an_open_page_shows_what_happens(desk):
    kiosk = desk.kiosk()
    page = OpenPage(desk.assistant("Karin"))
    assert page.shows("Er wacht niemand")
    id = kiosk.ask()
    until(lambda: page.shows(id), "the request to be shown")
    jan = desk.assistant("Jan")
    jan.post(f"/vragen/{id}/komt")
    until(lambda: page.shows("Er is iemand onderweg"), "the page to say that somebody comes")
    kiosk.withdraw(id)
    until(lambda: page.shows("Er wacht niemand"), "the request to go")


def test_a_page_of_another_site_is_not_troubled(desk):
    gent, aalst = desk.kiosk("Kiosk 1", "Gent"), desk.kiosk("Kiosk 2", "Aalst")
    page = OpenPage(desk.assistant("Karin", "Gent"))
    aalst.ask()
    id = gent.ask()
    until(lambda: page.shows(id), "its own request")
    assert len(page.pictures) == 2
    assert "Kiosk 2" not in "".join(page.pictures)


def test_what_one_worker_does_every_worker_shows(serve, database):
    if database.startswith("sqlite"):
        pytest.skip("one process serves SQLite")
    workers = [serve() for _ in range(3)]
    kiosk = workers[0].kiosk()
    pages = [OpenPage(worker.assistant(f"Helper {number}")) for number, worker in enumerate(workers)]
    id = kiosk.ask()
    for page in pages:
        until(lambda page=page: page.shows(id), "the request on every worker")
    workers[1].assistant("Jan").post(f"/vragen/{id}/komt")
    for page in pages:
        until(lambda page=page: page.shows("Er is iemand onderweg"), "the answer on every worker")


def test_after_a_lost_connection_everybody_looks_anew(serve, database, postgres):
    if database.startswith("sqlite"):
        pytest.skip("SQLite has no connection to lose")
    here, there = serve(), serve()
    kiosk, jan = here.kiosk(), there.assistant("Jan")
    page = OpenPage(here.assistant("Karin"))
    id = kiosk.ask()
    until(lambda: page.shows(id), "the request")
    for _ in range(3):
        postgres.drop_connections(database)
        jan.post(f"/vragen/{id}/komt")
    until(lambda: not page.ended and page.shows("Er is iemand onderweg") or page.ended, "news, or the end of the page")
    if page.ended:  # the browser comes back by itself
        page = OpenPage(here.assistant("Piet"))
        assert page.shows("Er is iemand onderweg")
    postgres.drop_connections(database)
    jan.post(f"/vragen/{id}/klaar")
    assert kiosk.state(id, "coming", 25) == "done"


class Command:
    """`kiosk desk` as an administrator starts it."""

    def __init__(self, database: str, folder: Path, *arguments: str) -> None:
        (folder / "kiosk.toml").write_text("")
        self.environment = os.environ | {"KIOSK_SETTINGS": str(folder / "kiosk.toml"), "KIOSK_DESK_DATABASE": database}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "desk", *arguments], cwd=ROOT, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        self.said: list[str] = []
        threading.Thread(target=lambda: self.said.extend(self.process.stdout), daemon=True).start()

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-m", "kiosk", "desk", *arguments], cwd=ROOT, env=self.environment,
                              capture_output=True, text=True, timeout=60, check=False)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(PATIENCE)
            finally:
                if self.process.poll() is None:
                    os.killpg(self.process.pid, signal.SIGKILL)


@pytest.fixture
def command(database, tmp_path) -> Iterator:
    started: list[Command] = []

    def start(*arguments: str) -> Command:
        started.append(Command(database, tmp_path, *arguments))
        return started[-1]

    yield start
    for one in started:
        one.close()


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.smoke
def test_the_command_serves_and_says_what_is_missing(command, database):
    port = free_port()
    workers = ("--workers", "2") if database.startswith("postgresql") else ()
    desk = command("--port", str(port), *workers)
    address = f"http://127.0.0.1:{port}"
    until(lambda: _answers(address), "the desk to answer")
    said = "".join(desk.said)
    assert f"listens on {address}" in said
    for missing in ("no kiosk may ask", "nobody can log in", "https"):
        assert missing in said
    key = re.search(r'^key = "(.+)"$', desk.run("add-kiosk", "Kiosk 3 leeszaal", "--site", "Gent").stdout, re.M)[1]
    links = [desk.run("add-assistant", f"Helper {number}").stdout.split()[-1] for number in range(4)]
    listed = desk.run("list").stdout
    assert "Kiosk 3 leeszaal, Gent" in listed and "Helper 3, every site" in listed
    kiosk = KioskClient(address, key)
    pages = []
    for link in links:  # as many lines as workers, and more: each worker has some of them
        browser = httpx.Client(base_url=address, headers={"Origin": address}, timeout=PATIENCE)
        assert browser.post("/binnen/" + link.rpartition("/")[2]).status_code == 303
        pages.append(OpenPage(browser))
    id = kiosk.ask()
    for page in pages:
        until(lambda page=page: page.shows(id), "the request on every page")
    assert browser.post(f"/vragen/{id}/komt").status_code == 303
    for page in pages:
        until(lambda page=page: page.shows("Er is iemand onderweg"), "the answer on every page")
    assert kiosk.state(id, "waiting", 25) == "coming"
    assert desk.run("remove-assistant", "Helper 0").returncode == 0
    assert desk.run("remove-kiosk", "Kiosk 3 leeszaal").returncode == 0
    assert kiosk.put(id).status_code == 401
    desk.close()
    assert desk.process.returncode in (0, -signal.SIGTERM)
    assert "Traceback" not in "".join(desk.said)
    assert id not in "".join(desk.said)  # nothing of what was asked is written anywhere


def test_a_killed_desk_goes_on_where_it_was(command):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    first = command("--port", str(port))
    key = re.search(r'^key = "(.+)"$', first.run("add-kiosk", "Kiosk 1").stdout, re.M)[1]
    until(lambda: _answers(address), "the desk to answer")
    id = KioskClient(address, key).ask()
    first.process.kill()
    first.process.wait()
    command("--port", str(port))
    until(lambda: _answers(address), "the desk to answer again")
    assert KioskClient(address, key).state(id) == "waiting"


@pytest.mark.parametrize(("arguments", "says"), [
    (("add-kiosk", " "), "1 to 60 characters"), (("add-kiosk", "x" * 61), "1 to 60 characters"),
    (("remove-kiosk", "Niemand"), "`kiosk desk list`"), (("remove-assistant", "Niemand"), "`kiosk desk list`"),
    (("--database", "mysql://x/y", "list"), "PostgreSQL"), (("--workers", "2"), "docs/tasks/run-a-desk"),
    (("--database", "sqlite:////proc/desk.sqlite3",), "cannot be opened"),
])
def test_what_cannot_be_is_a_sentence(tmp_path, arguments, says):
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "desk", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env=os.environ | {"KIOSK_SETTINGS": "", "KIOSK_DESK_DATABASE": f"sqlite:///{tmp_path}/desk.sqlite3"})
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistyped_file_and_a_mistyped_place_are_noticed(tmp_path, capsys):
    def said(*words: str) -> str:
        assert main(["desk", *words, "--database", f"sqlite:///{tmp_path}/desk.sqlite3"]) == 0
        return capsys.readouterr().err

    assert "A new desk begins in" in said("add-kiosk", "Kiosk 1", "--site", "Bibliotheek Zuid")
    assert 'No kiosk stands at "Bibliotheek Zuit" yet' in (
        noticed := said("add-assistant", "Karin", "--site", "Bibliotheek Zuit")) and "at: Bibliotheek Zuid." in noticed
    assert said("add-assistant", "Jan", "--site", "Bibliotheek Zuid") == said("list") == ""


def test_a_port_that_is_taken_is_a_sentence(serve, tmp_path):
    taken: Served = serve()
    port = taken.address.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "desk", "--port", port], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env=os.environ | {"KIOSK_SETTINGS": "", "KIOSK_DESK_DATABASE": f"sqlite:///{tmp_path}/other.sqlite3"})
    assert done.returncode == 2
    assert "--port" in done.stderr and "Traceback" not in done.stderr


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/aanmelden", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def test_the_answer_to_a_kiosk_is_plain(desk):
    """So that another program can be written from docs/design/desk.md."""
    kiosk = desk.kiosk()
    id = kiosk.ask()
    answer = kiosk.http.get(f"/api/requests/{id}")
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.content) == {"state": "waiting"}
