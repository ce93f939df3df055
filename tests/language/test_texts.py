"""What a citizen sees and hears, whatever is in the translation files."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from translation_files import (
    AR,
    DAYS,
    FR,
    HELP,
    INTERFACE,
    STEP,
    TITLE,
    WELCOME,
    french,
    po_file,
    translated,
    write,
)

from kiosk.catalogue.model import Fact, FactText, Text
from kiosk.language.languages import BY_CODE, LANGUAGES, SOURCE
from kiosk.language.po import Entry
from kiosk.language.texts import Texts, load_texts
from kiosk.language.units import Unit, quoted_alike


def test_translated_words_are_french(tmp_path):
    write(tmp_path, translated(WELCOME, "Bienvenue."))
    write(tmp_path, translated(TITLE, "J’ai déménagé"), domain="walkthroughs")
    texts = french(tmp_path)
    assert texts.say("start.welcome") == Unit(WELCOME.key, "Bienvenue.", "fr")
    assert texts.unit(TITLE) == Unit(TITLE.key, "J’ai déménagé", "fr")
    assert texts.problems == ()


def test_what_is_not_translated_is_dutch_in_the_dutch_voice(tmp_path):
    write(tmp_path, translated(WELCOME, ""), Entry("interface/other", "Welkom.", "Salut."))
    assert french(tmp_path).say("start.welcome") == Unit(WELCOME.key, "Welkom.", "nl")


def test_a_word_equal_to_the_dutch_keeps_the_french_voice(tmp_path):
    write(tmp_path, translated(HELP, "Help"))
    assert french(tmp_path).say("bar.help").language == "fr"


def test_a_stale_translation_is_not_shown(tmp_path):
    write(tmp_path, translated(WELCOME, "Bienvenue.", stale=True, previous="Hallo."))
    assert french(tmp_path).say("start.welcome").language == "nl"


def test_a_translation_of_other_dutch_is_not_shown(tmp_path):
    write(tmp_path, Entry(WELCOME.key, "Welkom!", "Bienvenue !"))
    assert french(tmp_path).say("start.welcome").words == "Welkom."


def test_placeholders_are_filled(tmp_path):
    write(tmp_path, translated(STEP, "Étape {number} sur {total}"))
    assert french(tmp_path).say("step", number=3, total=6).words == "Étape 3 sur 6"


@pytest.mark.parametrize("wrong", [
    "Étape {nombre} sur {total}", "Étape {number}", "Étape {number sur {total}", "Étape {} sur {}",
    "{number.real} {total}", "{number!r} {total}", "100 % {"])
def test_wrong_placeholders_give_the_whole_sentence_in_dutch(tmp_path, wrong):
    write(tmp_path, translated(STEP, wrong))
    assert french(tmp_path).say("step", number=3, total=6) == Unit(STEP.key, "Stap 3 van 6", "nl")


def test_a_forgotten_value_is_visible_and_no_crash(tmp_path):
    assert french(tmp_path).say("step", number=3).words == "Stap 3 van {total}"


@given(st.text(alphabet=st.sampled_from("{}number total.!:[]0 é\\%"), max_size=40), st.sampled_from((FR, AR)))
def test_no_translation_with_braces_can_raise(words, language):
    unit = Texts(language, INTERFACE, lambda text: words).say("step", number=3, total="02 55")
    assert unit.language == "nl" or ("3" in unit.words and "02 55" in unit.words)


def test_a_telephone_number_keeps_its_order_in_arabic():
    sentence = Text("x/text/1", "Bel {value} nu.")
    unit = Texts(AR, INTERFACE, lambda text: "اتصل بالرقم {value} الآن.").unit(sentence, value="02 553 17 00")
    assert "\u202a02 553 17 00\u202c" in unit.words
    assert "\u202a" not in unit.said and len(unit.said.split()) == len(unit.words.split())


@pytest.mark.parametrize("value", [3, "15", "15 يورو"])
def test_no_invisible_marks_where_they_are_not_needed(value):
    unit = Texts(AR, INTERFACE, lambda text: "{value} .").unit(Text("x/text/1", "{value}."), value=value)
    assert unit.words == f"{value} ." and unit.spoken is None


KNOWN, UNKNOWN = Text("x/text/1/known", "Het kost {value}."), Text("x/text/1/unknown", "Vraag de prijs.")
PRICE = FactText("prijs", KNOWN, UNKNOWN)
FRENCH = {"x/text/1/known": "Cela coûte {value}.", "x/text/1/unknown": "Demandez le prix.",
          DAYS.key: "{number} jours ouvrables", "interface/fact.days_one": "1 jour ouvrable"}


def fact(kind: str, value: str | None) -> dict[str, Fact]:
    return {"prijs": Fact("prijs", kind, value, date(2026, 11, 23), "https://example.org")}


@pytest.mark.parametrize(("kind", "value", "words"), [
    ("price", "7.50", "Cela coûte 7,50 euros."), ("price", "15", "Cela coûte 15 euros."),
    ("delay", "1", "Cela coûte 1 jour ouvrable."), ("delay", "8", "Cela coûte 8 jours ouvrables."),
    ("delay", "0", "Cela coûte 0 jours ouvrables."),
    ("phone", "02 553 17 00", "Cela coûte 02 553 17 00."), ("address", "Markt 1", "Cela coûte Markt 1."),
    ("website", "gemeente.be/afspraak", "Cela coûte gemeente.be/afspraak."),
    ("date", "2027-06-30", "Cela coûte 30 juin 2027."),
    ("price", None, "Demandez le prix."), ("price", "", "Demandez le prix."),
])
def test_a_local_fact_is_told_or_asked_for(kind, value, words):
    texts = Texts(FR, INTERFACE, lambda text: FRENCH.get(text.key))
    assert texts.sentence(PRICE, fact(kind, value)).words == words


def test_a_fact_in_a_sentence_that_is_still_dutch_is_dutch_too():
    texts = Texts(FR, INTERFACE, lambda text: FRENCH[DAYS.key] if text == DAYS else None)
    assert texts.sentence(PRICE, fact("price", "1234.5")) == Unit(KNOWN.key, "Het kost 1.234,50 euro.", "nl")
    assert texts.sentence(PRICE, fact("delay", "3")).words == "Het kost 3 werkdagen."
    assert texts.sentence(TITLE, {}).words == TITLE.dutch
    assert texts.sentence(PRICE, {}).words == "Vraag de prijs."


def test_a_language_may_have_more_plural_forms():
    few = Text("interface/fact.days_few", "{number} werkdagen")
    words = {few.key: "{number} أيام عمل", DAYS.key: "{number} يوم عمل", PRICE.known.key: "{value}."}
    texts = Texts(AR, {**INTERFACE, "fact.days_few": few}, lambda text: words.get(text.key))
    assert texts.sentence(PRICE, fact("delay", "3")).words == "3 أيام عمل."
    assert texts.sentence(PRICE, fact("delay", "11")).words == "11 يوم عمل."


NASTY = {
    "no quote at the end": b'msgctxt "interface/start.welcome"\nmsgid "Welkom."\nmsgstr "Bienvenue.\n',
    "a merge": b'<<<<<<< ours\nmsgctxt "a"\nmsgid "b"\nmsgstr "c"\n=======\n>>>>>>> theirs\n',
    "no translation": b'msgctxt "interface/start.welcome"\nmsgid "Welkom."\n\nmsgid "x"\nmsgstr "y"\n',
    "only a translation": b'msgstr "Bienvenue."\n',
    "another encoding": b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n# \xe9\n',
    "no such encoding": b'msgid ""\nmsgstr "Content-Type: text/plain; charset=klingon\\n"\n',
    "UTF-16": 'msgid "a"\nmsgstr "b"\n'.encode("utf-16"),
    "half a letter": b'# charset=unicode_escape\nmsgctxt "a"\nmsgid "b"\nmsgstr "\\ud800"\n',
    "a NUL": b'msgctxt "a"\nmsgid "b"\nmsgstr "\x00"\n',
    "a mad header": b'msgid ""\nmsgstr "PO-Revision-Date: gisteren\\nPlural-Forms: nplurals=x;\\n"\n',
    "a picture": bytes(range(256)),
}


@pytest.mark.parametrize("content", NASTY.values(), ids=NASTY)
def test_a_damaged_file_gives_dutch_and_one_clear_problem(tmp_path, content, capsys):
    po_file(tmp_path).write_bytes(content)
    write(tmp_path, translated(TITLE, "J’ai déménagé"), domain="walkthroughs")
    texts = french(tmp_path)
    assert texts.say("start.welcome") == Unit(WELCOME.key, "Welkom.", "nl")
    assert texts.unit(TITLE).language == "fr", "the other file still counts"
    (problem,) = texts.problems
    assert problem.file.endswith("/fr/LC_MESSAGES/interface.po")
    assert problem.message and problem.remedy
    assert capsys.readouterr() == ("", "")


def test_files_that_are_not_there(tmp_path):
    texts = french(tmp_path / "none")
    assert texts.say("start.welcome").language == "nl"
    assert [problem.severity for problem in texts.problems] == ["warning", "warning"]


def test_dutch_needs_no_files(tmp_path):
    texts = load_texts(SOURCE, tmp_path / "none", INTERFACE)
    assert texts.problems == () and texts.say("start.welcome") == Unit(WELCOME.key, "Welkom.", "nl")


def test_a_newer_translation_counts_even_when_its_date_is_old(tmp_path):
    write(tmp_path, translated(WELCOME, "Salut."))
    assert french(tmp_path).say("start.welcome").words == "Salut."
    path = write(tmp_path, translated(WELCOME, "Bienvenue."))
    os.utime(path, (0, 0))
    assert french(tmp_path).say("start.welcome").words == "Bienvenue."


@pytest.mark.parametrize("damage", [b"", b"\x00" * 40, b"\xde\x12\x04\x95" + b"\xff" * 60, b"no gettext"])
def test_a_damaged_compiled_file_is_made_again(tmp_path, damage):
    path = write(tmp_path, translated(WELCOME, "Bienvenue."))
    french(tmp_path).say("start.welcome")
    compiled = path.with_suffix(".mo")
    good = compiled.read_bytes()
    for content in (damage, good[:len(good) // 2], good[:30]):
        compiled.write_bytes(content)
        assert french(tmp_path).say("start.welcome").words == "Bienvenue."
    assert compiled.read_bytes() == good
    assert not list(path.parent.glob("*.part"))


def test_compiled_files_alone_are_enough(tmp_path):
    write(tmp_path, translated(TITLE, "J’ai déménagé"), domain="walkthroughs")
    path = write(tmp_path, translated(WELCOME, "Bienvenue."))
    assert french(tmp_path).problems == ()
    path.unlink()
    assert french(tmp_path).say("start.welcome").words == "Bienvenue."
    assert french(tmp_path).problems == ()


def test_a_place_that_cannot_be_written_is_no_problem(tmp_path):
    path = write(tmp_path, translated(WELCOME, "Bienvenue."))
    write(tmp_path, translated(TITLE, "J’ai déménagé"), domain="walkthroughs")
    path.with_suffix(".mo").mkdir()  # root may write everywhere, but nobody can replace a folder by a file
    texts = french(tmp_path)
    assert texts.say("start.welcome").words == "Bienvenue." and texts.problems == ()


def test_start_up_does_without_babel(tmp_path):
    for language in LANGUAGES[1:]:
        write(tmp_path, translated(WELCOME, "x"), code=language.code)
        write(tmp_path, translated(TITLE, "x"), code=language.code, domain="walkthroughs")
        assert load_texts(language, tmp_path, INTERFACE).problems == ()
    code = ("import sys; from pathlib import Path; from kiosk.language.texts import load_texts;"
            "from kiosk.language.languages import LANGUAGES;"
            f"made = [load_texts(language, Path({str(tmp_path)!r}), {{}}) for language in LANGUAGES];"
            "assert not any(texts.problems for texts in made); assert 'babel' not in sys.modules")
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_dutch_name_of_a_button_is_found_in_every_language():
    dutch = "Tik op “Mijn Dossier”. Kies “Ja”."
    for words in ("Appuyez sur « Mijn Dossier ». Choisissez « Ja ».", "Tippen Sie auf „Mijn Dossier“ und „Ja“.",
                  "Tap “Mijn Dossier”, then \"Ja\".", "اضغط على «\u202aMijn Dossier\u202c» ثم «Ja»."):
        found = [words[start:end].strip("\u202a\u202c") for start, end in quoted_alike(words, dutch)]
        assert found == ["Mijn Dossier", "Ja"], words
    assert quoted_alike("Dites « oui ».", dutch) == ()


def test_a_sentence_can_be_said_otherwise_than_it_is_shown():
    spoken = Text("interface/a.spoken", "Bel nul acht honderd.")
    shown = Text("interface/a", "Bel 0800.", spoken=spoken)
    assert Texts(BY_CODE["nl"], {}, lambda text: None).unit(shown).said == "Bel nul acht honderd."
    french = {"interface/a": "Appelez le 0800."}
    unit = Texts(BY_CODE["fr"], {}, lambda text: french.get(text.key)).unit(shown)
    assert (unit.words, unit.said) == ("Appelez le 0800.", "Appelez le 0800."), "Dutch words in a French sentence"
    french["interface/a.spoken"] = "Appelez le zéro huit cents."
    unit = Texts(BY_CODE["fr"], {}, lambda text: french.get(text.key)).unit(shown)
    assert (unit.words, unit.said) == ("Appelez le 0800.", "Appelez le zéro huit cents.")
