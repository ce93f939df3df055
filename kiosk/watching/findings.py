"""What a look found → the words for it: English for a terminal, Dutch for the glass and for the report.

A finding has a name, as "power.weak": of the check, and of what was found. Its sentences stand in findings.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import yaml

from kiosk.language.placeholders import fill

State = Literal["ok", "warn", "fail"]
Language = Literal["en", "nl"]


class Finding(NamedTuple):
    """``values`` are filled in for the {names} in its sentences."""

    state: State
    name: str
    values: Mapping[str, object] = {}


@dataclass(frozen=True)
class Check:
    """A finding in words. ``name``: of the check. ``remedy`` is empty only where nothing needs doing."""

    name: str
    state: State
    finding: str
    remedy: str = ""


@cache
def sentences() -> Mapping[str, Mapping]:
    """findings.yaml, read once. By the C parser where there is one: a timer reads it every minute."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(Path(__file__).with_name("findings.yaml").read_bytes(), loader)


def check_of(found: tuple[State, str, Mapping[str, object]], language: Language = "en") -> Check:
    """KeyError for a finding that has no sentences."""
    state, name, values = found
    check, _, what = name.partition(".")
    group = sentences()[check]
    said = group[what]
    remedy = {} if state == "ok" else said.get("do") or group["do"]
    return Check(check, state, fill(said[language], values), fill(remedy.get(language, ""), values))


def dutch_name(check: str) -> str:
    """What a check is called in Dutch."""
    return sentences()[check]["name"]
