"""One step: a title, at most two sentences, and what its kind asks for. And why it does not work."""

from __future__ import annotations

from kiosk.catalogue.keeping import may_have_changed
from kiosk.catalogue.model import Check, Choose, FactText, HandOver, Practise, Step, Walkthrough
from kiosk.language.units import Unit
from kiosk.visit.place import Do, Move
from kiosk.visit.session import Press
from kiosk.visit.visit import progress
from screens.screen import Scene, Screen
from screens.topics import card_tile
from screens.widgets.boxes import Card, Column, Flow, Row
from screens.widgets.button import Button
from screens.widgets.icon import Icon
from screens.widgets.part import Part
from screens.widgets.site import Site
from screens.widgets.text import BAR, BODY, LABEL, TITLE, Text
from screens.word import buttons as explanations

VOICE = {
    "idle": ("step.reread", "replay"),
    "speaking": ("step.pause", "pause"),
    "paused": ("step.resume", "play_arrow"),
}
"""What the button for the voice offers, by what the voice is doing."""


SENTENCES = (
    ("step.sentence_before", "skip_previous", Press.SENTENCE_BEFORE),
    ("step.sentence_again", "replay", Press.SENTENCE_AGAIN),
    ("step.sentence_after", "skip_next", Press.SENTENCE_AFTER),
)
"""While the voice holds, somebody can go from sentence to sentence; each is said, and the voice holds again."""


LOCAL_STEPS = ("about", "where", "needs", "after")
"""The steps that every walkthrough has, on which the municipality's own card can be opened."""


def step(scene: Scene) -> Screen:
    walkthrough = scene.catalogue.walkthroughs[scene.place.walkthrough]
    here = walkthrough.step(scene.place.step)
    screen = _head(scene, walkthrough, here)
    hard = explanations(scene)
    if hard and isinstance(here, (Check, Choose)):  # beside the words that hold them, before a list of any length
        screen.blocks.append(Flow(scene.kit, hard))
        hard = []
    match here:
        case Check():
            _check(scene, screen, here)
        case Choose():
            _choose(scene, screen, here)
            screen.forward = None
        case Practise():
            _practise(scene, screen, here)
        case HandOver():
            screen.forward = scene.button("handoff.show", "front_hand", Move(Do.NEXT), role="go", style=BAR)
    voice = voice_buttons(scene)
    if local := local_cards(scene, walkthrough, here):
        screen.blocks.append(Flow(scene.kit, local))
        screen.aloud += [button.unit for button in local]
    if may_have_changed(walkthrough, here, scene.now.date()):
        _doubt(scene, screen)
    if here.troubles or isinstance(here, Practise):
        hard = [scene.button("step.trouble", "help", Move(Do.TROUBLE), style=LABEL), *hard]
    if hard:  # the bar leads to the voice too; who has made it pause wants what makes it go on
        screen.blocks.append(Flow(scene.kit, [*voice, *hard]))
        screen.tight = Flow(scene.kit, voice if scene.voice == "paused" else hard)
    elif not isinstance(here, (Check, Choose)):
        screen.spare = Flow(scene.kit, voice)
    return screen


def voice_buttons(scene: Scene) -> list[Button]:
    voice = [scene.button(*VOICE[scene.voice], Press.REREAD, style=LABEL)]
    if scene.voice == "paused":
        voice += [scene.button(key, icon, press, style=LABEL) for key, icon, press in SENTENCES]
    return voice


def local_cards(scene: Scene, walkthrough: Walkthrough, here: Step) -> list[Button]:
    """What the municipality itself says of this service, where people ask what it costs here or where to go. Several
    cards of one concept go by their titles."""
    heads = scene.catalogue.cards.of_concept(walkthrough.concept)
    if here.id not in LOCAL_STEPS and not any(isinstance(sentence, FactText) for sentence in here.text):
        return []
    if len(heads) > 1:
        return [card_tile(scene, head) for head in heads]
    names = {head.id: scene.catalogue.cards.municipality(head.id) for head in heads}
    return [Button(scene.kit, Move(Do.CARD, id), scene.say("card.here", municipality=name), "account_balance")
            for id, name in names.items()]


