"""A few sentences being listened to, in folders of their own, with the real voice."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import uvicorn

from kiosk.language.said import Entry, Lexicon, Said
from kiosk.language.units import Unit
from kiosk.review.listening import Listening
from kiosk.review.pages import application
from kiosk.review.room import Room
from kiosk.speech.recordings import Recordings

UNITS = (
    Unit("start/welcome", "Welkom bij het digipunt.", "nl"),
    Unit("step/ocmw", "Vraag het aan het OCMW.", "nl"),
    Unit("step/yes", "Ja", "nl"),
    Unit("other/yes", "Ja", "nl"),
    Unit("step/code", "Typ uw pincode.", "nl"),
    Unit("dots", "…", "nl"),
    Unit("foreign", "Bonjour.", "fr"),
)
ARABIC = (Unit("start/welcome", "مرحباً بك.", "ar"), Unit("start/yes", "نعم", "ar"))


@pytest.fixture
def lexicon() -> dict[str, Entry]:
    """Of the Dutch; a test may change it."""
    return {"OCMW": Entry("oo cee em wee")}


@pytest.fixture
def listening(tmp_path, lexicon):
    """Makes the listening of a language, as a new start of the command would."""
    def made(code: str = "nl") -> Listening:
        said = Said({"nl": Lexicon(lexicon)})
        return Listening(code, UNITS if code == "nl" else ARABIC, said.pieces, {},
                         Recordings([tmp_path / "site", tmp_path / "assets" / "recordings"]), tmp_path / "assets")
    return made


@pytest.fixture
def address(listening) -> Iterator[str]:
    """Where the real pages are served, without pictures."""
    room = Room(("nl", "ar"), listening, draw=False)
    server = uvicorn.Server(uvicorn.Config(application(room), port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
    room.close()


@pytest.fixture
def page(browser, address):
    page = browser.new_page(base_url=address)
    page.set_default_timeout(15_000)
    yield page
    page.close()


