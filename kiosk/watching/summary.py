"""The settings of a kiosk as others may see them: what differs from the default, without secrets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from kiosk.settings import SETTINGS, Settings
from kiosk.settings_file import Setting

THE_DESKS = "desk_server"
"""Settings of the desk's machine, not of a kiosk; an address of a database may hold a password."""

OF_ONE_KIOSK = ("site.name", "site.number", "watching.name")
"""By which kiosks that are otherwise set alike differ."""

TELLING = ("key", "code", "pin", "secret", "password", "passphrase", "token", "hash", "salt", "psk")
"""What a name of a secret holds. Beside `Kind.secret`, so that one that was declared without it is not shown either."""


def is_secret(one: Setting) -> bool:
    return getattr(one.kind, "secret", False) or bool({*TELLING} & {*one.key.split("_")})


def differing(settings: Settings) -> Iterator[tuple[str, str]]:
    """(name, value) of what an administrator has set, in the order of the sample file, in the report's Dutch. A secret
    is only said to be there, a table only how many lines it has."""
    for one in SETTINGS:
        table, _, key = one.name.partition(".")
        if table == THE_DESKS:
            continue
        holder = getattr(settings, table)
        value = getattr(holder, key) if key else holder
        default = None if one.default is None else one.kind.read(one.default)
        if value == default or value is None or isinstance(value, Mapping) and not value:
            continue
        yield one.name, _shown(one, value)


def fingerprint(settings: Settings) -> str:
    """Eight digits that are the same on two kiosks that are set alike, whatever their names and keys."""
    said = [f"{name}={value}" for name, value in differing(settings) if name not in OF_ONE_KIOSK]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:8]


def _shown(one: Setting, value: object) -> str:
    if is_secret(one):
        return "(ingevuld)"
    if isinstance(value, Mapping):
        return f"({len(value)} regels)"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "geen"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)
