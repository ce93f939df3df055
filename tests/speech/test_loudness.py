"""Every clip is equally loud, whoever speaks."""

from __future__ import annotations

import math
from array import array

import numpy
import pytest

from kiosk.catalogue.reading import texts_of
from kiosk.language.interface import read_interface
from kiosk.language.languages import LANGUAGES
from kiosk.language.said.piece import as_written
from kiosk.language.texts import load_texts
from kiosk.parts.places import ASSETS, LOCALES
from kiosk.speech import libraries
from kiosk.speech.loudness import REMEDY, TARGET, available, levelled, loudness
from kiosk.speech.pcm import Pcm, read_wav
from kiosk.speech.renderer import Renderer
from kiosk.speech.voices import Voices

RATE = 48000
EACH = 40          # sentences of a language: 200 clips in all


def sine(hertz: float, seconds: float, amplitude: float, rate: int = RATE) -> Pcm:
    return Pcm(array("h", (round(32767 * amplitude * math.sin(2 * math.pi * hertz * n / rate))
                           for n in range(round(seconds * rate)))), rate)


def reference(sound: Pcm) -> float:
    """LUFS by a second meter, written from ITU-R BS.1770-4 alone: its two filters, worked out for any rate, are applied
    to the spectrum, where the meter of the kiosk steps through the samples."""
    samples = numpy.array(sound.samples, float) / 32768
    samples = numpy.tile(samples, max(1, math.ceil(0.5 / sound.seconds)))
    size = 1 << (len(samples) + sound.rate // 2).bit_length()              # half a second for the filters to die away
    z = numpy.exp(-2j * math.pi * numpy.arange(size // 2 + 1) / size)

    k, q = math.tan(math.pi * 1681.974450955533 / sound.rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    low = high ** 0.4996667741545416
    shelf = ((high + low * k / q + k * k) + 2 * (k * k - high) * z + (high - low * k / q + k * k) * z * z) / (
        (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z * z)
    k, q = math.tan(math.pi * 38.13547087602444 / sound.rate), 0.5003270373238773
    high_pass = (1 - z) ** 2 * (1 + k / q + k * k) / (
        (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z * z)

    weighted = numpy.fft.irfft(numpy.fft.rfft(samples, size) * shelf * high_pass)[:len(samples)]
    block, step = round(0.4 * sound.rate), round(0.1 * sound.rate)
    powers = numpy.array([(weighted[at:at + block] ** 2).mean() for at in range(0, len(samples) - block + 1, step)])

    def power(lufs: float) -> float:
        return 10 ** ((lufs + 0.691) / 10)

    loud = powers[powers > power(-70)]
    heard = loud[loud > loud.mean() / 10]                                  # 10 LU below what is loud
    return -0.691 + 10 * math.log10(heard.mean())


def test_the_meter_reads_what_the_standard_says():
    """EBU Tech 3341, case 1: a 1 kHz tone at -23 dBFS on both channels is -23 LUFS; on one it is 3 LU less."""
    assert available()
    tone = sine(1000, 3, 10 ** (-23 / 20))
    assert loudness(tone) == pytest.approx(-26.0, abs=0.1)
    assert reference(tone) == pytest.approx(-26.0, abs=0.1)


def test_two_hundred_sentences_of_five_languages_are_equally_loud(tmp_path):
    renderer, voices, interface = Renderer(), Voices(as_written), read_interface()
    made = []
    try:
        for language in LANGUAGES:
            texts = load_texts(language, LOCALES, interface)
            units = [unit for text in texts_of(ASSETS) if len((unit := texts.unit(text)).said.split()) > 1]
            for number, unit in enumerate(units[::len(units) // EACH][:EACH]):
                path = tmp_path / f"{language.code}{number}.wav"
                renderer.request(voices.utterance(unit).parts, 125, path).result(10)
                made.append(read_wav(path))
    finally:
        renderer.close()
    assert len(made) == 200
    found = [reference(sound) for sound in made]
    assert max(found) - min(found) < 1.0 and abs(sum(found) / len(found) - TARGET) < 0.5


def test_a_word_shorter_than_the_meter_s_window_is_measured_too():
    assert loudness(levelled(sine(300, 0.15, 0.5))) == pytest.approx(TARGET, abs=0.5)


def test_silence_stays_silence_and_nothing_is_clipped():
    quiet = Pcm(array("h", bytes(4410)), 22050)
    assert levelled(quiet).samples == quiet.samples
    click = Pcm(array("h", [*([0] * 2000), 30000, -30000, *([0] * 20000)]), 22050)
    assert max(map(abs, levelled(click).samples)) <= 32768 * 10 ** (-1 / 20) + 1


def test_one_loud_pop_leaves_the_words_around_it_as_loud_as_any():
    words = sine(300, 2, 0.02)
    for number in range(200):
        words.samples[RATE + number] = round(30000 * math.sin(math.pi * number / 100))
    made = levelled(words)
    assert reference(made) == pytest.approx(TARGET, abs=1)
    assert max(map(abs, made.samples)) <= 32768 * 10 ** (-1 / 20) + 1
    assert words.samples[RATE + 50] == 30000, "what was handed in has changed"


def test_without_the_libraries_the_clip_is_heard_as_it_was_made(monkeypatch):
    monkeypatch.setattr(libraries, "library", lambda name: None)
    sound = sine(300, 1, 0.02)
    assert not available()
    assert levelled(sound) is sound
    assert libraries.missing() == ("libebur128-1", "libsonic0")
    assert "apt-get install libebur128-1 libsonic0" in REMEDY
