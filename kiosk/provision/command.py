"""`kiosk provision`: read the card, check, write, take the secrets from the card, and say on the glass how it went."""

from __future__ import annotations

import contextlib
import difflib
import json
import re
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kiosk.lockdown.files import FIREWALL
from kiosk.provision.card import find, read
from kiosk.provision.fault import Fault
from kiosk.provision.lines import says_nothing
from kiosk.provision.machine import OnCard, usual
from kiosk.provision.pack_keys import FOLDER, PackKeys, on_card
from kiosk.provision.placing import Entry, place
from kiosk.provision.plan import Places, Plan, fingerprint_entry, lockdown, make_plan
from kiosk.provision.taking import ask, put_instead, trim
from kiosk.settings import judge, load
from kiosk.whole import write_whole

BOOT = (Path("/bootfs"), Path("/boot/firmware"))
"""Where the boot partition is: on the ready image, whose systems each have a /boot/firmware of their own; and on
Raspberry Pi OS."""
REPORT = Path("run/kiosk-provision")
SECONDS = {"taken": 20, "warning": 60, "fault": 60}
"""How long the glass says it before the kiosk comes."""
STAYS = {"full": ("the card is full", "de kaart is vol"), "": ("the card takes nothing", "de kaart is alleen-lezen")}


def sample() -> int:
    print(usual(), end="")
    return 0


def provision(boot: Path | None, root: Path, *, dry_run: bool = False, diff: bool = False) -> int:
    """0 when the kiosk's settings are as the card says, or the card says nothing; 1 when something is wrong."""
    if boot and not boot.is_dir():
        print(f"{boot} is no folder. Give the one that is the card's boot partition.", file=sys.stderr)
        return 1
    boot = boot or next((folder for folder in BOOT if folder.is_dir()), BOOT[-1])
    places = Places(root)
    fresh = not places.settings.exists()  # as in the ready image
    file, faults = find(boot)
    text, faults = read(file) if file and not faults else ("", faults)
    name = file.name if file else "kiosk.toml"
    if not faults and (not file or _empty(text)):
        print(f"There is nothing in {boot / name} to take over." if file else f"There is no kiosk.toml on {boot}.")
        if (boot / FOLDER).is_dir():
            print(f"The keys in {boot / FOLDER} are taken over together with a kiosk.toml that says something.")
        if fresh and not dry_run:
            with contextlib.suppress(OSError):  # nothing is set yet, so nobody comes in yet
                place(list(lockdown(OnCard(), places)))
            if root == Path("/"):
                _wall(fresh)
        _forget(root, dry_run)
        return 0
    plan = Plan(faults=faults) if faults else make_plan(text, places, datetime.now())
    keys = on_card(boot, root / str(plan.settings.packs.keys).lstrip("/"))
    plan = replace(plan, entries=(*plan.entries, *keys.entries), faults=(*plan.faults, *keys.faults))
    if plan.faults:
        return _refuse(places, name, plan.faults, text, dry_run)
    assert file is not None

    mark = fingerprint_entry(places, file.read_bytes(), keys.seen)
    changes = [] if mark.is_there() else [entry for entry in plan.entries if not entry.is_there()]
    for entry in changes:
        print(f"{'write ' if entry.link or entry.content is not None else 'remove'} {entry.path}")
        if diff:
            print(_difference(entry, plan.secrets), end="")
    if plan.card is not None:
        print(f"take the secrets from {file}")
    if dry_run:
        print("Nothing was changed: this was a dry run.")
        return 0
    try:
        place(changes)
    except OSError as error:
        return _refuse(places, name, [_no_room(error)], text, dry_run)
    if plan.card is not None and root == Path("/") and forgets(places.settings.parent):
        print(f"The secrets stay on the card: {places.settings.parent} is in memory, and forgets them.")
        warning = ""
    else:
        warning = _take_secrets(file, plan)
    place([entry for entry in [fingerprint_entry(places, file.read_bytes(), keys.seen)] if not entry.is_there()])
    if root == Path("/"):
        _tell_the_machine(plan)
        if any(entry.path == places.at(FIREWALL) for entry in changes):
            _wall(fresh)
    if changes or warning:
        print("The settings were taken over." if changes else "Nothing else has changed.")
        _show(root, "warning" if warning else "taken", plan, keys, warning)
    else:
        print("Nothing to do: the settings are as the card says.")
        _forget(root, dry_run)
    return 0


