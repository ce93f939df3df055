"""Packs from an address, over real HTTP, with real keys and packs: ended at any moment."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from channel_world import NOW
from static_server import Handler

from kiosk.pack.channel import fetch
from kiosk.pack.channel_report import ALARM, OK
from kiosk.pack.channel_transfer import Server
from kiosk.pack.install import Installed, install


@pytest.mark.parametrize("request_number", [1, 2, 3, 4, 5])
def test_killed_at_any_request_the_kiosk_has_the_old_and_the_next_run_brings_the_new(one, request_number):
    one.publish(one.pack(2))
    child, known, seen = [], threading.Event(), []

    def kill(answer: Handler) -> None:
        seen.append(answer.path)
        file = one.published / answer.path.lstrip("/")
        content = file.read_bytes() if file.is_file() else None
        if len(seen) == request_number:
            answer.send_file(content, sent=len(content or b"") // 2)
            known.wait()
            os.kill(child[0], signal.SIGKILL)
        else:
            answer.send_file(content)

    one.server.odd[""] = kill
    child.append(os.fork())
    if not child[0]:
        try:
            fetch(one.channel(), Server(requests.Session()), NOW)
        finally:
            os._exit(0)
    known.set()
    assert os.waitpid(child[0], 0)[1] == signal.SIGKILL
    assert one.versions == {"gent": 1}
    one.server.odd.clear()
    assert one.fetch().sentence.startswith("New: gent 2")


class PowerCut(BaseException):
    pass


@pytest.mark.parametrize("fault", [PowerCut(), OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))])
def test_ended_at_any_change_on_the_disk_it_is_the_old_or_the_new(one, tmp_path, monkeypatch, fault):
    one.publish(one.pack(2))
    real, saved = os.replace, tmp_path / "saved"
    shutil.copytree(one.memory, saved / "channel", symlinks=True)
    shutil.copytree(one.store, saved / "packs", symlinks=True)
    for step in itertools.count():
        left = itertools.count(-step)

        def replace_file(*names, left=left, **folders) -> None:
            if next(left) == 0:
                raise fault
            real(*names, **folders)

        monkeypatch.setattr(os, "replace", replace_file)
        with contextlib.suppress(PowerCut):
            report = one.fetch()
            assert report.kind in (OK, ALARM)
        monkeypatch.setattr(os, "replace", real)
        assert one.versions in ({"gent": 1}, {"gent": 2})
        assert one.fetch().kind == OK and one.versions == {"gent": 2}
        if next(left) <= 0:
            break
        for name in ("channel", "packs"):
            shutil.rmtree(one.folder / name)
            shutil.copytree(saved / name, one.folder / name, symlinks=True)
    assert step > 5


def test_two_at_once(one):
    def twice(file: Path) -> Installed:
        assert fetch(one.channel(), Server(requests.Session()), NOW).sentence.startswith("Packs are being fetched")
        return install(file, one.store, one.trusted)

    one.publish(one.pack(2))
    assert one.fetch(replace(one.channel(), install=twice)).sentence.startswith("New: gent ")
