"""A whole visit and hand-off with values that occur nowhere else; then every file is searched for them.

Typed: a word on the keyboard of the screen, in Latin and in Arabic letters. Tapped and chosen: languages, colours, text
size, what somebody has and lacks, what does not work; all of it stands in the 28 letters of the request. Opened: the
assistant's secret link.

Searched: the kiosk's home, working and runtime folder, its outbox, settings, what it says of its health, and its
standard output and error, which is all that would be in the journal (kiosk/watching/log.py); the desk's settings, data,
output and database (SQLite with its journal; PostgreSQL's data directory, its log and a dump); all that is newer than
the test in /tmp, /var/tmp, /dev/shm, /run, /var/log, /var/lib/kiosk, /var/cache and the checkout; and what the
processes hold open, with a name or without. Not the assistant's browser. Not PostgreSQL's own files for the
letters of a request that is done: its log of changes and dead rows are written over in their time
(docs/tasks/run-a-desk-for-a-region.md); there the dump must be without.
"""

from __future__ import annotations

import secrets
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import heard
import pytest
from assistant import NOBODY, PATIENCE, PHONE, button, opens, waiting
from citizen import ASKED, STUCK, hushed, kiosk_settings, link_on, press, screen, strolls
from null_sink import until
from playwright.sync_api import expect
from postgres import programs
from running import Kiosk, walk
from searching import held_open, hits, in_folders, written_since

pytestmark = pytest.mark.alone

server = heard.server

LATIN, ARABIC = "bcdfghjklmnpqrstvwxz", "بتجحخدرسشصعغفقكلمنهو"
PIECE = 6
"""Letters; a piece of what was typed would be as bad as the whole, and six by chance occur nowhere else."""


def word(alphabet: str, length: int) -> str:
    """By chance, so that it stands in no file of ours."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def keys(word: str) -> list[str]:
    """The touches that type a word; each key is known by what stands there after it."""
    return [f"search:{word[:end]}" for end in range(1, len(word) + 1)]


@pytest.fixture
def database(both) -> str:
    return both


@pytest.fixture
def began() -> float:
    """Before anything of the test was written."""
    return time.time() - 1


@pytest.fixture
def written(began, desk, tmp_path, place) -> Callable[[Kiosk], list[Path]]:
    """Every file but those of PostgreSQL."""

    def files(kiosk: Kiosk) -> list[Path]:
        found = [*in_folders([tmp_path, place, kiosk.home.parent]), *written_since(began)]
        for process in (kiosk.process, desk.process):
            found += held_open(process.pid) if process.poll() is None else ()
        return found

    return files


@pytest.fixture
def of_postgresql(request, database) -> Callable[[], list[Path]]:
    """Its data directory and its log."""
    return lambda: list(in_folders([request.getfixturevalue("postgres").folder])) if database else []


def test_nothing_of_a_visit_is_left_in_any_file(desk, start, server, port, twin, browser, tmp_path, written,
                                                of_postgresql, database):
    server.start()
    key, link = desk.add_kiosk("Kiosk 8 inkom"), desk.invite("Karin")
    secret, outbox = link.rpartition("/")[2], tmp_path / "canary-outbox"
    latin, arabic = word(LATIN, PIECE), word(ARABIC, PIECE)
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(PATIENCE)
    karin = context.new_page()
    karin.goto(link)
    button(karin, "Aanmelden").click()
    expect(karin.get_by_text(NOBODY)).to_be_visible()
    values = {latin, arabic, secret, *(cookie["value"] for cookie in context.cookies())}
    assert len(values) == 4

    (tmp_path / "of-systemd").mkdir()
    kiosk = start(kiosk_settings(tmp_path / "canary.toml", port, key, outbox, ""),
                  PULSE_SERVER=f"unix:{server.socket}", RUNTIME_DIRECTORY=str(tmp_path / "of-systemd"))
    view = twin.put(silent=False)
    assert kiosk.shows(view.picture, 30), kiosk.said()
    way = STUCK
    if database:  # the kiosk does the same with either; the second walk is shorter
        way = ASKED
        view = strolls(kiosk, twin, view, "speak:ar")
    else:
        view = strolls(kiosk, twin, view, "speak:nl", "search:", *keys(latin))
        assert hushed(kiosk, view), "it was not typed"
        view = strolls(kiosk, twin, view, "back", "languages:", "speak:ar")
    view = strolls(kiosk, twin, view, "search:", *keys(arabic))
    assert hushed(kiosk, view), "it was not typed"
    # From here without the voice: it turns the pages, and what is touched next would stand elsewhere.
    view = strolls(kiosk, twin, view, "back", "colours", "sound:", "mute")
    view = strolls(kiosk, twin, view, *(["less"] if "less" in view.controls else []), "back")
    assert kiosk.shows(view.picture)
    view = walk(kiosk, twin, view, *way[:-1])
    kiosk.tap(view.middle(way[-1]))
    expect(waiting(karin)).to_have_count(1)
    ((number, letters),) = desk.open()
    assert until(lambda: link_on(kiosk).endswith(letters))
    files = [*written(kiosk), *of_postgresql()]
    assert hits(files, values) == set()
    assert hits(files, {letters}), "the search does not even find what the desk has to know now"

    opens(karin)
    button(karin, "Ik kom eraan").click()
    expect(button(karin, "Ik kom eraan")).to_have_count(0)
    button(karin, "Klaar").click()
    expect(karin.get_by_text(NOBODY)).to_be_visible()
    thanks = screen(twin, "ar", way, "done", theme="white")
    assert hushed(kiosk, thanks)
    press(kiosk, thanks, "stop")
    assert hushed(kiosk, twin.put(silent=False)), "the visit is not over"
    assert until(lambda: not (outbox / number).exists())
    assert until(lambda: not hits(written(kiosk), {letters, *values})), hits(written(kiosk), {letters, *values})
    assert hits(of_postgresql(), values) == set()
    assert hits(in_folders([desk.folder]), {key}) == set(), "the desk keeps the key of a kiosk"
    if database:
        dump = subprocess.run([programs() / "pg_dump", "--dbname", database], check=True, capture_output=True).stdout
        assert b"COPY public.requests" in dump and not any(value.encode() in dump for value in {letters, *values})

    kiosk.process.send_signal(signal.SIGTERM)
    desk.process.send_signal(signal.SIGTERM)
    for process in (kiosk.process, desk.process):
        process.wait(20)
    assert hits(written(kiosk), {letters, *values}) == set()
    assert kiosk.said() == "", "it says something of its visits"
    assert (tmp_path / "of-systemd" / "health.json").exists(), "the search never saw what it says of itself"
    context.close()
