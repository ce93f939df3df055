"""An administrator's keys at a stage of its own, what the voice is asked to say after each, and how the notice of a
kiosk out of order stands.

Run as: python spot_process.py, on a virtual display. Prints a JSON object: which part of the walk → what was said.
"""

from __future__ import annotations

import json
from pathlib import Path

from kiosk.administrator.code import Gate, hash_of
from kiosk.administrator.nobody import NoPages
from kiosk.administrator.pages import PAGES_LAST, Pages
from kiosk.administrator.tools import Tools
from kiosk.parts.content import fill
from kiosk.parts.voice import make_voices
from kiosk.parts.world import make_world
from kiosk.settings import Content, Settings
from kiosk.visit.preferences import Preferences
from kiosk.visit.visit import Visit
from screens.window import desktop_size, prepare

CODE = "739164"
ARROW, TAB, ENTER, BACKSPACE = 274, 9, 13, 8


def main() -> None:
    size = desktop_size()
    prepare(size)
    settings = Settings(content=Content(cards=Path("/nonexistent")))
    world = make_world(settings, size, make_voices(settings))
    fill(world, settings)
    from screens.book.on_the_spot import CHECKS  # a window opens
    from screens.book.studio import Studio
    from screens.widgets.text import Text

    studio = Studio(world)
    stage, heard = studio.stage, []
    stage.narrator.read = lambda units, _=0: heard.extend(unit.said for unit in units)
    world.pages = Pages(Gate(hash_of(CODE), lambda: studio.now), lambda: studio.now, Tools(lambda: CHECKS),
                        aside=lambda work: work())

    def after(*codes: int) -> list[str]:
        heard.clear()
        for code in codes:
            studio.now += 1
            stage.focus.key(code)
        return [*heard]

    def reach(words: str) -> None:
        while stage.focus.part is None or stage.focus.part.unit.words != words:
            after(TAB)

    said = {}
    world.pages.knock()
    stage.show(arrived=True, aloud=False)
    said["five digits"] = after(*map(ord, "00000"))
    said["the sixth"] = after(ord("1"))
    said["over all of the page"] = after(*[ARROW] * len(stage.focus.parts()))
    stage.focus.forget()
    said["the right ones"] = after(*map(ord, CODE))
    reach("Toestand")
    said["health"] = after(ENTER)
    reach("Terug")
    after(ENTER)
    reach("Aanraken")
    said["the touch test"] = after(ENTER)
    said["out of it"] = after(BACKSPACE)
    for _ in range(3):  # somebody goes from key to key, slowly
        studio.now += PAGES_LAST - 2
        after(TAB)
        stage.tick()
    said["still there"] = world.pages.open
    world.pages = NoPages()
    studio.session._out_of_order = lambda: True
    studio.put(Visit("nl"), Preferences())
    said["sides"] = {part.unit.language: sides(part) for part in stage.frame.walk_parts() if isinstance(part, Text)}
    print(json.dumps(said))


def sides(text) -> list[str]:
    """At which of its sides every line of a text stands."""
    boxes = text.boxes()
    return [side for side, there in (("left", all(abs(x - text.x) <= 2 for x, *_ in boxes)),
                                     ("right", all(abs(x + wide - text.right) <= 2 for x, _, wide, _ in boxes)))
            if there]


if __name__ == "__main__":
    main()
