"""What comes out of the loudspeaker: recorded at a real sound server, on a sink that leads nowhere."""

from __future__ import annotations

import math
import signal
import time
import wave
from array import array
from itertools import pairwise
from pathlib import Path

import numpy
import pytest
from null_sink import RATE, until

from kiosk.language.said.piece import as_written
from kiosk.language.units import Unit
from kiosk.speech.clips import Clips
from kiosk.speech.narrator import DEFAULT_SPEED, SPEEDS, Narrator
from kiosk.speech.player import NO_SOUND_AFTER, JustPlayback
from kiosk.speech.renderer import Renderer
from kiosk.speech.voices import Voices

pytestmark = pytest.mark.alone

WINDOW = RATE // 100                # 10 ms
SENTENCE = Unit("long", "Klik op de groene knop en wacht tot de volgende bladzijde verschijnt.", "nl")


@pytest.fixture
def clips(tmp_path):
    renderer = Renderer()
    clips = Clips(renderer, Voices(as_written), tmp_path / "clips")
    yield clips
    clips.close()
    renderer.close()


@pytest.fixture
def player(sound_server):
    player = JustPlayback(recheck=0.1)
    player.start()
    yield player
    player.close()


def made(clips: Clips, unit: Unit = SENTENCE, wpm: int = 160):
    clips.want([unit], wpm)
    assert until(lambda: clips.get(unit, wpm)), clips.fault(unit, wpm) or "no clip"
    return clips.get(unit, wpm)


def wav(path: Path) -> array:
    with wave.open(str(path)) as file:
        return array("h", file.readframes(file.getnframes()))


def envelope(samples: array) -> list[float]:
    """Loudness in windows of 10 ms."""
    return [math.sqrt(sum(s * s for s in samples[at:at + WINDOW]) / WINDOW)
            for at in range(0, len(samples) - WINDOW, WINDOW)]


def likeness(clip: list[float], recorded: list[float]) -> float:
    """The best correlation of the clip with any part of the recording, -1 to 1."""
    def correlation(one: list[float], other: list[float]) -> float:
        mean, other_mean = sum(one) / len(one), sum(other) / len(other)
        top = sum((a - mean) * (b - other_mean) for a, b in zip(one, other, strict=True))
        square = sum((a - mean) ** 2 for a in one) * sum((b - other_mean) ** 2 for b in other)
        return top / math.sqrt(square) if square else 0.0
    places = range(len(recorded) - len(clip) + 1)
    return max((correlation(clip, recorded[at:at + len(clip)]) for at in places), default=0.0)


def share_heard(clip: list[float], recorded: list[float], part: int = 80) -> float:
    """The share of a clip's parts of 0.8 s whose loudness goes as in the recording: by parts, because two busy cores
    may hold up the recorder itself, which then leaves a hole."""
    parts = [clip[at:at + part] for at in range(0, len(clip) - part + 1, part)]
    return sum(likeness(each, recorded) > 0.9 for each in parts) / len(parts)


def test_the_clip_itself_is_heard(clips, player, recorder):
    clip = made(clips)
    other = made(clips, Unit("other", "Wat wilt u doen? Ik ben verhuisd naar een andere gemeente.", "nl"))
    player.play(clip.path, 1.0)
    assert until(lambda: player.started), "it never began"
    assert until(lambda: player.ended)
    assert until(lambda: len(recorder) > (clip.seconds + 0.5) * RATE)
    recorded = envelope(recorder.samples)
    assert likeness(envelope(wav(clip.path)), recorded) > 0.95
    assert likeness(envelope(wav(other.path))[:len(recorded)], recorded) < 0.7


