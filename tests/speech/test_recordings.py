"""A person's recording replaces the voice; a bad one never stands in its way."""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
from array import array
from pathlib import Path

import numpy
import pytest
import soundfile

from kiosk.language.units import Unit
from kiosk.speech.codec import CodecError, decoded, encoded
from kiosk.speech.loudness import TARGET, loudness
from kiosk.speech.ogg import ogg_seconds
from kiosk.speech.pcm import Pcm, read_wav
from kiosk.speech.recordings import RecordingError, Recordings, read_recording, recording_key, save, stale

UNIT = Unit("welcome.title", "Welkom bij het loket.", "nl")
RATE = 44100


@pytest.fixture(scope="module")
def voice(tmp_path_factory) -> Pcm:
    """Somebody saying the words; espeak-ng stands in."""
    path = tmp_path_factory.mktemp("voice") / "voice.wav"
    subprocess.run(["espeak-ng", "-v", "nl", "-w", path, UNIT.words], check=True)
    return read_wav(path)


def in_a_room(voice: Pcm, softer: float = 0.2, before: float = 1.0, noise: float = 20) -> Pcm:
    """As a microphone hears it: soft, with a second before it, and the noise of the room."""
    chance = random.Random(5)
    silence = [0.0] * round(before * voice.rate)
    samples = (*silence, *(sample * softer for sample in voice.samples), *silence)
    return Pcm(array("h", (round(sample + chance.gauss(0, noise)) for sample in samples)), voice.rate)


@pytest.fixture
def saved(tmp_path, voice) -> Path:
    save(tmp_path, UNIT, voice)
    return tmp_path / "nl" / f"{recording_key('nl', UNIT.words)}.json"


def test_a_recording_is_found_by_the_words_on_the_screen(saved, tmp_path):
    found = Recordings([tmp_path]).find(UNIT)
    assert (found.words, found.language, found.times) == (UNIT.words, "nl", None)
    assert found.path.read_bytes()[:4] == b"OggS"
    moved = Unit("another.key", "\u200eWelkom bij het\u2068 loket.\u2069", "nl", spoken="Welkom.")
    assert Recordings([tmp_path]).find(moved) == found
    for other in (Unit("welcome.title", "Welkom bij ons loket.", "nl"), Unit("welcome.title", UNIT.words, "de")):
        assert Recordings([tmp_path]).find(other) is None


def test_the_name_of_a_recording_never_changes():
    """Recordings lie in version control; another name would silence them all."""
    assert recording_key("nl", "Kies uw taal.") == "160168fcfd2a736debba7c7ad8031d26"


def test_what_is_saved_is_trimmed_and_as_loud_as_every_clip(tmp_path, voice):
    found = save(tmp_path, UNIT, in_a_room(voice))
    sound = decoded(found.path)
    assert 0 < found.seconds - voice.seconds + 0.3 < 0.5, "the second before and after is still there"
    assert found.seconds == pytest.approx(sound.seconds, abs=0.001)
    assert loudness(sound) == pytest.approx(TARGET, abs=0.5)
    assert max(map(abs, sound.samples)) < 32767 * 10 ** (-0.5 / 20)
    assert abs(sound.samples[0]) < 100 and abs(sound.samples[-1]) < 100


