"""Take it along: a code with the steps for the telephone, and paper where there is a printer.

The code holds the steps themselves, which any telephone shows without a network, or a link where the municipality has
published them. Whatever the printer does, the code stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.handoff.code import QUIET_ZONE, Matrix
from kiosk.handoff.printing import Paper
from kiosk.language.units import Unit
from kiosk.visit.session import Press
from kiosk.visit.visit import way
from screens.frame import Frame
from screens.handoff import presented
from screens.screen import Scene, Screen
from screens.widgets.boxes import Card, Column, Flow, Row
from screens.widgets.code import Code
from screens.widgets.icon import Icon
from screens.widgets.part import Part
from screens.widgets.text import BODY, LABEL, TITLE, Text

if TYPE_CHECKING:
    from kiosk.handoff.leaflet import Leaflet
    from kiosk.handoff.receipt import Receipt

# What only a leaflet needs is loaded with the first one: few visits end with it, and every start would wait for it.

PAPER = {
    Paper.PRINTING: ("print", ["take.printing"]),
    Paper.PRINTED: ("receipt_long", ["take.printed"]),
    Paper.NO_PAPER: ("print_disabled", ["take.no_paper", "take.instead"]),
    Paper.NOT_THERE: ("print_disabled", ["take.not_there", "take.instead"]),
    Paper.STOPPED: ("print_disabled", ["take.stopped", "take.instead"]),
}
"""The picture and the sentences of what the printer does."""


def take(scene: Scene) -> Screen:
    kit = scene.kit
    screen = Screen(icon="qr_code_2", title=scene.say("finished.take"), title_needed=False, beside_first=True,
                    beside_label="handoff.show")
    title, camera = scene.say("take.title"), scene.say("take.camera")
    then = scene.say("take.link" if scene.site_address else "take.text")
    room = _room(scene, screen)
    codes = _codes(scene, room)
    several = [scene.say("take.several", total=len(codes))] if len(codes) > 1 else []
    paper, said = _paper(scene) if scene.printer else ([], [])
    screen.prints = (lambda: _receipt(scene)) if scene.printer else None
    screen.blocks = [Text(kit, title, TITLE), Text(kit, camera, BODY), *(Text(kit, unit, BODY) for unit in several),
                     *paper, Text(kit, then, BODY)]
    screen.aloud = [title, camera, *several, *said, then]
    if len(codes) == 1:
        screen.beside = _code(scene, codes[0], camera, room)
    else:
        for number, matrix in enumerate(codes, 1):
            part = scene.say("take.part", number=number, total=len(codes))
            screen.blocks += [Row(kit, [Text(kit, part, LABEL), _code(scene, matrix, part, room)], stretch=0)]
            screen.aloud.append(part)
    return screen


def _content(scene: Scene) -> Leaflet:
    from kiosk.handoff.leaflet import leaflet

    walkthrough = scene.catalogue.walkthroughs[scene.place.walkthrough]
    return leaflet(walkthrough, way(scene.place, scene.catalogue), scene.texts)


def _room(scene: Scene, screen: Screen) -> int:
    """px, the side of the largest square that the bars leave."""
    panel = scene.kit.sizes.panel
    frame = Frame(scene, screen, panel.width, panel.height)
    return min(frame.body_height, panel.width - 2 * scene.kit.sizes.margin) - 2 * scene.kit.sizes.line


def _codes(scene: Scene, room: int) -> tuple[Matrix, ...]:
    from kiosk.handoff.leaflet import largest_version, link, link_code, text_codes

    if scene.site_address:
        return (link_code(link(scene.site_address, scene.language, scene.place.walkthrough)),)
    return text_codes(_content(scene), largest_version(scene.kit.sizes.panel.px_per_mm, room))


def _code(scene: Scene, matrix: Matrix, unit: Unit, room: int) -> Code:
    """One with a link is as large as a helper's; one with all steps may be finer, and then takes all the room."""
    from kiosk.handoff.leaflet import least_px

    if scene.site_address:
        return Code(scene.kit, matrix.rows, unit)
    module = room // (matrix.size + 2 * QUIET_ZONE)
    return Code(scene.kit, matrix.rows, unit, max(least_px(scene.kit.sizes.panel.px_per_mm), module))


def _paper(scene: Scene) -> tuple[list[Part], list[Unit]]:
    """The button to print, and what the printer does. Who waits for paper cannot press it again."""
    kit = scene.kit
    button = scene.button("take.print" if scene.paper is Paper.NONE else "take.again", "print", Press.PRINT)
    parts: list[Part] = [] if scene.paper is Paper.PRINTING else [Flow(kit, [button])]
    if scene.paper is Paper.NONE:
        return parts, [button.unit]
    icon, keys = PAPER[scene.paper]
    told = [scene.say(key) for key in keys]
    words = Column(kit, [Text(kit, unit, LABEL if unit is told[0] else BODY) for unit in told])
    return [Card(kit, Row(kit, [Icon(kit, icon, round(kit.em() * 1.2)), words], stretch=1)), *parts], told


def _receipt(scene: Scene) -> Receipt:
    """The steps, and a code: the link where there is one, else the hand-off code, for a helper who sees the paper."""
    from kiosk.handoff.leaflet import link, link_code
    from kiosk.handoff.receipt import receipt

    if scene.site_address:
        code = link_code(link(scene.site_address, scene.language, scene.place.walkthrough))
        return receipt(_content(scene), scene.language, code, [scene.say("take.link_code")])
    return receipt(_content(scene), scene.language, presented(scene).matrix, [scene.say("handoff.title")])
