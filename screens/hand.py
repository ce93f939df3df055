"""The finger on the glass: it acts on release, sliding off cancels, one at a time (EN 301 549 11.2.5.2, 5.8, 5.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.widgets.part import Part

if TYPE_CHECKING:
    from screens.stage import Stage

LOCK_OUT = 0.5
"""s in which a second strike is not taken for a second tap (EN 301 549 5.8)."""
SAME_SPOT = 8.0
"""mm within which two strikes are one."""


class Hand:
    """Tells the stage what was tapped. ``finger`` is the one that is down, ``pressed`` the part under it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.finger: object = None
        self.pressed: Part | None = None
        self._struck = (-1.0, 0.0, 0.0)

    def down(self, touch) -> None:
        stage = self.stage
        if self.finger is not None or getattr(touch, "button", "left") not in ("left", None):
            return
        if self._struck_twice(touch):  # not even the voice stops for it
            return
        stage.administer.down(touch)
        self.finger = touch.uid
        if stage.administer.testing:
            stage.administer.draw(touch, begin=True)
            return
        stage.narrator.pause()
        if stage.session.touched():  # the first touch of a dimmed screen only wakes it
            self.finger = None
            stage.wake()
            return
        self.pressed = self._part_at(*touch.pos)
        self._show(True)

    def move(self, touch) -> None:
        administer = self.stage.administer
        administer.move(touch)
        if touch.uid != self.finger:
            return
        if administer.testing:
            administer.draw(touch)
        else:
            self._show(self._part_at(*touch.pos) is self.pressed)

    def up(self, touch) -> None:
        stage = self.stage
        if stage.administer.up(touch):
            self.finger = self.pressed = None
            return
        if touch.uid != self.finger:
            return
        self.finger = None
        if stage.administer.testing:
            stage.administer.lift(touch)
            return
        self._show(False)
        part, self.pressed = self.pressed, None
        if part is None or self._part_at(*touch.pos) is not part:
            stage.hush()
        elif not hasattr(part, "action"):
            stage.hush()
            stage.speak(part.unit)
        else:
            stage.tap(part)
            # From now: drawing took time, and touches waited for it.
            self._struck = (stage.session.clock(), *touch.pos)

    def _show(self, pressed: bool) -> None:
        if hasattr(self.pressed, "action"):
            self.pressed.show(pressed=pressed)

    def _struck_twice(self, touch) -> bool:
        at, x, y = self._struck
        near = SAME_SPOT * self.stage.world.panel.px_per_mm
        return self.stage.session.clock() - at < LOCK_OUT and abs(touch.x - x) < near and abs(touch.y - y) < near

    def _part_at(self, x: float, y: float) -> Part | None:
        """What is under the finger: a button first, else the words themselves."""
        words = None
        for part in self.stage.frame.walk_parts():
            if part.unit is None or not part.collide_point(x, y):
                continue
            if getattr(part, "focusable", False):
                return part
            words = part
        return words
