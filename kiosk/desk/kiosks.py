"""Which kiosks may ask, and the sites they stand at. A kiosk proves itself with a key that is shown once, when it is
made; the desk keeps only its hash.
"""

from __future__ import annotations

import secrets
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy import insert as plain_insert

from kiosk.desk.database import insert
from kiosk.desk.tables import kiosks, sites

LONGEST_NAME = 60


class Refused(Exception):
    """An administrator asked for what cannot be; ``str()`` says what to do instead."""


class Kiosk(NamedTuple):
    """Who asks. ``site`` is the number of its site in the database, not that of the hand-off code. ``out_of_order``:
    somebody at the desk has switched that on."""

    id: int
    name: str
    site: int
    out_of_order: bool = False


class Standing(NamedTuple):
    """A kiosk as the page of the kiosks shows it."""

    id: int
    name: str
    site_name: str
    out_of_order: bool


def new_secret() -> str:
    """256 random bits: nobody guesses them, so a plain hash of them needs no salt and no slowness."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def read_name(written: str) -> str:
    """A name as an administrator gave it. Raises Refused."""
    name = " ".join(written.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(f"A name is one line of 1 to {LONGEST_NAME} characters, such as \"Kiosk 3 leeszaal\".")
    return name


def site_named(connection: Connection, name: str) -> int:
    """The number of a site, made when it is new. Raises Refused."""
    name = read_name(name)
    connection.execute(insert(connection, sites).values(name=name).on_conflict_do_nothing(index_elements=["name"]))
    return connection.execute(select(sites.c.id).where(sites.c.name == name)).scalar_one()


def all_sites(connection: Connection) -> dict[int, str]:
    """The names of the sites by number, in the order of the alphabet."""
    return {id: name for id, name in connection.execute(select(sites.c.id, sites.c.name).order_by(sites.c.name))}


def add_kiosk(connection: Connection, name: str, site: str, today: date) -> str:
    """A new kiosk's key. Raises Refused."""
    name, key = read_name(name), new_secret()
    if connection.execute(select(kiosks.c.id).where(kiosks.c.name == name)).first():
        raise Refused(f'There is a kiosk "{name}" already. Give this one another name, or take the old one away first: '
                      f'kiosk desk remove-kiosk "{name}"')
    connection.execute(plain_insert(kiosks).values(
        name=name, site=site_named(connection, site), key_hash=hash_of(key), added=today))
    return key


def remove_kiosk(connection: Connection, name: str) -> None:
    """From now on its key opens nothing, and nobody waits there. Raises Refused."""
    if not connection.execute(delete(kiosks).where(kiosks.c.name == read_name(name))).rowcount:
        raise Refused(f'There is no kiosk "{name}". `kiosk desk list` shows which there are.')


_KIOSK = select(kiosks.c.id, kiosks.c.name, kiosks.c.site, kiosks.c.out_of_order) \
    .where(kiosks.c.key_hash == bindparam("hash"))


def kiosk_with(connection: Connection, key: str) -> Kiosk | None:
    """The kiosk whose key this is."""
    row = connection.execute(_KIOSK, {"hash": hash_of(key)}).first()
    return Kiosk(*row) if row else None


def listed(connection: Connection) -> list[tuple[str, str, date]]:
    """Name, site and day of every kiosk."""
    query = select(sites.c.name, kiosks.c.name, kiosks.c.added).join(sites).order_by(sites.c.name, kiosks.c.name)
    return [(name, site, added) for site, name, added in connection.execute(query)]


def standing_at(connection: Connection, site: int | None) -> list[Standing]:
    """The kiosks of a site (None: of every site), in the order of the alphabet."""
    query = select(kiosks.c.id, kiosks.c.name, sites.c.name, kiosks.c.out_of_order).join(sites) \
        .order_by(sites.c.name, kiosks.c.name)
    return [Standing(*row) for row in connection.execute(query if site is None else query.where(sites.c.id == site))]


def switch(connection: Connection, id: int, site: int | None, *, on: bool) -> bool:
    """Put a kiosk out of order, or in order again. False where there is none at that site (None: at any)."""
    one = update(kiosks).where(kiosks.c.id == id).values(out_of_order=on)
    return bool(connection.execute(one if site is None else one.where(kiosks.c.site == site)).rowcount)


def number_of_kiosks(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(kiosks)).scalar_one()
