"""Builds the kiosk and starts its loop. Nothing else.

The first picture comes before the content: languages, fonts and icons suffice for the start screen, and reading the
walkthroughs, the voice and the loudspeaker follow while the person is still looking.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.administrator.nobody import NoPages
from kiosk.administrator.out_of_order import OutOfOrder
from kiosk.administrator.volume import Volume
from kiosk.backlight import darken
from kiosk.catalogue.cards import read_cards
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.problems import Problem
from kiosk.handoff.hours import WEEKDAYS, Hours, read_hours
from kiosk.handoff.printing import Printing
from kiosk.handoff.states import CatalogueTooLarge, States, states
from kiosk.handoff.waiting import NoDesk
from kiosk.handoff.words import Noun, NounsError, read_nouns
from kiosk.language.interface import read_interface
from kiosk.language.said.piece import Piece
from kiosk.language.units import Unit
from kiosk.service import NOTIFY, tell
from kiosk.settings import Settings
from kiosk.speech.clips import Clips
from kiosk.speech.headphones import headphones
from kiosk.speech.installed import installed
from kiosk.speech.narrator import SPEEDS, Narrator
from kiosk.speech.player import JustPlayback
from kiosk.speech.recordings import Recordings
from kiosk.speech.renderer import Renderer
from kiosk.speech.reviewed import Reviewed, ReviewError, path_of, read_reviewed
from kiosk.speech.shelf import Shelf
from kiosk.speech.voices import Voice, Voices, preferred
from kiosk.visit.idle import Idle
from kiosk.visit.opening import is_open
from kiosk.visit.session import Session
from kiosk.watching.log import Fault, say
from kiosk.watching.running import Health, Teller

if TYPE_CHECKING:
    from kiosk.pack.layers import Layers

ROOT = Path(__file__).resolve().parent.parent
ASSETS, LOCALES = ROOT / "assets", ROOT / "locales"


def hours_of(settings: Settings) -> Hours:
    """The helpers' hours of the settings as the hand-off reads them."""
    helpers = settings.helpers
    return read_hours({day: getattr(helpers, day) for day in WEEKDAYS}, helpers.exceptions)


def opening_of(settings: Settings) -> Hours:
    """When the building is open."""
    opening = settings.opening
    return read_hours({day: getattr(opening, day) for day in WEEKDAYS}, opening.exceptions)


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


def make_world(settings: Settings, size: tuple[int, int], voices: Voices):
    """Everything that stays the same from visit to visit, still without content. Needs a window."""
    unspoken = frozenset(code for code in settings.site.languages if voices.of(code) is None)
    offered = tuple(code for code in settings.site.languages
                    if code not in unspoken or settings.site.silent_languages)
    from screens.theme import Panel
    from screens.world import World

    return World(
        panel=Panel(*size, settings.panel.diagonal, settings.panel.viewing_distance),
        interface=read_interface(),
        locales=[LOCALES],
        offered=offered,
        unspoken=unspoken,
        site_name=settings.site.name,
        site_number=settings.site.number,
        staff_place=settings.site.staff_place,
        keyboard=settings.site.keyboard,
        asking=[ASSETS / "asking.yaml"],
        helpers=hours_of(settings),
        helpers_phone=settings.helpers.phone,
        desk_address=settings.desk.address,
        site_address=settings.take_along.site_address,
        printing=Printing(settings.take_along.printer, settings.take_along.paper),
    )


def make_desk(settings: Settings):
    """The line to the desk, opened by its ``start``; NoDesk where none is set."""
    address, key = settings.desk.address, settings.desk.key
    if not address or not key:
        return NoDesk()
    from kiosk.handoff.line import Line  # only where there is a desk

    def connect():
        from kiosk.handoff.desk_client import DeskClient  # requests, after the first picture

        return DeskClient(address, key)

    return Line(settings.desk.folder, address, connect)


REBOOT, STICK = "KIOSK_REBOOT", "KIOSK_STICK"
"""Environment variables with a file each, which a unit of the machine's own waits for: the kiosk itself may neither
restart the machine nor let in a USB stick (docs/decisions/0026)."""


def make_pages(settings: Settings, out_of_order: OutOfOrder, volume: Volume, restart: Callable[[], None]):
    """The administrator's pages; without a code in the settings there are none. ``restart`` ends this program."""
    if not settings.administrator.code:
        return NoPages()
    from kiosk.administrator.code import KEPT, Gate  # after the first picture
    from kiosk.administrator.pages import Pages, Tools
    from kiosk.pack import stick, store

    incoming = settings.packs.folder.with_name("incoming")

    def look():
        from kiosk.doctor import checks

        return tuple(checks(settings))

    def accept(offer: stick.Offer) -> str:
        from kiosk.pack.here import installer  # cryptography: for the few who bring a stick

        return stick.accept(offer, installer(settings)) or f"{offer.title} {offer.version} is geïnstalleerd."

    tools = Tools(look, program_version(), packs=lambda: store.packs(settings.packs.folder),
                  waiting=lambda: stick.waiting(incoming), said=lambda: stick.said(incoming), accept=accept,
                  decline=stick.decline, restart=restart if os.environ.get(NOTIFY) else None, reboot=wish(REBOOT),
                  admit=wish(STICK))
    gate = Gate(settings.administrator.code, time.monotonic, settings.site.folder / KEPT)
    return Pages(gate, time.monotonic, tools, out_of_order, volume)


