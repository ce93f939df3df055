"""`kiosk doctor`: is this machine fit to be a kiosk, and if not, what would an administrator do about it?

Looks, and changes nothing. Each check is a function of a Machine, so that a test hands in folders of its own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from functools import partial
from pathlib import Path

from kiosk.handoff.exchange import Answer, Question
from kiosk.handoff.hours import BELIEVABLE_YEARS
from kiosk.handoff.looking import look_at_desk, look_at_outbox, look_at_printer
from kiosk.language.languages import BY_CODE, LANGUAGES
from kiosk.pack.channel_report import look_at_channel
from kiosk.settings import Settings
from kiosk.settings_file import Problem
from kiosk.speech.device import find_device
from kiosk.speech.headphones import headphones
from kiosk.speech.installed import installed
from kiosk.speech.libraries import missing as library_packages
from kiosk.speech.voices import espeak_voice
from kiosk.watching import looks
from kiosk.watching.board import read_board
from kiosk.watching.machine import Check, Machine
from kiosk.watching.running import read_health

ENOUGH_DISK = 200  # MB: room for an update of the content and for the system's own log
ENOUGH_MEMORY = 64  # MB: room for the spoken sentences of one visit, which never touch the disk
TRUETYPE = (b"\0\1\0\0", b"true", b"OTTO")
DIRECT = 1 << 1  # INPUT_PROP_DIRECT in the kernel's input-event-codes.h: the finger is on the picture itself
HAS_POSITION = 1 << 3  # EV_ABS, in the same place


def checks(settings: Settings, problems: Iterable[Problem] = (), machine: Machine | None = None, *,
           disturbing: bool = True) -> Iterator[Check]:
    """Every check, in the order in which an administrator would mend things. Raises nothing: what cannot be looked at
    is a finding too. ``disturbing`` ones speak to the printer, which prints for nobody meanwhile: not for a timer."""
    machine = machine or Machine()
    every: list[tuple[str, Callable[[], Check | Iterable[Check]]]] = [
        ("settings", partial(settings_file, settings, problems)),
        ("kiosk", partial(running, machine)),
        ("display", partial(display, machine)),
        ("graphics", partial(graphics, machine)),
        ("touch", partial(touch, machine)),
        ("fonts", partial(fonts, machine)),
        ("voices", partial(voices, machine, settings.site.languages)),
        ("voices", partial(installed_voices, settings.voices.folder / "voices")),
        ("sound", partial(sound, machine, settings.sound.enabled)),
        ("sound", partial(sound_tools, settings.sound.headphones_only)),
        ("disk", partial(disk, machine, settings)),
        ("memory", partial(memory, machine)),
        ("clock", partial(clock, machine)),
        ("board", partial(hardware, machine)),
        ("update", partial(updates, machine)),
        ("packs", partial(packs, machine, settings)),
        ("desk", partial(desk, settings)),
    ]
    if disturbing:
        every.append(("printer", partial(printer, settings)))
    for name, look in every:
        try:
            found = look()
            yield from [found] if isinstance(found, Check) else list(found)
        except Exception as fault:  # a machine is stranger than any list of its faults
            yield Check(name, "fail", f"This could not be looked at ({type(fault).__name__}: {name}).",
                        "Look again as the kiosk's user: sudo -u kiosk DISPLAY=:0 kiosk doctor")


def settings_file(settings: Settings, problems: Iterable[Problem]) -> Iterator[Check]:
    problems = tuple(problems)
    for problem in problems:
        place = f"{problem.file}:{problem.line}" if problem.line else problem.file
        key = f"{problem.key} " if problem.key else ""
        yield Check("settings", "warn", f"{place}: {key}{problem.message}", problem.remedy)
    folder = settings.content.folder
    if folder and not os.access(folder, os.R_OK | os.X_OK):
        yield Check("settings", "warn", f"content.folder is {folder}, which is missing or may not be read.",
                    "Make the folder, or let the kiosk's user read it; its walkthroughs are left out.")
    elif not problems:
        yield Check("settings", "ok", "Every setting is right.")


def running(machine: Machine) -> Iterator[Check]:
    health = read_health(machine.root / machine.health)
    yield Check("kiosk", *looks.look_at_kiosk(machine.units(), health, machine.uptime()))
    yield from _found("content", looks.look_at_content(health))


def hardware(machine: Machine) -> Iterator[Check]:
    board = read_board(machine.root)
    yield from _found("power", looks.look_at_power(board))
    yield from _found("heat", looks.look_at_heat(board))
    yield from _found("card", looks.look_at_card(board))
    yield from _found("root", looks.look_at_root(board))


def updates(machine: Machine) -> Iterator[Check]:
    yield from _found("update", looks.look_at_update(looks.read_update(machine.root / machine.last_update)))


def packs(machine: Machine, settings: Settings) -> Iterator[Check]:
    yield from _found("packs", looks.look_at_packs(machine.packs(settings)))
    if settings.channel.address:
        memory = settings.packs.folder.with_name("channel")
        yield Check("channel", *look_at_channel(settings.channel.address, memory, machine.now.astimezone(UTC)))


def _found(name: str, finding: looks.Finding | None) -> Iterator[Check]:
    if finding is not None:
        yield Check(name, *finding)


def display(machine: Machine) -> Check:
    name = machine.environment.get("DISPLAY", "")
    if machine.display_answers(name):
        return Check("display", "ok", f"The X server {name} answers.")
    if name:
        return Check("display", "fail", f"DISPLAY is {name}, but no X server answers there.",
                     "Start the desktop or the X server, and start the kiosk as the user it belongs to.")
    if machine.environment.get("WAYLAND_DISPLAY"):
        return Check("display", "fail", "There is a Wayland display, but no X server inside it.",
                     "Install xwayland (sudo apt-get install xwayland) and log in again.")
    return Check("display", "fail", "DISPLAY is not set, so there is no screen to draw on.",
                 "At the screen, start the kiosk from its desktop; from afar, try DISPLAY=:0 ./run doctor.")


def graphics(machine: Machine) -> Check:
    """Without a render node Mesa draws on the main processor and says nothing: slow on a Raspberry Pi. The running
    kiosk knows better than its devices."""
    if said := looks.look_at_renderer(read_board(machine.root), read_health(machine.root / machine.health)):
        return Check("graphics", *said)
    nodes = sorted((machine.root / "dev/dri").glob("renderD*"))
    if not nodes:
        return Check("graphics", "warn", "There is no graphics processor; the main one draws every picture.",
                     "On a Raspberry Pi, put dtoverlay=vc4-kms-v3d in config.txt and restart.")
    if not any(machine.may_use(node) for node in nodes):
        return Check("graphics", "warn", f"This user may not use the graphics processor ({nodes[0].name}).",
                     "Run sudo usermod -aG render,video NAME for the kiosk's user, and log in again.")
    return Check("graphics", "ok", f"The graphics processor {nodes[0].name} can be used.")


def touch(machine: Machine) -> Check:
    try:
        devices = (machine.root / "proc/bus/input/devices").read_text(errors="replace")
    except OSError:
        devices = ""
    for device in devices.split("\n\n"):
        found = re.findall(r"^B: (PROP|EV)=(\w+)$", device, re.MULTILINE)
        bits = {kind: int(value, 16) for kind, value in found}
        if bits.get("PROP", 0) & DIRECT and bits.get("EV", 0) & HAS_POSITION:
            name = re.search(r'^N: Name="(.*)"$', device, re.MULTILINE)
            return Check("touch", "ok", f"Touch screen: {name[1] if name else 'without a name'}.")
    return Check("touch", "warn", "No touch screen was found; a mouse and a keyboard work all the same.",
                 "Plug in the screen's USB or ribbon cable, both ends, and restart.")


def fonts(machine: Machine) -> Iterator[Check]:
    """Fonts and icons: each there, readable, and indeed a font."""
    families = dict.fromkeys(family for language in LANGUAGES for family in language.fonts)
    wanted = [f"fonts/{family}-{weight}.ttf" for family in families for weight in ("Regular", "Bold")]
    wanted += ["icons/icons.ttf", "icons/nouns.ttf"]
    bad = [name for name in wanted if not _is_font(machine.assets / name)]
    for name in bad:
        yield Check("fonts", "fail", f"assets/{name} is missing, may not be read, or is not a font.",
                    "Copy the kiosk again, whole: git status, then git checkout -- assets.")
    if not bad:
        yield Check("fonts", "ok", f"All {len(wanted)} fonts, of letters and of pictures, can be read.")


def _is_font(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in TRUETYPE
    except OSError:
        return False


def voices(machine: Machine, languages: Iterable[str]) -> Iterator[Check]:
    """One check a language. The wheel that brings espeak-ng knows every voice that Debian's package does."""
    folders = list(machine.root.glob("usr/lib/*/espeak-ng-data/lang"))
    # Without regard to capitals: the voice fr-be is the file fr-BE.
    known = {str(path.relative_to(folder)).lower() for folder in folders for path in folder.glob("*/*")}
    for code in languages:
        voice, name = espeak_voice(code), BY_CODE[code].dutch if code in BY_CODE else code
        if voice and voice.id.lower() in known:
            yield Check("voices", "ok", f"{name}: espeak-ng {voice.id}.")
        elif voice and machine.has_module("espeakng_loader"):
            yield Check("voices", "ok", f"{name}: {voice.id}, of the espeak-ng that came with the kiosk.")
        else:
            yield Check("voices", "fail", f"{name}: no voice, so its screens are not read aloud.",
                        "Install the voices: sudo apt-get install espeak-ng")


