"""Start: the languages by their own names. Each has a loudspeaker, so that it can be found by ear alone."""

from __future__ import annotations

from kiosk.language.languages import BY_CODE
from kiosk.language.units import Unit
from kiosk.visit.place import Do, Kind, Move
from kiosk.visit.session import Hear, Speak
from screens.screen import Scene, Screen
from screens.widgets.boxes import Row
from screens.widgets.button import Button
from screens.widgets.part import Part
from screens.widgets.text import BAR, BODY, LABEL, TITLE, Text

TALL = 150.0
"""mm of glass above which the welcome stands over the languages instead of in the top bar."""


def language_tiles(scene: Scene) -> tuple[list[Part], list[Unit]]:
    """For each language a button with its name and one to hear it; and what is said, each in its own language."""
    tiles: list[Part] = []
    invitations: list[Unit] = []
    for code in scene.offered:
        language = BY_CODE[code]
        invitation = scene.texts_of(code).say("start.continue")
        name = Unit(f"language/{code}", language.autonym, code, invitation.said)
        hear = Button(scene.kit, Hear(code), Unit(f"hear/{code}", invitation.words, code), "volume_up", shows=False)
        if code in scene.unspoken:
            note = scene.texts_of(code).say("start.unspoken")
            hear = Button(scene.kit, Hear(code), note, "volume_off", shows=False)
        role = "chosen" if code == scene.chosen_language and scene.place.kind is Kind.LANGUAGE else "plain"
        tiles.append(Row(scene.kit, [
            Button(scene.kit, Speak(code), name, role=role, style=LABEL),
            hear,
        ], gap=scene.kit.sizes.gap, stretch=0))
        invitations.append(name)
    return tiles, invitations


def start(scene: Scene) -> Screen:
    tiles, invitations = language_tiles(scene)
    welcome, hint = scene.say("start.welcome"), scene.say("start.hint")
    low = scene.kit.sizes.panel.height < scene.kit.sizes.mm(TALL)
    site = welcome if low else Unit("site", scene.site_name, "nl")
    blocks: list[Part] = [] if low else [Text(scene.kit, welcome, TITLE), Text(scene.kit, hint, BODY, "quiet")]
    return Screen(
        icon="waving_hand", title=site, title_needed=low, blocks=blocks,
        tiles=tiles, tiles_may_stack=False, aloud=[welcome, *([] if low else [hint]), *invitations],
        extra=[scene.button("start.person", "front_hand", Move(Do.HELP), style=BAR)],
        back=False, stop=False, languages=False, help=False,
    )


def language(scene: Scene) -> Screen:
    """The same choice in the middle of a visit; the step is kept."""
    tiles, invitations = language_tiles(scene)
    title = scene.say("language.title")
    return Screen(icon="language", title=title, tiles=tiles, tiles_may_stack=False, aloud=[title, *invitations],
                  languages=False)
