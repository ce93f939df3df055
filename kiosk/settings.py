"""The administrator's settings, each declared once. From this come the checks, `kiosk config` and its table.

They are for people who look after a library's or a town hall's machines, and ask only for what differs from
place to place. What a visitor chooses (text size, colours, loudness) is not a setting: it lasts one visit.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from kiosk import settings_machine as machine
from kiosk import settings_values as v
from kiosk.settings_desk import Desk, DeskServer, Helpers
from kiosk.settings_file import ALL_DEFAULTS, Problem, Setting, declared, line_of, read, setting, table
from kiosk.settings_upkeep import Administrator, Channel, Lockdown, Opening, Packs, Watching
from kiosk.settings_values import Fact

# The codes of kiosk/language/languages.py, which this floor may not ask; a test holds the two lists equal.
LANGUAGES = ("nl", "fr", "en", "de", "ar")
IDLE = "VVSG 2.0, 7.2-O"
STEPS = v.number(1, 7)


@dataclass(frozen=True)
class Panel:
    """The screen, as it hangs there."""

    diagonal: float = setting(
        15.6, v.number(7.0, 32.0), unit="inches",
        help="The diagonal of the visible picture. With the resolution it makes letters and buttons come out "
             "in their real size.")
    resolution: tuple[int, int] | None = setting(
        "auto", v.resolution(), unit="px",
        help="Width and height of the panel as it was made, before turning. "
             'With "auto" the kiosk asks the screen.')
    rotation: int = setting(
        0, v.choice(0, 90, 180, 270), unit="degrees",
        help="How far the picture is turned.")
    viewing_distance: int = setting(
        500, v.number(300, 1000), unit="mm", source="EN 301 549, 5.1.4",
        help="From a person's eyes to the screen. Further away makes everything larger.")
    fullscreen: bool = setting(
        True, v.yes_no(),
        help="Fill the whole screen. false opens a window, only for trying out.")
    backend: str = setting(
        "xorg", v.choice("xorg", "weston"),
        help="What draws the kiosk's picture on the glass: Xorg, or Weston where Xorg fails on this panel. After a "
             "change: sudo kiosk-setup, and restart.")


@dataclass(frozen=True)
class Site:
    """The place."""

    name: str = setting(
        "Digipunt Bibliotheek", v.text(60),
        help="What this place is called, on the start screen.")
    number: int = setting(
        0, v.number(0, 65535),
        help="This place's number inside the hand-off code, so that a helper elsewhere knows where someone "
             "stood. 0 means that it has none.")
    languages: tuple[str, ...] = setting(
        list(LANGUAGES), v.codes(LANGUAGES),
        help="The languages on the start screen, in this order. One that no voice here speaks is left out.")
    silent_languages: bool = setting(
        False, v.yes_no(),
        help="Offer a language that no voice here speaks too, marked as silent.")
    start_language: str = setting(
        "nl", v.choice(*LANGUAGES),
        help="The language of the start screen before anyone chooses.")
    keyboard: str = setting(
        "abc", v.choice("abc", "azerty"),
        help="The order of the letters on the keyboard on the screen.")
    staff_place: str = setting(
        "het onthaal", v.text(60),
        help='Where the helpers are, in Dutch, as it follows "Ga naar".')
    folder: Path = setting(
        "/var/lib/kiosk", v.folder(),
        help="Where this kiosk keeps what it must remember: that it is out of order, and how often a wrong code was "
             "typed. Nothing about visits.")


@dataclass(frozen=True)
class Sound:
    """What everyone hears at the beginning of a visit."""

    enabled: bool = setting(
        True, v.yes_no(),
        help="Read every screen aloud. With false the kiosk is silent and shows that it is.")
    volume: int = setting(
        4, STEPS, source="VVSG 2.0, 7.1-K",
        help="The loudness that a visit begins with: 1 is softest, 7 loudest. Turn the loudspeaker itself so "
             "that 4 gives 60 to 65 dB where a person stands.")
    speed: int = setting(
        4, STEPS, source="VVSG 2.0, 7.1-K",
        help="The speed that a visit begins with: 1 is half speed, 4 is 125 words a minute, 7 is double.")
    loudest: int = setting(
        7, STEPS, source="EN 301 549, 5.1.3.12",
        help="The loudest that a visitor can choose. 5.1.3.12 asks for 65 dB at least where a person stands.")
    headphones_only: bool = setting(
        False, v.yes_no(),
        help="Speak only while headphones are plugged in, for a quiet room. The sound card has to tell; "
             "`kiosk doctor` says whether it does.")
    card: str = setting(
        "", machine.sound_card(),
        help="The sound card to speak through, by its name: `cat /proc/asound/cards` shows it between square brackets. "
             "After a change: sudo kiosk-setup, and restart.")
    wake: float = setting(
        0.0, v.number(0.0, 1.0), unit="s",
        help="Silence before the first words after a pause, for a screen or a loudspeaker that sleeps and swallows "
             "their beginning, as many on HDMI do. It delays them by so much: take as little as helps.")


@dataclass(frozen=True)
class Voices:
    """Voices beyond espeak-ng, which is always there."""

    folder: Path = setting(
        "/var/lib/kiosk", v.folder(),
        help="Where installed voices, their clips and recordings of people are kept: see `kiosk voices` and "
             "`kiosk speech build`.")
    clips_mb: int = setting(
        2000, v.number(50, 100000), unit="MB",
        help="How much the ready-made clips of installed voices may take there.")
    order: Mapping[str, tuple[str, ...]] = setting(
        None, v.names_by(LANGUAGES, 'a language with its voices, such as nl = ["nl_BE-nathalie-medium", "espeak-ng"]'),
        example='{ nl = ["nl_BE-nathalie-medium", "espeak-ng"] }',
        help="The voices of a language, the preferred one first. Left out: installed voices by name, then "
             "espeak-ng. Recordings of people always come first.")


@dataclass(frozen=True)
class Idle:
    """What happens when nobody touches the screen."""

    still_there: int = setting(
        300, v.number(120, 300), unit="s", source=IDLE,
        help="How long after the last touch, or the last spoken word, the kiosk asks whether someone is "
             "still there.")
    answer: int = setting(
        45, v.number(20, 45), unit="s", source=IDLE,
        help="How long the kiosk waits for an answer to that; then the visit ends and is wiped.")
    dim_after: int = setting(
        30, v.number(10, 600), unit="s",
        help="How long after the end of a visit the start screen goes dim.")


@dataclass(frozen=True)
class Content:
    """What can be walked through, beyond what the kiosk brings."""

    folder: Path | None = setting(
        None, v.folder(), example='"/srv/kiosk/walkthroughs"',
        help="A folder with walkthroughs of your own, beside the kiosk's.")
    cards: Path = setting(
        "/var/lib/kiosk/cards", v.folder(),
        help="Where the information cards of your municipality are kept, which `kiosk import` makes of its services.")
    address_form: str = setting(
        "u", v.choice("u", "je"),
        help='How Dutch texts address people: "u" or "je". It changes no text, only what `kiosk check` asks for; the '
             "kiosk's own texts say u.")


@dataclass(frozen=True)
class TakeAlong:
    """What people can take home: the steps on their telephone or on paper."""

    site_address: str = setting(
        "", v.address(path=True), example='"https://stappen.example.be"',
        help="Where you publish what `kiosk site` writes. The code to take along then is a link to it; empty, it "
             "holds the steps themselves.")
    printer: str = setting(
        "", v.printer(), example='"/dev/usb/lp0"',
        help="A receipt printer that understands ESC/POS. Empty: there is none, and no button for it.")
    paper: int = setting(
        58, v.choice(58, 80), unit="mm",
        help="How wide its paper is.")


@dataclass(frozen=True)
class Settings:
    """All settings, by table: ``settings.panel.diagonal``."""

    panel: Panel = table(Panel)
    site: Site = table(Site)
    sound: Sound = table(Sound)
    voices: Voices = table(Voices)
    idle: Idle = table(Idle)
    helpers: Helpers = table(Helpers)
    desk: Desk = table(Desk)
    channel: Channel = table(Channel)
    take_along: TakeAlong = table(TakeAlong)
    content: Content = table(Content)
    watching: Watching = table(Watching)
    desk_server: DeskServer = table(DeskServer)
    packs: Packs = table(Packs)
    opening: Opening = table(Opening)
    lockdown: Lockdown = table(Lockdown)
    administrator: Administrator = table(Administrator)
    facts: Mapping[str, Fact] = setting(
        None, v.facts(), example='"address-change.fee" = { value = "…", checked_on = 2026-10-01 }',
        help="Prices, delays, addresses and telephone numbers of this place, each with the day somebody "
             "checked it; review_by and expires, its last day, may follow. For what is neither here nor in a "
             'walkthrough the kiosk says "ask at the desk".')


S = TypeVar("S", bound=Settings)
SETTINGS: tuple[Setting, ...] = tuple(declared(Settings))


def find() -> Path | None:
    """The settings file that counts: $KIOSK_SETTINGS, else /etc/kiosk/kiosk.toml, else ./kiosk.toml."""
    if named := os.environ.get("KIOSK_SETTINGS"):
        return Path(named)
    return next((path for path in (Path("/etc/kiosk/kiosk.toml"), Path("kiosk.toml")) if path.exists()), None)


def load(path: Path | str | None = None) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings in ``path``, else in the file that ``find`` finds, and all that is wrong with them.

    Never raises: whatever is wrong has its default, and without any file everything has.
    """
    path = Path(path) if path is not None else find()
    if path is None:
        return Settings(), ()
    try:
        text = path.read_text(encoding="utf-8-sig")  # an editor on Windows puts a mark at the beginning
    except OSError as fault:
        remedy = "Check that the file is there and that the kiosk's user may read it."
        return Settings(), (_unreadable(path, f"This cannot be read: {fault.strerror}.", remedy),)
    except UnicodeDecodeError:
        return Settings(), (_unreadable(path, "This is not text in UTF-8.", "Save it again as UTF-8."),)
    return judge(Settings, text, str(path))