def wish(variable: str) -> Callable[[], None] | None:
    """What touches the file that ``variable`` names; None where it names none."""
    file = os.environ.get(variable, "")

    def touch() -> None:
        try:
            Path(file).touch()
        except OSError as error:
            say(Fault.SETTING, f"{file} cannot be made: {error.strerror}.")

    return touch if file else None


def program_version() -> str:
    """Of the package that is installed here; empty where it runs from its folder."""
    try:
        return (ROOT / "VERSION").read_text("utf-8").strip()
    except OSError:
        return ""


def make_voices(settings: Settings, recordings: Recordings | None = None) -> Voices:
    """The voices of this kiosk, and how they say what is written; with ``recordings``, else all that there are."""
    reviews: dict[str, Reviewed] = {}

    def respelled(unit: Unit, voice: Voice) -> str | None:
        if unit.language not in reviews:
            try:
                reviews[unit.language] = read_reviewed(path_of(ASSETS, unit.language))
            except ReviewError as fault:
                say(Fault.SPEECH, fault)
                reviews[unit.language] = Reviewed()
        return reviews[unit.language].say(unit.words, voice.name)

    return Voices(make_pieces(), installed_voices(settings), (recordings or recordings_of(settings)).find, respelled)


def recordings_of(settings: Settings, packs: Layers | None = None) -> Recordings:
    """Those of this place first, then those that come with the content, the highest layer first."""
    from kiosk.pack.layers import layers_of

    packs = layers_of(settings) if packs is None else packs
    return Recordings([settings.voices.folder / "recordings", *packs.recordings(), ASSETS / "recordings"])


def make_pieces() -> Callable[[Unit], Sequence[Piece]]:
    """What writes a sentence out for the ear, with the lexicons of all languages."""
    @cache
    def said():
        from kiosk.language.said import Said, read_lexicons  # when the first sentence is to be said

        lexicons, problems = read_lexicons(ASSETS / "speech" / "lexicon")
        for problem in problems:
            say(Fault.SPEECH, problem)
        return Said(lexicons)

    return lambda unit: said().pieces(unit)


def installed_voices(settings: Settings) -> dict[str, Voice]:
    """The installed voice that speaks each language, where one goes before espeak-ng."""
    found, problems = installed(settings.voices.folder / "voices")
    for problem in problems:
        say(Fault.SPEECH, problem)
    return preferred(found, settings.voices.order or {})


def make_voice(settings: Settings, voices: Voices) -> tuple[Narrator, JustPlayback, Clips]:
    """The narrator and what it speaks with; the worker and the loudspeaker start when they are first needed."""
    sound = settings.sound
    shelf = Shelf(settings.voices.folder / "clips", settings.voices.clips_mb * 1_000_000)
    clips = Clips(Renderer(), voices, shelf=shelf)
    player = JustPlayback(allowed=headphones if sound.headphones_only else lambda: True, wake=sound.wake)
    narrator = Narrator(clips, player, time.monotonic, enabled=sound.enabled, speed=sound.speed - 1,
                        loudness=sound.volume - 1, loudest=sound.loudest - 1)
    return narrator, player, clips


def build_clips(settings: Settings, languages: tuple[str, ...] = (), all_speeds: bool = False,
                processes: int | None = None) -> int:
    """Make the clips of installed voices beforehand; the exit code. ``languages`` empty: all that the site offers."""
    from kiosk.language.every import every_unit
    from kiosk.pack.layers import layers_of
    from kiosk.speech.build import build, wanted

    if strange := unknown(languages, settings):
        print(strange, file=sys.stderr)
        return 2
    voices, interface = make_voices(settings), read_interface()
    packs = layers_of(settings)
    folders, locales = packs.folders(ASSETS), packs.locales(LOCALES)
    first = SPEEDS[settings.sound.speed - 1]
    every = [first, *(speed for speed in SPEEDS if speed != first)]
    jobs, keep = {}, set()
    for code in settings.site.languages:
        units = every_unit(code, interface, folders, locales)
        keep |= wanted(voices, units, every).keys()
        if not languages or code in languages:
            jobs |= wanted(voices, units, every if all_speeds else [first])
    if not jobs:
        print("There is nothing to make: espeak-ng makes its clips faster than they could be read. "
              "Install a voice with: kiosk voices install")
        return 0
    shelf = Shelf(settings.voices.folder / "clips", settings.voices.clips_mb * 1_000_000)
    return build(jobs, shelf, keep, processes)


