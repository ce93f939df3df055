"""Long words are broken where the language allows, and only when they must be."""

import pyphen
import pytest

from kiosk.typeset.fonts import FontSet
from kiosk.typeset.hyphens import breaks
from kiosk.typeset.paragraph import lay_out, widest_word


def parts(word: str, language: str = "nl") -> str:
    """The word with | at each allowed break: ‑ before it where a hyphen is shown."""
    places = {place.at: "-|" if place.hyphen else "|" for place in breaks(word, language)}
    return "".join(places.get(i, "") + char for i, char in enumerate(word))


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("rijksregisternummer", "nl", "rijks-|re-|gis-|ter-|num-|mer"),
        ("gezinssamenstelling", "nl", "ge-|zins-|sa-|men-|stel-|ling"),
        ("itsme", "nl", "itsme"),
        ("kaarten", "ar", "kaar-|ten"),
        ("tweeëntwintig", "nl", "tweeën-|twin-|tig"),  # not twee-ën: Dutch would drop the dots
        ("arbeids\u00adongeschiktheid", "nl", "arbeids\u00ad-|ongeschiktheid"),
        ("niet-begeleide", "nl", "niet-|be-|ge-|lei-|de"),
        ("12-03-2026", "nl", "12-03-2026"),
        ("naam@gemeente.be", "nl", "naam@|gemeente.|be"),
        ("www.vlaanderen.be/attest-aanvragen", "nl", "www.|vlaanderen.|be/|attest-|aanvragen"),
        ("المستشفيات", "ar", "المستشفيات"),
        ("ehliyetlerinizin", "tr", "ehliyetlerinizin"),  # no Turkish patterns exist
    ],
)
def test_allowed_breaks(word: str, language: str, expected: str) -> None:
    assert parts(word, language) == expected


DICTIONARIES = {"nl": "nl_NL", "fr": "fr", "de": "de_DE", "en": "en_GB"}
WORDS = {
    "nl": "inschrijvingsformulier zorgverzekeringsattest identiteitskaart verblijfsvergunning omaatje",
    "fr": "administrativement ressortissant déménagement électroniquement stationnement coopérative",
    "de": "Aufenthaltserlaubnis Kartenlesegerät Staatsangehörigkeit Straßenverkehrsbehördengenehmigung",
    "en": "municipality identification neighbourhood administrative electronically",
}


@pytest.mark.parametrize("language", WORDS)
def test_the_breaks_are_those_of_pyphen(language: str) -> None:
    theirs = pyphen.Pyphen(lang=DICTIONARIES[language])
    for word in WORDS[language].split():
        assert [place.at for place in breaks(word, language)] == theirs.positions(word), word


@pytest.mark.parametrize(
    "word", ["rijksregisternummer", "gezinssamenstelling", "arbeidsongeschiktheidsverzekering"]
)
@pytest.mark.parametrize("px", [44, 88])
def test_compounds_fit_narrow_columns_with_a_hyphen(latin: FontSet, word: str, px: int) -> None:
    narrow = widest_word(word, latin, px)
    for width in (narrow, narrow * 1.5, narrow * 2.2):
        p = lay_out(word, latin, px, width)
        assert not p.broken
        assert p.width <= width
        assert len(p.words) == 1
        assert len(p.words[0].boxes) == len(p.lines) > 1  # one word, lit as a whole
        hyphens = [glyph for glyph in p.glyphs if glyph.gid == glyph.face.gid("-")]
        assert [glyph.y for glyph in hyphens] == [line.baseline for line in p.lines[:-1]]
    assert lay_out(word, latin, px, narrow - 2).broken


def test_a_word_that_fits_is_never_broken_to_fill_a_line(latin: FontSet) -> None:
    room = lay_out("gezinssamenstelling", latin, 40).width + 30
    p = lay_out("Ik gezinssamenstelling", latin, 40, room)
    assert [len(word.boxes) for word in p.words] == [1, 1]
    assert len(p.lines) == 2


def test_a_soft_hyphen_shows_only_at_the_end_of_a_line(latin: FontSet) -> None:
    word = "gezins\u00adsamenstelling"
    whole = lay_out(word, latin, 40)
    plain = lay_out("gezinssamenstelling", latin, 40)
    assert whole.glyphs == plain.glyphs
    broken = lay_out(word, latin, 40, whole.width - 1)
    assert len(broken.glyphs) == len(whole.glyphs) + 1


def test_dutch_label_in_an_arabic_text_is_hyphenated(arabic: FontSet) -> None:
    p = lay_out("رقم rijksregisternummer", arabic, 60, 400, direction="rtl", language="ar")
    assert len(p.words[1].boxes) == 2
    assert not p.broken
