"""The glossary: read with every fault named, found in texts, translated like any other text."""

from __future__ import annotations

import pytest
from content_folder import Folder

from kiosk.catalogue.model import Text
from kiosk.catalogue.reading import read_catalogue, texts_of
from kiosk.catalogue.terms import explained_in, terms_in

GLOSSARY = """\
- id: sleutel
  term: sleutel
  text: [Een sleutel opent iets.]
- id: digitale-sleutel
  term: digitale sleutel
  forms: [digitale sleutels]
  text: [Daarmee toont u wie u bent., Dat doet u online.]
- {id: ocmw, term: OCMW, text: [Het OCMW helpt mensen.]}
- {id: domicilie, term: domicilie, better: adres}
"""


@pytest.fixture
def folder(tmp_path) -> Folder:
    folder = Folder(tmp_path)
    folder.write("glossary.yaml", GLOSSARY)
    return folder


def found(words: str, folder: Folder) -> list[str]:
    return [term.id for term, _place in terms_in(words, folder.read()[0].glossary)]


def test_what_stands_in_it(folder):
    catalogue, problems = folder.read()
    assert problems == ()
    key, _ocmw = catalogue.glossary[1], catalogue.glossary[2]
    assert key.forms == ("digitale sleutel", "digitale sleutels")
    assert [text.dutch for text in key.explanation] == ["Daarmee toont u wie u bent.", "Dat doet u online."]
    assert catalogue.glossary[3].better == "adres" and not catalogue.glossary[3].explanation


def test_what_is_translated_and_what_is_advice_for_authors(folder):
    keys = [text.key for text in texts_of(folder.path) if text.key.startswith("glossary/")]
    assert keys == ["glossary/sleutel/term", "glossary/sleutel/text/1", "glossary/digitale-sleutel/term",
                    "glossary/digitale-sleutel/text/1", "glossary/digitale-sleutel/text/2", "glossary/ocmw/term",
                    "glossary/ocmw/text/1"]


@pytest.mark.parametrize(("words", "ids"), [
    ("Neem uw sleutel.", ["sleutel"]), ("SLEUTEL", ["sleutel"]), ("Uw digitale sleutel.", ["digitale-sleutel"]),
    ("Digitale sleutels en een sleutel", ["digitale-sleutel", "sleutel"]), ("sleutel-code", ["sleutel"]),
    ("sleutels", []), ("huissleutel", []), ("“Sleutel”", ["sleutel"]), ("het OCMW’s", ["ocmw"]), ("", []),
])
def test_where_terms_stand(folder, words, ids):
    assert found(words, folder) == ids


def test_advice_is_never_shown_and_a_word_only_once(folder):
    texts = [Text("1", "Domicilie, OCMW"), Text("2", "Een sleutel van het OCMW")]
    assert [term.id for term in explained_in(texts, folder.read()[0].glossary)] == ["ocmw", "sleutel"]


def test_without_a_glossary_nothing_is_hard(tmp_path):
    catalogue, problems = Folder(tmp_path).read()
    assert problems == () and catalogue.glossary == () and list(terms_in("OCMW", ())) == []


FAULTS = [
    ("- {id: domicilie, term: domicilie, better: adres}", "- {id: domicilie, term: domicilie}", "neither"),
    ("  term: sleutel\n", "  term: sleutel\n  term: nog een\n", "term"),
    ("[Een sleutel opent iets.]", "[Een., Twee., Drie.]", "3 sentences"),
    ("[Een sleutel opent iets.]", "[]", "empty"),
    ("[Een sleutel opent iets.]", "['Een {sleutel}.']", "{ or }"),
    ("id: ocmw", "id: sleutel", "used already"),
    ("forms: [digitale sleutels]", "forms: [Sleutel]", "used already"),
    ("better: adres", "beter: adres", "Did you mean “better”?"),
    ("id: ocmw", "id: OCMW", "cannot be an id"),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_a_fault_has_a_line_and_a_remedy_and_closes_nothing(folder, old, new, said):
    folder.spoil(old, new, "glossary.yaml")
    catalogue, problems = folder.read()
    told = [problem for problem in problems if said in str(problem)]
    assert told and all(problem.file == "assets/glossary.yaml" and problem.line and problem.remedy for problem in told)
    assert list(catalogue.walkthroughs) == ["verhuizen"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"term: x", b"- just words", b"[[[[", b"- - -\n"])
def test_a_glossary_that_is_none(folder, content):
    folder.write("glossary.yaml", content)
    catalogue, problems = folder.read()
    assert [problem.file for problem in problems] and list(catalogue.walkthroughs) == ["verhuizen"]


def test_a_municipality_adds_words_and_cannot_take_one_twice(folder, tmp_path):
    own = Folder(tmp_path / "own")
    own.write("glossary.yaml", "- {id: gemeentehuis, term: meiboom, text: [Dat is een boom.]}\n"
                               "- {id: ocmw, term: ocmwhuis, better: huis}\n")
    own.write("walkthroughs/verhuizen/walkthrough.yaml", "number: 1")
    catalogue, problems = read_catalogue([folder.path, own.path])
    assert [term.id for term in catalogue.glossary][-1] == "gemeentehuis"
    assert any("exists already, in assets/glossary.yaml" in str(problem) for problem in problems)
