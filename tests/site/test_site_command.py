"""`kiosk site` as an author or an administrator meets it: a real process, its words and its exit code."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def kiosk(*arguments: object, settings: Path | None = None) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "kiosk", "site", *map(str, arguments)]
    command += ["--settings", str(settings)] if settings else []
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


def test_it_says_what_it_did(tmp_path):
    first = kiosk("--folder", tmp_path / "site", "--no-sound", "--languages", "ar")
    pages = 2 * (1 + len(list((ROOT / "assets/walkthroughs").iterdir()))) + 1
    assert first.returncode == 0 and f"{pages} pages" in first.stdout, "Dutch is there too: it is one link away"
    second = kiosk("--folder", tmp_path / "site", "--no-sound", "--languages", "ar")
    assert " 0 files written" in second.stdout and " 0 removed" in second.stdout


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["--folder", "/"], "/ holds other things than a site of ours. Choose a folder that is empty"),
    (["--folder", "/proc/none"], "cannot be made"),
    (["--languages", "xx"], "xx is not among the languages of this kiosk"),
    (["--address", "stappen.example.be"], "is no address of a site"),
    (["--address", "javascript:alert(1)"], "is no address of a site"),
    (["--no-sound", "--serve", "70000"], "Port 70000 cannot be used"),
])
def test_what_cannot_be_done_is_said_in_one_sentence(tmp_path, arguments, sentence):
    where = [] if "--folder" in arguments else ["--folder", tmp_path / "site"]
    failed = kiosk(*where, *arguments)
    assert failed.returncode == 2 and sentence in failed.stderr and "Traceback" not in failed.stderr


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        failed = kiosk("--folder", tmp_path / "site", "--no-sound", "--serve", port)
    assert failed.returncode == 2 and f"Port {port} cannot be used." in failed.stderr


@pytest.fixture
def preview(tmp_path) -> Iterator[Callable[[Path], str]]:
    """Starts a preview with these settings; its address."""
    running: list[subprocess.Popen] = []

    def start(settings: Path) -> str:
        command = [sys.executable, "-u", "-m", "kiosk", "site", "--no-sound", "--languages", "nl", "--serve", "0",
                   "--folder", str(tmp_path / "site"), "--settings", str(settings)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        running.append(process)
        for line in process.stdout:
            if found := re.match(r"http://127\.0\.0\.1:\d+/", line):
                return found[0]
        raise AssertionError("the preview ended")

    yield start
    for process in running:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130


def test_an_author_sees_a_change_without_starting_anew(tmp_path, preview):
    own = tmp_path / "own" / "walkthroughs" / "eigen"
    own.mkdir(parents=True)
    text = (ROOT / "assets/walkthroughs/adres-wijzigen/walkthrough.yaml").read_text("utf-8")
    text = text.replace("number: 4\n", "number: 99\n", 1)
    (own / "walkthrough.yaml").write_text(text, "utf-8")
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[content]\nfolder = "{tmp_path / "own"}"\n', "utf-8")
    address = preview(settings)
    page = f"{address}nl/eigen/"
    assert "Ik ben verhuisd" in _read(page)
    (own / "walkthrough.yaml").write_text(text.replace("title: Ik ben verhuisd", "title: Ik ga verhuizen"), "utf-8")
    assert _until(lambda: "Ik ga verhuizen" in _read(page))


def _read(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
            return answer.read().decode()
    except urllib.error.HTTPError:                # between two builds
        return ""


def _until(true: Callable[[], bool], limit: float = 60) -> bool:
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if true():
            return True
    return False
