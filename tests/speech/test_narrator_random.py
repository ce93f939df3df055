"""Whatever people press and whatever breaks: one voice at most, and light only where there is sound."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from speech_fakes import Clock, FakeClips, FakePlayer

from kiosk.language.units import Unit
from kiosk.speech.narrator import DEFAULT_LOUDNESS, DEFAULT_SPEED, LOUDNESS, SPEEDS, Narrator

UNITS = tuple(Unit(name, f"Zin {name}.", "nl") for name in "abcd")
LISTS = st.lists(st.sampled_from(UNITS), max_size=4)


class Visits(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.clips = FakeClips()
        self.player = FakePlayer(self.clock)     # refuses a second voice
        self.narrator = Narrator(self.clips, self.player, self.clock)

    @rule(units=LISTS)
    def read(self, units):
        self.narrator.read(units)

    @rule(units=LISTS)
    def tap(self, units):
        self.narrator.say(units)

    @rule(by=st.sampled_from([-1, 0, 1]))
    def go_by_sentence(self, by):
        if self.narrator.sentence(by):
            assert self.narrator.stepping and self.narrator.speaking

    @rule(name=st.sampled_from(["stop", "pause", "resume", "repeat", "slower", "faster", "softer", "louder"]))
    def press(self, name):
        getattr(self.narrator, name)()
        if name == "stop":
            assert not self.player.playing and not self.narrator.speaking

    @rule()
    def leave(self):
        self.narrator.reset()
        assert (self.narrator.speed, self.narrator.loudness) == (DEFAULT_SPEED, DEFAULT_LOUDNESS)
        assert not self.narrator.speaking and not self.player.playing and self.narrator.finished_at is None

    @rule(seconds=st.sampled_from([0.05, 0.3, 1.0, 6.0]))
    def wait(self, seconds):
        self.run(seconds)

    @rule(broken=st.sets(st.sampled_from("abcd")), slow=st.booleans(), healthy=st.booleans())
    def voice_changes(self, broken, slow, healthy):
        self.clips.broken, self.clips.slow, self.clips.healthy = broken, slow, healthy

    @rule(back=st.booleans())
    def loudspeaker_changes(self, back):
        if back:
            self.player.available = True
        else:
            self.player.die()

    def run(self, seconds):
        for _ in range(round(seconds / 0.05)):
            self.clock.now += 0.05
            self.player.pass_time(0.05)
            self.narrator.tick(self.clock.now)
            self.light_is_sound()

    @invariant()
    def light_is_sound(self):
        lit = self.narrator.lit
        if lit is not None:
            assert self.player.playing and self.player.started and not self.player.paused
            assert self.player.now_playing.startswith(f"{lit.key}@")
            assert self.narrator.speaking

    @invariant()
    def steps_exist(self):
        assert self.narrator.speed in range(len(SPEEDS)) and self.narrator.loudness in range(len(LOUDNESS))

    def teardown(self):
        """Left alone, every reading ends."""
        self.narrator.resume()
        self.run(60)
        assert not self.narrator.speaking and not self.player.playing


TestVisits = Visits.TestCase
TestVisits.settings = settings(max_examples=340, stateful_step_count=30)      # 10,000 presses
