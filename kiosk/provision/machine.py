"""What the card's file may say beyond the settings: the machine itself. Declared like the settings, read like them."""

from __future__ import annotations

import base64
import re
from binascii import Error
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk import settings as s
from kiosk.settings_file import sample, setting, table
from kiosk.settings_values import Kind, Wrong, shown

ZONES = Path("/usr/share/zoneinfo")
SECRETS = (("desk", "key"), ("administrator", "code"), ("machine", "wifi_password"))
"""What does not stay on the card. The administrator's code is only a hash, but of six digits: whoever finds the card
can try all of them at home."""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong(f"is {shown(value)}, which is not a text.")
    return value.strip()


def hostname() -> Kind:
    def read(value: Any) -> str:
        value = _text(value).lower()
        if not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", value):
            raise Wrong(f"is {shown(value)}, which is not a machine's name.")
        return value

    return Kind("letters, digits and hyphens, 63 at most", read)


def network() -> Kind:
    """The name of a Wi-Fi network (SSID); "" for none."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not (value.isprintable() and len(value.encode()) <= 32):
            raise Wrong("is not the name of a network.")
        return value

    return Kind('the network\'s name, 32 bytes at most, or "" for none', read)


def passphrase() -> Kind:
    """A WPA passphrase, or 64 hexadecimal digits; "" for an open network. No message repeats it."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"([\x20-\x7e]{8,63}|[0-9A-Fa-f]{64})?", value):
            raise Wrong("is not a Wi-Fi password: those have 8 to 63 letters without accents, digits and signs.")
        return value

    return Kind('the network\'s password between quotation marks, or "" for an open network', read)


def country() -> Kind:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch("[A-Za-z]{2}", value.strip()):
            raise Wrong(f"is {shown(value)}, which is not a country's two letters.")
        return value.strip().upper()

    return Kind('the two letters of a country, such as "BE"', read)


def time_zone() -> Kind:
    def read(value: Any) -> str:
        value = _text(value)
        if not re.fullmatch(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}", value) or not (ZONES / value).is_file():
            raise Wrong(f"is {shown(value)}, which this machine does not know.")
        return value

    return Kind('a time zone such as "Europe/Brussels"', read)


def public_key() -> Kind:
    """One line as in authorized_keys, without options: options could run commands. "" for none."""

    def read(value: Any) -> str:
        value = _text(value)
        parts = re.fullmatch(r"((?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+) ([A-Za-z0-9+/]+=*)( [\x20-\x7e]{1,100})?", value)
        try:
            body = base64.b64decode(parts[2], validate=True) if parts else b""
        except Error:
            body = b""
        if value and (not parts or parts[1].encode() != body[4:4 + int.from_bytes(body[:4], "big")]):
            raise Wrong("is not a public key.")
        return value

    return Kind('the one line of a .pub file, such as "ssh-ed25519 AAAA…", or "" for none', read)


@dataclass(frozen=True)
class Machine:
    """The machine, apart from the kiosk. None: left out of the file, and stays as it is."""

    hostname: str | None = setting(
        None, hostname(), example='"kiosk-leeszaal"',
        help="The machine's name in the network. Left out: as it is.")
    wifi_name: str | None = setting(
        None, network(), example='"Bibliotheek"',
        help='The Wi-Fi network to use, beside a cable. "" takes the kiosk\'s network away; left out: as it is.')
    wifi_password: str | None = setting(
        None, passphrase(), example='"the-network-password"',
        help='Its password. The kiosk takes this line from the card. Left out: the one it knows. "" for an open '
             "network.")
    wifi_country: str = setting(
        "BE", country(),
        help="The country whose rules for Wi-Fi hold.")
    time_zone: str | None = setting(
        None, time_zone(), example='"Europe/Brussels"',
        help="Left out: as it is.")
    ssh_key: str | None = setting(
        None, public_key(), example='"ssh-ed25519 AAAA… name"',
        help="With whose key somebody may log in, as the user beheer of the ready image, from lockdown.admin_networks. "
             "Left out: as it is.")


@dataclass(frozen=True)
class OnCard(s.Settings):
    """All that the card's file may hold."""

    machine: Machine = table(Machine)


@dataclass(frozen=True)
class Usual:
    """What differs between two kiosks of one administrator; the sample holds this and no more."""

    site: s.Site = table(s.Site)
    machine: Machine = table(Machine)
    panel: s.Panel = table(s.Panel)
    sound: s.Sound = table(s.Sound)
    desk: s.Desk = table(s.Desk)
    helpers: s.Helpers = table(s.Helpers)
    lockdown: s.Lockdown = table(s.Lockdown)
    administrator: s.Administrator = table(s.Administrator)


HEAD = """\
# The settings of this kiosk. Take away the # before a line, and write your own value.
#
# When the kiosk starts, it checks this file. Is all of it right, then the kiosk takes it over. Is something
# wrong, then nothing is changed, and the screen says which line to mend. Passwords and keys are taken from
# this card once the kiosk has them.
#
# Save as plain text, with the name kiosk.toml. Every other setting that `kiosk config` shows may stand here too.
"""


def usual() -> str:
    """The sample that lies on the card of a ready image. It changes nothing."""
    lines = sample(Usual).splitlines(keepends=True)
    body = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return HEAD + "".join(lines[body:])