def test_a_touch_stops_it_within_a_twentieth_of_a_second(clips, player, recorder):
    player.play(made(clips).path, 1.0)
    assert until(recorder.hears_sound)
    start = len(recorder)
    assert until(lambda: len(recorder) > start + RATE // 2)
    player.stop()
    stopped = len(recorder)
    assert not player.playing
    assert until(lambda: len(recorder) > stopped + RATE)
    assert not recorder.hears_sound(since=stopped + RATE // 20)


def test_pause_is_silence_and_resume_goes_on(clips, player, recorder):
    clip = made(clips)
    player.play(clip.path, 1.0)
    assert until(lambda: player.position > 0.5)
    player.pause()
    paused = len(recorder)
    assert until(lambda: len(recorder) > paused + RATE // 2)
    assert not recorder.hears_sound(since=paused + RATE // 10)
    held = player.position
    assert player.playing and 0.5 < held < 1.0
    player.resume()
    assert until(lambda: player.position > held)
    assert until(lambda: player.ended)


def test_softer_is_softer_by_the_decibels_asked(clips, player, recorder):
    clip = made(clips)
    levels = []
    for volume in (1.0, 10 ** (-12 / 20)):
        start = len(recorder)
        player.play(clip.path, volume)
        assert until(lambda: player.ended)
        assert until(lambda start=start: len(recorder) > start + (clip.seconds + 0.3) * RATE)
        levels.append(math.sqrt(sum(sample * sample for sample in recorder.samples[start:])))
    assert 20 * math.log10(levels[0] / levels[1]) == pytest.approx(12, abs=1)


def test_the_player_survives_a_restart_of_the_sound_server(clips, player, sound_server):
    clip = made(clips)
    assert until(lambda: player.available)
    player.play(clip.path, 1.0)
    sound_server.kill()
    player.tick(0.0)
    assert until(lambda: not_moving(player)), "it still moves"
    player.tick(0.1)
    player.tick(0.2 + NO_SOUND_AFTER)
    assert not player.available and not player.playing and not player.ended
    sound_server.start()
    assert until(lambda: player.available)
    player.play(clip.path, 1.0)
    assert until(lambda: player.ended)


def test_a_sound_server_that_restarts_between_two_sentences_is_found_again(clips, player, sound_server):
    """Closing a device that ended by itself and then lost its server once hung for ever."""
    clip = made(clips, Unit("short", "Ja.", "nl"), 250)
    player.play(clip.path, 1.0)
    assert until(lambda: player.ended)
    sound_server.kill()
    player.play(clip.path, 1.0)
    assert until(lambda: not player.playing) and not player.ended and not player.available
    sound_server.start()
    assert until(lambda: player.available)
    player.play(clip.path, 1.0)
    assert until(lambda: player.ended)


def not_moving(player: JustPlayback) -> bool:
    before = player.position
    return not until(lambda: player.position != before, seconds=0.3)


def test_a_hung_sound_server_does_not_hold_the_screen(clips, player, sound_server):
    clip = made(clips)
    assert until(lambda: player.available)
    sound_server.process.send_signal(signal.SIGSTOP)
    for ask in (lambda: player.play(clip.path, 1.0), player.pause, player.resume, player.stop,
                lambda: player.play(clip.path, 1.0)):
        before = time.perf_counter()
        ask()
        assert time.perf_counter() - before < 0.05
    player.tick(0.0)
    player.tick(0.1 + NO_SOUND_AFTER)
    assert not player.available
    sound_server.process.send_signal(signal.SIGCONT)
    assert until(lambda: player.available)


def test_a_loudspeaker_that_is_plugged_in_later_is_found(sound_server):
    sound_server.kill()
    player = JustPlayback(recheck=0.1)
    assert not player.available
    player.tick(0.0)
    sound_server.start()
    assert until(lambda: player.available)
    player.close()


def test_a_device_pulled_out_in_mid_sentence_and_put_back_is_heard_again(clips, player, sound_server):
    clip = made(clips)
    player.play(clip.path, 1.0)
    assert until(lambda: player.position > 0.3)
    sound_server.unplug()
    now = 0.0

    def look() -> bool:
        nonlocal now
        now += 0.1
        player.tick(now)
        return not player.available

    assert until(look), "nobody is told that there is no sound"
    assert now < 2.0 + 0.1 or not player.playing
    sound_server.plug()
    assert until(lambda: player.available)
    player.play(clip.path, 1.0)
    assert until(lambda: player.ended)


def place(clip: numpy.ndarray, recorded: numpy.ndarray) -> tuple[float, float]:
    """How alike the clip and the most alike part of a recording are, -1 to 1, and the s at which that part begins.
    The recording's own resampling moves the wave by less than a sample, so it is the waves that are compared."""
    length = 1 << (len(clip) + len(recorded)).bit_length()
    match = numpy.fft.irfft(numpy.fft.rfft(recorded, length) * numpy.conj(numpy.fft.rfft(clip, length)))
    up_to = numpy.concatenate(([0.0], numpy.cumsum(recorded ** 2)))
    energy = up_to[len(clip):] - up_to[:-len(clip)]                     # of each part as long as the clip
    alike = match[:len(energy)] / numpy.sqrt(numpy.maximum(energy, 1.0) * (clip ** 2).sum())
    best = int(alike.argmax())
    return float(alike[best]), best / RATE


PART = RATE // 2


def as_made(clip: array, recorded: array) -> tuple[float, float, float]:
    """The share of a clip's half seconds that is in the recording as it was made, and the s at which the first and the
    last of these begin. By parts, because two busy cores may hold up the recorder itself, which then leaves a hole."""
    whole = numpy.array(recorded, float)
    parts = numpy.array(clip, float)[:len(clip) // PART * PART].reshape(-1, PART)
    found = [place(part, whole) for part in parts if (part ** 2).mean() > 0.1 * (parts ** 2).mean()]
    places = [at for alike, at in found if alike > 0.9]
    assert places == sorted(places), "its own parts are out of order"
    return len(places) / len(found), *((places[0], places[-1]) if places else (0.0, 0.0))


def test_a_whole_reading_is_heard_clip_by_clip_in_order_one_at_a_time(clips, player, recorder, record_property):
    units = [
        Unit("one", "Goedemorgen, kies uw taal.", "nl"), Unit("two", "Bonjour, choisissez.", "fr"),
        Unit("three", "صباح الخير، اختر لغتك.", "ar"), Unit("four", "Guten Morgen, bitte wählen.", "de"),
        Unit("five", "Good morning, please choose.", "en"),
    ]
    narrator = Narrator(clips, player, time.monotonic)
    narrator.read(units)
    lit = []

    def look() -> bool:
        narrator.tick(time.monotonic())
        if narrator.lit and narrator.lit.key not in lit:
            lit.append(narrator.lit.key)
        return not narrator.speaking

    assert until(look, seconds=40)
    assert lit == [unit.key for unit in units] and not narrator.silent
    start = len(recorder)
    assert until(lambda: len(recorder) > start + RATE // 2)
    times = []
    for unit in units:
        share, first, last = as_made(wav(made(clips, unit, SPEEDS[DEFAULT_SPEED]).path), recorder.samples)
        assert share > 0.7, f"only {share:.0%} of {unit.key} was heard as it was made"
        times.append((first, last + PART / RATE))
    gaps = [later[0] - before[1] for before, later in pairwise(times)]
    record_property("between the last part of a sentence and the first of the next, ms",
                    [round(1000 * gap) for gap in gaps])
    assert all(gap > 0 for gap in gaps), "two voices at once, or out of order"
    assert max(gaps) < 1.5, "a silence in which one thinks that it is over"
