"""From the card's text to what each file of the machine should hold. Reads, and changes nothing."""

from __future__ import annotations

import contextlib
import os
import re
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.lockdown import files
from kiosk.provision import dutch
from kiosk.provision.card import not_toml
from kiosk.provision.fault import Fault
from kiosk.provision.lines import NotAlone, value_at, with_value, without_table, without_value
from kiosk.provision.machine import SECRETS, ZONES, Machine, OnCard
from kiosk.provision.placing import Entry
from kiosk.settings import Settings, judge
from kiosk.settings_file import Problem, line_of

HOME = Path("etc/kiosk")
TAKEN = "the kiosk took it on"


@dataclass(frozen=True)
class Places:
    """Where things are below ``root``. On a read-only root some of them are links into etc/kiosk, which is writable."""

    root: Path

    def at(self, path: str) -> Path:
        place = self.root / path
        if place.is_symlink() and (place.parent / place.readlink()).parent == self.root / HOME:
            return place.parent / place.readlink()
        return place

    @property
    def settings(self) -> Path:
        return self.root / HOME / "kiosk.toml"

    @property
    def taken(self) -> Path:
        """Holds the fingerprint of the card's file as it was last taken over."""
        return self.root / HOME / "card.sha256"

    @property
    def wifi(self) -> Path:
        return self.root / "etc/NetworkManager/system-connections/kiosk.nmconnection"


@dataclass(frozen=True)
class Plan:
    """``entries`` are what should be there. ``card`` is the card's text without secrets, None where it holds none.
    ``secrets`` are all that were seen, which no output may repeat."""

    entries: tuple[Entry, ...] = ()
    card: str | None = None
    settings: OnCard = field(default_factory=OnCard)
    faults: tuple[Fault, ...] = ()
    secrets: frozenset[str] = frozenset()


