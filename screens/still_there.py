"""Still there? A page, not a pop-up. The digits appear only in the second half, so that nobody is hurried."""

from __future__ import annotations

from kivy.graphics import Color, SmoothLine

from kiosk.handoff.waiting import Status
from kiosk.language.units import Unit
from kiosk.visit.session import Press
from screens.screen import Scene, Screen
from screens.widgets.boxes import Flow
from screens.widgets.part import Part
from screens.widgets.text import BIG, BODY, TITLE, Text

TEXT = {Status.WAITING: "still.waiting", Status.COMING: "still.coming"}
"""Who waits for help is told what happens without an answer; the question comes all the same, since nobody should
come for somebody who has left."""


class Countdown(Part):
    """A ring that empties; ``share`` is what is left, 0 to 1."""

    def __init__(self, scene: Scene, share: float, seconds: int | None) -> None:
        self.share = share
        self.digits = None
        if seconds is not None:
            self.digits = Text(scene.kit, Unit("still/seconds", str(seconds), scene.language), BIG, align="center")
        super().__init__(scene.kit, (self.digits,) if self.digits else ())
        self.side = max(scene.kit.sizes.mm(26), scene.kit.em(BIG.factor) * 2)

    def height_for(self, width: int) -> int:
        return self.side

    def arrange(self) -> None:
        if self.digits is not None:
            tall = self.digits.height_for(int(self.width))
            self.digits.place(int(self.x), int(self.y) + (int(self.height) - tall) // 2, int(self.width), tall)

    def redraw(self) -> None:
        super().redraw()
        kit = self.kit
        thick = kit.sizes.mm(1.2)
        circle = (self.center_x, self.center_y, self.side / 2 - 2 * thick)
        self._drawn.add(Color(*kit.colours["rule"]))
        self._drawn.add(SmoothLine(circle=circle, width=thick))
        self._drawn.add(Color(*kit.colours["ink"]))
        self._drawn.add(SmoothLine(circle=(*circle, 0, 360 * self.share), width=thick))


def still_there(scene: Scene) -> Screen:
    kit = scene.kit
    title, text = scene.say("still.title"), scene.say(TEXT.get(scene.help, "still.text"))
    left = scene.seconds_left
    digits = int(left + 0.999) if left <= scene.seconds_whole / 2 else None
    yes = scene.button("still.yes", "thumb_up", Press.STAY, role="go")
    no = scene.button("still.no", "logout", Press.STOP)
    return Screen(
        icon="help", title=None, bare=True, middle=True, back=False,
        blocks=[Countdown(scene, left / scene.seconds_whole, digits), Text(kit, title, TITLE, align="center"),
                Text(kit, text, BODY, align="center"), Flow(kit, [yes, no], gap=kit.sizes.mm(6), centred=True)],
        aloud=[title, text, yes.unit, no.unit],
    )