def _empty(text: str) -> bool:
    try:
        return says_nothing(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return False


def forgets(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> bool:
    """Whether what is written there is gone after the next start: on Raspberry Pi OS with its overlay switched on, all
    of the root is. Then the card is the only place that remembers."""
    above = {str(folder), *map(str, folder.parents)}
    found = [(len(fields[4]), fields[fields.index("-") + 1]) for line in mounts.read_text("utf-8").splitlines()
             if (fields := line.split()) and fields[4] in above]
    return max(found, default=(0, ""))[1] in ("overlay", "tmpfs")


def _take_secrets(file: Path, plan: Plan) -> str:
    """Why they are still there, in Dutch; "" when they are not."""
    if plan.card is None:
        return ""
    try:
        put_instead(file, plan.card.encode())
    except OSError as error:
        english, dutch = STAYS["full" if error.errno == 28 else ""]
        print(f"{file}: the passwords and keys are still on the card: {english}. Remove these lines yourself.",
              file=sys.stderr)
        return f"Op de kaart staan nog wachtwoorden of sleutels: {dutch}. Verwijder die regels zelf."
    trim()
    return ""


def _refuse(places: Places, name: str, faults: Sequence[Fault], text: str, dry_run: bool) -> int:
    for fault in faults:
        print(fault.told(name), file=sys.stderr)
    print("Nothing was changed.", file=sys.stderr)
    if not dry_run:
        from kiosk.provision import page

        former = places.taken.exists() or _says_something(places.settings)
        _write_report(places.root, "fault", [
            {"line": fault.line, "key": fault.key, "message": fault.english[0], "remedy": fault.english[1]}
            for fault in faults])
        _draw(places.root, page.faulty(name, faults, former=former), _rotation(text, places),
              str(SECONDS["fault"]) if former else "infinity")
    return 1


def _says_something(settings: Path) -> bool:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return not _empty(settings.read_text("utf-8-sig"))
    return False


def _no_room(error: OSError) -> Fault:
    return Fault(0, "", (f"The settings cannot be kept: {error.strerror}.", "Make room, or use another card."),
                 ("De kiosk kan de instellingen niet bewaren.", "Neem een nieuwe geheugenkaart."))


def _show(root: Path, state: str, plan: Plan, keys: PackKeys, warning: str) -> None:
    from kiosk.provision import page

    _write_report(root, state, [])
    _draw(root, page.taken(plan.settings, keys.names, warning), plan.settings.panel.rotation, str(SECONDS[state]))


def _write_report(root: Path, state: str, faults: Sequence[dict]) -> None:
    """For `kiosk doctor` and the administrator's page: {"state": "fault", "faults": [{line, key, message, remedy}]}."""
    with contextlib.suppress(OSError):
        write_whole(root / REPORT / "report.json", json.dumps({"state": state, "faults": faults}).encode())


def _draw(root: Path, said, rotation: int, seconds: str) -> None:
    """Without a picture the journal still has it, and the kiosk still comes."""
    from io import BytesIO

    from kiosk.provision.page import draw

    try:
        png = BytesIO()
        draw(said, rotation).save(png, "PNG")
        write_whole(root / REPORT / "seconds", f"{seconds}\n".encode())
        write_whole(root / REPORT / "page.png", png.getvalue())
    except OSError as error:
        print(f"The page for the glass cannot be made: {error}.", file=sys.stderr)


def _forget(root: Path, dry_run: bool) -> None:
    """What an earlier start had to say."""
    if dry_run:
        return
    with contextlib.suppress(OSError):
        for name in ("page.png", "seconds", "report.json"):
            (root / REPORT / name).unlink(missing_ok=True)


def _rotation(text: str, places: Places) -> int:
    """How the glass hangs, by the file if it says so, else as it was: a page on its side is read by nobody."""
    settings, problems = judge(OnCard, text, "")
    if "rotation" in text and not any(problem.fatal for problem in problems):
        return settings.panel.rotation
    return load(places.settings)[0].panel.rotation if places.settings.exists() else 0


def _tell_the_machine(plan: Plan) -> None:
    """What would otherwise hold from the next start on, or on a read-only root never."""
    machine = plan.settings.machine
    if machine.hostname:
        ask("hostnamectl", "--transient", "hostname", machine.hostname)
    if machine.wifi_name:
        ask("rfkill", "unblock", "wifi")
        ask("iw", "reg", "set", machine.wifi_country)


def _wall(fresh: bool) -> None:
    """The firewall with its new rules. Only where it is in force, else whoever tries this out over ssh is shut out."""
    ask("systemctl", "--no-block", "restart" if fresh else "try-restart", "kiosk-firewall.service",
        "kiosk-firewall-names.timer")


def _difference(entry: Entry, secrets: frozenset[str]) -> str:
    old = new = ""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        old = f"→ {entry.path.readlink()}\n" if entry.path.is_symlink() else entry.path.read_text("utf-8")
    new = f"→ {entry.link}\n" if entry.link else (entry.content or b"").decode(errors="replace")
    lines = "".join(difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True),
                                         str(entry.path), str(entry.path), n=1))
    for secret in sorted(secrets, key=len, reverse=True):
        lines = lines.replace(secret, "•••")
    return re.sub(r"(?m)^([-+ ]psk=).*$", r"\1•••", lines)
