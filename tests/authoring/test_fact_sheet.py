"""The fact-check sheet has every sentence, with its sources and a box to tick."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from kiosk.authoring.sheet import sheet
from kiosk.catalogue.drafts import texts_of_step
from kiosk.catalogue.model import HandOver, Practise
from kiosk.catalogue.reading import read_catalogue
from kiosk.checking import ROOT
from kiosk.cli import main

ASSETS = ROOT / "assets"
OWN = read_catalogue([ASSETS])[0].walkthroughs
TODAY = date(2026, 11, 30)


class Words(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.words.append(" ".join(data.split()))

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)


@pytest.mark.parametrize("id", OWN)
def test_every_sentence_stands_on_it(id):
    walkthrough = OWN[id]
    read = Words(sheet(walkthrough, [ASSETS], TODAY))
    for step in walkthrough.steps.values():
        said = [text.dutch.replace("{value}", "…") for text in texts_of_step(step) if text.dutch]
        if isinstance(step, HandOver):
            said += [text.dutch for text in step.staff]
        if isinstance(step, Practise):
            said += [element.label for element in step.page.elements]
        assert set(said) <= set(read.words), step.id
    assert "script" not in read.tags


def test_sources_dates_and_blanks(folder):
    folder.write("walkthroughs/verhuizen/walkthrough.yaml",
                 (folder.path / "walkthroughs/verhuizen/walkthrough.yaml").read_text().replace(
                     "    source: https://example.be/prijs",
                     "    source: https://example.be/prijs\n    value: 7.50\n    checked_on: 2026-11-20"))
    walkthrough = folder.read()[0].walkthroughs["verhuizen"]
    page = sheet(walkthrough, [folder.path], date(2027, 6, 1))
    read = " ".join(Words(page).words)
    for source in ("https://example.be/verhuizen", "https://example.be/itsme", "https://example.be/prijs"):
        assert source in read
    assert "7.50" in read and "20 november 2026" in read
    assert "Nagekeken op 23 november 2026, opnieuw vóór 23 mei 2027." in read and "Dat is voorbij." in read
    assert "Dat is voorbij." not in sheet(walkthrough, [folder.path], TODAY)
    assert "Gedeeld met andere diensten: aanmelden" in read
    boxes, lines = page.count('class="tick"'), len(re.findall(r'<td class="right">', page))
    assert boxes == lines + len(walkthrough.facts), "a box for each sentence and each fact"


def test_a_module_is_checked_once_however_often_it_is_taken_in(folder):
    again = "  - id: nog-eens\n    include: aanmelden\n    number: 90\n    exits: {done: doe, no_key: hulp}\n\n"
    folder.spoil("  - id: prijs\n    number: 11", f"{again}  - id: prijs\n    number: 11")
    folder.spoil("    next: doe", "    next: nog-eens")
    page = sheet(folder.read()[0].walkthroughs["verhuizen"], [folder.path], TODAY)
    assert page.count("<h3>Neem uw gsm.</h3>") == 1


def test_what_an_author_writes_is_words_and_never_html(folder):
    folder.spoil("Kies de manier die u kent.", '"<script>alert(1)</script> & co"')
    page = sheet(folder.read()[0].walkthroughs["verhuizen"], [folder.path], TODAY)
    assert "&lt;script&gt;" in page and "<script" not in page


def test_the_command(tmp_path, capsys):
    assert main(["fact-sheet", "adres-wijzigen", "--to", str(tmp_path / "blad.html")]) == 0
    assert (tmp_path / "blad.html").read_text("utf-8").startswith("<!doctype html>")
    assert main(["fact-sheet", "niets"]) == 2
    assert "There is no walkthrough “niets”." in capsys.readouterr().err
