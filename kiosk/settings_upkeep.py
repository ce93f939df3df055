"""The settings of those who look after the machine itself: packs, watching, what it lets in and out, when it goes dark.

Declared like all others; kiosk/settings.py has them in its one list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk import settings_machine as machine
from kiosk import settings_values as v
from kiosk.settings_file import setting


@dataclass(frozen=True)
class Channel:
    """Packs from an address."""

    address: str = setting(
        "", v.address(200, path=True), example='"https://packs.example.be/kiosks"',
        help="Where your packs are published, with `kiosk pack publish`. The kiosk asks there a few times a day, once "
             "its clock is right, and believes only what root.json among packs.keys allows. Empty: it asks nobody.")


@dataclass(frozen=True)
class Watching:
    """Telling those who look after many kiosks that this one is alive, and how it is. Nothing about visits."""

    ping: str = setting(
        "", v.address(200, path=True, secret=True), example='"https://hc.example.be/ping/the-check-of-this-kiosk"',
        help="The ping address of this kiosk's check at a Healthchecks server. Every 5 minutes it is told that the "
             "kiosk is alive, and with /fail what is at fault. Empty: nobody is told.")
    push: str = setting(
        "", v.address(200, path=True, secret=True), example='"https://push.example.be"',
        help="A Prometheus Pushgateway, which gets the numbers every 5 minutes. Empty: they are only written for "
             "node-exporter, where that is installed.")
    name: str = setting(
        "", v.text(60), example='"bib-centrum-1"',
        help="What this kiosk is called in those numbers. Empty: the machine's host name.")


def _open(day: str, example: str = '["09:00-18:00"]') -> tuple[str, ...] | None:
    return setting(None, v.hours(), example=example,
                   help=f"When the building is open on {day}. Outside it a kiosk that nobody uses goes dark, and the "
                        "first touch wakes it. Left out, it never goes dark on that day.")


@dataclass(frozen=True)
class Opening:
    """When the building is open, as "09:00-18:00". None is unknown; an empty tuple is a closed day."""

    monday: tuple[str, ...] | None = _open("Monday")
    tuesday: tuple[str, ...] | None = _open("Tuesday")
    wednesday: tuple[str, ...] | None = _open("Wednesday")
    thursday: tuple[str, ...] | None = _open("Thursday")
    friday: tuple[str, ...] | None = _open("Friday")
    saturday: tuple[str, ...] | None = _open("Saturday")
    sunday: tuple[str, ...] | None = _open("Sunday", "[]")
    exceptions: Mapping[date, tuple[str, ...]] = setting(
        None, v.hours_by_date(), example='{ "2026-12-25" = [] }',
        help="Days that differ from the week, such as holidays.")


@dataclass(frozen=True)
class Lockdown:
    """What the machine lets in and out. `kiosk-setup` makes it so."""

    firewall: bool = setting(
        True, v.yes_no(),
        help="Let nothing in, and out only to what these settings name: the desk, the printer, the packages. After a "
             "change: sudo kiosk-setup.")
    admin_networks: tuple[str, ...] = setting(
        [], machine.networks(), example='["10.1.2.0/24"]',
        help="From where you may reach this machine over ssh (port 22), and Prometheus its numbers (port 9100). Empty: "
             "from nowhere.")
    reach: tuple[machine.Server, ...] = setting(
        [], machine.servers(), example='["mirror.example.be", "vpn.example.be:51820/udp"]',
        help="Other servers that the machine itself may reach, such as the one that watches it. The kiosk's own user "
             "may not.")


@dataclass(frozen=True)
class Packs:
    """Signed content packs."""

    folder: Path = setting(
        "/var/lib/kiosk/packs", v.folder(),
        help="Where installed content packs are kept: see `kiosk pack`.")
    keys: Path = setting(
        "/etc/kiosk/keys", v.folder(),
        help="The .pem files of those whose packs this kiosk accepts. Without one it accepts none.")


@dataclass(frozen=True)
class Administrator:
    """The pages for administrators, on the kiosk itself."""

    code: str = setting(
        "", v.code_hash(),
        example='"scrypt:16384:AAAAAAAAAAAAAAAAAAAAAA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="',
        help="What `kiosk admin-code` prints for six digits. Hold a finger for 5 seconds in a corner at the top of "
             "the glass, and type them. Empty: there are no such pages.")
