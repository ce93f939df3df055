"""The kiosk itself, saying on its standard output what it does and when: one line of JSON for each screen and sound.

It runs the same code as `kiosk run`; only the window's flip, the stage's `act` and the player's `play` are timed.
Times are seconds on time.monotonic, the same clock for every process of a machine.
"""

from __future__ import annotations

import json
import os
import threading
import time

from kiosk import settings as administrator
from kiosk.app import run

LOOK = 0.001
"""s between two looks at the player."""


def tell(**what: object) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")  # in one piece: a line may come from another thread


class Probe:
    """Handed the loop before it starts."""

    def __init__(self, loop) -> None:
        self._loop = loop
        self._acted: float | None = None
        self._asked: float | None = None
        self._frame: object = None
        self._tap_at = 0.0
        loop.bind(on_start=self._begin)

    def _begin(self, *_: object) -> None:
        from kivy.core.window import Window

        self._flip, Window.flip = Window.flip, self._flipped
        self._act, self._loop.stage.act = self._loop.stage.act, self._acting
        player = self._loop.narrator._player
        self._play, player.play = player.play, self._playing
        self._player = player

    def _acting(self, action: object) -> None:
        frame, started = self._loop.stage.frame, time.monotonic()
        self._tap_at = started
        self._act(action)
        self._acted = started if self._loop.stage.frame is not frame else None

    def _playing(self, *how: object) -> None:
        asked = time.monotonic()
        self._play(*how)
        threading.Thread(target=self._listen, args=(asked, self._tap_at), daemon=True).start()

    def _listen(self, asked: float, tapped: float) -> None:
        while not self._player.started and self._player.playing and time.monotonic() - asked < 4:
            time.sleep(LOOK)
        if self._player.started:
            tell(sound=time.monotonic() - asked, since_tap=time.monotonic() - tapped)

    def _flipped(self) -> None:
        self._flip()
        frame = self._loop.stage.frame
        if frame is self._frame or not self._loop.session.catalogue.walkthroughs:
            return
        self._frame = frame
        took, self._acted = self._acted and time.monotonic() - self._acted, None
        tell(
            screen=self._loop.session.place.kind.value,
            took=took,
            targets=list(self._targets(frame)),
            sum=len(frame.pages),
        )

    def _targets(self, frame):
        """(what, x, y, width, height) of every button, px from the top left corner, in reading order."""
        go = frame.screen.forward
        for part in frame.walk_parts():
            if part.focusable:
                what = (
                    "go"
                    if part is go or getattr(part, "wanted", False) or getattr(part, "role", "") == "go"
                    else str(part.action)
                )
                yield what, int(part.x), int(frame.height - part.top), int(part.width), int(part.height)


if __name__ == "__main__":
    kept: list[Probe] = []  # Kivy's bind alone would let it go
    run(administrator.Settings(), watch=lambda loop: kept.append(Probe(loop)))
