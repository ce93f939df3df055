"""The content: walkthroughs, cards and nouns, from the kiosk's own folder and the packs above it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kiosk.catalogue.cards import read_cards, sets_in
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.problems import Problem
from kiosk.handoff.states import CatalogueTooLarge, States, states
from kiosk.handoff.words import Noun, NounsError, read_nouns
from kiosk.parts.places import ASSETS, LOCALES
from kiosk.settings import Settings
from kiosk.watching.log import Fault, say

if TYPE_CHECKING:
    from kiosk.pack.layers import Layers


@dataclass(frozen=True, slots=True)
class Content:
    """All that is read after the first picture. Without ``states`` or ``nouns`` the three words are left out."""

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    packs: Layers
    states: States | None = None
    nouns: tuple[Noun, ...] = ()


def read(settings: Settings, icons: frozenset[str], packs: Layers | None = None) -> Content:
    """The walkthroughs, the cards and the nouns; what is wrong with them is left out and told. ``packs``: the layers
    above the kiosk's own content, when they have been looked at already."""
    from kiosk.catalogue.reading import read_catalogue  # PyYAML, after the first picture
    from kiosk.pack.layers import layers_of

    packs = layers_of(settings) if packs is None else packs
    catalogue, problems = read_catalogue(packs.folders(ASSETS), icons, settings.facts)
    cards, wrong = read_cards((settings.content.cards, *packs.cards()), catalogue.concepts, date.today())
    catalogue, problems = replace(catalogue, cards=cards), (*problems, *wrong)
    try:
        return Content(catalogue, problems, packs, states(catalogue), read_nouns(ASSETS / "nouns.yaml"))
    except (CatalogueTooLarge, NounsError) as error:  # the code still works
        say(Fault.WORDS, error)
        return Content(catalogue, problems, packs)


def read_on_trial(settings: Settings, icons: frozenset[str]) -> Content:
    """The same for a kiosk that serves people: where reading fails with its packs it succeeds without them, and those
    on trial are taken back."""
    from kiosk.pack.layers import Layers, give_up, layers_of

    packs = layers_of(settings)
    told: list[str] = []
    try:
        content = read(settings, icons, packs)
    except Exception as fault:  # whatever a pack does to the reading, people are served
        told = [f"The content cannot be read with its packs ({fault!r}).",
                *give_up(settings.packs.folder, packs.packs)]
        content = read(settings, icons, Layers(own=settings.content.folder))
    for sentence in (*told, *content.packs.said):
        say(Fault.PACK, sentence)
    return content


def put(world, content: Content) -> None:
    if content.packs.packs or world.content.walkthroughs:  # else the texts that the start screen read are good
        world.reread()
    world.locales, world.asking = content.packs.locales(LOCALES), content.packs.asking(ASSETS)
    world.fill(content.catalogue)
    world.states, world.nouns = content.states, content.nouns


def fill(world, settings: Settings) -> tuple[Problem, ...]:
    """Read the content into ``world`` at once; what is wrong with it is returned and left out."""
    content = read(settings, frozenset(world.icons.names()))
    put(world, content)
    return content.problems


def walked_concepts(settings: Settings) -> frozenset[str]:
    """The IPDC concepts that have a walkthrough here."""
    from kiosk.catalogue.reading import read_catalogue
    from kiosk.pack.layers import layers_of

    return read_catalogue(layers_of(settings).folders(ASSETS))[0].concepts


class Renewal:
    """The content of a kiosk that serves people: read at its start, and anew when the packs were switched or cards
    imported. What packs need is loaded after the first picture."""

    def __init__(self, settings: Settings, icons: frozenset[str]) -> None:
        self._settings, self._icons = settings, icons
        self._store = settings.packs.folder
        self._had: tuple = ()

    def read(self) -> Content:
        """Takes a second: for a thread."""
        from kiosk.pack.layers import begin

        for sentence in begin(self._store):
            say(Fault.PACK, sentence)
        self._had = self._there()
        return read_on_trial(self._settings, self._icons)

    def changed(self) -> bool:
        """Whether other packs count, or other cards are there, than when it was last read."""
        return self._there() != self._had

    def _there(self) -> tuple:
        """Quick: asked once a second. An import puts a new file in the place of the old one, never into it."""
        from kiosk.pack.layers import switches

        return switches(self._store), sets_in(self._settings.content.cards)

    def settled(self, content: Content) -> None:
        """It has been shown: packs on trial are confirmed."""
        from kiosk.pack.layers import confirm

        confirm(self._store, content.packs.packs)
