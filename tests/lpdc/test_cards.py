"""What an editor and an administrator notice of an import: which words, which version, and what the report says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from kiosk.catalogue.cards import letters_of, read_cards, shelves
from kiosk.lpdc.card import in_words, shown_address
from kiosk.lpdc.generated import CONCEPT, service
from kiosk.lpdc.markup import cut
from kiosk.lpdc.sentences import sentences
from kiosk.lpdc.service import ImportFault
from kiosk.lpdc.store import put_back
from kiosk.lpdc.wording import choose, order
from kiosk.parts.content import Renewal
from kiosk.settings import Settings

F, J, GF, GJ = "nl-BE-x-formal", "nl-be-x-informal", "nl-BE-x-generated-formal", "nl-BE-x-generated-informal"


@pytest.mark.parametrize("form, tags, chosen", [
    ("u", [F, J, "nl"], F), ("u", [J, GF, "nl"], GF), ("u", [GF, "nl"], "nl"), ("u", [J, "nl"], "nl"), ("u", [J], J),
    ("je", [F, J, "nl"], J), ("je", [F, GJ, "nl"], GJ), ("je", [F, "nl"], "nl"), ("je", [F], F),
    ("u", ["nl/je", "nl/u"], "nl/u"), ("je", ["nl/je", "nl/u"], "nl/je"),
    ("u", ["NL-be-X-Formal", "nl"], "NL-be-X-Formal"),
    ("u", ["nl-NL", "en"], "nl-NL"), ("u", ["", "en"], ""), ("u", ["fr", "de", "en"], "en"), ("u", ["et"], None)])
def test_the_documented_order_of_languages(form, tags, chosen):
    wanted = order(form, {tag.casefold().replace("/", "-") for tag in tags})
    found = choose(tuple((tag, f"in {tag}") for tag in tags), wanted)
    assert (found.texts if found else None) == ((f"in {chosen}",) if chosen is not None else None)


def snapshot(title: str, time: str, **changes: object) -> dict:
    return {**service(1), "naam": {"nl": title}, "generatedAtTime": time, **changes}


def titles(report) -> list[str]:
    return [card.title for card in report.cards]


def test_the_later_snapshot_counts_to_the_ninth_decimal_and_in_any_order(bring):
    late, soon = "2026-11-01T10:00:00.123456789Z", "2026-11-01T10:00:00.123456788Z"
    for pair in ([snapshot("nieuw", late), snapshot("oud", soon)], [snapshot("oud", soon), snapshot("nieuw", late)]):
        report = bring({"@type": "EventStream", "member": pair})
        assert titles(report) == ["nieuw"] and report.replaced == 1
    report = bring({"@type": "EventStream", "member": [snapshot("oud", "2026-11-01T12:00:00+02:00"),
                                                       snapshot("nieuw", "2026-11-01T11:00:00Z")]})
    assert titles(report) == ["nieuw"]


def test_what_is_archived_or_deleted_is_withdrawn_and_comes_back(bring):
    other = service(2)
    one, two = "2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z"
    gone = bring({"@type": "EventStream", "member": [snapshot("x", one), snapshot("x", two, gearchiveerd=True), other]})
    assert len(gone.cards) == 1 and list(gone.withdrawn.values()) == ["it is archived"]
    back = [snapshot("x", two), snapshot("x", one, gearchiveerd=True), other]
    again = bring({"@type": "EventStream", "member": back})
    assert "x" in titles(again) and again.changes()["new"] == 1
    tombstone = {"@id": service(1)["isVersionOf"], "@type": "Tombstone", "deleted": two}
    dead = bring({"@type": "EventStream", "member": [snapshot("x", one), tombstone, other]})
    assert list(dead.withdrawn.values()) == ["it was deleted"] and dead.changes()["gone"] == 1


def test_an_offer_takes_the_place_of_its_template(bring):
    template = {**service(1), "@id": CONCEPT.format(1), "@type": "Concept", "naam": {"nl": "sjabloon"}}
    del template["isVersionOf"]
    report = bring({"@graph": [template, service(1), {**template, "@id": CONCEPT.format(5)}]})
    assert sorted(titles(report))[-1] == "sjabloon" and len(report.cards) == 2 and len(report.withdrawn) == 1


def test_validity_counts_on_the_day_of_starting(bring, tmp_path):
    bring([{**service(1), "startDienstVerlening": "2026-12-01T00:00:00Z"},
           {**service(2), "eindeDienstVerlening": "2026-11-26T23:59:59Z"}, service(3)])
    on = {day: len(read_cards(tmp_path / "cards", today=date.fromisoformat(day))[0])
          for day in ("2026-11-26", "2026-11-27", "2026-12-01")}
    assert on == {"2026-11-26": 2, "2026-11-27": 1, "2026-12-01": 2}


def test_a_card_about_a_walkthrough_has_no_tile_and_is_not_found_by_itself(bring, tmp_path):
    bring([service(1), service(2)])
    cards, _ = read_cards(tmp_path / "cards", frozenset({CONCEPT.format(1)}))
    attached, = cards.of_concept(CONCEPT.format(1))
    assert [id for id, _title, _words in cards.entries()] == [id for id in ("voorbeeldgem/2",)]
    topics = ("gemeente", "papieren", "wonen", "werk", "gezin", "gezondheid", "geld")
    assert attached.id in cards and not any(attached in cards.in_topic(topic) for topic in topics)


def test_the_set_before_is_kept_and_can_be_put_back(bring, tmp_path):
    bring([service(1)])
    bring([service(1), service(2)])
    put_back(tmp_path / "cards", "Voorbeeldgem")
    assert len(read_cards(tmp_path / "cards")[0]) == 1
    put_back(tmp_path / "cards", "Voorbeeldgem")
    assert len(read_cards(tmp_path / "cards")[0]) == 2
    with pytest.raises(ImportFault, match="no earlier set"):
        put_back(tmp_path / "cards", "Elders")


def test_a_kiosk_that_runs_goes_on_with_the_set_it_has(bring, tmp_path):
    bring([service(1)])
    cards, _ = read_cards(tmp_path / "cards")
    bring([service(2), service(3)])
    assert cards.card("voorbeeldgem/1").sections["what"]


def test_a_kiosk_that_runs_notices_an_import_and_reads_it_once(bring, tmp_path):
    settings = Settings()
    settings = replace(settings, content=replace(settings.content, cards=tmp_path / "cards"),
                       packs=replace(settings.packs, folder=tmp_path / "packs"))
    renewal = Renewal(settings, frozenset())
    assert len(renewal.read().catalogue.cards) == 0 and not renewal.changed()
    for number in (1, 2):
        bring([service(one) for one in range(number)])
        assert renewal.changed() and len(renewal.read().catalogue.cards) == number
        assert not renewal.changed()
    put_back(tmp_path / "cards", "Voorbeeldgem")
    assert renewal.changed() and len(renewal.read().catalogue.cards) == 1


def test_a_full_disk_changes_nothing(bring, tmp_path, monkeypatch):
    from kiosk.lpdc import store

    bring([service(1)])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_whole", full)
    with pytest.raises(ImportFault, match="No space left"):
        bring([service(2)])
    assert "voorbeeldgem/1" in read_cards(tmp_path / "cards")[0]


def test_the_report_names_every_text_and_why(bring):
    report = bring([{**service(1), "uitzonderingen": {"nl": "-"}, "regelgevingTekst": {"et": "Seadus"}},
                    {"@id": "urn:leeg", "@type": "Instantie"}])
    text = report.as_text()
    assert "refused: exception (there is only a dash in it)" in text
    assert "refused: regulation (it is in no language of the kiosk)" in text
    assert "REFUSED urn:leeg" in text and "1 cards (1 new" in text
    card, = report.as_json()["cards"]
    assert card["sections"]["how"] >= 6 and card["difficulty"]["sentences"] > 10
    assert {"title", "description", "requirement", "evidence", "procedure", "cost", "keywords"} \
        <= {fate["field"] for fate in card["texts"] if fate["what"] == "kept"}


def test_what_is_hard_to_read_is_told_first(bring):
    hard = {"nl": "<p>" + "Overeenkomstig de bepalingen van het reglement dient de aanvrager " * 6 + ".</p>"}
    easy = {"nl": "<p>Kom langs. Breng uw kaart mee.</p>"}
    bare = {"procedures": [], "voorwaarden": [], "kosten": [], "contactgegevens": []}
    report = bring([{**service(1), "beschrijving": easy, **bare}, {**service(2), "beschrijving": hard, **bare}])
    score = {card.iri[-1]: card.difficulty.score for card in report.cards}
    assert score["1"] < 10 < 60 < score["2"]
    told = report.as_text().partition("hardest to read")[2]
    assert told.index(f"{service(2)['naam']['nl-BE-x-formal']}") < told.index(f"{service(1)['naam']['nl-BE-x-formal']}")


def test_a_table_is_told_row_by_row_with_its_columns():
    html = "<table><tr><th>Leeftijd</th><th>Prijs</th></tr><tr><td>Tot 12 jaar</td><td>5 euro</td></tr></table>"
    assert [block.units for block in cut(html).blocks] == [("Leeftijd: Tot 12 jaar", "Prijs: 5 euro")]


def test_lists_keep_their_depth_and_their_numbers():
    blocks = cut("<ol><li>Een<ul><li>a</li></ul></li><li>Twee</li></ol><p>Na</p>").blocks
    assert [(block.mark, block.level, block.units) for block in blocks] \
        == [("1.", 1, ("Een",)), ("•", 2, ("a",)), ("2.", 1, ("Twee",)), ("", 0, ("Na",))]


@pytest.mark.parametrize("paragraph, parts", [
    ("Kom langs. Breng uw kaart mee.", 2), ("Breng bv. Uw kaart mee.", 1), ("Zie art. 5 van de wet.", 1),
    ("Open op ma. 9 uur.", 1), ("Dit kost € 5. U betaalt later.", 2), ("Wat? Ja! Goed…", 3), ("J. Peeters helpt u.", 1),
    ("1. Ga naar het loket.", 1)])
def test_sentences(paragraph, parts):
    assert len(sentences(paragraph)) == parts and " ".join(sentences(paragraph)) == paragraph


def test_a_long_sentence_is_cut_where_one_breathes_and_loses_nothing():
    long = "Als u verhuist, en dat doet u niet elke dag, dan meldt u dat; u doet dit binnen acht werkdagen, " * 5
    parts = sentences(long.strip())
    assert " ".join(parts) == long.strip() and max(map(len, parts)) <= 220


def test_hours_and_addresses_as_people_say_them():
    assert in_words("Mo-We: 09:00-16:00; Th 09:00-12:30 & 16:30-20:00") \
        == "maandag tot woensdag: 09.00 tot 16.00; donderdag 09.00 tot 12.30 en 16.30 tot 20.00"
    assert in_words("Elke werkdag van 9 tot 12 uur") == "Elke werkdag van 9 tot 12 uur"
    assert shown_address("https://www.gent.be/afspraak/") == "www.gent.be/afspraak"
    assert shown_address("https://www.gent.be/" + "x" * 80) == "www.gent.be"


@pytest.mark.parametrize("number", [0, 1, 16, 17, 100, 1_500])
def test_many_cards_go_by_the_alphabet(bring, tmp_path, number):
    """However many there are, a screen shows sixteen cards at most, or eight parts; and every card has its place."""
    if not number:
        assert shelves([], 0, 0) == []
        return
    bring([{**service(each), "themas": ["BouwenWonen"]} for each in range(number)])
    heads = read_cards(tmp_path / "cards")[0].in_topic("wonen")
    assert [head.title.casefold() for head in heads] == sorted(head.title.casefold() for head in heads)
    seen, waiting = [], [(0, len(heads))]
    while waiting:
        first, last = waiting.pop(0)
        parts = shelves(heads, first, last)
        assert len(parts) <= 8 and (parts or last - first <= 16)
        assert not parts or (parts[0][0], parts[-1][1]) == (first, last)
        assert all(one[1] == two[0] for one, two in pairwise(parts)) and all(first < last for first, last in parts)
        assert len(letters_of(heads, parts)) == len(parts)
        waiting += parts
        seen += [] if parts else range(first, last)
    assert sorted(seen) == list(range(number))
