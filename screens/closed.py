"""Out of order: in every language of the site, one under the other, since nobody can choose one now."""

from __future__ import annotations

from dataclasses import replace

from kiosk.handoff.hours import now
from kiosk.language.units import Unit
from screens.handoff import what_happens
from screens.screen import Scene, Screen
from screens.widgets.boxes import Card, Column, Row
from screens.widgets.icon import Icon
from screens.widgets.part import Part
from screens.widgets.text import BODY, LABEL, Text


def closed(scene: Scene) -> Screen:
    """What the first touch reads aloud is everything: who cannot read touches the glass, and hears their language."""
    kit = scene.kit
    blocks: list[Part] = []
    aloud: list[Unit] = []
    for code in scene.offered:
        said = sentences(scene, code)
        first, *rest = [Text(kit, unit, style, align="start") for unit, style in zip(said, (LABEL, BODY, BODY),
                                                                                     strict=False)]
        blocks.append(Card(kit, Column(kit, [first, *rest], gap=kit.sizes.line)))
        if code not in scene.unspoken:
            aloud += said
    sign = Icon(kit, "do_not_disturb_on", kit.sizes.mm(22), "ink")
    return Screen(icon="do_not_disturb_on", title=Unit("site", scene.site_name, "nl"), title_needed=False,
                  blocks=[Row(kit, [sign])] + blocks, aloud=aloud, back=False, stop=False, languages=False, help=False,
                  sound=False)


def sentences(scene: Scene, code: str) -> list[Unit]:
    """That it does not work, where help is, and who is there when, if that is known."""
    texts = scene.texts_of(code)
    said = [texts.say("closed.title"), texts.say("closed.help")]
    if now(scene.helpers, scene.now).when is not None:
        said.append(what_happens(replace(scene, language=code, texts=texts)))
    return said
