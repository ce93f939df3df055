"""The same hand-off for a member of staff who walks up to the kiosk: in Dutch, in every language."""

from __future__ import annotations

from kiosk.handoff.sheet import overdue, staff_sheet
from kiosk.language.languages import BY_CODE
from kiosk.language.units import Unit
from screens.handoff import presented
from screens.screen import Scene, Screen
from screens.widgets.boxes import Card, Row
from screens.widgets.part import Part
from screens.widgets.text import BODY, LABEL, Text


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
    late = overdue(shown.record, scene.catalogue, scene.now.date())
    if late:
        from kiosk.language.formats import date_short  # Babel delays the first picture; this is rarely said

        review = scene.say("staff.review", date=date_short(late, BY_CODE["nl"]))
        blocks.append(Card(kit, Text(kit, review, BODY)))
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
