"""The kinds of value a setting can have: what is allowed, in words, and how a TOML value becomes ours.

Each kind is made by a function, such as ``number(7, 32)``. (Not a class each: settings are read before the
first picture is drawn, and one frozen dataclass takes Python 3.11 a millisecond to make.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple


class Wrong(Exception):
    """A value that is not allowed. The message goes on after its name: "is 40, which is too much."."""


class Kind(NamedTuple):
    """``allowed`` completes "Write …"; ``read`` turns a TOML value into ours, or raises Wrong. A ``secret`` is never
    shown, in no message and no report."""

    allowed: str
    read: Callable[[Any], Any]
    secret: bool = False


class Entries(NamedTuple):
    """The kind of a table whose keys are the administrator's own. One bad entry spoils no other.

    ``items`` gives each entry's path inside the table and its TOML value; ``read`` makes our key and value.
    Both may raise Wrong. ``allowed`` completes "Write …" about one entry.
    """

    allowed: str
    items: Callable[[Any], Iterator[tuple[tuple[str, ...], Any]]]
    read: Callable[[tuple[str, ...], Any], tuple[Any, Any]]


class Fact(NamedTuple):
    """What differs from place to place or from year to year, and the day somebody last checked it."""

    value: str | int | float
    checked_on: date
    review_by: date | None = None
    expires: date | None = None


def shown(value: Any) -> str:
    """A value as it stands in the file, so that a reader finds it back there."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(shown(item) for item in value)}]"
    if isinstance(value, dict):
        return "a table"
    return str(value)


def either(values: Sequence[Any]) -> str:
    return f"{', '.join(shown(value) for value in values[:-1])} or {shown(values[-1])}"


def number(low: float, high: float) -> Kind:
    """A number from ``low`` to ``high``; only a whole one where both limits are."""
    whole = isinstance(low, int) and isinstance(high, int)

    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
            raise Wrong(f"is {shown(value)}, which is not a number.")
        if whole and value != int(value):
            raise Wrong(f"is {shown(value)}, which is not a whole number.")
        if not low <= value <= high:
            raise Wrong(f"is {shown(value)}, which is too {'little' if value < low else 'much'}.")
        return int(value) if whole else float(value)

    return Kind(f"a {'whole ' if whole else ''}number from {low:g} to {high:g}", read)


def yes_no() -> Kind:
    def read(value: Any) -> bool:
        if not isinstance(value, bool):
            raise Wrong(f"is {shown(value)}, which is neither true nor false.")
        return value

    return Kind("true or false, without quotation marks", read)


def choice(*values: Any) -> Kind:
    """One of a few values."""

    def read(value: Any) -> Any:
        if isinstance(value, bool) or value not in values:
            raise Wrong(f"is {shown(value)}, which is not one of the choices.")
        return values[values.index(value)]

    return Kind(either(values), read)


