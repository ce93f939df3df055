"""What a file may hold by mistake or by malice: one clear sentence, and the installed cards as they were."""

from __future__ import annotations

import json
import os

import pytest

from kiosk.catalogue.cards import read_cards
from kiosk.lpdc.markup import cut
from kiosk.lpdc.service import ImportFault

SERVICE = ('<urn:a> a <https://productencatalogus.data.vlaanderen.be/ns/ipdc-lpdc#InstancePublicService> ; '
           '<http://purl.org/dc/terms/title> "{}"@nl .')
DEEP = 200_000


def one(service: dict, **changes: object) -> bytes:
    return json.dumps({**service, **changes}).encode()


FILES = {
    "a literal of 10 MB": (lambda s: one(s, beschrijving={"nl": "x" * 10_000_000}), "10,000,000 letters"),
    "the same in Turtle": (lambda s: SERVICE.format("x" * 10_000_000).encode(), "10,000,000 letters"),
    "Latin-1": (lambda s: one(s).replace(b"Voorbeeldgem", "Ré".encode("latin-1")), "not text in UTF-8"),
    "half a file": (lambda s: one(s)[:400], "no sound JSON"),
    "half a Turtle file": (lambda s: SERVICE.format("x").encode()[:-20], "no sound Turtle"),
    "nothing": (lambda s: b"", "is empty"),
    "JSON without an end to its depth": (lambda s: b'{"a":' * DEEP, "nested deeper|no sound JSON"),
    "deep and whole": (lambda s: b"[" * DEEP + b"]" * DEEP, "nested deeper"),
    "Turtle without an end to its depth": (lambda s: b"<urn:a> <urn:b> " + b"( " * DEEP,
                                           "nested deeper|no sound Turtle"),
    "an entity bomb": (lambda s: b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><l>&b;</l>',
                       "is XML"),
    "a web page": (lambda s: b"<!doctype html><html><body>Niet gevonden</body></html>", "web page"),
    "packed": (lambda s: b"\x1f\x8b\x08" + os.urandom(50), "is packed"),
    "noise": (lambda s: bytes(range(128, 256)), "not text in UTF-8"),
    "other JSON": (lambda s: b'{"hello": "world"}', "holds no public service"),
    "other Turtle": (lambda s: b"<urn:a> <urn:b> <urn:c> .", "holds no public service"),
    "a number of 10,000 digits": (lambda s: b'{"@type": "Instantie", "order": ' + b"9" * 10_000 + b"}",
                                  "no sound JSON"),
    "no id": (lambda s: json.dumps({"@type": "Instantie", "naam": {"nl": "x"}}).encode(), "no @id"),
    "all archived": (lambda s: one(s, gearchiveerd=True), "no service to show"),
}


@pytest.mark.parametrize("name", FILES)
def test_one_sentence_and_nothing_changed(bring, one_service, tmp_path, name):
    make, said = FILES[name]
    bring(one_service)
    before = {path.name: path.read_bytes() for path in (tmp_path / "cards").iterdir()}
    with pytest.raises(ImportFault, match=said) as fault:
        bring(make(one_service))
    assert len(str(fault.value)) < 400 and "\n" not in str(fault.value)
    assert {path.name: path.read_bytes() for path in (tmp_path / "cards").iterdir()} == before


def test_a_context_is_never_fetched(bring, tmp_path, monkeypatch):
    """Neither by address nor by @import, and not for a file of this machine."""
    import socket
    import urllib.request

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    report = bring({
        "@context": ["http://127.0.0.1:9/x.jsonld", "file:///etc/passwd",
                     {"@import": "http://127.0.0.1:9/y.jsonld", "t": "http://purl.org/dc/terms/title"}],
        "@id": "urn:a", "@type": "http://purl.org/vocab/cpsv#PublicService",
        "t": {"@value": "Dienst", "@language": "nl"}})
    assert [card.title for card in report.cards] == ["Dienst"]


def test_scripts_and_broken_html_lose_what_is_harmful_and_keep_the_words(bring, one_service, tmp_path):
    html = ("<p onclick=\"x()\">Breng <b>dit<p>mee<script>alert('nee')</script>: <a href=\"javascript:x()\">uw kaart"
            "</a>.<ul><li>Een<li>Twee<ul><li>Drie</ol></p></table>En <iframe src=//x>dit</iframe> &lt;ook&gt; 3 < 4.")
    card, = bring({**one_service, "beschrijving": {"nl-BE-x-formal": html}}).cards
    words = " ".join(unit for block in card.sections["what"] for unit in block["units"])
    for kept in ("Breng dit", "uw kaart", "Een", "Twee", "Drie", "En dit <ook> 3 < 4."):
        assert kept in words
    assert "alert" not in words and "onclick" not in words
    why = " ".join(fate.why for fate in card.fates if fate.what == "shortened")
    assert "<script>" in why and "<iframe>" in why and "javascript:x()" in why


ENDLESS = {"<": "<" * 200_000, "<a ": "<a " * 60_000, "<!--": "<!--" * 50_000, "<div>": "<div>" * 40_000,
           "an open quote": "<p a='" * 30_000, "sentences": ". A" * 60_000, "one word": "x" * 200_000,
           "lists": "<ul><li>" * 25_000, "tables": "<table><tr><td>" * 13_000, "&": "&" * 200_000}


@pytest.mark.parametrize("name", ENDLESS)
def test_no_html_takes_for_ever(name):
    """Each takes a fraction of a second; with Python's parser alone the second took seven minutes."""
    cut(ENDLESS[name])


def test_marks_that_turn_writing_round_are_taken_out():
    assert cut("Bel \u202e112\u202c nu").blocks[0].units == ("Bel 112 nu",)


def test_a_set_that_was_damaged_is_named_and_left_out(bring, one_service, tmp_path):
    bring(one_service)
    file = tmp_path / "cards" / "voorbeeldgem.jsonl"
    for content in (b"", b"{}", b"[1]\n", b"\xff\xfe", file.read_bytes()[:-5], b"[" * DEEP):
        file.write_bytes(content)
        cards, problems = read_cards(tmp_path / "cards")
        assert len(cards) == 0 and [problem.file for problem in problems] == ["voorbeeldgem.jsonl"], content[:20]
