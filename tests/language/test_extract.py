"""Every text for translators, once, with what they need to know; also through Babel's own extraction."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.extract import extract, extract_from_dir

from kiosk.catalogue.model import Text
from kiosk.language.extract import extract_interface, extract_walkthrough, hints, read_source

WALKTHROUGH = """\
number: 1
title: Ik ben verhuisd
topic: wonen
icon: home
search: verhuizen, adres
sources: [https://example.org]
checked_on: 2026-11-23
review_by: 2027-05-23
about:
  title: Waarom doet u dit?
  why: Zo weet iedereen waar u woont.
  who: Voor wie verhuisd is.
  where_title: Waar doet u dit?
  where: Op het internet.
  login: U hebt een sleutel nodig.
facts:
  prijs: {kind: price, source: https://example.org}
steps:
  - id: tik
    number: 10
    kind: practise
    icon: touch_app
    title: Tik op “Attesten”.
    text:
      - {fact: prijs, known: "Het kost {value}.", unknown: Vraag de prijs.}
    page: profiel
    target: attesten
    next: hulp
    troubles: [{id: weg, number: 1, icon: search, label: Ik zie het niet, to: hulp}]
  - id: hulp
    number: 11
    kind: hand_over
    icon: help
    title: Een medewerker helpt u.
    text: [Toon dit scherm.]
    staff: [Kijk mee.]
pages:
  profiel:
    address: mijn profiel
    elements:
      - {id: attesten, kind: item, label: Attesten}
      - {id: gegevens, kind: item, label: Mijn gegevens, says: Hier staan uw gegevens.}
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "assets"
    (folder / "walkthroughs" / "verhuizen").mkdir(parents=True)
    (folder / "topics.yaml").write_text("- {id: wonen, icon: home, title: Wonen}\n", encoding="utf-8")
    (folder / "walkthroughs" / "verhuizen" / "walkthrough.yaml").write_text(WALKTHROUGH, encoding="utf-8")
    (tmp_path / "interface.yaml").write_text("bar.help: Hulp\nstaff.title: Hulpvraag\n", encoding="utf-8")
    return folder


def test_every_text_once_and_nothing_that_stays_dutch(content):
    source = read_source([content], content.parent / "interface.yaml")
    assert source.problems == ()
    assert [text.dutch for text in source.texts["interface"]] == ["Hulp"]
    found = [text.dutch for text in source.texts["walkthroughs"]]
    assert len(found) == len(set(found)) == 16
    assert {"Wonen", "Ik ben verhuisd", "verhuizen, adres", "Het kost {value}.", "Vraag de prijs.",
            "Ik zie het niet", "Hier staan uw gegevens."} <= set(found)
    assert not {"Kijk mee.", "Attesten", "mijn profiel", "Hulpvraag"} & set(found)


def test_faults_in_the_content_and_in_the_interface_are_named(content):
    (content / "walkthroughs" / "verhuizen" / "walkthrough.yaml").write_text("number: [", encoding="utf-8")
    (content.parent / "interface.yaml").write_text("a: Stap {\nb:\n", encoding="utf-8")
    problems = read_source([content], content.parent / "interface.yaml").problems
    assert {problem.file.split("/")[-1] for problem in problems} == {"walkthrough.yaml", "interface.yaml"}
    (content.parent / "interface.yaml").write_text("a: Stap {\n", encoding="utf-8")
    assert "stray brace" in str(read_source([content], content.parent / "interface.yaml").problems[-1])
    assert read_source([content], content / "none.yaml").problems[-1].remedy


@pytest.mark.parametrize(("key", "dutch", "expected"), [
    ("topics/wonen", "Wonen", "at most 4 words"),
    ("glossary/volmacht/term", "volmacht", "on a button"),
    ("glossary/volmacht/text/1", "Een volmacht is een brief.", "Explains a hard word"),
    ("verhuizen/title", "Ik ben verhuisd", "at most 4 words"),
    ("verhuizen/search", "verhuizen", "commas"),
    ("verhuizen/tik/title", "Tik op “Attesten”.", "stays Dutch"),
    ("verhuizen/tik/title", "Tik hier.", "at most 6 words"),
    ("verhuizen/kies/choice/ja", "Ja", "a few words"),
    ("verhuizen/tik/trouble/weg", "Weg", "a few words"),
    ("verhuizen/needs/need/kaart", "Uw kaart", "checklist"),
    ("verhuizen/needs/need/kaart/tip", "Geen kaart? Vraag hulp.", "15 words"),
    ("verhuizen/page/profiel/gegevens", "Hier staan gegevens.", "practice site"),
    ("verhuizen/tik/text/1/known", "Het kost {value}.", "{value}"),
    ("modules/aanmelden/title/text/1", "Doe dit.", "15 words"),
    ("interface/step", "Stap {number} van {total}", "{number}, {total}"),
])
def test_a_hint_says_what_it_is(key, dutch, expected):
    assert expected in " ".join(hints(Text(key, dutch)))


def test_an_ordinary_button_needs_no_hint():
    assert hints(Text("interface/bar.help", "Hulp")) == ()


def test_babel_finds_the_same_texts(content):
    methods = [("**/interface.yaml", "kiosk.language.extract:extract_interface"),
               ("**.yaml", "kiosk.language.extract:extract_walkthrough")]
    found = extract_from_dir(content.parent, method_map=methods)
    source = read_source([content], content.parent / "interface.yaml")
    expected = {(text.key, text.dutch) for domain in source.texts.values() for text in domain}
    assert {(context, message) for _file, _line, message, _comments, context in found} == expected


def test_babel_gets_lines_and_hints(content):
    path = content / "walkthroughs" / "verhuizen" / "walkthrough.yaml"
    with path.open("rb") as file:
        found = {key: (line, hints) for line, _words, hints, key in extract(extract_walkthrough, file)}
    assert found["verhuizen/title"] == (2, ["The name on a tile: at most 4 words."])
    with (content.parent / "interface.yaml").open("rb") as file:
        assert [words for _line, words, _hints, _context in extract(extract_interface, file)] == ["Hulp"]
