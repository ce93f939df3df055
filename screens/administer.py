"""The stage's part in the administrator's pages: the corner that is held, the keys, the volume, the touch test.

A finger that rests for 5 to 15 s in a corner at the top, where nothing can be tapped, and is then lifted, opens the
page for the code. A hand that leans on the glass does not: it moves, or stays, or lies on a button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kivy.graphics import Color, InstructionGroup, Line

from kiosk.visit.session import Press

if TYPE_CHECKING:
    from screens.stage import Stage

CORNER = 15.0
"""mm, side of the square in a corner at the top that is held."""
STILL = 5.0
"""mm within which the finger stays."""
HELD = (5.0, 15.0)
"""s, the least and the most."""
ERASE = (8, 127)
"""Backspace and Delete, as Kivy gives them."""
DIGIT_KEYS = {**{48 + n: str(n) for n in range(10)}, **{256 + n: str(n) for n in range(10)}}
"""The digits above the letters, and those of a number pad."""


class Administer:
    """Between the stage and ``stage.world.pages``."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._held: tuple[object, float, float, float] | None = None  # finger, since when, where in px
        self._line: InstructionGroup | None = None
        self._by_keys = False  # the last thing that was done here

    @property
    def pages(self):
        return self.stage.world.pages

    # The corner.

    def down(self, touch) -> None:
        """A finger came down."""
        self._held = None
        if self.pages.open:  # also beside every button, or on words to hear them
            self.pages.touched()
        if self.pages.gate is not None and self._in_corner(*touch.pos) and not self._on_control(*touch.pos):
            self._held = touch.uid, self.stage.session.clock(), *touch.pos

    def move(self, touch) -> None:
        if self._held is not None and not self._still(touch):
            self._held = None

    def up(self, touch) -> bool:
        """A finger left. True when that opened the page for the code."""
        held, self._held = self._held, None
        if held is None or held[0] != touch.uid:
            return False
        if not HELD[0] <= self.stage.session.clock() - held[1] <= HELD[1] or not self.pages.knock():
            return False
        self._fresh()
        return True

    def _in_corner(self, x: float, y: float) -> bool:
        stage, side = self.stage, CORNER * self.stage.world.panel.px_per_mm
        return y >= stage.height - side and (x <= side or x >= stage.width - side)

    def _on_control(self, x: float, y: float) -> bool:
        return any(part.focusable and part.collide_point(x, y) for part in self.stage.frame.walk_parts())

    def _still(self, touch) -> bool:
        _, _, x, y = self._held
        near = STILL * self.stage.world.panel.px_per_mm
        return abs(touch.x - x) <= near and abs(touch.y - y) <= near and not self._on_control(*touch.pos)

    def _fresh(self) -> None:
        """The visit is over, and whatever belonged to it."""
        self.stage.session.wipe()
        self.stage.muted = False
        self.stage.show(arrived=True, aloud=False)

    # The pages.

    def act(self, action: object, *, aloud: bool = False) -> None:
        """What was tapped on one of them. Read ``aloud`` what comes of it, for those who go by keys alone; a finger's
        are silent until a text is touched."""
        from kiosk.administrator.pages import Page, Tap, Turn  # for the very few who stand there

        stage, pages = self.stage, self.pages
        before = pages.page
        self._by_keys = aloud = aloud or stage.focus.part is not None  # a finger has made the keys' place forgotten
        pages.touched()
        match action:
            case Press.MORE | Press.LESS:
                stage.turn(1 if action is Press.MORE else -1)
                if not aloud:
                    stage.narrator.stop()
                return
            case Press.TEXT | Press.COLOURS:
                stage.session.act(action)
            case Press.BACK:
                pages.act(Turn(Page.MENU))
            case Press.STOP:
                pages.close()
            case _:
                pages.act(action)
        if not pages.open:
            self._fresh()
            return
        stage.show(arrived=pages.page is not before, aloud=aloud)
        if action in (Tap.SOFTER, Tap.LOUDER, Tap.TEST) and pages.page is Page.VOLUME:
            stage.narrator.begin_at(pages.volume.step - 1)
            stage.remark("sound.sample")

    def key(self, code: int) -> bool:
        """A key of a keyboard. True when it was a digit of the code, or wiped one, or left the touch test, which has
        no button."""
        if not self.pages.open:
            return False
        from kiosk.administrator.pages import Digit, Tap

        self.pages.touched()
        if self.testing and code in ERASE:
            self.act(Press.BACK, aloud=True)
        elif self.pages.types and code in ERASE:
            self.act(Tap.ERASE)
        elif self.pages.types and code in DIGIT_KEYS:
            self.act(Digit(DIGIT_KEYS[code]), aloud=True)
        else:
            return False
        return True

    def tick(self) -> None:
        """Leave when nobody is there any more; show what has been looked up meanwhile."""
        before = self.pages.page
        if self.pages.open and self.stage.narrator.speaking:
            self.pages.touched()  # somebody listens to a long remedy
        if self.pages.tick():
            if self.pages.open:
                self.stage.show(arrived=self.pages.page is not before, aloud=self._by_keys)
            else:
                self._fresh()

    # The touch test: every touch is one, also where a button would be.

    @property
    def testing(self) -> bool:
        """Do touches go to the test?"""
        return self.pages.tests_touch

    def draw(self, touch, *, begin: bool = False) -> None:
        """A line under the finger, from where it came down."""
        stage, pages = self.stage, self.pages
        pages.touched()
        if begin or self._line is None:
            self.wipe()
            self._line = InstructionGroup()
            self._line.add(Color(*stage.frame.kit.colours["accent"]))
            self._line.add(Line(points=[*touch.pos, *touch.pos], width=stage.frame.kit.sizes.mm(0.8)))
            stage.canvas.after.add(self._line)
        else:
            self._line.children[-1].points += [*touch.pos]

    def lift(self, touch) -> None:
        """The finger left: that was the touch."""
        per_mm = self.stage.world.panel.px_per_mm
        self.pages.hit(touch.x / per_mm, touch.y / per_mm)
        self.stage.show(arrived=True, aloud=False)
        if not self.testing:
            self.wipe()

    def wipe(self) -> None:
        if self._line is not None:
            self.stage.canvas.after.remove(self._line)
            self._line = None
