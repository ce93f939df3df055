"""What listeners decide is kept in a file that people can compare, and holds for the sound that was heard."""

from __future__ import annotations

import math
from array import array

import pytest

from kiosk.language.said import Entry
from kiosk.review.listening import PERSON, State
from kiosk.speech.pcm import Pcm
from kiosk.speech.reviewed import GOOD, WRONG, Reviewed, ReviewError, Verdict, read_reviewed, write_reviewed


def spoken(seconds: float = 1.0, rate: int = 22050) -> Pcm:
    """Something that rises and falls as a voice does."""
    return Pcm(array("h", (round(9000 * math.sin(n / 22) * math.sin(n / 900)) for n in range(round(seconds * rate)))),
               rate)


def by_words(listening, words: str):
    return next(sentence for sentence in listening.sentences if sentence.words == words)


def test_the_same_words_are_heard_once_and_what_cannot_be_said_never(listening):
    sentences = listening().sentences
    assert [sentence.words for sentence in sentences] == [
        "Welkom bij het digipunt.", "Vraag het aan het OCMW.", "Ja", "Typ uw pincode."]
    assert sentences[2].keys == ("step/yes", "other/yes")


def test_a_good_sentence_stays_good_when_the_command_is_started_again(listening):
    first = listening()
    first.judge(first.sentences[0], GOOD)
    again = listening()
    assert again.state(again.sentences[0]) is State.GOOD
    assert again.count() == {State.GOOD: 1, State.OPEN: 3}
    assert again.next("").words == "Vraag het aan het OCMW."


def test_a_change_of_the_lexicon_asks_for_those_sentences_again_and_no_others(listening, lexicon):
    first = listening()
    for sentence in first.sentences:
        first.judge(sentence, GOOD)
    lexicon["OCMW"] = Entry("oo see em wee")
    again = listening()
    assert [again.state(sentence) for sentence in again.sentences] == [State.GOOD, State.AGAIN, State.GOOD, State.GOOD]
    assert again.next("").words == "Vraag het aan het OCMW."


def test_what_is_wrong_stays_wrong_and_says_why(listening):
    first = listening()
    first.judge(first.sentences[3], WRONG, "pincode klinkt als pinkode")
    again = listening()
    assert again.state(again.sentences[3]) is State.WRONG
    assert again.verdict(again.sentences[3]).note == "pincode klinkt als pinkode"


def test_a_respelling_is_what_the_voice_is_given_and_the_screen_keeps_its_words(listening):
    first = listening()
    sentence = first.sentences[3]
    first.judge(sentence, GOOD, say="Typ uw pin-koode.")
    again = listening()
    utterance = again.voices.utterance(sentence.unit)
    assert "koode" in utterance.parts[0].text and again.state(sentence) is State.GOOD
    assert max(utterance.shown) <= 2, "each said word lights one of the three on the screen"
    again.judge(sentence, WRONG)
    assert again.verdict(sentence).say == "Typ uw pin-koode.", "a verdict alone does not lose the respelling"
    again.judge(sentence, GOOD, say="")
    assert again.voices.utterance(sentence.unit).parts[0].text == "Typ uw pincode."


def test_a_recording_takes_the_place_of_the_voice_and_may_be_taken_back(listening, tmp_path):
    first = listening()
    sentence = first.sentences[0]
    first.record(sentence, spoken())
    again = listening()
    assert again.state(sentence) is State.RECORDED and again.speaker(sentence) == PERSON
    assert again.count()[State.RECORDED] == 1 and again.next("").id != sentence.id
    again.judge(sentence, WRONG, "te stil")
    assert again.state(sentence) is State.WRONG
    again.record(sentence, spoken(1.5))
    assert again.state(sentence) is State.RECORDED, "a new recording is not what was wrong"
    assert again.unrecord(sentence) and again.state(sentence) is State.OPEN
    assert list((tmp_path / "assets" / "recordings" / "nl").iterdir()) == []


def test_a_recording_of_the_site_itself_is_not_taken_away(listening, tmp_path):
    from kiosk.speech.recordings import save
    here = listening()
    save(tmp_path / "site", here.sentences[0].unit, spoken())
    again = listening()
    assert again.state(again.sentences[0]) is State.RECORDED
    assert not again.unrecord(again.sentences[0]) and again.recording(again.sentences[0]) is not None


def test_the_file_is_in_the_order_of_the_kiosk_and_tells_nothing_of_who_listened(listening, tmp_path):
    here = listening()
    for sentence in reversed(here.sentences):
        here.judge(sentence, GOOD)
    text = here.path.read_text("utf-8")
    assert [line.partition(": ")[2] for line in text.splitlines() if line.startswith("- words")] == [
        "Welkom bij het digipunt.", "Vraag het aan het OCMW.", "Ja", "Typ uw pincode."]
    assert {line.strip(" -").partition(":")[0] for line in text.splitlines() if not line.startswith("#")} == {
        "words", "voice", "verdict", "clip"}
    before = text
    listening().judge(here.sentences[0], GOOD)
    assert here.path.read_text("utf-8") == before, "hearing it again changes nothing"


def test_words_of_every_kind_come_back_as_they_went(tmp_path):
    verdicts = [Verdict(words, "gmw/nl", WRONG, note=words) for words in (
        "yes", "1.0", "- a: b", "#niets", "مرحباً بك: نعم", "“Ja”\u00a0zei hij", "'",
        "\"", "a\tb", "{x}", "~", "!!python/none")]
    path = tmp_path / "nl.yaml"
    write_reviewed(path, Reviewed(verdicts))
    assert sorted(read_reviewed(path), key=str) == sorted(verdicts, key=str)


@pytest.mark.parametrize("damage", [b"- words: [", b"\xff\xfe", b"- words: a\n  voice: b\n  verdict: maybe\n", b"3",
                                    b"- words: a\n  owner: b\n", b"- !!python/object/apply:os.system [id]\n"])
def test_a_damaged_file_is_a_sentence_and_is_never_written_over(listening, tmp_path, damage):
    path = tmp_path / "assets" / "speech" / "review" / "nl.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    with pytest.raises(ReviewError, match=r"nl\.yaml"):
        listening()
    assert path.read_bytes() == damage


def test_where_it_cannot_be_written_nothing_has_changed(listening, tmp_path):
    here = listening()
    (tmp_path / "assets" / "speech").mkdir(parents=True)
    (tmp_path / "assets" / "speech" / "review").write_text("a file where the folder should be")
    with pytest.raises(OSError):
        here.judge(here.sentences[0], GOOD)
    assert here.state(here.sentences[0]) is State.OPEN
