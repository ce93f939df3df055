"""Hundreds of visits of people who press whatever they like, while the voice and the loudspeaker come and go; with
LONG=1 ten thousand, some minutes more than `./test` has."""

from __future__ import annotations

import gc
import os
import random
import tracemalloc

from crowd import CATALOGUE, ODD, Kiosk
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from walking import trails
from watching import offered, ways_on

from kiosk.language.languages import LANGUAGES
from kiosk.visit.place import Kind
from kiosk.visit.session import Press
from kiosk.visit.visit import Visit, back, place_of

VISITS = 10_000 if "LONG" in os.environ else 400
WAYS = [way for id in CATALOGUE.walkthroughs for way in trails(id).values()]
NUMBERS = st.integers(0, 10_000)


class Visits(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.kiosk = Kiosk()

    @initialize(number=NUMBERS, language=st.sampled_from(LANGUAGES), at_start=st.booleans())
    def begin(self, number, language, at_start):
        """At the start screen, or as somebody who has already come to one of all the steps."""
        if not at_start:
            self.kiosk.session.visit = Visit(language.code, WAYS[number % len(WAYS)])

    def choose(self, number: int):
        actions = [action for action in offered(self.kiosk.session, CATALOGUE) if action is not Press.STOP]
        return actions[number % len(actions)]

    @rule(number=NUMBERS)
    def tap(self, number):
        self.kiosk.tap(self.choose(number))

    @rule(number=NUMBERS, then=st.sampled_from([0.0, 0.1, 2.0]))
    def tap_and_listen(self, number, then):
        self.kiosk.tap(self.choose(number))
        self.kiosk.wait(then)

    @rule(number=NUMBERS)
    def tap_twice_quickly(self, number):
        action = self.choose(number)
        self.kiosk.tap(action)
        self.kiosk.tap(action)

    @rule(action=st.sampled_from(ODD))
    def ask_for_what_may_not_be_there(self, action):
        self.kiosk.tap(action)

    @rule(seconds=st.sampled_from([0.3, 5, 31, 298, 301, 346, 4000]))
    def do_nothing(self, seconds):
        wipes = self.kiosk.wipes
        self.kiosk.wait(seconds)
        if seconds == 4000 and self.kiosk.wipes > wipes:
            assert self.kiosk.traces()["session"] == self.kiosk.clean["session"]

    @rule(what=st.sampled_from(["pause", "resume", "repeat"]))
    def the_voice_button(self, what):
        if not self.kiosk.session.dimmed:
            getattr(self.kiosk.narrator, what)()

    @rule(slow=st.booleans(), healthy=st.booleans())
    def the_voice_fails_or_comes_back(self, slow, healthy):
        self.kiosk.clips.slow, self.kiosk.clips.healthy = slow, healthy

    @rule(there=st.booleans())
    def the_loudspeaker_goes_or_comes_back(self, there):
        if there:
            self.kiosk.player.available = True
        else:
            self.kiosk.player.die()

    @rule()
    def stop(self):
        self.kiosk.tap(Press.STOP)
        if self.kiosk.session.place.kind is Kind.START and not self.kiosk.session.visiting:
            assert not self.kiosk.player.playing and not self.kiosk.narrator.speaking

    def teardown(self):
        """The last person walks away; the next finds the kiosk as it was new."""
        self.kiosk.session.touched()
        self.kiosk.tap(Press.STOP)
        assert self.kiosk.traces() == self.kiosk.clean

    @invariant()
    def there_is_a_way_back_and_a_way_on(self):
        session = self.kiosk.session
        place, actions = session.place, offered(session, CATALOGUE)
        if session.asking:
            assert actions == [Press.STAY, Press.STOP]
            return
        assert ways_on(place, CATALOGUE), place
        if place.kind is not Kind.START:
            assert Press.STOP in actions and Press.BACK in actions
            earlier = back(session.visit, CATALOGUE)
            assert len(earlier.trail) < len(session.visit.trail)
            assert place_of(earlier, CATALOGUE).screen != place.screen

    @invariant()
    def nobody_speaks_to_an_empty_dark_room(self):
        if self.kiosk.session.dimmed:
            assert not self.kiosk.narrator.speaking and not self.kiosk.player.playing

    @invariant()
    def light_only_with_sound(self):
        if self.kiosk.narrator.lit is not None:
            assert self.kiosk.player.playing and self.kiosk.player.started


TestRandomVisits = Visits.TestCase
TestRandomVisits.settings = settings(max_examples=VISITS, stateful_step_count=20,
                                     suppress_health_check=[HealthCheck.too_slow])


def visit_at_random(kiosk: Kiosk, chance: random.Random) -> None:
    """One visit, ended by Stop or by walking away."""
    for _ in range(chance.randrange(3, 20)):
        actions = offered(kiosk.session, CATALOGUE)
        kiosk.tap(chance.choice(actions if chance.random() < 0.9 else ODD))
        kiosk.wait(chance.choice((0.0, 0.0, 0.2, 1.0)))
    kiosk.session.touched()
    if chance.random() < 0.9:
        kiosk.tap(Press.STOP)
    else:
        kiosk.wait(400)
    assert kiosk.wipes or not kiosk.session.visiting


def test_many_people_one_after_the_other_leave_no_weight_behind():
    """Memory after all visits against after 100, when every cache of the language is warm."""
    kiosk, chance = Kiosk(), random.Random(2)
    for _ in range(100):
        visit_at_random(kiosk, chance)
    gc.collect()
    objects = len(gc.get_objects())
    tracemalloc.start()
    for _ in range(VISITS - 100):
        visit_at_random(kiosk, chance)
    kiosk.tap(Press.STOP)
    gc.collect()
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kiosk.wipes > VISITS / 2
    assert len(gc.get_objects()) - objects < 200
    assert grown < 64 * 1024, f"{grown} bytes more after {VISITS} visits"


def test_a_child_who_taps_for_an_hour_does_not_slow_it_down():
    """Nothing ends this visit; what is remembered of it stays short, and one Stop takes it away."""
    kiosk, chance = Kiosk(), random.Random(3)
    longest = 0
    for _ in range(2000):
        actions = [action for action in offered(kiosk.session, CATALOGUE) if action is not Press.STOP]
        kiosk.tap(chance.choice(actions))
        longest = max(longest, len(kiosk.session.visit.trail))
    assert longest < 150
    kiosk.tap(Press.STOP)
    assert kiosk.traces() == kiosk.clean
