"""What people hear, for what they see: tables a language, and what must hold for any text at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kiosk.language.said import Entry, Lexicon, Piece, Said, Token, read_lexicons
from kiosk.language.units import Unit

ROOT = Path(__file__).resolve().parents[2]
LEXICONS, PROBLEMS = read_lexicons(ROOT / "assets" / "speech" / "lexicon")
SAID = Said(LEXICONS)
LANGUAGES = ("nl", "fr", "en", "de", "ar")
TABLES = {code: yaml.safe_load((Path(__file__).parent / "said" / f"{code}.yaml").read_text()) for code in LANGUAGES}
ROWS = [pytest.param(code, shown, said, id=f"{code}-{shown}")
        for code, groups in TABLES.items() for rows in groups.values() for shown, said in rows.items()]


def unit(words: str, language: str = "nl", labels: tuple[str, ...] = (), spoken: str | None = None) -> Unit:
    spans = [(words.index(label), words.index(label) + len(label)) for label in labels]
    return Unit("key", words, language, spoken, tuple(spans))


def heard(pieces: tuple[Piece, ...], language: str) -> str:
    """As in the tables: another voice than the unit's own has its language in front."""
    return " | ".join(("" if piece.language == language else f"{piece.language}:")
                      + " ".join(token.say for token in piece.tokens) for piece in pieces)


def lit(words: str, language: str = "nl", **more) -> list[tuple[str, str]]:
    """(the word that is lit, what is heard meanwhile)."""
    shown = words.split()
    return [(shown[token.shown], token.say) for piece in SAID.pieces(unit(words, language, **more))
            for token in piece.tokens]


@pytest.mark.parametrize(("language", "shown", "said"), ROWS)
def test_table(language, shown, said):
    labels = ("Aanmelden",) if language != "nl" and "Aanmelden" in shown else ()
    assert heard(SAID.pieces(unit(shown, language, labels)), language) == said


def test_every_language_has_a_full_table():
    assert all(sum(map(len, groups.values())) >= 60 for groups in TABLES.values())


def test_the_word_that_is_heard_is_the_word_that_is_lit():
    assert lit("Bel 02 553 17 00.") == [("Bel", "Bel"), ("02", "0"), ("02", "2,"), ("553", "5"), ("553", "5"),
                                       ("553", "3,"), ("17", "17,"), ("00.", "0"), ("00.", "0.")]
    assert lit("Het kost € 12,50 nu") == [("Het", "Het"), ("kost", "kost"), ("€", "12"), ("€", "euro"),
                                         ("12,50", "50"), ("nu", "nu")]
    assert lit("z. B. hier", "de") == [("z.", "zum"), ("B.", "Beispiel"), ("hier", "hier")]
    assert lit("Uw eID-kaart") == [("Uw", "Uw"), ("eID-kaart", "ie"), ("eID-kaart", "aai"), ("eID-kaart", "die"),
                                  ("eID-kaart", "kaart")]
    assert lit("à 1 000 km", "fr") == [("à", "à"), ("1", "mille"), ("km", "kilomètres")]


def test_a_name_has_its_phonemes_and_the_full_stop_stays():
    [piece] = SAID.pieces(unit("Open itsme. Neem uw eID."))
    assert piece.text("espeak") == "Open [['Itsmi]]. Neem uw [[i:]] [['Aj]] [[d'i:]]."
    assert piece.text("piper") == "Open [[ˈɪtsmi]]. Neem uw [[iː]] [[ˈɑj]] [[dˈiː]]."
    assert piece.text("recorded") == "Open itsmie. Neem uw ie aai die."


@pytest.mark.parametrize(("language", "before", "after"), [
    ("fr", "Cliquez sur «", "». Ensuite"), ("en", "Tap “", "”. Then"), ("de", "Auf „", "“. Dann"),
    ("ar", "اضغط «", "». ثم")])
