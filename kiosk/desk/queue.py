"""Who waits for help. A request goes from waiting to coming to done, or is withdrawn by the kiosk. Each step is one
transaction on one locked row: of two who tap at once one wins, and the other is told.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, StrEnum
from functools import cache
from typing import NamedTuple

from sqlalchemy import Connection, Insert, Integer, Row, bindparam, delete, null, or_, select, update

from kiosk.desk.changes import Change, tell
from kiosk.desk.counters import count_asked, count_waited
from kiosk.desk.database import INSERTS
from kiosk.desk.kiosks import Kiosk
from kiosk.desk.tables import kiosks, requests, sites


class State(StrEnum):
    """What a kiosk is told about its request."""

    WAITING = "waiting"
    COMING = "coming"
    DONE = "done"
    WITHDRAWN = "withdrawn"


OPEN = (State.WAITING, State.COMING)

# What is asked thousands of times is written once: SQLAlchemy takes longer to build a question than SQLite to answer.
_ONE = select(requests.c.state, requests.c.kiosk, requests.c.day).where(requests.c.id == bindparam("of"))
_OPEN = select(requests.c.id, requests.c.state, requests.c.letters, requests.c.asked, kiosks.c.site, kiosks.c.name,
               sites.c.name) \
    .join(kiosks, kiosks.c.id == requests.c.kiosk).join(sites, sites.c.id == kiosks.c.site) \
    .where(requests.c.day == bindparam("today"), requests.c.state.in_(OPEN))
_WAITING = _OPEN.where(or_(bindparam("at", type_=Integer).is_(None), kiosks.c.site == bindparam("at"))) \
    .order_by(requests.c.asked, requests.c.place)
_LOCKED = _OPEN.where(requests.c.id == bindparam("of")).with_for_update(of=requests)
_CLAIM = update(requests).where(requests.c.id == bindparam("of")).values(state=State.COMING)
_CLOSE = update(requests).where(requests.c.id == bindparam("of")).values(
    state=bindparam("to"), kiosk=null(), letters=null(), asked=null())


class Arrival(Enum):
    NEW = "taken in"
    ALREADY = "was here already"
    CLOSED = "was withdrawn, or is of another day"


class Outcome(Enum):
    """What became of a tap on a button."""

    YES = "it is so now"
    TAKEN = "somebody else is already coming"
    GONE = "nobody waits there any more"


class Waiting(NamedTuple):
    """A request as the queue shows it. ``asked`` is in whole minutes since 1970."""

    id: str
    state: State
    letters: str
    asked: int
    kiosk: str
    site: str


def minute(moment: datetime) -> int:
    """Whole minutes since 1970."""
    return int(moment.timestamp() // 60)


def arrive(connection: Connection, kiosk: Kiosk, id: str, letters: str, age: int, now: datetime) -> Arrival:
    """Take a request in, once however often it is sent. ``age`` is in whole seconds since somebody asked."""
    asked = now - timedelta(seconds=age)
    if asked.date() != now.date():
        return Arrival.CLOSED  # the library has closed since; nobody stands there
    if _add(connection, id=id, day=now.date(), state=State.WAITING, kiosk=kiosk.id, letters=letters,
            asked=minute(asked)):
        tell(connection, Change(id, kiosk.site))
        return Arrival.NEW
    return Arrival.CLOSED if state(connection, kiosk, id, now) is None else Arrival.ALREADY


def state(connection: Connection, kiosk: Kiosk, id: str, now: datetime) -> State | None:
    """How a kiosk's request stands; None when the desk does not have it."""
    row = connection.execute(_ONE, {"of": id}).first()
    if row is None or row.day != now.date() or row.state == State.WITHDRAWN or row.kiosk not in (kiosk.id, None):
        return None
    return State(row.state)


def claim(connection: Connection, id: str, site: int | None, now: datetime, *, counted: bool = False) -> Outcome:
    """Somebody is coming. ``site`` is that of the assistant; None may help everywhere."""
    row = _locked(connection, id, now, site)
    if row is None:
        return Outcome.GONE
    if row.state == State.COMING:
        return Outcome.TAKEN
    connection.execute(_CLAIM, {"of": id})
    if counted:
        count_waited(connection, minute(now) - row.asked, now)
    tell(connection, Change(id, row.site))
    return Outcome.YES


def done(connection: Connection, id: str, site: int | None, now: datetime, *, counted: bool = False) -> Outcome:
    """Helped. Also without anybody having said that they were coming."""
    row = _locked(connection, id, now, site)
    if row is None:
        return Outcome.GONE
    if counted and row.state == State.WAITING:
        count_waited(connection, minute(now) - row.asked, now)
    _close(connection, row, State.DONE, now, counted)
    return Outcome.YES


def withdraw(connection: Connection, kiosk: Kiosk, id: str, now: datetime, *, counted: bool = False) -> None:
    """The person has left. Remembered even when the request never came: a late copy of it must not ring the bell."""
    if _add(connection, id=id, day=now.date(), state=State.WITHDRAWN, kiosk=None, letters=None, asked=None):
        return
    if state(connection, kiosk, id, now) in OPEN and (row := _locked(connection, id, now)):
        _close(connection, row, State.WITHDRAWN, now, counted)


def expire(connection: Connection, now: datetime, *, counted: bool = False) -> None:
    """Forget every request of another day, the ids of closed ones too."""
    gone = delete(requests).where(requests.c.day < now.date()).returning(requests.c.letters, requests.c.day)
    for row in connection.execute(gone).all():
        if counted and row.letters:
            count_asked(connection, row.letters, row.day)


def waiting(connection: Connection, site: int | None, now: datetime) -> list[Waiting]:
    """Everybody who waits at a site (None: anywhere), the longest first."""
    rows = connection.execute(_WAITING, {"today": now.date(), "at": site})
    return [Waiting(id, State(state), letters, asked, kiosk, name)
            for id, state, letters, asked, _, kiosk, name in rows]


@cache
def _insert(dialect: str) -> Insert:
    new = INSERTS[dialect](requests).values({name: bindparam(name) for name in
                                             ("id", "day", "state", "kiosk", "letters", "asked")})
    return new.on_conflict_do_nothing(index_elements=["id"]).returning(requests.c.place)


def _add(connection: Connection, **values: object) -> bool:
    """A new row, unless its id is known already."""
    return connection.execute(_insert(connection.dialect.name), values).first() is not None


def _locked(connection: Connection, id: str, now: datetime, site: int | None = None) -> Row | None:
    """An open request of today, held until the transaction ends; of one site only, if given."""
    row = connection.execute(_LOCKED, {"of": id, "today": now.date()}).first()
    return row if row and site in (None, row.site) else None


def _close(connection: Connection, row: Row, state: State, now: datetime, counted: bool) -> None:
    connection.execute(_CLOSE, {"of": row.id, "to": state})
    if counted:
        count_asked(connection, row.letters, now.date())
    tell(connection, Change(row.id, row.site))
