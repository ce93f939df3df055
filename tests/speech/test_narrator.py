"""What a listener notices of the narrator, with a loudspeaker and a clock that the test moves."""

from __future__ import annotations

import pytest
from speech_fakes import Clock, FakeClips, FakePlayer

from kiosk.language.units import Unit
from kiosk.speech.narrator import LOUDNESS, SPEEDS, Narrator

SCREEN = (
    Unit("title", "Uw adres", "nl"),
    Unit("what", "Typ uw nieuwe straat.", "nl"),
    Unit("next", "Kies daarna Volgende.", "nl"),
)


class Room:
    """A narrator with its surroundings."""

    def __init__(self, **settings) -> None:
        self.clock = Clock()
        self.clips = FakeClips()
        self.player = FakePlayer(self.clock)
        self.narrator = Narrator(self.clips, self.player, self.clock, **settings)
        self.lit: list[str] = []

    def pass_time(self, seconds: float, step: float = 0.05) -> None:
        for _ in range(round(seconds / step)):
            self.clock.now += step
            self.player.pass_time(step)
            self.narrator.tick(self.clock.now)
            unit = self.narrator.lit
            if unit and (not self.lit or self.lit[-1] != unit.key):
                self.lit.append(unit.key)

    @property
    def played(self) -> list[str]:
        return [line.removeprefix("play ") for line in self.player.log if line.startswith("play")]


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_screen_is_read_in_its_order_and_then_it_is_quiet(room):
    room.narrator.read(SCREEN)
    assert room.narrator.speaking
    room.pass_time(6)
    assert room.lit == ["title", "what", "next"]
    assert not room.narrator.speaking
    assert room.narrator.lit is None


def test_reading_can_begin_further_on(room):
    room.narrator.read(SCREEN, from_index=1)
    room.pass_time(6)
    assert room.lit == ["what", "next"]


def test_a_sentence_is_lit_only_once_it_sounds(room):
    room.player.delay = 0.3
    room.narrator.read(SCREEN)
    room.pass_time(0.2)
    assert room.player.playing and room.narrator.lit is None
    room.pass_time(0.2)
    assert room.narrator.lit == SCREEN[0]


def test_there_is_a_breath_between_sentences(room):
    room.narrator.read(SCREEN)
    room.pass_time(1.15)
    assert len(room.played) == 1 and room.narrator.speaking and room.narrator.lit is None
    room.pass_time(0.4)
    assert len(room.played) == 2


def test_what_is_tapped_is_heard_and_the_rest_is_silent(room):
    room.narrator.read(SCREEN)
    room.pass_time(0.5)
    room.narrator.say(SCREEN[2:])
    assert not room.player.playing, "the old sentence goes on"
    room.pass_time(4)
    assert room.lit == ["title", "next"]


def test_a_touch_silences_at_once_and_it_stays_silent(room):
    room.narrator.read(SCREEN)
    room.pass_time(0.5)
    room.narrator.stop()
    assert not room.player.playing and not room.narrator.speaking and room.narrator.lit is None
    room.pass_time(5)
    assert len(room.played) == 1


def test_pause_holds_the_sentence_and_resume_ends_it(room):
    room.narrator.read(SCREEN[:1])
    room.pass_time(0.5)
    room.narrator.pause()
    room.pass_time(30)
    assert room.narrator.paused and room.narrator.lit is None
    room.narrator.resume()
    room.pass_time(0.1)
    assert room.narrator.lit == SCREEN[0] and len(room.played) == 1
    room.pass_time(1)
    assert not room.narrator.speaking


def test_the_idle_clock_counts_from_the_end_of_speech(room):
    room.narrator.read(SCREEN[:1])
    room.pass_time(0.5)
    assert room.narrator.finished_at is None
    room.pass_time(1)
    assert room.narrator.finished_at == pytest.approx(101.0, abs=0.1)


