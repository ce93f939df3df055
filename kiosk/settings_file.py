"""How one TOML file of declared settings is read, never stopping the program: a wrong value gives way to its
default, and a clear sentence says so.

A table of settings is a frozen dataclass, a setting is one of its fields, made by ``setting(...)``. That one
declaration holds name, type, default, unit, allowed values, explanation and source. The kiosk's own are in
settings.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, TypeVar

from kiosk.settings_values import Entries, Kind, Wrong, shown

T = TypeVar("T")
ALL_DEFAULTS = "Until then the kiosk uses the defaults of all settings."


@dataclass(frozen=True)
class Problem:
    """One fault in a settings file. ``line`` counts from 1; 0 means the file as a whole. ``fatal`` says that
    nothing of the file could be used; the kiosk goes on with every default even then."""

    file: str
    line: int
    key: str
    message: str
    remedy: str
    fatal: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key + ' ' if self.key else ''}{self.message} {self.remedy}"


@dataclass(frozen=True)
class Setting:
    """One declared setting, as the reader, the sample file and the manual's table see it.

    ``name`` is "table.key", or the table's name alone where the whole table is the value. ``default`` is as
    it would stand in the file, None where nothing is known by default; ``example`` is TOML to show then.
    """

    name: str
    default: Any
    kind: Kind | Entries
    help: str
    unit: str
    source: str
    example: str

    @property
    def key(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def line(self) -> str:
        """The line that would set it: to its default, or where that says nothing, to the example."""
        value = self.example or shown(self.default)
        return f"{self.key} = {value}" if "." in self.name else value

    @property
    def allowed(self) -> str:
        return f"{self.kind.allowed} ({self.unit})" if self.unit else self.kind.allowed


def setting(
    default: Any, kind: Kind | Entries, *, help: str, unit: str = "", source: str = "", example: str = ""
) -> Any:
    """Declare a setting as a field of a frozen dataclass. ``default`` is as it would stand in the file: it is
    read here with its own ``kind``, so no default can be one that an administrator may not write."""
    declaration = {"default": default, "kind": kind, "help": help, "unit": unit, "source": source,
                   "example": example}
    if isinstance(kind, Entries):
        return field(default_factory=lambda: MappingProxyType({}), metadata=declaration)
    return field(default=None if default is None else kind.read(default), metadata=declaration)


def table(settings_class: type[T]) -> T:
    """Declare a table of settings, inside the class that holds all tables."""
    return field(default_factory=settings_class)


def declared(settings_class: type) -> Iterator[Setting]:
    """Every setting of a class whose fields are settings or tables of them, in the order of declaration."""
    for top in fields(settings_class):
        if top.metadata:
            yield Setting(top.name, **top.metadata)
        else:
            for entry in fields(top.default_factory):  # type: ignore[arg-type]
                yield Setting(f"{top.name}.{entry.name}", **entry.metadata)


def read(settings_class: type[T], text: str, file: str) -> tuple[T, tuple[Problem, ...]]:
    """The settings in ``text``, and what is wrong with it. ``file`` is the name to show in problems."""
    import tomllib  # 3 ms, which a kiosk without a settings file need not spend

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        return settings_class(), (_not_toml(str(fault), text, file),)

    known = {one.name: one for one in declared(settings_class)}
    tables = {name.partition(".")[0] for name in known}
    values: dict[str, Any] = {}
    problems: list[Problem] = []

    def report(path: tuple[str, ...], message: str, remedy: str) -> None:
        problems.append(Problem(file, line_of(text, path), ".".join(path), message, remedy))

    for name, path, value in _entries(content, known, tables):
        one = known.get(name)
        if one is None:
            inside = isinstance(value, dict) or len(path) > 1
            message = "is not a setting." if inside else "stands outside a table."
            report(path, message, nearest(name, known, tables))
            continue
        try:
            if isinstance(one.kind, Entries):
                values[name] = _each(one.kind, path, value, report)
            else:
                values[name] = one.kind.read(value)
        except Wrong as wrong:
            report(path, str(wrong), f"Write {one.allowed}. Until then the kiosk uses {words(one.default)}.")
    return _build(settings_class, values), tuple(problems)


def _each(kind: Entries, path: tuple[str, ...], value: Any, report: Callable[..., None]) -> Mapping[Any, Any]:
    good: dict[Any, Any] = {}
    for below, raw in kind.items(value):
        try:
            key, entry = kind.read(below, raw)
            good[key] = entry
        except Wrong as wrong:
            remedy = f"Write {kind.allowed}. Until then the kiosk leaves this one out."
            report((*path, *below), str(wrong), remedy)
    return MappingProxyType(good)


def _entries(content: Mapping[str, Any], known: Mapping[str, Setting], tables: set[str]) -> Iterator[tuple]:
    """(name, path, value) of everything in the file that is a setting, or stands where one would."""
    for top, value in content.items():
        if top in known or top not in tables or not isinstance(value, dict):
            yield top, (top,), value
        else:
            for key, inner in value.items():
                yield f"{top}.{key}", (top, key), inner


def nearest(name: str, known: Iterable[str], tables: Iterable[str]) -> str:
    """The remedy for a name that is not a setting: the nearest that is one, else all names in its table."""
    import difflib  # only when something is wrong: a sound file never pays for it

    known, tables = list(known), sorted(tables)
    if "." not in name and (near := difflib.get_close_matches(name, tables, n=1, cutoff=0.7)):
        return (f"Did you mean the table [{near[0]}]? "
                "A setting stands below its table's name, as diagonal = 15.6 stands below [panel].")
    here = name.partition(".")[0] + "."
    in_table = [one for one in known if one.startswith(here)]
    by_key: dict[str, list[str]] = {}
    for one in known:
        by_key.setdefault(one.partition(".")[2], []).append(one)
    # The name in the same table wins; one that several others have, such as `name` and `address`, says nothing.
    for keys in ([one.partition(".")[2] for one in in_table], by_key):
        if near := difflib.get_close_matches(name.partition(".")[2] or name, keys, n=1, cutoff=0.7):
            found = [one for one in by_key[near[0]] if one in in_table] or by_key[near[0]]
            if len(found) == 1:
                return f"Did you mean {found[0]}?"
    if in_table:
        return f"The settings here are {', '.join(in_table)}."
    return f"The tables are {', '.join(f'[{one}]' for one in tables)}."


def words(default: Any) -> str:
    return "none" if default in (None, "") else shown(default)


def _build(settings_class: type[T], values: Mapping[str, Any]) -> T:
    parts: dict[str, Any] = {}
    for top in fields(settings_class):  # type: ignore[arg-type]
        if top.name in values:
            parts[top.name] = values[top.name]
        elif not top.metadata:
            own = (name for name in values if name.startswith(f"{top.name}."))
            inner = {name.partition(".")[2]: values[name] for name in own}
            parts[top.name] = top.default_factory(**inner)  # type: ignore[misc]
    return settings_class(**parts)


def _not_toml(fault: str, text: str, file: str) -> Problem:
    from kiosk.settings_slips import slip_in

    line, slip = slip_in(text, fault)
    what, remedy = slip.english
    return Problem(file, line, "", f"This cannot be read as TOML: it {what}", f"{remedy} {ALL_DEFAULTS}", fatal=True)


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The line, from 1, on which ``path`` is set; else the line of the table nearest above it; else 0.

    Goes by lines that begin a table or a key, and reads each of those with the TOML reader itself, so that
    quoted and dotted names count. A line inside a longer text that looks like ``key = value`` deceives it.
    """
    best, best_line, header = 0, 0, ()
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            here = header = _path(stripped.partition("#")[0], header)
        else:
            here = header + _path(f"{stripped.partition('=')[0]} = 0", ())
        shared = 0
        while shared < min(len(here), len(path)) and here[shared] == path[shared]:
            shared += 1
        if shared == len(here) and shared > best:
            best, best_line = shared, number
    return best_line


