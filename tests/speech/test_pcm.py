"""Sound is cut to what is heard and joined without a click."""

from __future__ import annotations

import math
import wave
from array import array

import pytest

from kiosk.speech.pcm import Pcm, joined, read_wav, trimmed, write_wav


def tone(seconds: float, rate: int = 22050, hertz: float = 220, high: int = 8000) -> array:
    turn = 2 * math.pi * hertz / rate
    return array("h", (round(high * math.sin(turn * n + 1)) for n in range(round(seconds * rate))))


def silence(seconds: float, rate: int = 22050) -> array:
    return array("h", bytes(2 * round(seconds * rate)))


def steepest(samples: array) -> int:
    return max(abs(b - a) for a, b in zip(samples, samples[1:], strict=False))


def test_silence_at_both_ends_goes_and_the_front_is_told_in_ms():
    cut, gone = trimmed(Pcm(silence(0.2) + tone(1) + silence(0.5), 22050))
    assert gone == 190
    assert cut.seconds == pytest.approx(1.06, abs=0.002)


def test_the_pause_within_a_sentence_stays():
    cut, gone = trimmed(Pcm(tone(0.3) + silence(0.4) + tone(0.3), 22050))
    assert (gone, round(cut.seconds, 2)) == (0, 1.0)


@pytest.mark.parametrize("samples", [array("h"), silence(0.3), array("h", [150, -150] * 500)])
def test_what_is_all_silence_stays_as_it_is(samples):
    assert trimmed(Pcm(samples, 22050)) == (Pcm(samples, 22050), 0)


def test_the_loudest_negative_sample_is_sound_too():
    assert trimmed(Pcm(array("h", [0] * 1000 + [-32768] * 3), 22050), lead=0)[0].samples[0] == -32768


def test_parts_follow_each_other_with_a_gap_and_each_start_is_told():
    whole, starts = joined([Pcm(tone(0.5), 22050), Pcm(tone(0.25), 22050), Pcm(tone(0.25), 22050)], gap=0.1)
    assert starts == (0, 600, 950)
    assert whole.seconds == pytest.approx(1.2, abs=0.001)


def test_one_part_alone_is_not_touched():
    part = Pcm(tone(0.2), 22050)
    assert joined([part]) == (part, (0,))


def test_where_parts_meet_nothing_clicks():
    part = Pcm(tone(0.3), 22050)                              # begins and ends in mid-wave
    whole, _ = joined([part, part])
    assert steepest(whole.samples) <= steepest(part.samples) * 1.2
    assert part.samples == tone(0.3), "what was handed in has changed"


def test_the_highest_rate_wins_and_the_pitch_stays():
    whole, starts = joined([Pcm(tone(1, 16000), 16000), Pcm(tone(1), 22050)], gap=0)
    assert (whole.rate, starts) == (22050, (0, 1000))
    crossings = sum(a < 0 <= b for a, b in zip(whole.samples[:22050], whole.samples[1:22050], strict=False))
    assert abs(crossings - 220) <= 1


def test_a_wav_file_comes_back_as_it_went(tmp_path):
    sound = Pcm(tone(0.1, 16000), 16000)
    write_wav(sound, tmp_path / "clip.wav")
    assert read_wav(tmp_path / "clip.wav") == sound


def test_a_file_that_is_no_such_wav_is_refused(tmp_path):
    (tmp_path / "text.wav").write_text("no sound")
    with pytest.raises(wave.Error):
        read_wav(tmp_path / "text.wav")
    with wave.open(str(tmp_path / "stereo.wav"), "wb") as file:
        file.setparams((2, 2, 16000, 0, "NONE", ""))
    with pytest.raises(wave.Error, match="mono"):
        read_wav(tmp_path / "stereo.wav")