def test_who_pauses_and_leaves_does_not_keep_the_kiosk(room):
    room.narrator.read(SCREEN)
    room.pass_time(0.5)
    room.narrator.pause()
    assert not room.narrator.speaking
    assert room.narrator.finished_at == pytest.approx(100.5)


def test_from_sentence_to_sentence_each_is_said_and_the_voice_holds(room):
    room.narrator.read(SCREEN)
    room.pass_time(0.5)
    room.narrator.pause()
    room.lit.clear()
    assert room.narrator.sentence(1)
    room.pass_time(5)
    assert room.lit == ["what"] and room.narrator.paused and room.narrator.stepping
    assert room.narrator.sentence(0) and not room.narrator.paused
    room.pass_time(5)
    assert room.narrator.sentence(-1)
    room.pass_time(5)
    assert room.lit == ["what", "title"]
    assert not room.narrator.sentence(-1), "there is none before the first"
    room.narrator.resume()
    room.pass_time(5)
    assert room.lit == ["what", "title", "what", "next"] and not room.narrator.speaking and not room.narrator.stepping


def test_after_the_last_sentence_nothing_holds(room):
    room.narrator.read(SCREEN)
    room.pass_time(2)
    room.narrator.sentence(1)
    room.narrator.sentence(1)
    room.pass_time(5)
    assert not room.narrator.paused and not room.narrator.stepping and not room.narrator.sentence(1)


def test_nobody_gets_louder_than_the_site_allows(room):
    narrator = Narrator(room.clips, room.player, room.clock, loudness=6, loudest=4)
    assert narrator.loudness == 4
    assert not narrator.louder() and narrator.softer() and narrator.louder() and not narrator.louder()


def test_where_an_administrator_lets_visits_begin_they_begin_and_no_louder_than_allowed(room):
    narrator = Narrator(room.clips, room.player, room.clock, loudest=4)
    for chosen, begins in ((1, 1), (6, 4)):
        narrator.begin_at(chosen)
        assert narrator.loudness == begins
        narrator.softer()
        narrator.reset()
        assert narrator.loudness == begins


def test_a_clip_that_does_not_move_shows_that_there_is_no_sound(room):
    room.narrator.read(SCREEN)
    room.pass_time(0.2)
    assert not room.narrator.silent
    room.player.stalled = True
    assert room.narrator.silent


def test_repeat_says_the_same_again_from_its_start(room):
    room.narrator.read(SCREEN)
    room.pass_time(2)
    room.narrator.repeat()
    room.lit.clear()
    room.pass_time(6)
    assert room.lit == ["title", "what", "next"]


@pytest.mark.parametrize("when", [0.5, 30], ids=["during", "after"])
def test_a_slower_voice_says_again_what_was_heard_last(room, when):
    room.narrator.read(SCREEN[:1])
    room.pass_time(when)
    assert room.narrator.slower()
    room.pass_time(0.2)
    assert room.played == ["title@125", "title@100"]


def test_speed_has_seven_steps_from_half_to_double(room):
    while room.narrator.slower():
        pass
    assert room.narrator.speed == 0
    assert sum(1 for _ in iter(room.narrator.faster, False)) == len(SPEEDS) - 1
    assert SPEEDS[0] <= 70 and SPEEDS[-1] >= 240 and 6 <= len(SPEEDS) <= 8       # VVSG 7.1-K


def test_loudness_moves_in_even_steps_over_the_range_the_norm_asks(room):
    heard = []
    while room.narrator.softer():
        pass
    while True:
        room.narrator.read(SCREEN[:1])
        room.pass_time(2)
        heard.append(room.player.volume)
        if not room.narrator.louder():
            break
    steps = [after / before for before, after in zip(heard, heard[1:], strict=False)]
    assert all(1 < step <= 10 ** (10 / 20) for step in steps)                     # VVSG 7.1-K: at most 10 dB
    assert heard[-1] / heard[0] >= 10 ** (18 / 20) and heard[-1] <= 1             # EN 301 549 8.2.1.1: 18 dB
    assert LOUDNESS[0] + 12 in LOUDNESS                                           # EN 301 549 8.2.1.2
    assert Room().narrator.loudness <= len(LOUDNESS) // 2


