from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "handoff")]  # helpers beside these, and shelf.py there

from serving import STUCK  # noqa: E402

from kiosk.catalogue.model import Catalogue  # noqa: E402
from kiosk.catalogue.reading import read_catalogue  # noqa: E402
from kiosk.desk.naslag import catalogue_document  # noqa: E402
from kiosk.handoff.record import Record  # noqa: E402
from kiosk.handoff.states import states  # noqa: E402
from kiosk.handoff.words import Noun, encode, read_nouns  # noqa: E402
from kiosk.language.interface import read_interface  # noqa: E402
from kiosk.parts.places import ASSETS, LOCALES  # noqa: E402


@pytest.fixture(scope="session")
def nouns() -> tuple[Noun, ...]:
    return read_nouns(ASSETS / "nouns.yaml")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The kiosk's own."""
    return read_catalogue([ASSETS])[0]


@pytest.fixture(scope="session")
def document(nouns):
    """What the page is told of a catalogue."""
    return lambda catalogue: catalogue_document(catalogue, nouns, read_interface(), LOCALES)


@pytest.fixture
def modules(tmp_path) -> Path:
    from node import modules

    return modules(tmp_path)


@pytest.fixture(scope="session")
def data(tmp_path_factory, catalogue) -> Path:
    """A desk's data folder with real phrases (where there is a voice) and one picture."""
    from PIL import Image
    from serving import STUCK

    from kiosk import settings
    from kiosk.desk import pictures, sounds
    from kiosk.parts.voice import make_voices

    folder = tmp_path_factory.mktemp("desk")
    sounds.make(folder, make_voices(settings.Settings()), read_interface(), LOCALES)
    (folder / pictures.FOLDER).mkdir()
    Image.new("RGB", (800, 450), "#fbf7ef").save(folder / pictures.FOLDER / "een.webp")
    pictures.keep_list(folder, {f"{STUCK.walkthrough}/{STUCK.step}/ar": f"{pictures.ADDRESS}/een.webp"})
    return folder


@pytest.fixture(scope="session")
def desk(data, catalogue, nouns):
    """The address of a desk that serves the page alone."""
    from serving import served

    from kiosk.desk import sheet

    with served(sheet.routes(catalogue, nouns, read_interface(), LOCALES, data)) as address:
        yield address


@pytest.fixture
def context(browser):
    """As a telephone of 400 px wide; what the page complains of fails the test."""
    made = browser.new_context(viewport={"width": 400, "height": 800})
    complaints: list[str] = []
    made.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    made.on("weberror", lambda error: complaints.append(str(error.error)))
    made.complaints = complaints
    yield made
    made.close()
    assert complaints == []


@pytest.fixture
def page(context):
    return context.new_page()


@pytest.fixture(scope="session")
def stuck(catalogue) -> Record:
    return replace(STUCK, content=catalogue.version)


@pytest.fixture(scope="session")
def words(stuck, catalogue, nouns) -> list[str]:
    return [noun.word for noun in encode(stuck, states(catalogue), nouns)]