def text(longest: int) -> Kind:
    """One line of text, at most ``longest`` characters; spaces around it are taken away."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise Wrong(f"is {shown(value)}, which is not a text.")
        value = value.strip()
        if not value.isprintable():
            raise Wrong("has more than one line, or a sign that cannot be shown.")
        if len(value) > longest:
            raise Wrong(f"has {len(value)} characters, which is too long.")
        return value

    return Kind(f"one line of text between quotation marks, {longest} characters at most", read)


def folder() -> Kind:
    def read(value: Any) -> Path:
        if not isinstance(value, str) or not value.startswith("/"):
            raise Wrong(f"is {shown(value)}, which is not a full path.")
        return Path(value)

    return Kind('the full path of a folder, beginning with "/"', read)


LONGEST_ADDRESS = 80
"""Characters; with more the hand-off code would need a finer QR code than version 6."""


def address(longest: int = LONGEST_ADDRESS, *, path: bool = False, secret: bool = False) -> Kind:
    """Where a server is, without a slash at its end; "" for none. With ``path`` a place on it is allowed too. Only on
    the machine itself may it go without TLS: what is sent there carries a key. ``secret``: who knows it may use it."""
    place = r"(/[A-Za-z0-9._~-]+)*" if path else ""

    def read(value: Any) -> str:
        said = "not shown here" if secret else shown(value)
        if not isinstance(value, str):
            raise Wrong(f"is {said}, which is not a text.")
        value = value.strip().rstrip("/")
        host = r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)(:\d{1,5})?"
        found = re.fullmatch(rf"(?P<scheme>https?)://(?P<host>{host}){place}", value)
        if value and not found:
            raise Wrong(f"is {said}, which is not a web address{' without ? and #' if path else ' alone'}.")
        if found and found["scheme"] == "http" and not re.match(r"(localhost|127\.[\d.]+|\[::1\])(:|$)", found["host"]):
            raise Wrong(f"is {said}, which goes over the network unprotected.")
        if len(value) > longest:
            raise Wrong(f"has {len(value)} characters, which is too long.")
        return value

    return Kind(f'a web address that begins with https://, {longest} characters at most, or "" for none', read, secret)


def key() -> Kind:
    """A key as `kiosk desk add-kiosk` shows it. A message never repeats it: messages end up in logs and mails."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"([\x21-\x7e]{16,200})?", value.strip()):
            raise Wrong("is not a key: those have 16 to 200 letters, digits and signs, and no spaces.")
        return value.strip()

    return Kind("the key that `kiosk desk add-kiosk NAME` showed, between quotation marks", read, secret=True)


CODE_HASH = re.compile(r"scrypt:(1024|2048|4096|8192|16384|32768|65536|131072)"
                       r":([A-Za-z0-9+/]{22}==):([A-Za-z0-9+/]{43}=)", re.ASCII)
"""Cost, salt and hash, as kiosk/administrator/code.py makes them."""


