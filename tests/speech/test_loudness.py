"""Every clip is equally loud, whoever speaks."""

from __future__ import annotations

import math
from array import array

import pytest

from kiosk.app import ASSETS, LOCALES
from kiosk.catalogue.reading import texts_of
from kiosk.language.interface import read_interface
from kiosk.language.languages import LANGUAGES
from kiosk.language.said.piece import as_written
from kiosk.language.texts import load_texts
from kiosk.speech.loudness import TARGET, available, levelled, loudness
from kiosk.speech.pcm import Pcm, read_wav
from kiosk.speech.renderer import Renderer
from kiosk.speech.voices import Voices

RATE = 48000
EACH = 40          # sentences of a language: 200 clips in all


def sine(hertz: float, seconds: float, amplitude: float, rate: int = RATE) -> Pcm:
    return Pcm(array("h", (round(32767 * amplitude * math.sin(2 * math.pi * hertz * n / rate))
                           for n in range(round(seconds * rate)))), rate)


def reference(sound: Pcm) -> float:
    """LUFS by a second meter, written from ITU-R BS.1770-4 alone, its filters worked out for any rate."""
    def biquad(samples, b0, b1, b2, a1, a2):
        x1 = x2 = y1 = y2 = 0.0
        for x in samples:
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            x2, x1, y2, y1 = x1, x, y1, y
            yield y

    def shelf():
        k, q = math.tan(math.pi * 1681.974450955533 / sound.rate), 0.7071752369554196
        high = 10 ** (3.999843853973347 / 20)
        low = high ** 0.4996667741545416
        d = 1 + k / q + k * k
        return ((high + low * k / q + k * k) / d, 2 * (k * k - high) / d, (high - low * k / q + k * k) / d,
                2 * (k * k - 1) / d, (1 - k / q + k * k) / d)

    def high_pass():
        k, q = math.tan(math.pi * 38.13547087602444 / sound.rate), 0.5003270373238773
        d = 1 + k / q + k * k
        return 1.0, -2.0, 1.0, 2 * (k * k - 1) / d, (1 - k / q + k * k) / d

    weighted = list(biquad(biquad((s / 32768 for s in sound.samples), *shelf()), *high_pass()))
    block, step = round(0.4 * sound.rate), round(0.1 * sound.rate)
    powers = [sum(y * y for y in weighted[at:at + block]) / block for at in range(0, len(weighted) - block + 1, step)]

    def lufs(mean: float) -> float:
        return -0.691 + 10 * math.log10(mean)

    loud = [power for power in powers if power and lufs(power) > -70]
    gate = lufs(sum(loud) / len(loud)) - 10
    heard = [power for power in loud if lufs(power) > gate]
    return lufs(sum(heard) / len(heard))


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
    found = [loudness(sound) for sound in made]
    assert max(found) - min(found) < 1.0 and abs(sum(found) / len(found) - TARGET) < 0.5
    for sound in made[::20]:
        if sound.seconds > 1:
            assert reference(sound) == pytest.approx(TARGET, abs=0.5)


def test_a_word_shorter_than_the_meter_s_window_is_measured_too():
    assert loudness(levelled(sine(300, 0.15, 0.5))) == pytest.approx(TARGET, abs=0.5)


def test_silence_stays_silence_and_nothing_is_clipped():
    quiet = Pcm(array("h", bytes(4410)), 22050)
    assert levelled(quiet).samples == quiet.samples
    click = Pcm(array("h", [*([0] * 2000), 30000, -30000, *([0] * 20000)]), 22050)
    assert max(map(abs, levelled(click).samples)) <= 32768 * 10 ** (-1 / 20) + 1
