"""The root of the window: shows the screen of the moment, hears taps and keys, lights what is being said.

The only listener there is. Widgets hold no sound and no decisions: a tap finds the part under the finger, and the part
says what it is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from kivy.core.window import Window
from kivy.graphics import Color, InstructionGroup, Rectangle
from kivy.uix.widget import Widget

from kiosk.handoff.waiting import Status
from kiosk.language.units import Unit
from kiosk.speech.narrator import Narrator
from kiosk.visit.place import Kind
from kiosk.visit.session import Action, Hear, Press, Session
from screens.administer import Administer
from screens.ahead import ahead
from screens.caption import card_over, on_page
from screens.focus import Focus
from screens.frame import Frame
from screens.hand import Hand
from screens.screen import Scene, Screen
from screens.widgets.code import Code
from screens.widgets.part import Part
from screens.widgets.text import Text
from screens.world import Over, World, screen_of

RETURN_AFTER = 4.0
"""s from the last word until the first page stands there again: a finger that is on its way comes first."""
DIM, DARK = 0.72, 1.0
"""How much of the picture is covered in black while nobody is here: by day, and while the building is closed."""
BY_SENTENCE = {Press.SENTENCE_BEFORE: -1, Press.SENTENCE_AGAIN: 0, Press.SENTENCE_AFTER: 1}
VOLUME_SAMPLE = {Press.LOUDER: "louder", Press.SOFTER: "softer", Press.FASTER: "faster", Press.SLOWER: "slower"}


class Stage(Widget):
    """``session`` decides, ``narrator`` speaks, ``world`` knows the words; the stage puts them together."""

    def __init__(self, session: Session, narrator: Narrator, world: World) -> None:
        super().__init__(size_hint=(None, None), size=(world.panel.width, world.panel.height))
        self.session, self.narrator, self.world = session, narrator, world
        self.muted = False
        self.page = 0
        self._listened = False  # nobody has done anything since they arrived here
        self.frame: Frame | None = None
        self.screen: Screen | None = None
        self.focus = Focus(self)
        self.administer = Administer(self)
        self.hand = Hand(self)
        self._caption: Part | None = None
        self._dim: InstructionGroup | None = None
        self._shade = 0.0
        self._shown: tuple = ()
        self._reads = False  # what is heard is the screen, not a word of it that somebody touched or reached
        self._voice = ("idle", False)

    # What is on the screen.

    def show(self, *, arrived: bool, aloud: bool = True, ahead_of_need: bool = True) -> None:
        """Draw the present place. ``arrived``: from its first page, and read it from the start; otherwise only what
        is new is said, and what comes next to answer."""
        before = set(self.screen.aloud) if self.screen and not arrived else set()
        if arrived:
            self.page, self._listened = 0, True
            self.focus.forget()
        self._draw()
        new = [unit for unit in self.screen.aloud if unit not in before]
        if not arrived and self.screen.asks_next is not None:
            new.append(self.screen.asks_next)
        if aloud:
            self._read(new)
        if ahead_of_need:
            self.prefetch()

    def prefetch(self) -> None:
        """Have the clips made of this screen, then of what can follow it."""
        self.narrator.prefetch([*self.screen.aloud, *ahead(self.frame.scene)])

    def _draw(self) -> None:
        self._caption = None
        self.world.atlas.trim()
        voice, silent = self._voice = (self._voice[0], self.narrator.silent)  # as shown; `tick` looks if it still holds
        scene = self._scene(silent, voice)
        self.screen = screen_of(scene, self._over)
        if self.screen.asks is not None:  # to stand here is to ask; a button for it would be one more to understand
            self.world.desk.ask(self.screen.asks)
            if self.world.desk.status is not scene.help:
                scene = self._scene(silent, voice)
                self.screen = screen_of(scene)
        self.canvas.clear()
        self.frame = Frame(scene, self.screen, int(self.width), int(self.height), self.page)
        self.page = self.frame.page
        self.canvas.add(self.frame.canvas)
        Window.clearcolor = self.frame.kit.colours["ground"]  # a box of that size costs a quarter of the drawing
        self._shown = (*self._state()[:5], scene.help, scene.paper)  # as shown; meanwhile there may be news
        self.focus.restore()

    def _scene(self, silent: bool, voice: str) -> Scene:
        return self.world.scene(self.session, silent=silent or self.muted, muted=self.muted, voice=voice)

    @property
    def _over(self) -> Over | None:
        if self.world.pages.open:
            return Over.ADMINISTRATOR
        return Over.ASKING if self.session.asking else Over.CLOSED if self.session.closed else None

    def _state(self) -> tuple:
        session = self.session
        return (session.place, session.visit.shown, session.preferences, self._over, session.feeling,
                self.world.desk.status, self.world.printing.paper)

    def caption(self, unit: Unit | None) -> None:
        """Show what is said where it does not stand on the page; None takes it away."""
        if self._caption is not None:
            self.canvas.remove(self._caption.canvas)
            self._caption = None
        if unit is not None and self.frame is not None and not on_page(self.frame, unit):
            self._caption = card_over(self.frame, unit)
            self.canvas.add(self._caption.canvas)

    # What a person does.

    def act(self, action: Action) -> None:
        """One tap or key on something that acts."""
        if self.world.pages.open:
            self.administer.act(action)
            return
        before = self._state()
        match action:
            case Press.MORE | Press.LESS:
                self.turn(1 if action is Press.MORE else -1)
                return
            case Press.REREAD:
                self._reread()
                return
            case Press.SENTENCE_BEFORE | Press.SENTENCE_AGAIN | Press.SENTENCE_AFTER:
                if not self.narrator.sentence(BY_SENTENCE[action]):  # there is none: this one again
                    self.narrator.sentence(0)
                return
            case Press.PRINT if self.screen.prints is not None:
                self.world.printing.print(self.screen.prints())
                self.show(arrived=False)
                return
            case Press.NO_HELP:
                self.world.desk.withdraw()
            case Press.MUTE:
                self.muted = not self.muted
                self.show(arrived=False, aloud=False)
                self.remark("sound.sample" if not self.muted else "sound.none")
                return
            case Hear(language):
                key = "start.unspoken" if language in self.world.unspoken else "start.continue"
                self.speak(self.world.texts(language).say(key))
                return
        if action in VOLUME_SAMPLE:
            getattr(self.narrator, VOLUME_SAMPLE[action])()
            self.remark("sound.sample")
            return
        self.session.act(action)
        if action is Press.STOP:
            self.muted = False
        if self.world.desk.status is Status.DONE and self.session.place.kind is not Kind.HANDOFF:
            self.world.desk.withdraw()  # who needs help again may ask again
        after = self._state()
        if after == before:
            return
        same = before[0].screen == after[0].screen and before[1] == after[1] and before[3] == after[3]
        self.show(arrived=not same)
        if action is Press.TEXT:
            self.remark("text." + ("smaller", "normal", "large", "largest")[after[2].text])
        elif action is Press.COLOURS:
            self.remark(f"theme.{after[2].theme}")

    def turn(self, by: int) -> None:
        """To another page of this screen."""
        self.page += by
        self.show(arrived=False, aloud=False)
        on_page = {(part.unit.key, part.unit.words) for part in self.frame.body.walk_parts() if part.unit is not None}
        self._read([unit for unit in self.screen.aloud if (unit.key, unit.words) in on_page])

    def _reread(self) -> None:
        if self.session.place.kind is Kind.SOUND:
            self.muted = False
            self.act(Press.BACK)
        elif self.narrator.stepping:
            self.narrator.resume()
        elif self.narrator.paused and self._voice[0] == "speaking":
            pass  # the touch has paused it; the next one goes on
        elif self.narrator.paused:
            self.narrator.resume()
        else:
            self.page = 0
            self.show(arrived=True)

    def remark(self, key: str) -> None:
        """Say and show a sentence that belongs to no place on the page."""
        shown = self.session.visit.shown
        self.speak(self.world.texts(shown).say(key))

    def speak(self, *units: Unit) -> None:
        """Say what somebody touched or reached, and show what of it does not stand on the page."""
        self._reads = False
        self.caption(next((unit for unit in units if not on_page(self.frame, unit)), None))
        if not self.muted:
            self.narrator.say(units)

    def _read(self, units: Sequence[Unit]) -> None:
        if units and not self.muted:
            self._reads = True
            self.narrator.read(units)

    # Fingers.

    def on_touch_down(self, touch) -> bool:
        self.hand.down(touch)
        return True

    def on_touch_move(self, touch) -> bool:
        self.hand.move(touch)
        return True

    def on_touch_up(self, touch) -> bool:
        self.hand.up(touch)
        return True

    def tap(self, part: Part) -> None:
        """Do what a button is about."""
        if part.action in BY_SENTENCE or part.action is Press.REREAD and self._voice[0] != "idle":
            self.caption(None)  # the voice's own buttons: the narrator keeps its place
        else:
            self.hush()
        self.focus.forget()
        self.act(part.action)

    def hush(self) -> None:
        """Somebody does something: silence, no caption, and the page stays."""
        self.narrator.stop()
        self.caption(None)
        self._listened = False

    def wake(self) -> None:
        """Light again, and from the start: who touches a dark screen has not seen what is there."""
        self.show(arrived=True)
        self.dim(False)

    def dim(self, on: bool, dark: bool = False) -> None:
        shade = (DARK if dark else DIM) if on else 0.0
        if shade == self._shade:
            return
        self._shade = shade
        if self._dim is not None:
            self.canvas.after.remove(self._dim)
            self._dim = None
        if on:
            self._dim = InstructionGroup()
            self._dim.add(Color(0, 0, 0, shade))
            self._dim.add(Rectangle(pos=self.pos, size=self.size))
            self.canvas.after.add(self._dim)

    # Time.

    def tick(self) -> None:
        """Move on the voice and the idle cycle, and show what they have changed."""
        self._tell_news()
        self.administer.tick()
        asked = self.session.asking
        self.narrator.tick(self.session.clock())
        self.session.tick(self.narrator.speaking or self.world.pages.open)  # those leave by themselves
        if asked and not self.session.asking:  # nobody answered, and the visit is wiped
            self.muted = False
        if (self._over, self.session.place.screen) != (self._shown[3], self._shown[0].screen):
            self.show(arrived=True, aloud=self.session.asking)
        elif self.session.asking:
            self._draw_countdown()
        self.dim(self.session.dimmed, self.session.dark)
        self._light()
        self._return()
        if self.hand.pressed is None and not self.session.asking:
            self.settle()

    def _tell_news(self) -> None:
        """A helper comes, or the paper does, or does not: say it, wherever the person is now."""
        help, paper = self.world.desk.status, self.world.printing.paper
        if (help, paper) == self._shown[5:] or self.hand.pressed is not None:
            return
        if help is not self._shown[5]:
            self.session.news()
        if self.session.place.kind in (Kind.HANDOFF, Kind.TAKE):
            self.show(arrived=False)
        else:
            self._shown = (*self._shown[:5], help, paper)
            if help is Status.COMING:
                self.remark("handoff.coming")

    def refresh(self) -> None:
        """The same page once more, with the same caption."""
        caption = self._caption.parts[0].unit if self._caption is not None else None
        self._draw()
        self.caption(caption)
        self._light()

    def settle(self) -> None:
        """Have the button of the voice offer what suits what the voice does now."""
        held = self.narrator.paused or self.narrator.stepping
        voice = "paused" if held else "speaking" if self.narrator.speaking and self._reads else "idle"
        if (voice, self.narrator.silent) != self._voice:
            self._voice = (voice, self.narrator.silent)
            self.refresh()

    def _draw_countdown(self) -> None:
        second = int(self.session.idle.left(self.session.clock()))
        if second != getattr(self, "_second", None):
            self._second = second
            self._draw()

    def _light(self) -> None:
        """Light the word whose sound has begun, or the sentence; follow the voice to the page on which it stands."""
        unit, word = self.narrator.lit, self.narrator.lit_word
        heard = (unit.key, unit.words) if unit is not None else None
        if unit is not None and self._caption is None and not _stands(self.frame, unit, word):
            page = next((number for number, page in enumerate(self.frame.pages) if _stands(page, unit, word)), None)
            if page is not None and page != self.page:
                self.page = page
                self._draw()
        shown = (*self.frame.walk_parts(), *(self._caption.walk_parts() if self._caption is not None else ()))
        for part in shown:
            if isinstance(part, Text):
                part.light(heard is not None and (part.unit.key, part.unit.words) == heard, word)

    def _return(self) -> None:
        """All was read, and the voice has led to the last page: back to the first for who has only listened, where that
        has something to answer, to choose or to show. Where it has only words, the way on stands on the last."""
        ended = self.narrator.finished_at
        if not self._listened or not self.page or self.narrator.speaking or self.narrator.paused or ended is None:
            return
        if self.hand.pressed is None and self.session.clock() - ended >= RETURN_AFTER:
            self._listened = False
            if any(part.focusable or isinstance(part, Code) for part in self.frame.pages[0].walk_parts()):
                self.page = 0
                self.refresh()


def _stands(parts: Part, unit: Unit, word: int | None) -> bool:
    """Is the word of that number, or anything of the unit where no word is known, among these?"""
    return any(isinstance(part, Text) and (part.unit.key, part.unit.words) == (unit.key, unit.words)
               and (word is None or part.holds(word)) for part in parts.walk_parts())
