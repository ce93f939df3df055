"""The hand-off: a code for the helper's phone, three words to point at or say, and what happens now. And the same in
Dutch for a member of staff who walks up."""

from __future__ import annotations

from kiosk.handoff.hours import now
from kiosk.handoff.present import HandOff, hand_off, record_of
from kiosk.handoff.sheet import staff_sheet
from kiosk.language.languages import BY_CODE
from kiosk.language.units import Unit
from kiosk.visit.place import Do, Move
from kiosk.visit.stuck import stuck_at
from screens.screen import Scene, Screen
from screens.widgets.boxes import Card, Column, Flow, Row
from screens.widgets.button import Button
from screens.widgets.code import Code
from screens.widgets.icon import Icon
from screens.widgets.part import Part
from screens.widgets.text import BAR, BODY, LABEL, TITLE, Text

USUAL_PLACE = "het onthaal"
"""The place every language has its own word for; another one is named in Dutch, as it stands on the door."""


def presented(scene: Scene) -> HandOff:
    """The hand-off of the place from where help was asked."""
    stuck = stuck_at(scene.place)
    record = record_of(
        scene.catalogue, scene.chosen_language, walkthrough=stuck.walkthrough, step=stuck.step, answers=stuck.answers,
        reason=stuck.reason, site=scene.site_number,
    )
    return hand_off(record, scene.catalogue, scene.states, scene.nouns)


def handoff(scene: Scene) -> Screen:
    kit = scene.kit
    shown = presented(scene)
    title, hint = scene.say("handoff.title"), scene.say("handoff.words")
    code, privacy = scene.say("handoff.code"), scene.say("handoff.privacy")
    happens = what_happens(scene)
    phone = [scene.say("handoff.phone", phone=scene.helpers_phone)] if scene.helpers_phone else []
    nouns = [Unit(f"noun/{noun.picture}", noun.word, "nl", noun.said) for noun in shown.nouns]
    pictures: list[Part] = [
        Card(kit, Column(kit, [Icon(kit, f"noun:{noun.picture}", kit.sizes.mm(13), "ink"),
                               Text(kit, unit, LABEL, align="center")]))
        for noun, unit in zip(shown.nouns, nouns, strict=True)]
    bell = Icon(kit, "notifications_active", round(kit.em() * 1.2), "accent")
    return Screen(
        icon="front_hand",
        title=scene.say("bar.help"),
        title_needed=False,
        blocks=[
            Text(kit, title, TITLE),
            Card(kit, Row(kit, [bell, Text(kit, happens, LABEL)], stretch=1)),
            *(Text(kit, unit, BODY) for unit in phone),
            Text(kit, hint, BODY),
            Flow(kit, pictures),
            Text(kit, code, BODY, "quiet"),
            Text(kit, privacy, BODY, "quiet"),
        ],
        beside=Code(kit, shown.matrix.rows, code),
        beside_label="handoff.show",
        aloud=[title, happens, *phone, hint, *nouns, code, privacy],
        extra=[Button(kit, Move(Do.STAFF), scene.texts_of("nl").say("handoff.staff"), style=BAR)],
        beside_first=True,
        help=False,
    )


def what_happens(scene: Scene) -> Unit:
    """Who is there now, from the helpers' hours; never a promise that nobody made."""
    from kiosk.language import formats  # Babel takes a tenth of a second: not before the first picture

    state = now(scene.helpers, scene.now)
    language = BY_CODE[scene.language]
    if state.kind == "here":
        return scene.say("handoff.here", time=formats.time(state.when.time(), language))
    if state.kind == "later" and state.when is not None:
        time = formats.time(state.when.time(), language)
        if state.when.date() == scene.now.date():
            return scene.say("handoff.later_today", time=time)
        return scene.say("handoff.later", day=formats.date_long(state.when.date(), language), time=time)
    if scene.staff_place not in ("", USUAL_PLACE):
        return scene.say("handoff.place", place=scene.staff_place)
    return scene.say("handoff.unknown")


def staff(scene: Scene) -> Screen:
    """Dutch in every language, for the person who comes to help. Nothing here says who the citizen is."""
    kit = scene.kit
    shown = presented(scene)
    sheet = staff_sheet(shown.record, scene.catalogue)
    lines = [
        ("staff.service", sheet.service),
        ("staff.step", sheet.step),
        ("staff.reason", sheet.reason),
        ("staff.language", sheet.language),
        ("staff.has", ", ".join(sheet.has)),
        ("staff.lacks", ", ".join(sheet.lacks)),
    ]
    blocks: list[Part] = []
    for key, value in lines:
        if value:
            name = scene.say(key)
            blocks.append(
                Row(
                    kit,
                    [Text(kit, name, BODY, "quiet"), Text(kit, Unit(f"staff/{key}", value, "nl"), LABEL)],
                    stretch=1,
                )
            )
    todo = [Unit(f"staff/todo/{n}", words, "nl") for n, words in enumerate(sheet.todo)]
    rules = scene.say("staff.rules")
    blocks += [
        Text(kit, scene.say("staff.todo"), LABEL),
        *(Text(kit, unit) for unit in todo),
        Card(kit, Text(kit, rules, BODY)),
    ]
    words = " · ".join(noun.word for noun in shown.nouns)
    return Screen(
        icon="badge",
        title=scene.say("staff.title"),
        blocks=[Text(kit, Unit("staff/words", words, "nl"), LABEL), *blocks],
        aloud=[],
        languages=False,
        help=False,
    )
