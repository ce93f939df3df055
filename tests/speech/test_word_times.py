"""When words are lit: against the silences between words that are really in the sound.

At half speed espeak-ng leaves a gap of about a third of a second after each word (driver.pace), so the true beginning
of every word can be read from the samples alone, without asking the engine.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import pytest

from kiosk.catalogue.reading import texts_of
from kiosk.language.interface import read_interface
from kiosk.language.languages import LANGUAGES, Language
from kiosk.language.said.piece import as_written
from kiosk.language.texts import load_texts
from kiosk.parts.places import ASSETS, LOCALES
from kiosk.speech.narrator import DEFAULT_SPEED, SPEEDS
from kiosk.speech.pcm import Pcm, read_wav
from kiosk.speech.renderer import Renderer
from kiosk.speech.voices import Voices

WINDOW = 0.01       # s
GAP = 0.2           # s of silence that only stands between words; a stop consonant is silent for less
QUIET = 150         # of 32767
EACH = 50           # sentences of a language that can be compared: 250 in all
CLOSE = 80          # ms


def onsets(sound: Pcm) -> list[int]:
    """The ms at which sound begins after a gap, and at the start."""
    size = round(WINDOW * sound.rate)
    loud = [max(map(abs, sound.samples[at:at + size])) > QUIET for at in range(0, len(sound.samples), size)]
    found, silent = [], round(GAP / WINDOW)
    for number, on in enumerate(loud):
        if on:
            if silent >= round(GAP / WINDOW):
                found.append(round(number * WINDOW * 1000))
            silent = 0
        else:
            silent += 1
    return found


def sentences(language: Language):
    texts = load_texts(language, LOCALES, read_interface())
    for text in texts_of(ASSETS):
        unit = texts.unit(text)
        if unit.language == language.code and len(unit.said.split()) > 3 and not any(c.isdigit() for c in unit.said):
            yield unit


@pytest.fixture(scope="module")
def renderer():
    renderer = Renderer()
    yield renderer
    renderer.close()


@pytest.mark.parametrize("language", LANGUAGES, ids=[language.code for language in LANGUAGES])
def test_a_word_is_lit_when_it_is_heard(renderer, tmp_path, language, record_property):
    voices, errors, compared = Voices(as_written), [], 0
    for unit in sentences(language):
        made = renderer.request(voices.utterance(unit).parts, SPEEDS[0], tmp_path / "a.wav").result(20)
        true = onsets(read_wav(tmp_path / "a.wav"))
        if len(true) != len(made.times):
            continue                                # words said as one, such as "in de", have no gap between them
        errors += [abs(told - heard) for told, heard in zip(made.times, true, strict=True)][1:]
        compared += 1
        if compared == EACH:
            break
    record_property("median ms", median(errors))
    assert compared == EACH
    assert median(errors) < CLOSE, f"{median(errors)} ms"


@pytest.mark.parametrize("language", LANGUAGES, ids=[language.code for language in LANGUAGES])
def test_every_word_is_lit_in_order_and_while_the_clip_lasts(renderer, tmp_path, language):
    voices = Voices(as_written)
    for unit in list(sentences(language))[::5]:
        made = renderer.request(voices.utterance(unit).parts, SPEEDS[DEFAULT_SPEED], tmp_path / "a.wav").result(20)
        assert len(made.times) == len(unit.said.split())
        assert all(one <= other for one, other in pairwise(made.times)), unit.said
        assert made.times[0] >= 0 and made.times[-1] < made.seconds * 1000, unit.said
