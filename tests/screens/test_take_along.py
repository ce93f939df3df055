"""Taking the steps along: two decoders read all of them from the glass, and a printer prints them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from code_readers import readers
from fake_printer import FakePrinter
from null_sink import until
from running import GLASS, QUIET, SETTINGS, walk
from twin import ROOT, Twin, View

from kiosk.catalogue.graph import main_line
from kiosk.catalogue.reading import read_catalogue
from kiosk.handoff.leaflet import leaflet
from kiosk.language.interface import read_interface
from kiosk.language.languages import BY_CODE
from kiosk.language.texts import load_texts
from kiosk.parts.places import LOCALES

pytestmark = pytest.mark.alone

STEP = (("begin", ""), ("topic", "wonen"), ("open", "adres-wijzigen"))
TAKE = (*STEP, ("help", ""), ("take", ""))
"""From the hand-off: the way is short, and what one takes along is the same."""


def codes_of(twin: Twin, view: View) -> list[str]:
    """All codes of a screen, page after page, each read alike by both."""
    texts = []
    while True:
        if view.codes:
            found = readers(view.picture)
            assert len(found) == 2 and found[0] == found[1] != "", found
            texts.append(found[0])
        if "more" not in view.controls:
            return texts
        view = twin.tap("more")


@pytest.fixture(scope="module")
def steps():
    """Language → the titles and lines that must come along."""
    icons = frozenset(json.loads((ROOT / "assets/icons/icons.json").read_text("utf-8")))
    walkthrough = read_catalogue([ROOT / "assets"], icons)[0].walkthroughs["adres-wijzigen"]

    def one(language: str) -> list[str]:
        texts = load_texts(BY_CODE[language], LOCALES, read_interface())
        content = leaflet(walkthrough, main_line(walkthrough, walkthrough.first), texts)
        return [unit.words for part in content.parts for unit in (part.title, *part.lines)]

    return one


@pytest.mark.parametrize("panel", ["1280x800 10.1", "1920x1080 15.6", "1920x1080 21.5", "1080x1920 15.6"])
def test_every_step_is_read_from_the_glass_in_every_language(place, steps, panel):
    size, diagonal = panel.split()
    width, height = map(int, size.split("x"))
    name = panel.replace(" ", "-")
    settings = place / f"take-{name}.toml"
    settings.write_text(f"[panel]\ndiagonal = {diagonal}\n{QUIET}")
    twin = Twin(settings, (width, height), place / f"take-{name}")
    try:
        for language in BY_CODE:
            for text in (1, 3):
                texts = codes_of(twin, twin.put(*TAKE, language=language, text=text))
                assert 1 <= len(texts) <= 4
                whole = "\n".join(texts)
                assert [words for words in steps(language) if words not in whole] == []
                assert "…" not in whole and "\ufeff" not in whole
    finally:
        twin.close()


def test_a_link_where_the_steps_are_published(place, with_printer):
    settings = place / "link.toml"
    settings.write_text(f'{SETTINGS}{QUIET}[take_along]\nsite_address = "https://stappen.example.be/gent/"\n')
    twin = Twin(settings, GLASS, place / "link-twin")
    try:
        assert codes_of(twin, twin.put(*TAKE, language="ar")) == [
            "https://stappen.example.be/gent/ar/adres-wijzigen/"]
    finally:
        twin.close()


@pytest.fixture
def with_printer(place) -> Iterator[tuple[Path, FakePrinter]]:
    fake = FakePrinter()
    settings = place / "printer.toml"
    settings.write_text(f'{SETTINGS}{QUIET}[take_along]\nprinter = "{fake.name}"\n')
    yield settings, fake
    fake.close()


def test_printed_by_touch(start, place, with_printer):
    settings, fake = with_printer
    twin = Twin(settings, GLASS, place / "printer-twin")
    try:
        kiosk = start(settings)
        assert kiosk.shows(twin.put().picture)
        view = walk(kiosk, twin, twin.put(), "speak:nl", "topic:wonen", "open:adres-wijzigen", "help:", "take:")
        fake.left = 500
        fake.then = "no paper"
        kiosk.tap(view.middle("print"))
        out = twin.put(*TAKE, paper="no_paper")
        assert kiosk.shows(out.picture, 40)  # the code stays where it is
        while "print" not in out.controls:
            kiosk.tap(out.middle("more"))
            out = twin.tap("more")
            assert kiosk.shows(out.picture)
        fake.left, fake.out = None, False
        kiosk.tap(out.middle("print"))
        assert until(lambda: fake.cuts == 1, 40)
        assert until(lambda: kiosk.running) and kiosk.said() == ""
    finally:
        twin.close()