def test_the_next_person_finds_everything_as_it_was(room):
    room.narrator.read(SCREEN)
    room.narrator.louder()
    room.narrator.slower()
    room.pass_time(1)
    room.narrator.reset()
    assert (room.narrator.speed, room.narrator.loudness) == (3, 3)
    assert not room.narrator.speaking and not room.player.playing and room.clips.wiped == 1
    room.narrator.repeat()
    room.pass_time(3)
    assert room.narrator.lit is None, "the next person hears what the last one read"


def test_a_silent_profile_never_makes_a_sound():
    room = Room(enabled=False)
    room.narrator.read(SCREEN)
    room.narrator.prefetch(SCREEN)
    room.pass_time(5)
    assert room.player.log == [] and room.clips.asked == []
    assert room.narrator.silent and not room.narrator.speaking


def test_a_voice_that_tells_no_times_lights_the_sentence_but_no_word(room):
    room.clips.timed = False
    room.narrator.read([Unit("number", "0800 12 345", "nl")])
    room.pass_time(0.5)
    assert room.narrator.lit.key == "number" and room.narrator.lit_word is None


def test_the_word_being_heard_moves_through_the_sentence(room):
    room.narrator.read(SCREEN[1:2])
    found = []
    for _ in range(20):
        room.pass_time(0.05)
        word = room.narrator.lit_word
        if word is not None and (not found or found[-1] != word):
            found.append(word)
    words = [SCREEN[1].words.split()[number] for number in found]
    assert words == ["Typ", "uw", "nieuwe", "straat."]


def test_a_sentence_that_cannot_be_made_is_skipped_and_marked(room):
    room.clips.broken = {"what"}
    room.narrator.read(SCREEN)
    room.pass_time(1.6)
    assert room.narrator.silent
    room.pass_time(4)
    assert room.lit == ["title", "next"]
    assert not room.narrator.silent, "the mark stays although the voice is back"


def test_a_voice_that_hangs_costs_two_sentences_and_no_more(room):
    room.clips.slow = True
    room.clips.healthy = False
    room.narrator.read(SCREEN * 10)
    room.pass_time(12)
    assert not room.narrator.speaking and room.narrator.silent
    room.clips.slow = False
    room.clips.healthy = True
    room.narrator.read(SCREEN)
    room.pass_time(6)
    assert room.lit == ["title", "what", "next"] and not room.narrator.silent


def test_without_a_loudspeaker_it_gives_up_and_says_so(room):
    room.player.available = False
    room.narrator.read(SCREEN)
    room.pass_time(7)
    assert room.narrator.silent and not room.narrator.speaking and room.played == []
    room.player.available = True
    assert not room.narrator.silent


def test_a_loudspeaker_that_comes_back_goes_on_with_the_same_sentence(room):
    room.narrator.read(SCREEN)
    room.pass_time(1.8)
    assert room.narrator.lit.key == "what"
    room.player.die()
    room.pass_time(1)
    assert room.narrator.silent and room.narrator.lit is None
    room.player.available = True
    room.pass_time(0.2)
    assert room.narrator.lit.key == "what"
    room.pass_time(5)
    assert room.lit == ["title", "what", "next"]


def test_a_loudspeaker_that_keeps_dying_does_not_hold_the_screen_for_ever(room):
    room.narrator.read(SCREEN)
    for _ in range(40):
        room.pass_time(0.1)
        room.player.die()
        room.player.available = True
    room.pass_time(20)
    assert not room.narrator.speaking


def test_an_empty_text_is_passed_over(room):
    room.narrator.read([Unit("picture", " ", "nl"), *SCREEN[:1]])
    room.pass_time(3)
    assert room.lit == ["title"] and not room.narrator.silent


def test_a_step_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="speed must be 0 to 6"):
        Room(speed=7)
