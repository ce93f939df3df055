"""What espeak-ng's Dutch voice makes of every entry of the Dutch lexicon: the nearest thing to hearing it.

The phonemes are those of espeak-ng 1.51. Where the voice reads the spelling by itself, its stress and pauses are left
out of the comparison: another version may set them otherwise. A new entry fails until its phonemes are written here.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kiosk.language.said import Said, read_lexicons
from kiosk.language.units import Unit

LEXICONS, _ = read_lexicons(Path(__file__).resolve().parents[2] / "assets" / "speech" / "lexicon")
SAID = Said(LEXICONS)
DUTCH = {
    "itsme": "'Itsmi",
    "eID": "i: 'Aj d'i:",
    "e-ID": "i: 'Aj d'i:",
    "e-mails": "_!'im'e:ls",
    "e-loket": "_!'ilo:k'Et",
    "Mijn Burgerprofiel": "mEIn b,8rQ@rpro:f'il",
    "OCMW": "_!'o: s'e: _!'Em v#'e:",
    "CPAS": "s'e: p'e: _!'a: _!'Es",
    "ÖSHZ": "_!'y _!'Es h'a: z'Et",
    "Doc Stop": "d'Ok st'Op",
    "Card Stop": "k'Art st'Op",
    "safeonweb": "s'e:f _!'On v#'Ep",
    "fgov": "_!'Ef Q'Of",
    "rrn": "_!'Er _!'Er _!'En",
    "PIN": "p'In",
    "PUK": "p'8k",
    "OK": "_|o:k'e:",
    "QR": "k'y _!'Er",
    "login": "l'OgIn",
    "bv.": "b'EIv,O:rbe:lt",
    "bijv.": "b'EIv,O:rbe:lt",
    "vb.": "v'O:rbe:lt",
    "enz.": "_!'Enzo:v,O:rt",
    "e.d.": "_|En d'ErQ@l@k@",
    "o.a.": "_!'Ond@r _!'And@r@",
    "a.u.b.": "_|,Alst8bl'ift",
    "aub": "_|,Alst8bl'ift",
    "d.w.z.": "dAt v#Il z'EQ@n",
    "m.a.w.": "_!mEt _!'And@r@ v#'O:rd@n",
    "m.b.t.": "_!mEt b@tr'EkIN t'Ot",
    "i.p.v.": "_!_|In pl'a:ts v'An",
    "i.v.m.": "_!_|In v@rb'Ant m'Et",
    "t.a.v.": "t'Er _|At'E2ntsi v'An",
    "t.e.m.": "tOt _|En m'Et",
    "t/m": "tOt _|En m'Et",
    "n.v.t.": "n,it vAn t'up,AsIN",
    "z.o.z.": "z'i _!'Om@z,EId@",
    "tel.": "t,e:l@f'o:n",
    "dhr.": "d@ h'I:r",
    "mevr.": "m'EvrVU",
    "incl.": "_!'Inklyz,if",
    "excl.": "_|,Eksklyz'if",
    "evt.": "_|,e:v@nty'e:l",
    "max.": "m'Aksim,8m",
    "min.": "m'inim,8m",
    "ca.": ",OnQ@v'I:r",
    "My eBox": "m'a:j _!'ibOks",
    "eBox": "_!'ibOks",
    "MyGov": "m'a:j Q'Of",
    "MyMinfin": "m'a:j m'InfIn",
    "mypension": "m'a:j pEnS'On",
    "mijngezondheid": "mEIn Q@z'OndhEIt",
    "lokaalbeslist": "lo:k'a:l b@sl'Ist",
    "Inzageloket": "_!'Inz,a:Q@lo:k'Et",
    "BelDrive": "b'El dr'a:jf",
    "Kids-ID": "k'Its _!'a:j di",
    "KidsLife": "k'Its l'a:jf",
    "MyFamily": "m'a:j f,e:mil'i",
    "resp.": "r,EspEkt'iv@l@k",
}
OTHERS = [  # the names a voice of another language says wrongly without its lexicon
    ("fr", "fr-be", "itsme", "itsm'i"), ("fr", "fr-be", "PIN", "p'in"), ("fr", "fr-be", "CPAS", "s'e p'e a _!'Es"),
    ("fr", "fr-be", "eID", "_!'i; 'aj d'i"), ("en", "en-gb", "itsme", "Its m'i:"),
    ("de", "de", "itsme", "_!'Itsmi:"), ("de", "de", "PIN", "p'In"), ("de", "de", "PUK", "p'Uk"),
    ("de", "de", "ÖSHZ", "_!'Y: _!'Es h'A: ts'Et"),
    ("ar", "ar", "itsme", "?'i:tsmi:"), ("ar", "ar", "eID", "?'i: ?'a:j d'i:"),
]
IN_A_SENTENCE = [  # numbers that are left as digits because the voice of Belgium reads them right
    ("fr", "fr-be", "77", "sEptA~ts'Et"), ("fr", "fr-be", "95", "nonA~ts'E~k"),
    ("nl", "nl", "1.250", "d'WyzEnt v#'e:h,Ond@rt v,EIft@x"), ("nl", "nl", "2de", "tv#'e:d@"),
    ("nl", "nl", "bel 1700", "b'El z'e:v@nti:n h'Ond@rt"), ("nl", "nl", "eID-kaart", "i: 'Aj d'i: k'a:rt"),
    ("nl", "nl", "PIN-code", "p'In k'o:d@"),
]


def phonemes(words: str, language: str, voice: str) -> str:
    text = " ".join(piece.text("espeak") for piece in SAID.pieces(Unit("key", words, language)))
    command = ["espeak-ng", "-v", voice, "-x", "-q", "--", text]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def bare(told: str) -> str:
    """The sounds alone."""
    return re.sub(r"[\s_!|',:;]", "", told)


def test_every_dutch_entry_has_its_expectation():
    assert set(DUTCH) == set(LEXICONS["nl"].entries)


@pytest.mark.parametrize("shown", LEXICONS["nl"].entries)
def test_what_the_dutch_voice_says(shown):
    assert bare(phonemes(shown, "nl", "nl")) == bare(DUTCH[shown])


@pytest.mark.parametrize(("language", "voice", "shown", "sounds"), OTHERS + IN_A_SENTENCE)
def test_what_another_voice_says(language, voice, shown, sounds):
    assert bare(phonemes(shown, language, voice)) == bare(sounds)


@pytest.mark.parametrize("shown", [shown for shown, entry in LEXICONS["nl"].entries.items() if entry.espeak])
def test_phonemes_of_ours_come_back_as_they_were_written(shown):
    """An unknown mnemonic would be dropped, or read as a letter, without a word. Stress is heard too."""
    entry = LEXICONS["nl"].entries[shown]
    assert phonemes(shown, "nl", "nl").split() == entry.espeak.split()