def test_a_dutch_label_is_said_by_the_dutch_voice_and_the_melody_goes_on(language, before, after):
    pieces = SAID.pieces(unit(f"{before} Mijn Burgerprofiel {after}", language, ("Mijn Burgerprofiel",)))
    assert [piece.language for piece in pieces] == [language, "nl", language]
    assert pieces[0].tokens[-1].say[-1] in ",،"
    assert pieces[1].tokens[-1].say == "burgerprofiel."


def test_labels_beside_each_other_are_pieces_of_their_own():
    pieces = SAID.pieces(unit("“Ja” “Nee”", "ar", ("Ja", "Nee")))
    assert [[token.say for token in piece.tokens] for piece in pieces] == [["Ja,"], ["Nee"]]


def test_spoken_words_are_heard_and_the_words_on_the_screen_are_lit():
    assert lit("Bel 1733 nu.", spoken="Bel zeventien drieëndertig nu.") == [
        ("Bel", "Bel"), ("1733", "zeventien"), ("1733", "drieëndertig"), ("nu.", "nu.")]
    assert lit("Ja.", spoken="Heel goed: ja.")[-1] == ("Ja.", "ja.")


def test_a_label_in_spoken_words_is_dutch_as_well():
    pieces = SAID.pieces(unit("Tap “Aanmelden”.", "en", ("Aanmelden",), spoken="Now tap the button Aanmelden."))
    assert heard(pieces, "en") == "Now tap the button, | nl:Aanmelden."


@pytest.mark.parametrize("words", ["", " ", "…", "“”", "😀 ☎️", "\0", "\u200f\u2067", "?!", "- –", "\ud800"])
def test_nothing_to_say(words):
    assert SAID.pieces(unit(words)) == ()
    assert SAID.pieces(unit(words, "ar", spoken=words)) == ()


def test_invisible_marks_are_not_said_and_break_no_word():
    words = "\u2067اتصل\u2069 \u2066+32 470 12\u200e 34 56\u2069 ver\u00adhuizen"
    assert heard(SAID.pieces(unit(words, "ar")), "ar") == "اتصل زائد 3 2، 4 7 0، 1 2، 3 4، 5 6، | nl:verhuizen"


def test_a_language_without_rules_is_said_as_written():
    assert SAID.pieces(unit("Merhaba dünya.", "tr")) == (
        Piece("tr", (Token("Merhaba", 0), Token("dünya.", 1))),)


SIGNS = "aZé9 0.,:/-–€%@&()“”«»…!?\u200f\u2067\u00a0\u202f\n\0😀²½→أ١ـً_#'’+"
WEIRD = st.text(st.one_of(st.characters(), st.sampled_from(SIGNS)), max_size=60)
KNOWN = """
    Tik op eID itsme, € 12,50 1.250 02 553 17 00 24/11/2026 14:30 9-12 h km EUR (ja/nee) bv. enz. z. B. → + +32 1e 2de
    p. vlaanderen.be/verhuizen info@gent.be No. العربية إيتسمي 85.07.30-033.28 BE68 5390 0754 7034 « » “Aanmelden”. uur
    Uhr 1 000 الساعة Gent 9050 112 bel 0470123456
"""
SENTENCE = st.lists(st.sampled_from(KNOWN.split()), max_size=14).map(" ".join)


@given(st.one_of(WEIRD, SENTENCE), st.sampled_from([*LANGUAGES, "tr"]), st.data())
def test_whatever_the_text_is(words, language, data):
    ends = st.integers(0, len(words))
    labels = tuple(tuple(sorted(span)) for span in data.draw(st.lists(st.tuples(ends, ends), max_size=2)))
    spoken = data.draw(st.one_of(st.none(), WEIRD, SENTENCE))
    _sound(SAID.pieces(Unit("key", words, language, spoken, labels)), words)