def _head(scene: Scene, walkthrough: Walkthrough, here: Step) -> Screen:
    title = scene.unit(here.title)
    sentences = [scene.sentence(sentence, walkthrough.facts) for sentence in here.text]
    return Screen(
        icon=walkthrough.icon, title=scene.unit(walkthrough.title), title_needed=False,
        blocks=[Text(scene.kit, title, TITLE), *(Text(scene.kit, sentence, BODY) for sentence in sentences)],
        aloud=[title, *sentences], progress=progress(scene.place, scene.catalogue), middle=True,
        forward=scene.button("bar.next", "arrow_forward", Move(Do.NEXT), role="go", style=BAR, trailing=True),
    )


def _doubt(scene: Scene, screen: Screen) -> None:
    """Softly, below what it is about: nobody has looked at this in time."""
    changed, ask = scene.say("review.changed"), scene.say("review.ask")
    sign = Icon(scene.kit, "update", round(scene.kit.em() * 1.2), "quiet")
    words = Flow(scene.kit, [Text(scene.kit, unit, BODY, "quiet") for unit in (changed, ask)])
    screen.blocks.append(Row(scene.kit, [sign, words], stretch=1))
    screen.aloud += [changed, ask]


def _check(scene: Scene, screen: Screen, here: Check) -> None:
    """Yes or no a line; a "no" at once says what to do about it, on the same card. After an answer the voice goes on to
    the next line without one, and in the end to the way on: who cannot read would stand there in silence."""
    kit = scene.kit
    screen.middle = False
    screen.asks_next = next((scene.unit(need.label) for need in here.needs if need.id not in scene.place.answers),
                            screen.forward.unit)
    for need in here.needs:
        label, tip = scene.unit(need.label), scene.unit(need.tip)
        answer = scene.place.answers.get(need.id)
        yes = scene.button("check.yes", "check", Move(Do.YES, need.id), role="yes" if answer is True else "plain")
        no = scene.button("check.no", "close", Move(Do.NO, need.id), role="chosen" if answer is False else "plain")
        yes.about = no.about = label
        if answer is not None:
            (yes if answer else no).state = scene.say("check.chosen")
        icon = Icon(kit, need.icon, round(kit.em() * 1.3))
        line: list[Part] = [Row(kit, [icon, Text(kit, label, LABEL), yes, no], stretch=1)]
        screen.aloud.append(label)
        if answer is False:
            bulb = Icon(kit, "lightbulb", round(kit.em() * 1.2), "quiet")
            line.append(Row(kit, [bulb, Text(kit, tip, BODY, "quiet")], stretch=1))
            screen.aloud.append(tip)
        screen.blocks.append(Card(kit, Column(kit, line)))


def _choose(scene: Scene, screen: Screen, here: Choose) -> None:
    screen.middle = False
    for choice in here.choices:
        button = Button(scene.kit, Move(Do.CHOOSE, choice.id), scene.unit(choice.label), choice.icon)
        screen.blocks.append(button)
        screen.aloud.append(button.unit)


def _practise(scene: Scene, screen: Screen, here: Practise) -> None:
    """The practice site beside the words. A touch beside the ring says what it is and points back."""
    address = scene.texts_of("nl").say("step.address")
    where = Unit(f"page/{here.page.id}/address", f"{address.words} · {here.page.address}", "nl")
    touched = frozenset({scene.place.aside} if scene.place.aside else ())
    screen.beside = Site(scene.kit.speaking("nl"), here, scene.say("step.band"), where, touched)
    screen.beside_label = "bar.site"
    if scene.place.aside:
        element = here.page.element(scene.place.aside)
        says = scene.unit(element.says) if element.says else scene.say("step.this_is", label=element.label)
        ring = scene.say("step.ring", label=here.page.element(here.target).label)  # by name: not everybody sees yellow
        screen.blocks = [Text(scene.kit, says, BODY), Text(scene.kit, ring, LABEL)]
        screen.aloud = [says, ring]


def trouble(scene: Scene) -> Screen:
    """The usual reasons why this step does not work, as pictures with words; each leads to a remedy or a person."""
    walkthrough = scene.catalogue.walkthroughs[scene.place.walkthrough]
    here = walkthrough.step(scene.place.step)
    title = scene.say("trouble.title")
    buttons = [
        Button(scene.kit, Move(Do.REASON, reason.id), scene.unit(reason.label), reason.icon, stacked=True, icon_size=10)
        for reason in here.troubles
    ]
    buttons.append(scene.button("trouble.else", "support_agent", Move(Do.REASON, "else"), stacked=True, icon_size=10))
    return Screen(icon="help", title=title, tiles=list(buttons), aloud=[title, *(b.unit for b in buttons)])
