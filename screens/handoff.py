"""The hand-off: a code for the helper's phone, three words to point at or say, and what happens now.

To stand on this screen is to ask for help. Where there is a desk it is told, and what it says stands on a card: the
question has arrived, somebody comes. Without one, without a network and outside the helpers' hours the screen names
the place and the hours, and promises nothing.
"""

from __future__ import annotations

from kiosk.handoff.hours import now
from kiosk.handoff.present import HandOff, hand_off, record_of
from kiosk.handoff.waiting import Status
from kiosk.language.languages import BY_CODE
from kiosk.language.units import Unit
from kiosk.visit.place import Do, Move
from kiosk.visit.session import Press
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
NEWS = {
    Status.TELLING: ("hourglass_top", ["handoff.telling"]),
    Status.WAITING: ("notifications_active", ["handoff.arrived", "handoff.wait"]),
    Status.COMING: ("directions_walk", ["handoff.coming", "handoff.stay"]),
}
"""The picture and the sentences of what the desk has said."""


def presented(scene: Scene) -> HandOff:
    """The hand-off of the place from where help was asked."""
    stuck = stuck_at(scene.place)
    record = record_of(
        scene.catalogue, scene.chosen_language, walkthrough=stuck.walkthrough, step=stuck.step, answers=stuck.answers,
        reason=stuck.reason, site=scene.site_number,
    )
    return hand_off(record, scene.catalogue, scene.states, scene.nouns, scene.desk_address)


def handoff(scene: Scene) -> Screen:
    if scene.help is Status.DONE:
        return helped(scene)
    kit = scene.kit
    shown = presented(scene)
    title, hint = scene.say("handoff.title"), scene.say("handoff.words")
    code, privacy = scene.say("handoff.code"), scene.say("handoff.privacy")
    happens, told = happening(scene)
    coming, called = scene.help is Status.COMING, scene.help in NEWS  # then what happens comes first
    phone = [scene.say("handoff.phone", phone=scene.helpers_phone)] if scene.helpers_phone and not coming else []
    nouns = [Unit(f"noun/{noun.picture}", noun.word, "nl", noun.said) for noun in shown.nouns]
    pictures: list[Part] = [
        Card(kit, Column(kit, [Icon(kit, f"noun:{noun.picture}", kit.sizes.mm(13), "ink"),
                               Text(kit, unit, LABEL, align="center")]))
        for noun, unit in zip(shown.nouns, nouns, strict=True)]
    first = [*happens, Text(kit, title, BODY)] if called else [Text(kit, title, TITLE), *happens]
    return Screen(
        icon="front_hand",
        title=scene.say("bar.help"),
        title_needed=False,
        blocks=[
            *first,
            *(Text(kit, unit, BODY) for unit in phone),
            Column(kit, [  # on one page: "these words" is said of the words beneath
                Text(kit, hint, BODY),
                Flow(kit, pictures, dutch=True),  # for who helps: in the order in which they are typed
            ]),
            *_instead(scene),
            Text(kit, code, BODY, "quiet"),
            Text(kit, privacy, BODY, "quiet"),
        ],
        beside=Code(kit, shown.matrix.rows, code),
        beside_label="handoff.show",
        aloud=[*([*told, title] if called else [title, *told]), *phone, hint, *nouns, code, privacy],
        extra=[Button(kit, Move(Do.STAFF), scene.texts_of("nl").say("handoff.staff"), style=BAR)],
        beside_first=True,
        help=False,
        asks=shown.record if on_duty(scene) else None,
    )


def helped(scene: Scene) -> Screen:
    """The assistant has said that it is done."""
    thanks, on = scene.say("handoff.done"), scene.say("handoff.go_on")
    return Screen(
        icon="front_hand", title=scene.say("bar.help"), title_needed=False, middle=True,
        blocks=[Text(scene.kit, thanks, TITLE), Text(scene.kit, on, BODY)], aloud=[thanks, on],
        forward=scene.button("bar.next", "arrow_forward", Press.BACK, role="go", style=BAR, trailing=True), back=False,
    )


def on_duty(scene: Scene) -> bool:
    """May there be somebody now? The hours say that there is nobody, or they do not."""
    return now(scene.helpers, scene.now).kind != "later"


def happening(scene: Scene) -> tuple[list[Part], list[Unit]]:
    """What happens now, the first sentence on a card, and its sentences. Green and large when somebody comes."""
    kit = scene.kit
    coming = scene.help is Status.COMING
    if scene.help in NEWS and (coming or on_duty(scene)):
        icon, keys = NEWS[scene.help]
        told = [scene.say(key) for key in keys]
    else:
        icon, told = "notifications_active", [what_happens(scene)]
    style, role, fill = (TITLE, "on_go", "go") if coming else (LABEL, "ink", "card")
    picture = Icon(kit, icon, round(kit.em(style.factor) * 1.2), role if coming else "accent")
    card = Card(kit, Row(kit, [picture, Text(kit, told[0], style, role)], stretch=1), fill)
    return [card, *(Text(kit, unit, LABEL) for unit in told[1:])], told


def _instead(scene: Scene) -> list[Part]:
    """What somebody can do while they wait: say that they need no help any more; or, where nobody comes, take the
    steps along."""
    if scene.help in NEWS:
        return [Flow(scene.kit, [scene.button("handoff.no_help", "close", Press.NO_HELP)])]
    if scene.place.walkthrough:
        return [Flow(scene.kit, [scene.button("finished.take", "qr_code_2", Move(Do.TAKE))])]
    return []


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
