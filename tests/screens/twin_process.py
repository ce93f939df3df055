"""The twin: the same screens as the kiosk's, drawn by the studio in a process of its own, one request a line.

It tells where things are and what ought to come next, so that a test can aim at the running kiosk without asking it
anything. Run as: python twin_process.py SETTINGS FOLDER, on a display as large as the glass.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import count
from pathlib import Path

from kiosk import settings as administrator
from kiosk.administrator.pages import Page, Pages
from kiosk.handoff.hours import read_hours
from kiosk.handoff.printing import Paper
from kiosk.handoff.waiting import NoDesk, Status
from kiosk.parts.content import fill
from kiosk.parts.voice import make_voices
from kiosk.parts.world import make_world
from kiosk.speech.narrator import Narrator
from kiosk.visit.place import Do, Move
from kiosk.visit.preferences import Preferences
from kiosk.visit.session import Hear, Speak
from kiosk.visit.visit import Visit
from screens.window import desktop_size, prepare


def main(settings_file: str, folder: str) -> None:
    settings, _ = administrator.load(settings_file)
    size = desktop_size()
    prepare(size)
    world = make_world(settings, size, make_voices(settings))
    fill(world, settings)
    from screens.book.on_the_spot import pages_at
    from screens.book.studio import Nobody, Studio  # a window opens

    studio = Studio(world)
    silence = Narrator(Nobody(), Nobody(), time.monotonic, enabled=False)
    sound, numbers = studio.stage.narrator, count()
    for line in sys.stdin:
        wish = json.loads(line)
        if wish["do"] == "put":
            studio.stage.narrator, studio.stage.muted = silence if wish["silent"] else sound, False
            hours = read_hours(wish["week"]) if wish["week"] is not None else None
            world.desk, world.printing.paper = NoDesk(Status(wish["help"]), hours), Paper(wish["paper"])
            closed = wish["spot"] == "out of order"
            studio.session._out_of_order = lambda closed=closed: closed
            world.pages = pages_at(Page(wish["spot"])) if wish["spot"] and not closed else Pages()
            trail = tuple(Move(Do(do), value) for do, value in wish["trail"])
            studio.put(Visit(wish["language"], trail), Preferences(wish["text"], wish["theme"]))
        else:
            studio.stage.tap(next(part for part in studio.stage.focus.parts() if wish["name"] in names(part)))
        print(json.dumps(view(studio, Path(folder, f"{next(numbers)}.bmp"))), flush=True)


def names(part) -> tuple[str, ...]:
    """What a test may call a control: its words, or what it does, such as "no:pincode"."""
    match getattr(part, "action", None):
        case None:
            return ()
        case Move(do, value):
            does = f"{do.value}:{value}"
        case Speak(language):
            does = f"speak:{language}"
        case Hear(language):
            does = f"hear:{language}"
        case press:
            does = str(getattr(press, "value", press))
    return part.unit.words, does


def view(studio, file: Path) -> dict:
    """What a person sees now; boxes are left, top, width and height in px from the top left corner."""
    from screens.widgets.code import Code

    stage = studio.stage
    studio.snap().save(file)

    def box(part) -> list[int]:
        return [int(part.x), int(stage.height - part.top), int(part.width), int(part.height)]

    return {
        "picture": str(file),
        "px_per_mm": stage.world.panel.px_per_mm,
        "controls": [{"names": names(part), "box": box(part)} for part in stage.focus.parts() if names(part)],
        "taken": [box(part) for part in stage.frame.walk_parts() if part.unit is not None],
        "aloud": [[unit.key, unit.words, unit.language, unit.said] for unit in stage.screen.aloud],
        "codes": [{"box": box(part), "module": part.module, "side": len(part.rows)}
                  for part in stage.frame.walk_parts() if isinstance(part, Code)],
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
