"""Search as people type: half words, wrong letters, no accents, another alphabet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.search import Entry, Search
from kiosk.catalogue.spelling import bare


def search_in(language, *entries):
    return Search([Entry(*entry) for entry in entries], language)


DUTCH = search_in("nl",
    ("adres", "Ik ben verhuisd", ["verhuizen", "adres wijzigen", "nieuw huis", "domicilie"]),
    ("gezin", "Attest gezinssamenstelling", ["samenstelling van het gezin", "attest", "wie woont bij mij"]),
    ("itsme", "Aanmelden met itsme", ["inloggen", "gsm", "app"]),
    ("eid", "Aanmelden met uw kaart", ["inloggen", "eID", "kaartlezer", "pincode", "identiteitskaart"]),
    ("profiel", "Mijn Burgerprofiel", ["overheid", "mijn gegevens", "profiel"]),
    ("rijbewijs", "Rijbewijs verlengen", ["auto", "rijden", "voorlopig rijbewijs"]),
    ("kind", "Geboorte aangeven", ["baby", "kind", "groeipakket", "kinderbijslag"]),
    ("school", "Schooltoeslag", ["school", "studietoelage", "beurs"]),
    ("dokter", "Attest van uw dokter", ["ziek", "mutualiteit", "ziekenfonds"]),
    ("cafe", "Een café openen", ["drank", "vergunning"]),
)

ENGLISH = search_in("en", ("adres", "I have moved", ["move", "address", "new house"]),
                  ("gezin", "Household certificate", ["family", "household composition"]))
FRENCH = search_in("fr", ("adres", "J’ai déménagé", ["déménagement", "changement d’adresse"]),
                 ("gezin", "Composition de ménage", ["certificat", "famille", "cœur"]))
GERMAN = search_in("de", ("adres", "Ich bin umgezogen", ["Umzug", "Adresse ändern", "Straße"]),
                 ("gezin", "Haushaltsbescheinigung", ["Familie", "Behörde"]))
ARABIC = search_in("ar", ("adres", "لقد انتقلت إلى منزل جديد", ["تغيير العنوان", "سكن"]),
                 ("gezin", "شهادة تركيبة الأسرة", ["عائلة", "أطفال"]),
                 ("eid", "تسجيل الدخول بالبطاقة", ["هوية", "رقم سري"]))


@pytest.mark.parametrize(("query", "first"), [
    ("v", "adres"), ("verh", "adres"), ("verhuizen", "adres"), ("VERHUISD", "adres"), ("verhuist", "adres"),
    ("verhiuzen", "adres"), ("adress", "adres"), ("addres wijsigen", "adres"), ("adreswijziging", "adres"),
    ("domisilie", "adres"), ("ik ben verhuist", "adres"), ("nieuwhuis", "adres"), ("huis nieuw", "adres"),
    ("gezin", "gezin"), ("gesin", "gezin"), ("samenstelling", "gezin"), ("gezinsamenstelling", "gezin"),
    ("gezins samenstelling", "gezin"), ("atest gezin", "gezin"),
    ("itsme", "itsme"), ("its me", "itsme"), ("itme", "itsme"), ("gsm", "itsme"),
    ("kaart", "eid"), ("kaartleezer", "eid"), ("eid", "eid"), ("identiteitkaart", "eid"), ("pin", "eid"),
    ("mijn burgerprofiel", "profiel"), ("mijnburgerprofiel", "profiel"), ("burger profiel", "profiel"),
    ("burgerpofiel", "profiel"), ("myn profiel", "profiel"),
    ("rybewijs", "rijbewijs"), ("rijbewys", "rijbewijs"), ("rijbwijs", "rijbewijs"),
    ("kinderbijslag", "kind"), ("kinderbyslach", "kind"), ("cafe", "cafe"), ("CAFÉ", "cafe"),
    ("  school  ", "school"),
])
def test_dutch(query, first):
    assert DUTCH.find(query)[:1] == [first]


@pytest.mark.parametrize(("search", "query", "first"), [
    (ENGLISH, "i moved", "adres"), (ENGLISH, "adress", "adres"), (ENGLISH, "famly", "gezin"),
    (FRENCH, "demenagement", "adres"), (FRENCH, "j'ai demenage", "adres"), (FRENCH, "menage", "gezin"),
    (FRENCH, "coeur", "gezin"),
    (GERMAN, "umzug", "adres"), (GERMAN, "strasse", "adres"), (GERMAN, "behorde", "gezin"),
    (GERMAN, "Bescheinigung", "gezin"),
    (ARABIC, "انتقلت الى منزل", "adres"), (ARABIC, "عنوان", "adres"), (ARABIC, "العنوان", "adres"),
    (ARABIC, "الاسره", "gezin"), (ARABIC, "اسرة", "gezin"), (ARABIC, "الأُسْرَة", "gezin"),
    (ARABIC, "اطفال", "gezin"),
    (ARABIC, "بطاقه", "eid"), (ARABIC, "هويه", "eid"), (ARABIC, "رقم سرى", "eid"),
])
def test_other_languages(search, query, first):
    assert search.find(query)[:1] == [first]


@pytest.mark.parametrize("query", ["", " ", "?!", "\u064b", "xqz", "zzzzzzzz", "123456"])
def test_nothing_found(query):
    assert DUTCH.find(query) == []


def test_results_stay_while_a_word_is_typed_to_its_end():
    for word, id in [("verhuizen", "adres"), ("burgerprofiel", "profiel"), ("kinderbijslag", "kind")]:
        assert all(id in DUTCH.find(word[:length]) for length in range(1, len(word) + 1))


def test_a_title_comes_before_another_word_and_a_limit_holds():
    search = search_in("nl", ("a", "Iets", ["kaart"]), ("b", "Kaart", []), ("c", "Anders", ["kaart"]))
    assert search.find("kaart") == ["b", "a", "c"]
    assert search.find("kaart", limit=2) == ["b", "a"]


def test_an_empty_catalogue():
    assert Search([]).find("adres") == []


def test_bare_is_bare():
    assert bare("Bĳ de ÉCOLE – Straße!") == "by de ecole strasse"


@given(st.text(max_size=150))
def test_no_query_fails(query):
    assert len(DUTCH.find(query)) <= 8
    assert len(ARABIC.find(query)) <= 3


def test_what_few_have_counts_for_more_than_what_many_have():
    search = search_in("nl", *((f"v{number}", f"Vergunning {number}", []) for number in range(50)),
                       ("taxi", "Vergunning taxi", []))
    assert search.find("vergunning taxi")[0] == "taxi" == search.find("vergunning voor een taxi")[0]


def test_small_words_say_nothing_unless_they_are_all_there_is():
    search = search_in("nl", ("ik", "Ik ben verhuisd", []), ("pas", "Mijn pas", []))
    assert search.find("ik ben mijn pas") == ["pas"]
    assert search.find("ik ben") == ["ik"]


@pytest.mark.parametrize("query", ["paske", "Paskes", "mijn paske", "de pas"])
def test_everything_is_small_in_flanders(query):
    assert search_in("nl", ("pas", "Een nieuwe pas", []), ("huis", "Een huis", [])).find(query)[0] == "pas"


def test_other_words_for_the_same_thing():
    others = [("identiteitskaart", "pas"), ("strafregister", "goed gedrag en zeden"), ("kwijt", "verloren")]
    search = Search([Entry("kaart", "Identiteitskaart verloren"), Entry("straf", "Uittreksel strafregister"),
                     Entry("gedrag", "Gedrag op school")], "nl", others)
    assert search.find("pas kwijt")[0] == search.find("paske kwyt")[0] == "kaart"
    assert search.find("goed gedrag en zeden")[0] == "straf"
    assert search.find("gedrag")[0] == "gedrag"


def test_the_dutch_of_a_letter_is_found_from_another_language():
    search = Search([Entry("gezin", "Composition de ménage", (), ("Attest gezinssamenstelling",)),
                     Entry("kaart", "Carte d’identité")], "fr")
    assert search.find("gezinsamenstelling") == ["gezin"]


def test_of_two_that_fit_alike_the_heavier_comes_first():
    assert Search([Entry("card", "Rijbewijs", weight=0.95), Entry("guide", "Rijbewijs")], "nl").find("rijbewijs") == \
        ["guide", "card"]


def test_what_was_typed_is_forgotten_with_the_visit():
    search = search_in("nl", ("pas", "Een nieuwe pas", []))
    search.find("geheim woord")
    assert search._meant.cache_info().currsize
    search.forget()
    assert not search._meant.cache_info().currsize and not search._spelling.sound.cache_info().currsize
