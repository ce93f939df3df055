"""Each fault reaches the journal with its code, or stderr as a plain sentence; and never what somebody typed."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.watching.log import Fault, say, where

ROOT = Path(__file__).parents[2]


@pytest.fixture
def journal(tmp_path, monkeypatch):
    """A journal of our own; the socket hears, and stderr is what $JOURNAL_STREAM says."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(str(tmp_path / "socket"))
        server.setblocking(False)
        here = os.fstat(2)
        monkeypatch.setenv("JOURNAL_STREAM", f"{here.st_dev}:{here.st_ino}")
        monkeypatch.setattr("kiosk.watching.log.SOCKET", str(tmp_path / "socket"))
        yield server


def entry(server: socket.socket) -> dict[str, str]:
    return dict(line.partition("=")[::2] for line in server.recv(65536).decode().splitlines())


def test_a_fault_has_a_code_by_which_it_can_be_counted(journal):
    say(Fault.CONTENT, "walkthrough.yaml:3: the title is missing.\nPRIORITY=0")
    assert entry(journal) == {
        "MESSAGE": "walkthrough.yaml:3: the title is missing. PRIORITY=0", "PRIORITY": "4",
        "MESSAGE_ID": Fault.CONTENT.message_id, "KIOSK_FAULT": "content", "SYSLOG_IDENTIFIER": "kiosk"}


def test_a_journal_that_does_not_hear_gets_it_on_stderr_with_its_priority(journal, capsys):
    journal.close()
    say(Fault.WORDS, "Too many.")
    assert capsys.readouterr().err == "<3>Too many.\n"


def test_elsewhere_it_is_a_plain_sentence(capsys, monkeypatch):
    monkeypatch.setenv("JOURNAL_STREAM", "1:1")  # of another process: stderr was turned elsewhere since
    say(Fault.SETTING, "kiosk.toml:3: no.")
    assert capsys.readouterr().err == "kiosk.toml:3: no.\n"


def test_a_crash_tells_where_and_not_what_was_typed(tmp_path):
    """In a process of its own, on its main thread and on another."""
    for body in ("{'search': 1}['mijn geheim']",
                 "t = threading.Thread(target=lambda: {'search': 1}['mijn geheim']); t.start(); t.join()"):
        program = tmp_path / "crash.py"
        program.write_text("import threading\nfrom kiosk.watching import log\nlog.SOCKET = 'socket'\n"
                           f"log.catch_crashes()\n{body}\n")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server, (tmp_path / "err").open("w") as err:
            (tmp_path / "socket").unlink(missing_ok=True)
            server.bind(str(tmp_path / "socket"))
            server.settimeout(30)
            here = os.fstat(err.fileno())
            subprocess.run([sys.executable, program], cwd=tmp_path, stderr=err, check=False, env={
                **os.environ, "PYTHONPATH": str(ROOT), "JOURNAL_STREAM": f"{here.st_dev}:{here.st_ino}"})
            said = entry(server)
        assert said["KIOSK_FAULT"] == "crash" and said["PRIORITY"] == "2"
        assert said["MESSAGE"].startswith("KeyError at ") and "crash.py:5" in said["MESSAGE"]
        assert "geheim" not in str(said) and (tmp_path / "err").read_text() == ""


def test_a_place_is_short_and_without_values():
    try:
        Path("/nowhere/geheim").read_text()
    except OSError as fault:
        place = where(type(fault), fault.__traceback__)
    assert place.startswith("FileNotFoundError at ") and "tests/watching/test_log.py:" in place
    assert "geheim" not in place


def test_every_fault_is_told_in_the_manual_and_has_an_id_of_its_own():
    manual = (ROOT / "docs/tasks/watch-many-kiosks.md").read_text("utf-8")
    for fault in Fault:
        assert re.fullmatch("[0-9a-f]{32}", fault.message_id)
        assert f"| `{fault.code}` | {fault.priority} | {fault.meaning} | `{fault.message_id}` |" in manual
    assert len({fault.message_id for fault in Fault}) == len(Fault)