def installed_voices(folder: Path) -> Iterator[Check]:
    found, problems = installed(folder)
    for record in found.values():
        yield Check("voices", "ok", f"{record.name}, installed for {record.language}, licence {record.licence}.")
    for problem in problems:
        sentence, _, remedy = problem.partition(". ")
        yield Check("voices", "warn", f"{sentence}.", remedy)


def sound_tools(headphones_only: bool) -> Iterator[Check]:
    if missing := library_packages():
        yield Check("sound", "warn", "Voices are not equally loud, or recordings are heard at one speed only.",
                    f"sudo apt-get install {' '.join(missing)}")
    if headphones_only and headphones() is None:
        yield Check("sound", "fail", "sound.headphones_only is on, but no socket tells whether headphones are in it.",
                    "Use a sound card that tells, let the kiosk's user into the group input, or turn it off.")


def sound(machine: Machine, enabled: bool) -> Check:
    if not enabled:
        return Check("sound", "ok", "Sound is turned off in the settings (sound.enabled).")
    if said := looks.look_at_loudspeaker(read_health(machine.root / machine.health)):
        return Check("sound", *said)
    found = find_device(machine.environment, machine.root / "proc/asound/pcm")
    if found:
        return Check("sound", "ok", f"{found[0].upper()}{found[1:]}.")
    return Check("sound", "fail", "There is no sound server and no sound card, so nothing can be heard.",
                 "Connect a loudspeaker or an HDMI screen with sound, then look at: aplay -l")