def review_voices(settings: Settings, languages: tuple[str, ...] = (), port: int = 0, show: bool = True,
                  draw: bool = True) -> int:
    """Serve the pages on which somebody listens; the exit code. ``languages`` empty: all that the site offers."""
    from kiosk.language.every import every_unit
    from kiosk.pack.layers import layers_of
    from kiosk.review.command import review
    from kiosk.review.listening import Listening

    if strange := unknown(languages, settings):
        print(strange, file=sys.stderr)
        return 2
    interface, pieces, voices = read_interface(), make_pieces(), installed_voices(settings)
    packs = layers_of(settings)
    folders, locales = packs.folders(ASSETS), packs.locales(LOCALES)

    def listening(code: str) -> Listening:
        return Listening(code, every_unit(code, interface, folders, locales), pieces, voices,
                         recordings_of(settings), ASSETS)

    return review(languages or settings.site.languages, listening, ASSETS, port, show, draw)


def unknown(languages: tuple[str, ...], settings: Settings) -> str:
    """A sentence about those that this kiosk does not offer; empty where it offers them all."""
    strange = [code for code in languages if code not in settings.site.languages]
    return (f"{', '.join(strange)} is not among the languages of this kiosk: {', '.join(settings.site.languages)}."
            if strange else "")


def bench_voices(settings: Settings) -> int:
    """Measure how clips are made, on our own sentences; the exit code."""
    from kiosk.language.every import every_unit
    from kiosk.speech.measure import bench_speech
    from screens.bench.sink import silent_loudspeaker

    piper = next(iter(installed_voices(settings).values()), None)
    interface = read_interface()

    def sentences(code: str) -> list[Unit]:
        return [unit for unit in every_unit(code, interface, [ASSETS], LOCALES) if len(unit.said.split()) > 4]

    with silent_loudspeaker() as heard:
        return bench_speech(sentences("nl"), piper, sentences(piper.language if piper else "nl"), heard)


def run(settings: Settings, watch: Callable[[object], object] = lambda loop: None) -> int:
    """Open the kiosk and stay. Returns the exit code; raises screens.window.NoDisplay when there is no display.

    ``watch`` is handed the loop before it starts: `kiosk bench` looks on.
    """
    from screens.window import desktop_size, prepare, renderer

    gc.disable()  # what is made before the first picture stays: looking for rubbish in it only takes time
    turned = settings.panel.rotation in (90, 270)
    glass = settings.panel.resolution or desktop_size()
    prepare(glass, settings.panel.rotation, fullscreen=settings.panel.fullscreen,
            managed=settings.panel.backend == "weston")
    size = (glass[1], glass[0]) if turned else glass

    from screens.loop import Loop

    recordings = Recordings([settings.voices.folder / "recordings", ASSETS / "recordings"])
    voices = make_voices(settings, recordings)
    narrator, player, clips = make_voice(settings, voices)
    world = make_world(settings, size, voices)
    world.desk = make_desk(settings)
    out_of_order = OutOfOrder(settings.site.folder, lambda: world.desk.out_of_order)
    idle = Idle(settings.idle.still_there, settings.idle.answer, settings.idle.dim_after)

    def wiped() -> None:
        narrator.reset()
        world.forget()

    def begins() -> None:
        session.catalogue = world.of_today()

    opening = opening_of(settings)
    session = Session(world.catalogue, idle, time.monotonic, language=settings.site.start_language, wiped=wiped,
                      begins=begins, opened=lambda: is_open(opening, datetime.now()), darkens=darken,
                      out_of_order=lambda: out_of_order.on)
    darken(False)  # the kiosk before this one may have been killed in the dark

    icons, left_out = frozenset(world.icons.names()), None
    store = settings.packs.folder
    shown: tuple = ()

    def how_it_is() -> Health:
        sound = "on" if player.available else "none"
        if settings.sound.headphones_only:  # then it says whether somebody has plugged in theirs
            sound = ""
        return Health(renderer(), sound if settings.sound.enabled else "off", clips.healthy,
                      tuple(sorted(world.unspoken)), len(world.catalogue.walkthroughs), left_out)

    health = Teller(how_it_is)

    def told(state: str) -> None:
        tell(state)
        if left_out is not None:  # the content is there
            health.tell()

    def read_anew() -> Content:
        nonlocal shown
        from kiosk.pack.layers import begin, switches

        for sentence in begin(store):
            say(Fault.PACK, sentence)
        shown = switches(store)
        return read_on_trial(settings, icons)

    def ready(content: Content) -> None:
        nonlocal left_out
        left_out = len(content.problems)
        for problem in content.problems:
            say(Fault.CONTENT, problem)
        put(world, content)
        session.catalogue = world.catalogue
        recordings.folders = recordings_of(settings, content.packs).folders
        if not gc.isenabled():  # the first time
            player.start()
            world.desk.start()
            volume = Volume(settings.sound.volume, settings.sound.loudest, settings.site.folder)
            narrator.begin_at(volume.step - 1)
            world.pages = make_pages(settings, out_of_order, volume, lambda: loop.end())
            gc.freeze()
            gc.enable()

    def changed() -> bool:
        from kiosk.pack.layers import switches

        return switches(store) != shown

    def settled(content: Content) -> None:
        from kiosk.pack.layers import confirm

        confirm(store, content.packs.packs)

    loop = Loop(session, narrator, world, read_anew, ready, told, changed, settled)
    watch(loop)
    loop.run()
    world.desk.close()
    player.close()
    clips.close()
    return 0
