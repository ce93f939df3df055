"""Keys: arrows step through everything in reading order, Tab through what can be tapped, Enter does it.

Works for a five-key tactile pad as for a keyboard (standards.md 1.8). The focus is visible, and spoken as it moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kivy.graphics import Color, InstructionGroup, Rectangle

from kiosk.visit.session import Hear
from screens.widgets.part import Part

if TYPE_CHECKING:
    from screens.stage import Stage

NEXT, PREVIOUS, NEXT_CONTROL, DO = "next", "previous", "next control", "do"
KEYS = {  # SDL key codes as Kivy gives them
    274: NEXT, 275: NEXT, 273: PREVIOUS, 276: PREVIOUS, 9: NEXT_CONTROL, 13: DO, 271: DO, 32: DO,
}
MIRRORED = {275: PREVIOUS, 276: NEXT}


class Focus:
    """Which part the keys have reached on the page that is shown."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._at: int | None = None
        self._was: tuple = ()
        self._ring: InstructionGroup | None = None

    def parts(self) -> list[Part]:
        """Everything that can be reached, in reading order: buttons, elements of a site, and texts of their own."""
        found: list[Part] = []

        def walk(part: Part) -> None:
            if part.focusable or (part.unit is not None and part.unit.said):
                found.append(part)
            else:
                for inner in part.parts:
                    walk(inner)

        if self.stage.frame is not None:
            walk(self.stage.frame)
        return found

    @property
    def part(self) -> Part | None:
        parts = self.parts()
        return parts[self._at] if self._at is not None and self._at < len(parts) else None

    def key(self, code: int, *, shift: bool = False) -> bool:
        """A key was pressed. False when it is none of ours."""
        if self.stage.administer.key(code):
            return True
        mirrored = self.stage.frame is not None and self.stage.frame.kit.mirrored
        what = (MIRRORED if mirrored else {}).get(code) or KEYS.get(code)
        if what is None:
            return False
        if self.stage.session.touched():
            self.stage.show(arrived=True)
            self.stage.dim(False)
            return True
        if what is DO:
            self._do()
            return True
        step = -1 if what is PREVIOUS or (what is NEXT_CONTROL and shift) else 1
        self._move(step, controls=what is NEXT_CONTROL)
        return True

    def _do(self) -> None:
        part = self.part
        if part is None:
            self._move(1, controls=True)
        elif hasattr(part, "action"):
            self.stage.hush()
            self.stage.act(part.action)
        else:
            self._say(part)

    def _move(self, step: int, *, controls: bool) -> None:
        self.stage.hush()
        self.stage.settle()  # the button of the voice offers what it will do now
        parts = self.parts()
        if not parts:
            return
        at = self._at if self._at is not None else (-1 if step > 0 else len(parts))
        for _ in parts:
            at = (at + step) % len(parts)
            action = getattr(parts[at], "action", None)
            if not isinstance(action, Hear) and (not controls or action is not None):
                break  # a language is heard when it is reached; a second button that only says it leads nowhere
        self._at, self._was = at, _subject(parts[at])
        self._draw()
        self._say(parts[at], leapt=controls)

    def _say(self, part: Part, *, leapt: bool = False) -> None:
        """``leapt``: over the words before it, so that what it is about was not heard."""
        self.stage.hush()
        if part.whispered:
            return
        about = [part.about] if leapt and part.about is not None else []
        self.stage.speak(*about, part.unit, *([part.state] if part.state is not None else []))

    def restore(self) -> None:
        """After a redraw: the same thing if it is still there, for Enter must never do what nobody reached."""
        if self._at is None:
            return
        at, (subject, action) = self._at, self._was
        alike = [(number, *_subject(part)) for number, part in enumerate(self.parts())
                 if _subject(part)[0] == subject or action is not None and _subject(part)[1] == action]
        exact = [found for found in alike if found[2] == action]
        self._at = min((number for number, *_ in exact or alike), key=lambda number: abs(number - at), default=None)
        self._draw()

    def forget(self) -> None:
        """A finger took over, or another screen came: there nothing has been reached yet."""
        self._at = None
        self._draw()

    def _draw(self) -> None:
        """Two rings, ink and amber, so that one of them shows on any ground (WCAG 2.2 2.4.13)."""
        canvas = self.stage.canvas.after
        if self._ring is not None:
            canvas.remove(self._ring)
            self._ring = None
        part = self.part
        if part is None:
            return
        kit = self.stage.frame.kit
        line = max(2, kit.sizes.gap // 3)
        self._ring = InstructionGroup()
        for reach, role in ((2 * line, "ink"), (line, "ring")):
            self._ring.add(Color(*kit.colours[role]))
            x, y = int(part.x) - reach, int(part.y) - reach
            width, height = int(part.width) + 2 * reach, int(part.height) + 2 * reach
            for pos, size in (((x, y), (width, line)), ((x, y + height - line), (width, line)),
                              ((x, y), (line, height)), ((x + width - line, y), (line, height))):
                self._ring.add(Rectangle(pos=pos, size=size))
        canvas.add(self._ring)


def _subject(part: Part) -> tuple[str, object]:
    """By what a part is known again after a redraw: what it says and what it does."""
    return (part.unit.key if part.unit is not None else "", getattr(part, "action", None))
