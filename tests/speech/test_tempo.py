"""Slower and faster, and the voice stays the same voice."""

from __future__ import annotations

import math
from array import array

import numpy
import pytest

from kiosk.speech import tempo
from kiosk.speech.narrator import SPEEDS
from kiosk.speech.pcm import Pcm, read_wav, trimmed
from kiosk.speech.renderer import Renderer
from kiosk.speech.tempo import at_speed
from kiosk.speech.voices import Part, Voice

FACTORS = [wpm / 125 for wpm in SPEEDS]
SENTENCE = "Goedemorgen, welkom bij het loket van de gemeente. Wij helpen u met uw vragen over de belastingen."


def pitch(sound: Pcm) -> float:
    """The median of the fundamental in Hz: the highest autocorrelation between 65 and 300 Hz, in frames of 50 ms that
    repeat themselves clearly."""
    samples = numpy.array(sound.samples, float)
    length, shortest, longest = round(0.05 * sound.rate), sound.rate // 300, sound.rate // 65
    found = []
    for at in range(0, len(samples) - length, length // 2):
        frame = samples[at:at + length]
        if math.sqrt((frame ** 2).mean()) < 500:
            continue
        frame = frame - frame.mean()
        spectrum = numpy.fft.rfft(frame, 4 * length)
        alike = numpy.fft.irfft(abs(spectrum) ** 2)[:longest + 2]
        alike = alike / alike[0] * length / (length - numpy.arange(longest + 2))
        inner = alike[shortest:longest + 1]
        if inner.max() > 0.6:
            lag = shortest + int(numpy.argmax(inner >= 0.9 * inner.max()))     # not twice the period
            while alike[lag + 1] > alike[lag] and lag < longest:
                lag += 1
            left, top, right = alike[lag - 1:lag + 2]
            found.append(sound.rate / (lag + (left - right) / (2 * (left - 2 * top + right))))
    assert len(found) > 10, "too little voice to tell"
    return float(numpy.median(found))


def voiced(hertz: float, seconds: float = 2, rate: int = 22050) -> Pcm:
    """A tone with the overtones of a voice."""
    n = numpy.arange(round(seconds * rate))
    wave = sum(numpy.sin(2 * math.pi * hertz * k * n / rate) / k for k in range(1, 12))
    return Pcm(array("h", (wave * 8000).astype("int16").tobytes()), rate)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory) -> dict[int, Pcm]:
    """A sentence by espeak-ng itself at each speed."""
    folder, renderer = tmp_path_factory.mktemp("clips"), Renderer()
    try:
        for wpm in SPEEDS:
            renderer.request((Part(Voice("gmw/nl", "nl"), SENTENCE),), wpm, folder / f"{wpm}.wav").result(10)
    finally:
        renderer.close()
    return {wpm: trimmed(read_wav(folder / f"{wpm}.wav"), tail=0)[0] for wpm in SPEEDS}


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("hertz", [90, 120, 210])
def test_a_voiced_tone_keeps_its_pitch_and_takes_the_time_asked_for(hertz, factor):
    sound = voiced(hertz)
    assert pitch(sound) == pytest.approx(hertz, rel=0.01)
    changed = at_speed(sound, factor)
    assert changed.seconds == pytest.approx(sound.seconds / factor, rel=0.02)
    assert pitch(changed) == pytest.approx(hertz, rel=0.03)


@pytest.mark.parametrize("factor", FACTORS)
def test_speech_keeps_its_pitch_and_takes_the_time_asked_for(spoken, factor):
    changed = at_speed(spoken[125], factor)
    assert changed.seconds == pytest.approx(spoken[125].seconds / factor, rel=0.02)
    assert pitch(changed) == pytest.approx(pitch(spoken[125]), rel=0.03)


def test_espeak_ng_itself_keeps_its_pitch_at_every_speed(spoken):
    usual = pitch(spoken[125])
    for wpm in SPEEDS:
        assert pitch(spoken[wpm]) == pytest.approx(usual, rel=0.03), wpm


def test_the_speeds_are_half_to_twice(spoken):
    lengths = [spoken[wpm].seconds for wpm in SPEEDS]
    assert lengths == sorted(lengths, reverse=True)
    with pytest.raises(ValueError, match="0.5 to 2"):
        at_speed(spoken[125], 2.5)


def test_without_the_library_it_is_heard_as_it_is(monkeypatch):
    monkeypatch.setattr(tempo, "library", lambda name: None)
    sound = voiced(120, 0.2)
    assert not tempo.available()
    assert at_speed(sound, 0.52) is sound
