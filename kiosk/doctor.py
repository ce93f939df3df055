"""`kiosk doctor`: is this machine fit to be a kiosk, and if not, what would an administrator do about it?

Looks, and changes nothing. Each look is a function of a Machine, so that a test hands in folders of its own, and gives
findings; what they say stands in kiosk/watching/findings.yaml.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC
from functools import partial
from pathlib import Path

from kiosk.handoff.exchange import Answer, Question
from kiosk.handoff.hours import BELIEVABLE_YEARS
from kiosk.handoff.looking import look_at_desk, look_at_outbox, look_at_printer
from kiosk.language.languages import BY_CODE, LANGUAGES
from kiosk.pack.channel_report import look_at_channel
from kiosk.provision import dutch
from kiosk.settings import Settings
from kiosk.settings_file import Problem
from kiosk.speech.device import find_device
from kiosk.speech.headphones import headphones
from kiosk.speech.installed import installed
from kiosk.speech.libraries import missing as library_packages
from kiosk.speech.voices import espeak_voice
from kiosk.watching import looks
from kiosk.watching.board import read_board
from kiosk.watching.findings import Check, Finding, Language, check_of
from kiosk.watching.machine import Machine
from kiosk.watching.running import read_health

ENOUGH_DISK = 200  # MB: room for an update of the content and for the system's own log
ENOUGH_MEMORY = 64  # MB: room for the spoken sentences of one visit, which never touch the disk
TRUETYPE = (b"\0\1\0\0", b"true", b"OTTO")
DIRECT = 1 << 1  # INPUT_PROP_DIRECT in the kernel's input-event-codes.h: the finger is on the picture itself
HAS_POSITION = 1 << 3  # EV_ABS, in the same place


Found = Finding | None | Iterable[Finding]
"""None: this machine does not have it."""


def checks(settings: Settings, problems: Iterable[Problem] = (), machine: Machine | None = None, *,
           disturbing: bool = True, language: Language = "en") -> Iterator[Check]:
    """Every check, in the order in which an administrator would mend things. Raises nothing: what cannot be looked at
    is a finding too. ``disturbing`` ones speak to the printer, which prints for nobody meanwhile: not for a timer."""
    machine = machine or Machine()
    every: list[tuple[str, Callable[[], Found]]] = [
        ("settings", partial(settings_file, machine, settings, problems)),
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
            alone = found is None or isinstance(found, tuple)
            yield from [check_of(one, language) for one in ([found] if alone else found) if one is not None]
        except Exception as fault:  # a machine is stranger than any list of its faults
            broken = check_of(Finding("fail", "broken.look", {"fault": type(fault).__name__, "name": name}), language)
            yield replace(broken, name=name)


def settings_file(machine: Machine, settings: Settings, problems: Iterable[Problem]) -> Iterator[Finding]:
    problems, file = tuple(problems), machine.settings()
    secret = settings.administrator.code or settings.desk.key
    if file and secret and os.path.exists(file) and os.stat(file).st_mode & stat.S_IROTH:
        yield Finding("warn", "settings.open", {"file": file})
    for problem in problems:
        objection, advice = dutch.sentences(problem)
        yield Finding(*(("fail", "settings.unreadable") if problem.fatal else ("warn", "settings.problem")), {
            "place": f"{problem.file}:{problem.line}" if problem.line else problem.file,
            "key": f"{problem.key} " if problem.key else "", "message": problem.message, "remedy": problem.remedy,
            "bezwaar": objection, "raad": advice})
    folder = settings.content.folder
    if folder and not os.access(folder, os.R_OK | os.X_OK):
        yield Finding("warn", "settings.folder", {"folder": folder})
    elif not problems:
        yield Finding("ok", "settings.well")


def running(machine: Machine) -> Iterator[Finding | None]:
    health = read_health(machine.root / machine.health)
    yield looks.look_at_kiosk(machine.units(), health, machine.uptime())
    yield looks.look_at_content(health)


def hardware(machine: Machine) -> Iterator[Finding | None]:
    board = read_board(machine.root)
    for look in (looks.look_at_power, looks.look_at_heat, looks.look_at_card, looks.look_at_root):
        yield look(board)


def updates(machine: Machine) -> Finding | None:
    return looks.look_at_update(looks.read_update(machine.root / machine.last_update))


def packs(machine: Machine, settings: Settings) -> Iterator[Finding | None]:
    yield looks.look_at_packs(machine.packs(settings))
    if settings.channel.address:
        yield look_at_channel(settings.packs.folder.with_name("channel"), machine.now.astimezone(UTC))


def display(machine: Machine) -> Finding:
    name = machine.environment.get("DISPLAY", "")
    if machine.display_answers(name):
        return Finding("ok", "display.well", {"display": name})
    if name:
        return Finding("fail", "display.dead", {"display": name})
    return Finding("fail", "display.wayland" if machine.environment.get("WAYLAND_DISPLAY") else "display.none")


def graphics(machine: Machine) -> Finding:
    """Without a render node Mesa draws on the main processor and says nothing: slow on a Raspberry Pi. The running
    kiosk knows better than its devices."""
    if said := looks.look_at_renderer(read_board(machine.root), read_health(machine.root / machine.health)):
        return said
    nodes = sorted((machine.root / "dev/dri").glob("renderD*"))
    if not nodes:
        return Finding("warn", "graphics.none")
    usable = any(machine.may_use(node) for node in nodes)
    return Finding(*(("ok", "graphics.well") if usable else ("warn", "graphics.forbidden")), {"node": nodes[0].name})


def touch(machine: Machine) -> Finding:
    try:
        devices = (machine.root / "proc/bus/input/devices").read_text(errors="replace")
    except OSError:
        devices = ""
    for device in devices.split("\n\n"):
        found = re.findall(r"^B: (PROP|EV)=(\w+)$", device, re.MULTILINE)
        bits = {kind: int(value, 16) for kind, value in found}
        if bits.get("PROP", 0) & DIRECT and bits.get("EV", 0) & HAS_POSITION:
            name = re.search(r'^N: Name="(.*)"$', device, re.MULTILINE)
            return Finding("ok", "touch.well", {"device": name[1]}) if name else Finding("ok", "touch.nameless")
    return Finding("warn", "touch.none")


def fonts(machine: Machine) -> Iterator[Finding]:
    """Fonts and icons: each there, readable, and indeed a font."""
    families = dict.fromkeys(family for language in LANGUAGES for family in language.fonts)
    wanted = [f"fonts/{family}-{weight}.ttf" for family in families for weight in ("Regular", "Bold")]
    wanted += ["icons/icons.ttf", "icons/nouns.ttf"]
    bad = [name for name in wanted if not _is_font(machine.assets / name)]
    yield from (Finding("fail", "fonts.bad", {"file": name}) for name in bad)
    if not bad:
        yield Finding("ok", "fonts.well", {"number": len(wanted)})


def _is_font(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in TRUETYPE
    except OSError:
        return False


def voices(machine: Machine, languages: Iterable[str]) -> Iterator[Finding]:
    """One finding a language. The wheel that brings espeak-ng knows every voice that Debian's package does."""
    folders = list(machine.root.glob("usr/lib/*/espeak-ng-data/lang"))
    # Without regard to capitals: the voice fr-be is the file fr-BE.
    known = {str(path.relative_to(folder)).lower() for folder in folders for path in folder.glob("*/*")}
    for code in languages:
        voice = espeak_voice(code)
        about = {"language": BY_CODE[code].dutch if code in BY_CODE else code, "voice": voice.id if voice else ""}
        if voice and voice.id.lower() in known:
            yield Finding("ok", "voices.well", about)
        elif voice and machine.has_module("espeakng_loader"):
            yield Finding("ok", "voices.own", about)
        else:
            yield Finding("fail", "voices.none", about)


