"""Who may help: assistants, the link that works once, the device that is remembered, and the session.

All three are random secrets of which only the hash is kept, here and not in the cookie itself, so that taking an
assistant away ends their sessions at once. Times are in whole hours: nobody can read back when somebody came to work.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select

from kiosk.desk.kiosks import Refused, hash_of, new_secret, read_name, site_named
from kiosk.desk.tables import assistants, sites, tokens

INVITE, DEVICE, SESSION = "invite", "device", "session"
INVITE_HOURS = 7 * 24
DEVICE_HOURS = 90 * 24


class Person(NamedTuple):
    """Somebody who is logged in. ``assistant`` and ``name`` are None for whom OpenID Connect vouched; ``site`` is None
    for somebody who helps everywhere; ``site_name`` goes with it."""

    assistant: int | None
    name: str | None
    site: int | None
    site_name: str | None


def hour(now: datetime) -> int:
    """Whole hours since 1970."""
    return int(now.timestamp() // 3600)


def give(connection: Connection, opens: str, assistant: int | None, hours: int, now: datetime) -> str:
    """A new secret that opens something for ``hours``, rounded up."""
    secret = new_secret()
    connection.execute(insert(tokens).values(
        hash=hash_of(secret), opens=opens, assistant=assistant, expires=hour(now) + hours + 1))
    return secret


_HOLDER = select(tokens.c.assistant, assistants.c.name, assistants.c.site, sites.c.name) \
    .outerjoin(assistants, assistants.c.id == tokens.c.assistant).outerjoin(sites, sites.c.id == assistants.c.site) \
    .where(tokens.c.hash == bindparam("hash"), tokens.c.opens == bindparam("opens"),
           tokens.c.expires > bindparam("now"))


def holder(connection: Connection, opens: str, secret: str, now: datetime) -> Person | None:
    """Who holds a secret that still opens."""
    row = connection.execute(_HOLDER, {"hash": hash_of(secret), "opens": opens, "now": hour(now)}).first()
    return Person(*row) if row else None


def spend(connection: Connection, opens: str, secret: str, now: datetime) -> Person | None:
    """Who held a secret that opened until now, and opens no more."""
    person = holder(connection, opens, secret, now)
    spent = connection.execute(delete(tokens).where(tokens.c.hash == hash_of(secret), tokens.c.opens == opens))
    return person if spent.rowcount else None  # of two at once only one has deleted it


def forget_expired(connection: Connection, now: datetime) -> None:
    connection.execute(delete(tokens).where(tokens.c.expires <= hour(now)))


def add_assistant(connection: Connection, name: str, site: str | None, now: datetime) -> tuple[str, bool]:
    """The secret of a new link, and whether the assistant is new. ``site`` None: every site, or for somebody who is
    here already, the same as before. Raises Refused."""
    name = read_name(name)
    at = site_named(connection, site) if site else None
    known = connection.execute(select(assistants.c.id, assistants.c.site).where(assistants.c.name == name)).first()
    if known is None:
        id = connection.execute(insert(assistants).values(name=name, site=at)).inserted_primary_key[0]
    elif at not in (None, known.site):
        raise Refused(f'There is an assistant "{name}" already, for another site. Give another name, or first: '
                      f'kiosk desk remove-assistant "{name}"')
    else:
        id = known.id
        connection.execute(delete(tokens).where(tokens.c.assistant == id, tokens.c.opens == INVITE))
    return give(connection, INVITE, id, INVITE_HOURS, now), known is None


def remove_assistant(connection: Connection, name: str) -> None:
    """Their links, devices and sessions open nothing from now on. Raises Refused."""
    ids = select(assistants.c.id).where(assistants.c.name == read_name(name))
    connection.execute(delete(tokens).where(tokens.c.assistant.in_(ids)))
    if not connection.execute(delete(assistants).where(assistants.c.name == read_name(name))).rowcount:
        raise Refused(f'There is no assistant "{name}". `kiosk desk list` shows which there are.')


def listed(connection: Connection, now: datetime) -> list[tuple[str, str | None, bool]]:
    """Every assistant: name, site (None: every site), and whether they have used their link or still can."""
    able = select(tokens.c.hash).where(tokens.c.assistant == assistants.c.id, tokens.c.expires > hour(now)).exists()
    query = select(assistants.c.name, sites.c.name, or_(able)).outerjoin(sites).order_by(assistants.c.name)
    return [(name, site, bool(able)) for name, site, able in connection.execute(query)]


def number_of_assistants(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(assistants)).scalar_one()
