"""Builds the kiosk and starts its loop. Nothing else.

The first picture comes before the content: languages, fonts and icons suffice for the start screen, and reading the
walkthroughs, the voice and the loudspeaker follow while the person is still looking.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from datetime import datetime

from kiosk.administrator.out_of_order import OutOfOrder
from kiosk.administrator.volume import Volume
from kiosk.backlight import darken
from kiosk.parts.content import Content, Renewal, put
from kiosk.parts.pages import make_pages
from kiosk.parts.places import ASSETS
from kiosk.parts.voice import make_voice, make_voices, recordings_of
from kiosk.parts.world import make_desk, make_world, opening_of
from kiosk.service import tell
from kiosk.settings import Settings
from kiosk.speech.recordings import Recordings
from kiosk.visit.idle import Idle
from kiosk.visit.opening import is_open
from kiosk.visit.session import Session
from kiosk.watching.log import Fault, say
from kiosk.watching.running import Health, Teller


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

    renewal = Renewal(settings, frozenset(world.icons.names()))
    left_out: int | None = None

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

    loop = Loop(session, narrator, world, renewal.read, ready, told, renewal.changed, renewal.settled)
    watch(loop)
    loop.run()
    world.desk.close()
    player.close()
    clips.close()
    return 0