def make_plan(text: str, places: Places, now: datetime) -> Plan:
    """Never raises for what stands in ``text``."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Plan(faults=(not_toml(error, text),))
    wanted, problems = judge(OnCard, text, "")
    former = _former(places)
    secrets = frozenset(str(value) for source in (content, former) for path in SECRETS
                        if (value := value_at(source, path)))
    wrong = {problem.key for problem in problems}
    faults = [_fault(problem, text) for problem in problems if not _mended(problem, content, former, wrong)]
    if faults:
        return Plan(faults=tuple(faults), secrets=secrets)
    try:
        card = _card(text, content, now)
        own = _settings(card, content, former)
    except NotAlone as entry:
        return Plan(faults=(_not_alone(text, entry.args[0]),), secrets=secrets)
    wifi, faults = _wifi(wanted.machine, places, text)
    faults += [_fault(problem, text) for problem in judge(Settings, own, "")[1]]  # a secret that was kept is none
    faults += _nobody_comes_in(wanted, text)
    entries = (Entry(places.settings, own.encode(), mode=0o640, group="kiosk"), *wifi,
               *_machine(wanted.machine, places), *lockdown(wanted, places))
    return Plan(entries, card if card != text else None, wanted, tuple(faults), secrets)


def fingerprint_entry(places: Places, card: bytes, keys: bytes | None) -> Entry:
    """``keys``: those on the card, None where it has no folder for them."""
    import hashlib

    seen = hashlib.sha256(card if keys is None else card + b"\n" + keys)
    return Entry(places.taken, f"{seen.hexdigest()}\n".encode(), mode=0o600)


def _former(places: Places) -> dict[str, Any]:
    try:
        return tomllib.loads(places.settings.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _kept(path: tuple[str, str], content: dict[str, Any], former: dict[str, Any]) -> str:
    """A secret that the card no longer holds, from the settings that hold now. The desk's key goes only where it went
    before: to another address it would be told to a stranger."""
    value = value_at(former, path)
    if not isinstance(value, str) or not value or value_at(content, path) is not None:
        return ""
    if path == ("desk", "key"):
        address = ("desk", "address")
        here, there = value_at(content, address), value_at(former, address)
        if not here or str(here).rstrip("/ ") != str(there).rstrip("/ "):
            return ""
    return value


def _mended(problem: Problem, content: dict[str, Any], former: dict[str, Any], wrong: set[str]) -> bool:
    """Whether a secret that is kept makes it right, or is told of already."""
    return problem.key == "desk.address" and "desk.key" in problem.message and (
        "desk.key" in wrong or bool(_kept(("desk", "key"), content, former)))


def _settings(card: str, content: dict[str, Any], former: dict[str, Any]) -> str:
    """Made from the card without secrets, so that it is the same before and after they are taken from there."""
    own = without_table(card, "machine")
    own = "".join(line for line in own.splitlines(keepends=True) if TAKEN not in line)
    for path in SECRETS:
        if path[0] != "machine" and (value := value_at(content, path) or _kept(path, content, former)):
            own = with_value(own, path, str(value))
    return own


def _card(text: str, content: dict[str, Any], now: datetime) -> str:
    for path in SECRETS:
        if value_at(content, path):
            text = without_value(text, path, f"{path[1]}: {TAKEN} {now:%Y-%m-%d at %H:%M}, and has it. To change it, "
                                             f"write here: {path[1]} = \"…\"")
    return text


def _wifi(machine: Machine, places: Places, text: str) -> tuple[list[Entry], list[Fault]]:
    if machine.wifi_name is None:
        return [], []
    if not machine.wifi_name:
        return [Entry(places.wifi)], []
    password = machine.wifi_password
    if password is None:
        former = ""
        with contextlib.suppress(OSError):  # there is none; or somebody without rights tries this out
            former = places.wifi.read_text("utf-8")
        if f"\nssid={_ssid(machine.wifi_name)}\n" not in former:
            number = line_of(text, ("machine", "wifi_name"))
            return [], [Fault(number, "machine.wifi_name",
                              ("has no password.", 'Write it as wifi_password = "…", or "" for an open network.'),
                              ("Bij dit netwerk ontbreekt het wachtwoord.",
                               'Schrijf eronder: wifi_password = "…". Is het een open netwerk? Schrijf dan "".'))]
        return [Entry(places.wifi, former.encode(), mode=0o600)], []
    return [Entry(places.wifi, keyfile(machine.wifi_name, password).encode(), mode=0o600)], []


def keyfile(name: str, password: str) -> str:
    """A connection of NetworkManager: tried for ever, and without the power saving that lets Wi-Fi of a Pi sleep."""
    lines = ["[connection]", "id=kiosk", f"uuid={uuid.uuid5(uuid.NAMESPACE_DNS, f'kiosk wifi {name}')}", "type=wifi",
             "autoconnect-retries=0", "", "[wifi]", "mode=infrastructure", f"ssid={_ssid(name)}", "powersave=2", ""]
    if password:
        edge = re.sub(r"^ +| +$", lambda spaces: r"\s" * len(spaces[0]), password.replace("\\", "\\\\"))
        lines += ["[wifi-security]", "key-mgmt=wpa-psk", f"psk={edge}", ""]
    return "\n".join([*lines, "[ipv4]", "method=auto", "", "[ipv6]", "method=auto", ""])


def _ssid(name: str) -> str:
    plain = re.fullmatch(r"[A-Za-z0-9_.-]([A-Za-z0-9 _.-]*[A-Za-z0-9_.-])?", name) and re.search("[A-Za-z]", name)
    return name if plain else "".join(f"{byte};" for byte in name.encode())


def _machine(machine: Machine, places: Places) -> Iterator[Entry]:
    if machine.hostname:
        yield Entry(places.at("etc/hostname"), f"{machine.hostname}\n".encode())
        hosts = places.root / "etc/hosts"
        if hosts.is_file() and os.access(hosts, os.W_OK):  # on a read-only root it is not, nor needed
            told = re.sub(r"(?m)^(127\.0\.1\.1\s+).*$", rf"\g<1>{machine.hostname}", hosts.read_text("utf-8"))
            yield Entry(hosts, told.encode())
    if machine.time_zone:
        yield Entry(places.at("etc/localtime"), link=str(ZONES / machine.time_zone))
    if machine.ssh_key is not None:
        content = f"{machine.ssh_key}\n".encode() if machine.ssh_key else None
        yield Entry(places.root / HOME / "authorized_keys", content)


def lockdown(settings: OnCard, places: Places) -> Iterator[Entry]:
    """What kiosk-setup makes of these settings too. Nothing before the package is installed, nor in the place of a file
    of the administrator's own."""
    users = places.root / "etc/passwd"
    number = re.search(r"(?m)^kiosk:[^:]*:(\d+):", users.read_text("utf-8") if users.is_file() else "")
    texts = files.made(settings, int(number[1])) if number else {}
    for path in (files.FIREWALL, files.ASOUND) if number else ():
        place = places.at(path)
        can = place.parent == places.root / HOME or os.access(place.parent, os.W_OK)  # a read-only root has no link
        if can and files.is_ours(place):
            yield Entry(place, texts[path].encode() if path in texts else None)


def _nobody_comes_in(settings: OnCard, text: str) -> list[Fault]:
    if not settings.machine.ssh_key or settings.lockdown.admin_networks or not settings.lockdown.firewall:
        return []
    return [Fault(line_of(text, ("machine", "ssh_key")), "machine.ssh_key",
                  ("opens nothing, since lockdown.admin_networks names no network.",
                   'Write below [lockdown] from where you come, such as admin_networks = ["10.1.2.0/24"].'),
                  ("Deze sleutel laat niemand binnen: er staat geen netwerk bij.",
                   'Schrijf onder [lockdown] uw netwerk, zoals admin_networks = ["10.1.2.0/24"].'))]


def _fault(problem: Problem, text: str) -> Fault:
    remedy = re.sub(r" Until then .*$", "", problem.remedy)
    line = line_of(text, tuple(problem.key.split("."))) or problem.line
    problem = replace(problem, message=_discreet(problem.message))
    return Fault(line, problem.key, (problem.message, remedy), dutch.sentences(problem))


def _discreet(message: str) -> str:
    """Without a long value: somebody may have pasted a password into the wrong line."""
    return re.sub(r'"([^"]*)"', lambda quoted: '"…"' if len(quoted[1]) >= 12 else quoted[0], message)


def _not_alone(text: str, path: tuple[str, str]) -> Fault:
    key = ".".join(filter(None, path))
    number = line_of(text, tuple(filter(None, path)))
    return Fault(number, key, ("does not stand on a line of its own.",
                               f"Write [{path[0]}] on one line, and below it each setting on its own line."),
                 ("Dit staat niet op een eigen regel.",
                  f"Schrijf [{path[0]}] op een regel. Schrijf daaronder elke instelling op een eigen regel."))