def installed_voices(folder: Path) -> Iterator[Finding]:
    found, damaged = installed(folder)
    for record in found.values():
        yield Finding("ok", "voices.installed", {"name": record.name, "language": record.language,
                                                 "licence": record.licence})
    for problem in damaged:
        sentence, _, remedy = problem.partition(". ")
        yield Finding("warn", "voices.damaged", {"sentence": f"{sentence}.", "remedy": remedy})


def sound_tools(headphones_only: bool) -> Iterator[Finding]:
    if missing := library_packages():
        yield Finding("warn", "sound.tools", {"packages": " ".join(missing)})
    if headphones_only and headphones() is None:
        yield Finding("fail", "sound.headphones")


def sound(machine: Machine, enabled: bool) -> Finding:
    if not enabled:
        return Finding("ok", "sound.unset")
    if said := looks.look_at_loudspeaker(read_health(machine.root / machine.health)):
        return said
    device = find_device(machine.environment, machine.root / "proc/asound/pcm")
    return Finding("ok", "sound.well", {"device": device}) if device else Finding("fail", "sound.none")


def disk(machine: Machine, settings: Settings) -> Iterator[Finding]:
    """The system's, and the one on which the kiosk keeps what it may not lose, where that is another."""
    places = {"/": machine.root}
    kept = settings.voices.folder
    if os.path.isdir(kept) and kept.stat().st_dev != machine.root.stat().st_dev:
        places[str(kept)] = kept
    for name, place in places.items():
        free = machine.free_bytes(place) // 1_000_000
        about = {"free": free, "place": name, "enough": ENOUGH_DISK}
        yield Finding(*(("ok", "disk.well") if free >= ENOUGH_DISK else ("warn", "disk.full")), about)


def memory(machine: Machine) -> Finding:
    """Clips live on a memory file system, since on a disk they would tell what somebody listened to."""
    runtime = machine.environment.get("XDG_RUNTIME_DIR", "")
    places = [Path(place) for place in (runtime, machine.root / "dev/shm") if place]
    place = next((place for place in places if os.access(place, os.W_OK | os.X_OK)), None)
    if not place:
        return Finding("fail", "memory.none")
    free = machine.free_bytes(place) // 1_000_000
    return Finding(*(("ok", "memory.well") if free >= ENOUGH_MEMORY else ("warn", "memory.full")),
                   {"free": free, "place": place})


def clock(machine: Machine) -> Finding:
    """The helpers' hours need the right time; a Raspberry Pi has no battery for its clock."""
    about = {"time": f"{machine.now:%Y-%m-%d %H:%M}"}
    if machine.now.year not in BELIEVABLE_YEARS:
        return Finding("fail", "clock.wrong", about)
    sure = machine.clock_synchronised() != "no"
    return Finding("ok", "clock.well", about) if sure else Finding("warn", "clock.unconfirmed", about)


def desk(settings: Settings) -> Iterator[Finding]:
    """Does it answer, and can the outbox be kept?"""
    address, key = settings.desk.address, settings.desk.key

    def ask(question: Question) -> Answer:
        from kiosk.handoff.desk_client import DeskClient  # requests: only where there is a desk

        return DeskClient(address, key).ask(question)

    yield Finding(*look_at_desk(address, key, ask))
    if address and key:
        yield Finding(*look_at_outbox(settings.desk.folder))


def printer(settings: Settings) -> Finding:
    return Finding(*look_at_printer(settings.take_along.printer))


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
