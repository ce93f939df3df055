"""Taking lines out of a TOML text and putting lines in, with everything else as its writer left it.

Lines are found by their shape, which can be deceived; so each function reads its result again with the TOML reader, and
raises NotAlone where anything but the wanted entry has changed.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from kiosk.settings_file import line_of

Path = tuple[str, str]
SHORT = 8
"""Characters; a shorter secret is not looked for in comments, where it would be found in other words."""


class NotAlone(ValueError):
    """The entry does not stand on a line of its own; the argument is its path."""


def value_at(content: dict[str, Any], path: Path) -> Any:
    """None where there is none."""
    inner = content.get(path[0])
    return inner.get(path[1]) if isinstance(inner, dict) else None


def without_table(text: str, name: str) -> str:
    """The text without one table and the comments in it."""
    wanted = {key: inner for key, inner in tomllib.loads(text).items() if key != name}
    kept, inside = [], False
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("["):
            inside = bool(re.match(rf"\s*\[\s*{name}\s*\]", line))
        if not inside and not re.match(rf"\s*{name}\s*\.", line):
            kept.append(line)
    return _proven("".join(kept), wanted, (name, ""))


def without_value(text: str, path: Path, instead: str) -> str:
    """The text with a comment where an entry was. The value is gone from other comments too."""
    content = tomllib.loads(text)
    secret = str(value_at(content, path))
    lines = text.splitlines(keepends=True)
    number = line_of(text, path) - 1
    ending = lines[number][len(lines[number].rstrip("\r\n")):]
    lines[number] = f"# {instead}{ending}"
    for other, line in enumerate(lines):
        if line.lstrip().startswith("#") and len(secret) >= SHORT and secret in line:
            lines[other] = line.replace(secret, "…")
    del content[path[0]][path[1]]
    return _proven("".join(lines), content, path)


def with_value(text: str, path: Path, value: str) -> str:
    """The text with one entry more, below its table's name where there is one."""
    content = tomllib.loads(text)
    content.setdefault(path[0], {})[path[1]] = value
    lines = text.splitlines(keepends=True)
    header = next((number for number, line in enumerate(lines)
                   if re.match(rf"\s*\[\s*{path[0]}\s*\]", line)), None)
    entry = f"{path[1]} = {json.dumps(value)}\n"  # of letters, digits and signs: JSON's quotation is TOML's
    if header is None:
        lines.insert(0, f"{path[0]}.{entry}")
    else:
        lines[header] = lines[header].rstrip("\r\n") + "\n"
        lines.insert(header + 1, entry)
    return _proven("".join(lines), content, path)


def says_nothing(content: dict[str, Any]) -> bool:
    """Whether there is nothing but names of tables, as in a sample that nobody has filled in."""
    return not _pruned(content)


def _proven(text: str, wanted: dict[str, Any], path: Path) -> str:
    try:
        if _pruned(tomllib.loads(text)) == _pruned(wanted):
            return text
    except tomllib.TOMLDecodeError:
        pass
    raise NotAlone(path)


def _pruned(content: dict[str, Any]) -> dict[str, Any]:
    return {key: inner for key, inner in content.items() if inner != {}}