def disk(machine: Machine, settings: Settings) -> Iterator[Check]:
    """The system's, and the one on which the kiosk keeps what it may not lose, where that is another."""
    places = [machine.root]
    kept = settings.voices.folder
    if os.path.isdir(kept) and kept.stat().st_dev != machine.root.stat().st_dev:
        places.append(kept)
    for place in places:
        free = machine.free_bytes(place) // 1_000_000
        on = "" if place == machine.root else f" on the disk of {place}"
        if free >= ENOUGH_DISK:
            yield Check("disk", "ok", f"{free} MB free{on}.")
        else:
            yield Check("disk", "warn", f"Only {free} MB free{on}.",
                        f"Make room up to {ENOUGH_DISK} MB: sudo apt-get clean; sudo journalctl --vacuum-size=50M")


def memory(machine: Machine) -> Check:
    """Clips live on a memory file system, since on a disk they would tell what somebody listened to."""
    runtime = machine.environment.get("XDG_RUNTIME_DIR", "")
    places = [Path(place) for place in (runtime, machine.root / "dev/shm") if place]
    place = next((place for place in places if os.access(place, os.W_OK | os.X_OK)), None)
    if not place:
        return Check("memory", "fail", "No folder in memory can hold the spoken sentences: nothing is heard.",
                     "Mount one: sudo mount -t tmpfs tmpfs /dev/shm")
    free = machine.free_bytes(place) // 1_000_000
    if free >= ENOUGH_MEMORY:
        return Check("memory", "ok", f"{free} MB free in {place} for the spoken sentences.")
    return Check("memory", "warn", f"Only {free} MB free in {place} for the spoken sentences.",
                 f"Look what fills it: du -h {place}")


def clock(machine: Machine) -> Check:
    """The helpers' hours need the right time; a Raspberry Pi has no battery for its clock."""
    shown = f"{machine.now:%Y-%m-%d %H:%M}"
    remedy = "Connect the network and let it through to a time server: timedatectl timesync-status"
    if machine.now.year not in BELIEVABLE_YEARS:
        return Check("clock", "fail", f"The clock says {shown}, so no helpers' hours are shown.", remedy)
    if machine.clock_synchronised() == "no":
        return Check("clock", "warn", f"The clock says {shown}, but no time server has confirmed it.", remedy)
    return Check("clock", "ok", f"The clock says {shown}.")


def desk(settings: Settings) -> Iterator[Check]:
    """Does it answer, and can the outbox be kept?"""
    address, key = settings.desk.address, settings.desk.key

    def ask(question: Question) -> Answer:
        from kiosk.handoff.desk_client import DeskClient  # requests: only where there is a desk

        return DeskClient(address, key).ask(question)

    yield Check("desk", *look_at_desk(address, key, ask))
    if address and key:
        yield Check("outbox", *look_at_outbox(settings.desk.folder))


def printer(settings: Settings) -> Check:
    return Check("printer", *look_at_printer(settings.take_along.printer))


def at_fault(found: Iterable[Check]) -> bool:
    return any(check.state == "fail" for check in found)


def as_text(found: Iterable[Check]) -> str:
    """The checks as a table for a terminal, each remedy under its finding."""
    lines = []
    for check in found:
        state = "ok" if check.state == "ok" else check.state.upper()
        lines.append(f"{state:5} {check.name:9} {check.finding}")
        if check.remedy:
            lines.append(f"{'':16}> {check.remedy}")
    return "\n".join(lines)
