"""The end of a walkthrough: do it together with someone, once more, or something else. Was it clear?"""

from __future__ import annotations

from kiosk.visit.place import Do, Move
from kiosk.visit.session import Feel
from screens.screen import Scene, Screen
from screens.widgets.boxes import Flow
from screens.widgets.part import Part
from screens.widgets.text import LABEL, TITLE, Text

FACES = (("good", "sentiment_very_satisfied", "finished.thanks"), ("so_so", "sentiment_neutral", "finished.try_again"),
         ("bad", "sentiment_dissatisfied", "finished.ask"))
"""Each face is answered on the spot, with the way on that suits it. Nothing is stored."""


def finished(scene: Scene) -> Screen:
    kit = scene.kit
    title = scene.say("finished.title")
    tiles = [scene.button("finished.take", "qr_code_2", Move(Do.TAKE), stacked=True, icon_size=14),
             scene.button("finished.together", "front_hand", Move(Do.HELP), stacked=True, icon_size=14),
             scene.button("finished.again", "replay", Move(Do.AGAIN), stacked=True, icon_size=14),
             scene.button("finished.other", "apps", Move(Do.TOPICS), stacked=True, icon_size=14)]
    screen = Screen(icon="celebration", title=scene.say("finished.header"), title_needed=False,
                    blocks=[Text(kit, title, TITLE)], tiles=list(tiles), aloud=[title, *(t.unit for t in tiles)])
    if scene.feeling:
        answer = scene.say(next(key for how, _, key in FACES if how == scene.feeling))
        screen.below = [Text(kit, answer, LABEL)]
        screen.aloud.append(answer)
    else:
        clear = scene.say("finished.clear")
        faces: list[Part] = [scene.button(f"finished.{how}", icon, Feel(how)) for how, icon, _ in FACES]
        screen.below = [Text(kit, clear, LABEL), Flow(kit, faces)]
        screen.aloud += [clear, *(face.unit for face in faces)]
    return screen
