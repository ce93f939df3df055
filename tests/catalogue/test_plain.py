"""Sentences and words one by one: what is found in them, what is said about it, and what is left in peace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.actions import actions
from kiosk.catalogue.model import Term, Text
from kiosk.catalogue.plain import check_plain


def term(id: str, *forms: str, better: str = "", explained: bool = True) -> Term:
    explanation = (Text(f"glossary/{id}/text/1", "Dat is een papier."),) if explained else ()
    return Term(id, Text(f"glossary/{id}/term", forms[0]), forms, better, explanation)


GLOSSARY = (term("attest", "attest", "attesten"), term("ocmw", "OCMW"), term("sleutel", "digitale sleutel"),
            term("domicilie", "domicilie", better="adres", explained=False),
            term("indien", "indien", better="als", explained=False))


def said(dutch: str, form: str = "u") -> list[str]:
    return [f"{problem.message} {problem.remedy}"
            for problem in check_plain([Text("k", dutch, "assets/x.yaml", 7)], GLOSSARY, form)]


@pytest.mark.parametrize(("dutch", "verbs"), [
    ("Open de app en tik op OK.", ("open", "tik")),
    ("Kies uw naam, vul uw adres in en druk op “Verder”.", ("kies", "vul", "druk")),
    ("Als u klaar bent, tik dan op “Klaar”.", ("tik",)),
    ("Ga naar de balie en vraag het attest.", ("vraag",)),
    ("Neem uw kaart en gsm mee.", ("neem",)),
    ("Neem papier en mail mee.", ("neem",)),
    ("Neem de print en de scan mee.", ("neem",)),
    ("Typ de code zelf en zeg hem aan niemand.", ("typ",)),
    ("Zit er nog een kaart in?", ()), ("Open?", ()), ("", ()), ("…", ()),
])
def test_what_a_sentence_asks_for(dutch, verbs):
    assert actions(dutch) == verbs


@given(st.text(alphabet="aopenwistk en,.“”?! ", max_size=60))
def test_no_sentence_confuses_the_count(dutch):
    actions(dutch)


@pytest.mark.parametrize(("dutch", "expected"), [
    ("Zet uw kaart in en tik op “OK”.", "more than one thing: “zet” and “tik”. Make it two sentences."),
    ("Dit is uw domicilie.", "“domicilie” is a hard word. Say “adres”."),
    ("Indien u werkt, belt u.", "“Indien” is a hard word. Say “als”."),
    ("Vraag een legalisatie.", "“legalisatie” is a hard word. Use an everyday word, or explain it in assets/glossary"),
    ("Legalisatie nodig?", "“Legalisatie” is a hard word."),
    ("Vraag het aan de RVQ.", "“RVQ” is a hard word."),
    ("Kies NOOIT de andere.", "“NOOIT” is in capitals."),
    ("Neem jouw kaart.", "“jouw” stands here. Say `u` and `uw`."),
])
def test_found(dutch, expected):
    assert [told for told in said(dutch) if expected in told] != []
    assert len(said(dutch)) == 1


@pytest.mark.parametrize("dutch", [
    "U vraagt een attest.", "Alle attesten staan hier.", "Attest nodig?", "Vraag het aan het OCMW.",
    "Neem uw digitale sleutel.",
    "Tik op “Domicilie en Legalisatie”.", "Tik op “NIET NU”.",
    "Bel 078 170 170 of mail naar info@bewindvoering.be.", "Het kost {value}.", "Kijk op www.legalisatie.be.",
    "Ga naar Ruiselede of naar Doc Stop.", "Neem uw gsm-nummer.", "Hoe gaat het met u?", "–", "",
])
def test_left_in_peace(dutch):
    assert said(dutch) == []


def test_je_where_the_settings_say_so():
    assert said("Neem jouw kaart.", "je") == []
    assert "“uw” stands here. Say `je` and `jouw`." in said("Neem uw kaart.", "je")


def test_a_finding_names_file_and_line_and_a_word_only_once():
    [problem] = check_plain([Text("k", "Legalisatie en legalisatie, en nog een legalisatie.", "assets/x.yaml", 7)],
                            (term("legalisatie", "legalisatie", better="bewijs", explained=False),))
    assert str(problem).startswith("assets/x.yaml:7: ") and problem.severity == "warning"
