"""Three words stand for the whole state; wrong words are noticed, one slip is forgiven only after asking."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import FIXED, MOVED, catalogue_of

from kiosk.catalogue.model import Catalogue
from kiosk.handoff.record import SOMETHING_ELSE, Answer, HandoffError, Record
from kiosk.handoff.states import LANGUAGES, ROOM, CatalogueTooLarge, Detail, NotInCatalogue, States, states
from kiosk.handoff.words import (
    SMALL,
    NotThreeWords,
    NounsError,
    UnknownWord,
    decode,
    edits,
    encode,
    nearest,
    read_nouns,
    split,
)

COUNTED = states(FIXED)
STUCK = Record(FIXED.version, 0, 4, 11, 5, (Answer.HAS, Answer.LACKS, Answer.UNKNOWN), 3)


def spoken(record: Record, counted: States, nouns) -> list[str]:
    return [noun.word for noun in encode(record, counted, nouns)]


def test_every_state_of_a_catalogue_has_words_of_its_own(nouns):
    all_words = set()
    for number in range(COUNTED.size):
        record = COUNTED.record(number)
        assert COUNTED.number(record) == number
        words = spoken(record, COUNTED, nouns)
        assert decode(words, COUNTED, nouns) == record
        all_words.add(tuple(words))
    assert len(all_words) == COUNTED.size


def test_the_start_screen_has_words_too(nouns):
    start = Record(FIXED.version, language=5)
    assert decode(spoken(start, COUNTED, nouns), COUNTED, nouns) == start
    with_question = replace(start, reason=SOMETHING_ELSE)
    assert decode(spoken(with_question, COUNTED, nouns), COUNTED, nouns) == with_question


def test_an_empty_catalogue_still_has_words(nouns):
    counted = states(Catalogue())
    start = Record(0, language=1)
    assert decode(spoken(start, counted, nouns), counted, nouns) == start


def test_the_next_step_and_the_next_language_look_different(nouns):
    here = spoken(STUCK, COUNTED, nouns)
    for other in (replace(STUCK, language=4), replace(STUCK, step=10, reason=0), replace(STUCK, reason=1)):
        assert len(set(here) & set(spoken(other, COUNTED, nouns))) <= 1


def test_wrong_words_pass_as_rarely_as_promised(nouns):
    counted = states(catalogue_of(30))
    chance = random.Random(1)
    trios = [[chance.choice(nouns).word for _ in range(3)] for _ in range(20_000)]
    passed = sum(1 for words in trios if accepted(words, counted, nouns))
    expected = len(trios) / counted.checks
    assert 0.8 * expected < passed < 1.2 * expected


def test_words_of_other_content_are_refused_as_rarely(nouns):
    here, there = states(catalogue_of(30)), states(replace(catalogue_of(30), version=999))
    chance = random.Random(2)
    passed = sum(1 for _ in range(4_000)
                 if accepted(spoken(here.record(chance.randrange(here.size)), here, nouns), there, nouns))
    assert passed < 1.3 * 4_000 / there.checks


def accepted(words: list[str], counted: States, nouns) -> bool:
    try:
        decode(words, counted, nouns)
    except HandoffError:
        return False
    return True


@pytest.mark.parametrize(("walkthroughs", "needs", "detail", "checks"), [
    (5, 4, Detail.EXACT, 16), (5, 8, Detail.FIRST, 16), (30, 4, Detail.FIRST, 16),
    (100, 4, Detail.FIRST, 8), (300, 4, Detail.NOTHING, 16), (1000, 4, Detail.NOTHING, 4),
])
def test_how_much_fits_in_three_words(walkthroughs, needs, detail, checks):
    counted = states(catalogue_of(walkthroughs, needs=needs))
    assert counted.detail is detail
    assert counted.checks >= checks
    assert counted.size * counted.checks <= ROOM


def test_more_than_fits_is_said_in_a_sentence():
    with pytest.raises(CatalogueTooLarge, match="QR-code"):
        states(catalogue_of(250, steps=190, troubles=15))


@pytest.mark.parametrize(("given_answers", "told"), [
    ((Answer.HAS, Answer.LACKS, Answer.LACKS, Answer.HAS), (Answer.UNKNOWN, Answer.LACKS)),
    ((Answer.HAS,) * 4, (Answer.HAS,) * 4),
    ((Answer.HAS, Answer.UNKNOWN, Answer.HAS), ()),
    ((), ()),
])
def test_a_shortened_checklist_never_says_what_is_not_true(nouns, given_answers, told):
    counted = states(catalogue_of(30))
    record = Record(30, 0, 7, 12, 2, given_answers)
    assert decode(spoken(record, counted, nouns), counted, nouns) == replace(record, checklist=told)


def test_a_person_gets_words_whatever_the_reason_and_language_are(nouns):
    odd = replace(STUCK, reason=77, language=LANGUAGES)
    told = replace(STUCK, reason=SOMETHING_ELSE, language=0)
    assert decode(spoken(odd, COUNTED, nouns), COUNTED, nouns) == told


@pytest.mark.parametrize("record", [Record(1, walkthrough=5), replace(STUCK, step=99)])
def test_what_the_catalogue_does_not_have_is_refused(nouns, record):
    with pytest.raises(NotInCatalogue):
        encode(record, COUNTED, nouns)


@pytest.mark.parametrize(("words", "error"), [
    ([], NotThreeWords), (["boom", "sleutel"], NotThreeWords), (["boom", "sleutel", "xyzzy"], UnknownWord),
])
def test_what_is_wrong_with_the_words_is_said(nouns, words, error):
    with pytest.raises(error) as caught:
        decode(words, COUNTED, nouns)
    assert str(caught.value).endswith(".")


def test_case_accents_and_commas_do_not_matter(nouns):
    words = spoken(STUCK, COUNTED, nouns)
    typed = f" {words[0].upper()}, {words[1].capitalize()} - {words[2]}\u0301! "
    assert decode(split(typed), COUNTED, nouns) == STUCK
    assert split("boom " * 100) == ()


def test_the_small_words_of_a_telephone_call_do_not_matter(nouns):
    first, second, third = spoken(STUCK, COUNTED, nouns)
    assert decode(split(f"De {first}, en dan het {second} en een {third}."), COUNTED, nouns) == STUCK
    assert split("de het") == ("de", "het"), "of three or fewer nothing is left out"
    assert not SMALL & {noun.word for noun in nouns}


@pytest.mark.parametrize("position", range(3))
def test_one_misspelt_word_is_found_again(nouns, position):
    for number in range(0, COUNTED.size, 997):
        record = COUNTED.record(number)
        words = spoken(record, COUNTED, nouns)
        slip = list(words)
        slip[position] = words[position][0] + words[position][2] + words[position][1] + words[position][3:]
        guesses = nearest(slip, COUNTED, nouns)
        assert (tuple(words), record) in [(guess.words, guess.record) for guess in guesses]


def test_words_said_from_the_right_are_asked_in_their_order(nouns):
    asked = Counter()
    for number in range(0, COUNTED.size, 997):
        record = COUNTED.record(number)
        words = tuple(spoken(record, COUNTED, nouns))
        asked[[(guess.words, guess.record) for guess in nearest(words[::-1], COUNTED, nouns)] == [(words, record)]] += 1
    # Some also mean something the other way round, or pass by chance.
    assert asked[True] > (1 - 3 / COUNTED.checks) * asked.total()


def test_right_words_are_not_doubted_and_two_slips_are_not_guessed(nouns):
    words = spoken(STUCK, COUNTED, nouns)
    assert [guess.record for guess in nearest(words, COUNTED, nouns)] == [STUCK]
    assert nearest(["qqqq", "xxxx", words[2]], COUNTED, nouns) == ()


def test_a_noun_mistaken_for_one_like_it_gives_few_guesses(nouns):
    long_words = [noun.word for noun in nouns if len(noun.word) > 4]
    word, like = next((a, b) for a in long_words for b in long_words if a < b and edits(a, b) == 2)
    counts = Counter()
    for number in range(COUNTED.size):
        words = spoken(COUNTED.record(number), COUNTED, nouns)
        if word in words:
            slip = [like if each == word else each for each in words]
            guesses = nearest(slip, COUNTED, nouns)
            counts[len(guesses)] += 1
            asked = tuple(words) in [guess.words for guess in guesses]
            assert asked or words.count(word) > 1 or accepted(slip, COUNTED, nouns)
    assert max(counts) <= 3


@pytest.mark.parametrize(("one", "other", "distance"), [
    ("boom", "boom", 0), ("boom", "bom", 1), ("sleutel", "sluetel", 1), ("kat", "bed", 3), ("", "tas", 3)])
def test_edits(one, other, distance):
    assert edits(one, other) == edits(other, one) == distance


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_words_give_a_record_or_a_sentence(nouns, words):
    for read in (decode, nearest):
        try:
            read(words, COUNTED, nouns)
        except HandoffError as error:
            assert str(error)


@pytest.mark.parametrize("content", [
    None, b"", b"- {word: a, picture: b}", b"]", b"\xff", b"hello", b"- a\n- b"])
def test_a_broken_list_of_nouns_is_named(tmp_path, content):
    file = tmp_path / "nouns.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(NounsError, match="nouns.yaml"):
        read_nouns(file)


def test_the_numbering_does_not_depend_on_the_order_of_the_files():
    turned = replace(FIXED, walkthroughs={"verhuisd": MOVED, "itsme": FIXED.walkthroughs["itsme"]})
    assert states(turned) == COUNTED
