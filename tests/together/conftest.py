"""A real desk, a real kiosk and a real browser, which know of each other what people and networks tell them."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.extend(str(Path(__file__).parents[1] / room) for room in ("together", "screens", "speech", "handoff", "desk"))

import postgres as server
import started
from assistant import PATIENCE, PHONE, log_in
from citizen import kiosk_settings
from desk_process import HOST, DeskProcess
from playwright.sync_api import Page, expect
from running import GLASS
from twin import ROOT, Twin

from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.reading import read_catalogue

place, start, postgres = started.place, started.start, server.postgres

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def port() -> int:
    """One for all desks: the code on the kiosk holds it, and one twin draws that."""
    with socket.create_server((HOST, 0)) as free:
        return free.getsockname()[1]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    icons = frozenset(json.loads((ROOT / "assets/icons/icons.json").read_text("utf-8")))
    return read_catalogue([ROOT / "assets"], icons)[0]


@pytest.fixture
def database() -> str:
    """A file of SQLite in the desk's own folder; tests that try PostgreSQL too take `both`."""
    return ""


@pytest.fixture(params=["one process, SQLite", "two processes, PostgreSQL"])
def both(request) -> Iterator[str]:
    """The address of an empty database, of each kind."""
    if request.param.endswith("SQLite"):
        yield ""
        return
    postgres = request.getfixturevalue("postgres")
    address = postgres.new_database()
    yield address
    postgres.drop(address)


@pytest.fixture
def desk(place, tmp_path, port, database) -> Iterator[DeskProcess]:
    """Empty, and running. All share the phrases that the first of them makes."""
    desk = DeskProcess(tmp_path / "desk", port, place / "data", database, workers=2 if database else 1)
    desk.start()
    yield desk
    print(desk.printed.read_text())
    desk.close()


@pytest.fixture
def outbox(tmp_path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def settings(tmp_path, desk, port, outbox) -> Path:
    return kiosk_settings(tmp_path / "kiosk.toml", port, desk.add_kiosk("Kiosk 7 leeszaal"), outbox)


@pytest.fixture(scope="session")
def twin(place, port) -> Iterator[Twin]:
    """Of a kiosk that has the desk; what the screens show does not depend on its key."""
    twin = Twin(kiosk_settings(place / "twin.toml", port, "k" * 43, place / "no-outbox"), GLASS, place / "twin")
    yield twin
    twin.close()


@pytest.fixture
def karin(browser, desk) -> Iterator[Page]:
    """An assistant with a telephone, at whose desk nobody waits."""
    context = browser.new_context(viewport=PHONE)
    yield log_in(context, desk, "Karin")
    context.close()


@pytest.fixture
def keep() -> Callable[[str, object], None]:
    """Keep a picture of a page or a kiosk, where somebody wants to look: TOGETHER_PICTURES names the folder."""
    folder = os.environ.get("TOGETHER_PICTURES")

    def one(name: str, of: object) -> None:
        if folder:
            Path(folder).mkdir(exist_ok=True)
            of.screenshot(path=f"{folder}/{name}.png") if isinstance(of, Page) else of.picture().save(
                f"{folder}/{name}.png")

    return one
