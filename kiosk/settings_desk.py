"""The settings of helping: when helpers are there, the desk as a kiosk knows it, and the desk itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk import settings_values as v
from kiosk.settings_file import setting

A_DAY = '["09:00-12:30", "13:30-17:00"]'


def _weekday(name: str, example: str = A_DAY) -> tuple[str, ...] | None:
    return setting(None, v.hours(), example=example,
                   help=f"When a helper is there on {name}. Left out, the kiosk names no hour.")


@dataclass(frozen=True)
class Helpers:
    """When helpers are there, as "09:00-12:30". None is unknown; an empty tuple is a day without a helper."""

    monday: tuple[str, ...] | None = _weekday("Monday")
    tuesday: tuple[str, ...] | None = _weekday("Tuesday")
    wednesday: tuple[str, ...] | None = _weekday("Wednesday")
    thursday: tuple[str, ...] | None = _weekday("Thursday")
    friday: tuple[str, ...] | None = _weekday("Friday")
    saturday: tuple[str, ...] | None = _weekday("Saturday", "[]")
    sunday: tuple[str, ...] | None = _weekday("Sunday", "[]")
    phone: str = setting(
        "", v.text(30),
        help="A telephone number for help, shown on the hand-off screen. Empty shows none.")
    exceptions: Mapping[date, tuple[str, ...]] = setting(
        None, v.hours_by_date(), example='{ "2026-12-25" = [], "2026-12-24" = ["09:00-12:00"] }',
        help="Days that differ from the week, such as holidays.")


@dataclass(frozen=True)
class Desk:
    """The helpers' web page, where this kiosk says that somebody waits."""

    address: str = setting(
        "", v.address(), example='"https://desk.example.be"',
        help="Where the desk is. The kiosk then tells it when somebody asks for help, shows its hours, and makes the "
             "square code a link to it. Empty: nobody is told, and the code holds plain Dutch text.")
    key: str = setting(
        "", v.key(), example='"the-key-that-add-kiosk-showed"',
        help="This kiosk's own key for the desk, made there with `kiosk desk add-kiosk NAME`. Let only the kiosk's "
             "user read this file.")
    folder: Path = setting(
        "/var/lib/kiosk/outbox", v.folder(),
        help="Where the kiosk notes what it has to take back at the desk after a power cut, and the desk's hours. "
             "Nothing about a visit.")


@dataclass(frozen=True)
class DeskServer:
    """The desk itself, on the machine where `kiosk desk` runs."""

    address: str = setting(
        "", v.address(),
        help="Where assistants and kiosks open the desk. With https:// sessions travel only encrypted. Empty: only "
             "for trying it out on one machine.")
    host: str = setting(
        "127.0.0.1", v.text(100),
        help="The network address that the desk listens on. 127.0.0.1 is this machine alone, where a reverse proxy "
             "with https stands before it (deploy/Caddyfile).")
    port: int = setting(
        8080, v.number(1, 65535),
        help="The port that the desk listens on.")
    database: str = setting(
        "sqlite:////var/lib/kiosk/desk.sqlite3", v.text(300),
        help="Where requests wait: a file of SQLite, or postgresql://user@host/name for a region. A password is better "
             "in the user's ~/.pgpass than here.")
    workers: int = setting(
        1, v.number(1, 64),
        help="How many processes serve the desk. More than one needs PostgreSQL.")
    counts: bool = setting(
        False, v.yes_no(), source="Statistics without people: OECD glossary 7010",
        help="Count by month what help is asked for: services, steps, languages and waiting times, each by itself.")
    session_hours: int = setting(
        12, v.number(1, 24), unit="hours",
        help="How long an assistant stays logged in.")
    oidc_issuer: str = setting(
        "", v.address(longest=200, path=True),
        help="The address of the municipality's own log-in (OpenID Connect). Empty: only personal links. Its secret is "
             "read from the environment variable KIOSK_DESK_OIDC_SECRET.")
    oidc_client_id: str = setting(
        "", v.text(200),
        help="The name by which that log-in knows the desk.")
    oidc_role: str = setting(
        "", v.text(200),
        help='What must stand among the "groups" or "roles" that the log-in tells of somebody. Empty: everybody whom '
             "it lets in may help.")