@given(SENTENCE, st.sampled_from(LANGUAGES))
def test_no_word_with_letters_is_left_out(words, language):
    tokens = [token for piece in SAID.pieces(unit(words, language)) for token in piece.tokens]
    heard_words = {token.shown for token in tokens}
    missing = [word for number, word in enumerate(words.split())
               if re.search(r"[^\W\d_]", word) and number not in heard_words]
    assert not missing


def _sound(pieces: tuple[Piece, ...], words: str) -> None:
    tokens = [token for piece in pieces for token in piece.tokens]
    shown = [token.shown for token in tokens]
    assert all(piece.tokens for piece in pieces)
    assert all(re.fullmatch(r"\S+", token.say) for token in tokens)
    assert any(map(str.isalnum, "".join(token.say for token in tokens))) or not tokens
    assert shown == sorted(shown)
    assert not shown or (shown[0] >= 0 and shown[-1] < max(1, len(re.findall(r"\S+", words))))
    for piece in pieces:
        for engine in ("espeak", "piper"):
            assert len(piece.text(engine).split()) == len(piece.tokens)


@pytest.mark.parametrize("words", [
    "a" * 20_000, "1" * 20_000, "1 " * 5_000, "eID-" * 3_000, "a.b" * 5_000, "-" * 9_000, "1.250" * 3_000, "x@" * 4_000,
    "A B " * 4_000, "/a" * 5_000, "1:1" * 4_000])
@pytest.mark.parametrize("language", ["nl", "fr", "ar"])
def test_a_very_long_text_is_read_too(words, language):
    _sound(SAID.pieces(Unit("key", words, language)), words)



def test_the_longest_name_wins_and_case_counts():
    said = Said({"nl": Lexicon({"my box": Entry("maai boks"), "my": Entry("mie"), "eID": Entry("ie aai die")})})
    assert heard(said.pieces(unit("My box, my eid, myself, Eid")), "nl") == "maai boks, mie eid, myself, Eid"


def test_our_lexicons_are_sound():
    assert PROBLEMS == ()
    assert set(LEXICONS) == set(LANGUAGES)


@pytest.mark.parametrize(("content", "line", "message", "remedy"), [
    ('"a" = { say = "b" }\n"c" = ', 2, "not TOML", "Write it as"),
    ('# x\n"c" = "d"', 2, "“c” does not tell how it is said", 'say = "…"'),
    ('"c" = { say = "d", sampa = "e" }', 1, "“sampa”", "say, espeak, ipa"),
    ('"c" = { say = 5 }', 1, "not a text", "say"),
    ('"c" = { say = "d", espeak = "a b" }', 1, "another number of words", "Part the phonemes"),
    ('"c" = { say = "d", espeak = "[[a]]" }', 1, "[[ or ]]", "brackets"),
    ('\n"c d" = { say = "e" }', 2, "fewer words", "as many words"),
    ('"…" = { say = "e" }', 1, "no word", "Write the word"),
    ('"c" = { say = "..." }', 1, "nothing to say", "Write a word"),
    ('"a" = { say = "b" }\n"a" = { say = "b" }', 2, "not TOML", "Write it as"),
])
def test_a_wrong_lexicon_is_left_out_with_a_remedy(tmp_path, content, line, message, remedy):
    (tmp_path / "nl.toml").write_text(content)
    (tmp_path / "fr.toml").write_text('"itsme" = { say = "itsmi" }')
    lexicons, [problem] = read_lexicons(tmp_path)
    assert list(lexicons) == ["fr"]
    assert problem.file.endswith("nl.toml") and problem.line == line
    assert message in problem.message and remedy in problem.remedy


def test_a_lexicon_that_is_not_utf8_or_not_there(tmp_path):
    (tmp_path / "nl.toml").write_bytes(b'"a" = { say = "b" }\n"caf\xe9" = { say = "b" }')
    (tmp_path / "fr.toml").mkdir()
    lexicons, problems = read_lexicons(tmp_path)
    assert lexicons == {} and {problem.line for problem in problems} == {0, 2}
    assert read_lexicons(tmp_path / "none") == ({}, ())