def judge(settings_class: type[S], text: str, file: str) -> tuple[S, tuple[Problem, ...]]:
    """The settings in ``text``, and all that is wrong with them, also where one does not fit another."""
    settings, problems = read(settings_class, text, file)
    if settings.site.start_language not in settings.site.languages:
        problem = Problem(file, line_of(text, ("site", "start_language")), "site.start_language",
                          f'is "{settings.site.start_language}", which is not among site.languages.',
                          'Add it there, or write one that is. Until then the kiosk uses "nl".')
        settings = replace(settings, site=replace(settings.site, start_language="nl"))
        problems = (*problems, problem)
    if any(problem.key in ("desk.address", "desk.key") for problem in problems):
        return settings, problems  # said already
    if settings.desk.address and not settings.desk.key:
        problems = (*problems, Problem(
            file, line_of(text, ("desk", "address")), "desk.address",
            "is set, but desk.key is not, so the desk is not told that somebody waits.",
            "Make a key at the desk with `kiosk desk add-kiosk NAME`, and write it as desk.key."))
    if settings.desk.key and not settings.desk.address:
        problems = (*problems, Problem(
            file, line_of(text, ("desk", "key")), "desk.key",
            "is set, but desk.address is not, so the desk is not told that somebody waits.",
            "Write desk.address, as `kiosk desk add-kiosk NAME` printed it beside the key."))
    return settings, problems


def _unreadable(path: Path, message: str, remedy: str) -> Problem:
    return Problem(str(path), 0, "", message, f"{remedy} {ALL_DEFAULTS}", fatal=True)