def code_hash() -> Kind:
    """What `kiosk admin-code` prints; "" for none. A message never repeats it."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or value.strip() and not CODE_HASH.fullmatch(value.strip()):
            raise Wrong("is not what `kiosk admin-code` prints.")
        return value.strip()

    return Kind('what `kiosk admin-code` prints, or "" for none', read)


def printer() -> Kind:
    """Where a receipt printer is connected; "" for none."""

    def read(value: Any) -> str:
        host = r"([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?"
        ways = rf"/dev/[\w./-]+|tcp:{host}|usb:[0-9a-fA-F]{{4}}:[0-9a-fA-F]{{4}}"
        if not isinstance(value, str) or (value.strip() and not re.fullmatch(ways, value.strip())):
            raise Wrong(f"is {shown(value)}, which is not a way to a printer.")
        return value.strip()

    return Kind('"/dev/usb/lp0", "tcp:10.0.0.9:9100", "usb:04b8:0202" (see lsusb), or "" for none', read)


def resolution() -> Kind:
    """Width and height in px; None stands for "auto"."""

    def read(value: Any) -> tuple[int, int] | None:
        if value == "auto":
            return None
        size = re.fullmatch(r"([1-9]\d{2,3}) ?[xX×] ?([1-9]\d{2,3})", value if isinstance(value, str) else "")
        if not size:
            raise Wrong(f"is {shown(value)}, which is not a resolution.")
        return int(size[1]), int(size[2])

    return Kind('"auto", or width and height such as "1920x1080"', read)


def codes(known: tuple[str, ...]) -> Kind:
    """A list of some of ``known``. The first of them is always there, and always first."""

    def read(value: Any) -> tuple[str, ...]:
        for code in as_list(value):
            if code not in known:
                raise Wrong(f"names {shown(code)}, which the kiosk does not know.")
        return tuple(dict.fromkeys([known[0], *value]))

    return Kind(f"a list of {either(known)}; {shown(known[0])} is always there and comes first", read)


def hours() -> Kind:
    """The hours of one day in local time, each as "09:00-12:30", in order; an empty tuple is a closed day."""
    return Kind('a list of hours in order such as ["09:00-12:30", "13:30-17:00"], or [] for nobody', _hours)


def _hours(value: Any) -> tuple[str, ...]:
    spans = tuple(_span(item) for item in as_list(value))
    for before, after in zip(spans, spans[1:], strict=False):
        if after[:5] < before[6:]:
            raise Wrong(f"is {shown(value)}, where hours overlap or are out of order.")
    return spans


def _span(value: Any) -> str:
    parts = re.fullmatch(r"(\d\d?:\d\d) ?[-–] ?(\d\d?:\d\d)", value if isinstance(value, str) else "")
    start, end = (part.zfill(5) for part in parts.groups()) if parts else ("", "")
    try:
        time.fromisoformat(start)
        if end != "24:00":  # until midnight, as the desk's own page takes it
            time.fromisoformat(end)
    except ValueError:  # 25:00
        raise Wrong(f'holds {shown(value)}, which is not written like "09:00-12:30".') from None
    if start >= end:
        raise Wrong(f"holds {shown(value)}, which ends before it begins.")
    return f"{start}-{end}"


def hours_by_date() -> Entries:
    """The hours of days that differ from the week."""

    def read(path: tuple[str, ...], value: Any) -> tuple[date, tuple[str, ...]]:
        try:
            day = date.fromisoformat(path[0])
        except ValueError:
            raise Wrong("is not a date such as 2026-12-25.") from None
        return day, _hours(value)

    return Entries('a date with its hours, such as "2026-12-25" = [] or "2026-12-24" = ["09:00-12:00"]',
                   lambda value: (((day,), its) for day, its in _as_table(value).items()), read)


def names_by(known: tuple[str, ...], allowed: str) -> Entries:
    """Lists of names, one for each of the ``known`` keys."""

    def read(path: tuple[str, ...], value: Any) -> tuple[str, tuple[str, ...]]:
        if path[0] not in known:
            raise Wrong(f"is not one of {either(known)}.")
        names = as_list(value)
        if not all(isinstance(name, str) and name for name in names):
            raise Wrong(f"is {shown(value)}, which is not a list of names.")
        return path[0], tuple(names)

    return Entries(allowed, lambda value: (((key,), its) for key, its in _as_table(value).items()), read)


def facts() -> Entries:
    """Facts by "walkthrough.fact". Only their shape is checked: which there are, a walkthrough says."""
    return Entries('"walkthrough.fact" = { value = "…", checked_on = 2026-10-01 }', _facts, _fact)


def _facts(value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, inner in _as_table(value).items():
        if isinstance(inner, dict) and not {"value", "checked_on"} & inner.keys():
            yield from (((key, *path), fact) for path, fact in _facts(inner))  # [facts.walkthrough]
        else:
            yield (key,), inner


def _fact(path: tuple[str, ...], value: Any) -> tuple[str, Fact]:
    name = ".".join(path)
    if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", name):
        raise Wrong("does not name a walkthrough and a fact with a dot between.")
    if not isinstance(value, dict):
        raise Wrong(f"is {shown(value)} without the date on which somebody checked it.")
    if not {"value", "checked_on"} <= set(value) <= {"value", "checked_on", "review_by", "expires"}:
        raise Wrong(f"has {' and '.join(value)}, but a fact has value and checked_on, and may have review_by and "
                    "expires, the last day on which it is true.")
    fact, day = value["value"], value["checked_on"]
    if isinstance(fact, bool) or not isinstance(fact, (str, int, float)):
        raise Wrong(f"has the value {shown(fact)}, which is neither a text nor a number.")
    if not isinstance(day, date) or isinstance(day, datetime):
        raise Wrong(f"was checked on {shown(day)}, which is not a date: write 2026-10-01, unquoted.")
    later = [value.get(key) for key in ("review_by", "expires")]
    for key, one in zip(("review_by", "expires"), later, strict=True):
        if one is not None and (not isinstance(one, date) or isinstance(one, datetime)):
            raise Wrong(f"has {key} {shown(one)}, which is not a date: write 2027-10-01, unquoted.")
    return name, Fact(fact, day, *later)


def as_list(value: Any) -> list[Any]:
    """The value, which must be a list; raises Wrong."""
    if not isinstance(value, list):
        raise Wrong(f"is {shown(value)}, which is not a list between square brackets.")
    return value


def _as_table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Wrong(f"is {shown(value)}, which is not a table.")
    return value
