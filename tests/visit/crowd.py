"""A whole kiosk but for glass and sound: session, idle cycle and narrator, put together as the screens do."""

from __future__ import annotations

from some_cards import content
from speech_fakes import Clock, FakeClips, FakePlayer
from watching import dump

from kiosk.catalogue.model import Text
from kiosk.language.languages import LANGUAGES
from kiosk.language.units import Unit
from kiosk.speech.narrator import Narrator
from kiosk.visit.idle import Idle
from kiosk.visit.place import Do, Kind, Move, Place
from kiosk.visit.session import Action, Feel, Press, Session, Speak

CATALOGUE = content()
VOICE = {Press.LOUDER: "louder", Press.SOFTER: "softer", Press.FASTER: "faster", Press.SLOWER: "slower"}
ODD: tuple[Action, ...] = (
    *Press, *(Move(do) for do in Do), *(Move(do, "nobody") for do in Do), *(Speak(each.code) for each in LANGUAGES),
    *(Move(Do.OPEN, id) for id in CATALOGUE.walkthroughs), Feel("bad"), Move(Do.YES, "pincode"), Move(Do.NO, "kaart"),
    Move(Do.REASON, "else"),
)
"""What somebody's second finger, a late touch or a wrong line in a screen could ask for."""


class Kiosk:
    """The fake player refuses a second voice; the clock moves only in `wait`."""

    def __init__(self) -> None:
        self.clock, self.clips = Clock(), FakeClips()
        self.player = FakePlayer(self.clock)
        self.narrator = Narrator(self.clips, self.player, self.clock)
        self.idle = Idle()
        self.wipes = 0
        self.session = Session(CATALOGUE, self.idle, self.clock, wiped=self._wiped)
        self.clean = self.traces()

    def _wiped(self) -> None:
        self.narrator.reset()
        self.wipes += 1
        self.clips.asked.clear()  # the fakes' own notes
        self.player.log.clear()

    def traces(self) -> dict[str, object]:
        """All that could tell one person from the next. Not what is broken, nor what time it is."""
        outside = {"_clips", "_player", "_clock", "_since"}
        voice = {name: repr(value) for name, value in vars(self.narrator).items() if name not in outside}
        return {**dump(self.session), "voice": voice, "sound": (self.player.now_playing, self.player.paused)}

    def tap(self, action: Action) -> None:
        """A touch: the voice stops, and what was tapped is done unless the touch only woke the screen."""
        self.narrator.stop()
        if self.session.touched():
            return
        if action in VOICE and not self.session.asking:
            getattr(self.narrator, VOICE[action])()
            return
        before, wipes = self._shown(), self.wipes
        self.session.act(action)
        if self._shown() != before and self.wipes == wipes:
            self.narrator.read(self.units())

    def _shown(self) -> tuple:
        session = self.session
        return session.place, session.visit.shown, session.preferences, session.asking, session.feeling

    def wait(self, seconds: float) -> None:
        """Time passes in small pieces while somebody speaks, in large ones in silence."""
        end = self.clock.now + seconds
        while self.clock.now < end:
            piece = min(end - self.clock.now, 0.1 if self.narrator.speaking else 1.0)
            self.clock.now += piece
            self.player.pass_time(piece)
            self.narrator.tick(self.clock.now)
            asked = self.session.asking
            self.session.tick(self.narrator.speaking)
            if self.session.asking and not asked:
                self.narrator.read([Unit("still", "Bent u er nog?", self.session.visit.shown)])

    def units(self) -> list[Unit]:
        place = self.session.place
        return [Unit(text.key, text.dutch, self.session.visit.shown) for text in _texts(place)]


def _texts(place: Place) -> list[Text]:
    if place.kind is not Kind.STEP:
        return [Text(place.kind.value, f"Scherm {place.kind.value}.")]
    step = CATALOGUE.walkthroughs[place.walkthrough].step(place.step)
    return [step.title, *(text for text in step.text if isinstance(text, Text))]