def _path(toml: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """The path that one line of TOML names: '[a."b c"]' is ("a", "b c")."""
    import tomllib

    try:
        inner: Any = tomllib.loads(toml)
    except tomllib.TOMLDecodeError:
        return otherwise
    path: tuple[str, ...] = ()
    while isinstance(inner, dict) and inner:
        key = next(iter(inner))
        path, inner = (*path, key), inner[key]
    return path


def sample(settings_class: type) -> str:
    """A settings file that changes nothing: every setting explained, its line in a comment."""
    import textwrap  # not for the running kiosk

    lines = ["# Settings of the kiosk. To change one, take away the # before its line and write your value.",
             "# `./run doctor` then says whether the file is right. Each value here is the one that holds",
             "# anyway, or an example where there is none."]
    top = ""
    for one in declared(settings_class):
        table_name = one.name.partition(".")[0]
        if table_name != top:
            top = table_name
            lines += ["", f"[{top}]"]
        source = f" Source: {one.source}." if one.source else ""
        allowed = f"Allowed: {one.allowed}.{source}"
        comment = [f"# {line}" for part in (one.help, allowed) for line in textwrap.wrap(part, 100)]
        lines += ["", *comment, f"#{one.line}"]
    return "\n".join(lines) + "\n"


def markdown(settings_class: type) -> str:
    """The manual's table of settings."""
    rows = ["| setting | what it does | default | allowed | source |", "|---|---|---|---|---|"]
    for one in declared(settings_class):
        cells = (f"`{one.name}`", one.help, words(one.default), one.allowed, one.source)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"
