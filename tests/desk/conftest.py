"""A real desk for every test, on SQLite and on PostgreSQL, with a clock that the test turns."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that the tests beside this file find what they share

import postgres as server
from playwright.sync_api import BrowserContext
from served import PATIENCE, Clock, Served

from kiosk.desk.app import read_content
from kiosk.desk.database import connect, migrate
from kiosk.desk.desk import Desk
from kiosk.settings import Settings

postgres = server.postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/desk.sqlite3"
    else:
        postgres = request.getfixturevalue("postgres")
        address = postgres.new_database()
        yield address
        postgres.drop(address)


@pytest.fixture(scope="session")
def content():
    """The kiosk's own catalogue and nouns."""
    return read_content(Settings())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(database) -> Iterator:
    engine = connect(database)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def serve(database, content, clock) -> Iterator[Callable[..., Served]]:
    """Starts desks on the test's database, each as a process of its own would be; whatever happens, they end with the
    test. Settings may depend on the address that a desk gets."""
    started: list[Served] = []

    def one(settings_at: Callable[[str], Settings] = lambda address: Settings(), port: int = 0, **more) -> Served:
        engine = connect(database)
        migrate(engine)
        started.append(Served(lambda address: Desk(engine, settings_at(address), *content, clock=clock, **more), port))
        return started[-1]

    yield one
    for served in started:
        served.close()


@pytest.fixture
def desk(serve) -> Served:
    return serve()


@pytest.fixture
def phone(browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 393, "height": 852})
    context.set_default_timeout(PATIENCE * 1000)
    yield context
    context.close()