def test_one_pop_into_the_microphone_does_not_make_the_sentence_soft(tmp_path, voice):
    samples = array("h", (sample // 6 for sample in voice.samples))
    middle = len(samples) // 2
    for number in range(100):
        samples[middle + number] = round(30000 * math.sin(math.pi * number / 50))
    sound = decoded(save(tmp_path, UNIT, Pcm(samples, voice.rate)).path)
    assert loudness(sound) == pytest.approx(TARGET, abs=1)
    assert max(map(abs, sound.samples)) < 32767


def test_times_move_with_the_cut_and_with_the_speed(tmp_path, voice):
    found = save(tmp_path, UNIT, in_a_room(voice), [1060, 1500, 1700, 1900])
    first = found.times[0]
    assert 0 <= first < 200 and found.times == (first, first + 440, first + 640, first + 840)
    slow, times = found.at_speed(0.5)
    assert slow.seconds == pytest.approx(2 * found.seconds, rel=0.02)
    assert times[3] == pytest.approx(2 * found.times[3], rel=0.02)
    with pytest.raises(ValueError, match="1 times for 4 words"):
        save(tmp_path, UNIT, voice, [0])


def test_a_new_recording_replaces_the_old_one_and_its_times(tmp_path, voice):
    save(tmp_path, UNIT, voice, [0, 1, 2, 3])
    assert save(tmp_path, UNIT, voice).times is None
    assert len(Recordings([tmp_path]).all("nl")) == 1


def test_the_first_folder_goes_before_the_next(tmp_path, voice):
    site, pack = tmp_path / "site", tmp_path / "pack"
    save(pack, UNIT, voice)
    other = Unit("x", "Tot ziens.", "nl")
    save(pack, other, voice)
    ours = save(site, UNIT, voice)
    both = Recordings([site, pack])
    assert both.find(UNIT) == ours
    assert {found.words for found in both.all("nl")} == {UNIT.words, other.words}
    ours.path.write_bytes(b"")
    assert both.find(UNIT).path.is_relative_to(pack)


def test_recordings_of_words_that_are_shown_no_more_are_found(tmp_path, voice):
    gone = save(tmp_path, Unit("x", "Tot morgen.", "nl"), voice)
    kept = save(tmp_path, UNIT, voice)
    assert stale([gone, kept], [UNIT, Unit("x", "Tot ziens.", "nl")]) == (gone,)


@pytest.mark.parametrize("sound", [array("h"), array("h", bytes(RATE)), array("h", [3, -3] * RATE),
                                   array("h", [0] * RATE + [9000, -9000] * 200 + [0] * RATE)])
def test_where_nothing_is_said_nothing_is_saved(tmp_path, sound):
    with pytest.raises(RecordingError, match="microphone"):
        save(tmp_path, UNIT, Pcm(sound, RATE))
    assert not list(tmp_path.rglob("*.*"))


def rewritten(about: Path, **changes: object) -> None:
    about.write_text(json.dumps(json.loads(about.read_text()) | changes))


def damaged_inside(about: Path) -> None:
    whole = about.with_suffix(".ogg").read_bytes()
    about.with_suffix(".ogg").write_bytes(whole[:60] + bytes(3000) + whole[3060:])


@pytest.mark.parametrize("harm, sentence", [
    (lambda about: about.with_suffix(".ogg").unlink(), "Record it again"),
    (lambda about: about.with_suffix(".ogg").write_bytes(b""), "not an Ogg Vorbis file"),
    (lambda about: about.with_suffix(".ogg").write_bytes(about.with_suffix(".ogg").read_bytes()[:-700]), "breaks off"),
    (lambda about: about.with_suffix(".ogg").write_bytes(b"RIFF" + bytes(5000)), "not an Ogg Vorbis file"),
    (lambda about: about.write_text("{"), "damaged"),
    (lambda about: about.write_text("[]"), "damaged"),
    (lambda about: rewritten(about, words="Welkom."), "not named after its words"),
    (lambda about: rewritten(about, times=[0, 5]), "another number of words"),
    (lambda about: rewritten(about, times=[0, 9, 5, 12]), "damaged"),
    (lambda about: about.unlink(), "Nothing says which words"),
    (lambda about: damaged_inside(about), "damaged. Copy it again"),
])
def test_a_bad_recording_is_told_in_a_sentence_and_the_voice_speaks_instead(saved, tmp_path, harm, sentence):
    harm(saved)
    recordings = Recordings([tmp_path])
    assert recordings.find(UNIT) is None
    assert recordings.all("nl") == ()
    [problem] = recordings.problems("nl")
    assert sentence in problem and problem.endswith(".") and str(tmp_path) not in problem


def test_a_recording_somebody_made_by_hand_needs_no_checksum_and_is_told_when_it_does_not_open(saved, tmp_path):
    about = json.loads(saved.read_text())
    del about["sha256"]
    saved.write_text(json.dumps(about))
    found = Recordings([tmp_path]).find(UNIT)
    assert found == read_recording(saved) == read_recording(found.path)
    damaged_inside(saved)
    with pytest.raises(RecordingError, match="“Welkom bij het loket.”: .* not sound that can be read"):
        found.at_speed(1)


@pytest.mark.parametrize("kind, options", [
    ("wav", {"subtype": "PCM_24"}), ("wav", {"subtype": "FLOAT"}), ("flac", {}), ("ogg", {}), ("mp3", {}),
])
def test_whatever_file_a_person_brings_is_read_in_mono(tmp_path, kind, options):
    seconds = numpy.arange(RATE) / RATE
    left = 0.4 * numpy.sin(2 * math.pi * 200 * seconds)
    soundfile.write(tmp_path / f"brought.{kind}", numpy.stack([left, left], axis=1), RATE, **options)
    sound = decoded(tmp_path / f"brought.{kind}")
    assert sound.rate == RATE and sound.seconds == pytest.approx(1, abs=0.06)
    assert max(sound.samples) == pytest.approx(0.4 * 32767, rel=0.05)


def test_a_file_that_is_no_sound_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 not sound")
    with pytest.raises(CodecError, match=r"^The file letter.pdf is not sound .* Bring it as wav, flac, ogg or mp3\.$"):
        decoded(tmp_path / "letter.pdf")
    with pytest.raises(CodecError, match="longer than 120 s"):
        decoded(encoded(Pcm(array("h", bytes(2 * 8000 * 121)), 8000)))


def test_what_passes_full_scale_is_cut_off_there_and_does_not_wrap_round(tmp_path):
    wave = (2 * numpy.sin(numpy.arange(8000) / 20)).astype("float32")
    soundfile.write(tmp_path / "loud.wav", wave, 8000, subtype="FLOAT")
    sound = decoded(tmp_path / "loud.wav")
    assert max(sound.samples) == 32767 and min(sound.samples) == -32768
    assert all(abs(b - a) < 8000 for a, b in zip(sound.samples, sound.samples[1:], strict=False))


def test_the_length_is_read_without_decoding(voice):
    assert ogg_seconds(encoded(voice)) == pytest.approx(voice.seconds, abs=0.001)


def test_the_kiosk_finds_recordings_without_loading_what_decodes_them():
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, kiosk.speech.recordings, kiosk.speech.shelf; print(*sys.modules)"],
        capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "soundfile", "kiosk.speech.codec", "kiosk.speech.loudness"} & set(loaded)
