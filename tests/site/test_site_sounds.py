"""The sounds: one for each sentence, made once, a person's recording first, and no voice is no disaster."""

from __future__ import annotations

from dataclasses import replace

from html_tree import read
from site_maker import SPOKEN

from kiosk.language.said.piece import as_written
from kiosk.language.units import Unit
from kiosk.site.folder import Folder
from kiosk.site.sounds import Sounds
from kiosk.speech.codec import decoded
from kiosk.speech.pcm import Pcm
from kiosk.speech.recordings import Recordings, save
from kiosk.speech.voices import Voices

UNIT = Unit("greeting", "Goedemorgen, u staat hier goed.", "nl")


def make(root, voices: Voices, unit: Unit = UNIT) -> tuple[Sounds, bool]:
    """The sounds after a build of one sentence, and whether something had to be made."""
    folder = Folder(root)
    sounds = Sounds(voices, folder)
    folder.begin([sounds.name(unit)] if sounds.name(unit) else [])
    made: list[int] = []
    sounds.make([unit], lambda done, whole: made.append(done), processes=1)
    if sounds.get(unit):
        folder.keep(sounds.name(unit))
    folder.finish()
    return sounds, bool(made)


def test_every_sentence_that_is_read_aloud_has_its_sound(spoken):
    for code in ("nl", "ar"):
        tree = read((spoken.root / code / SPOKEN / "index.html").read_text("utf-8"))
        lines = list(tree.all(name="data-sound"))
        assert len(lines) > 150
        for line in lines:
            sound = decoded(spoken.root / line.attributes["data-sound"])
            times = [int(pair.partition(":")[2]) for pair in line.attributes["data-words"].split()]
            assert times == sorted(times) and times[-1] <= sound.seconds * 1000
            shown = [int(pair.partition(":")[0]) for pair in line.attributes["data-words"].split()]
            assert max(shown) < len(line.text.split())


def test_a_second_build_makes_no_sound_and_writes_nothing(spoken):
    again = spoken.again()
    assert (again.written, again.removed) == (0, 0) and again.sounds == spoken.built.sounds


def test_a_sentence_is_made_once_and_again_when_its_words_change(tmp_path):
    voices = Voices(as_written)
    first, made = make(tmp_path / "site", voices)
    assert made and first.get(UNIT).words[0][0] == 0
    assert not make(tmp_path / "site", voices)[1]
    changed, made = make(tmp_path / "site", voices, replace(UNIT, words="Goedenavond."))
    assert made and len(list((tmp_path / "site" / "sound").iterdir())) == 1, "the old one is gone"


def test_a_person_s_recording_goes_first_and_a_newer_one_is_heard(tmp_path):
    voices = Voices(as_written, recorded=Recordings([tmp_path / "recordings"]).find)
    said, _ = make(tmp_path / "voice", Voices(as_written))
    person = decoded(tmp_path / "voice" / said.get(UNIT).name)
    save(tmp_path / "recordings", UNIT, person)
    first, made = make(tmp_path / "site", voices)
    assert made and first.name(UNIT) != said.name(UNIT)
    again = Pcm(person.samples + person.samples, person.rate)
    save(tmp_path / "recordings", UNIT, again)
    voices.forget()
    second, made = make(tmp_path / "site", voices)
    assert made and second.name(UNIT) != first.name(UNIT)
    assert decoded(tmp_path / "site" / second.name(UNIT)).seconds > 1.5 * person.seconds


def test_a_language_without_a_voice_has_no_sound_and_no_button(tmp_path):
    sounds, made = make(tmp_path / "site", Voices(as_written), Unit("x", "Saluton!", "eo"))
    assert not made and sounds.get(Unit("x", "Saluton!", "eo")) is None and not sounds.fault


def test_a_voice_that_fails_leaves_pages_without_that_sound_and_says_why(tmp_path):
    class Broken(Voices):
        """As when a voice was removed between two builds."""

        def of(self, language):
            found = super().of(language)
            return replace(found, id="no/such-voice") if found else None

    sounds, _ = make(tmp_path / "site", Broken(as_written))
    assert sounds.get(UNIT) is None and sounds.fault


def test_without_sound_the_sounds_that_are_there_stay_for_the_next_build(spoken):
    before = {path.name for path in (spoken.root / "sound").iterdir()}
    silent = spoken.again(sound=False)
    assert silent.sounds == 0 and {path.name for path in (spoken.root / "sound").iterdir()} == before
    assert "data-sound" not in (spoken.root / "nl" / SPOKEN / "index.html").read_text("utf-8")
    restored = spoken.again()
    assert restored.sounds == spoken.built.sounds and restored.removed == 0
