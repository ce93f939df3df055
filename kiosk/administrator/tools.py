"""What the administrator's pages can do on this machine, as the app hands it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Check(Protocol):
    """A line of `kiosk doctor`; ``state`` is "ok", "warn" or "fail"."""

    name: str
    state: str
    finding: str
    remedy: str


class Pack(Protocol):
    """A pack of content, as people tell one from another. ``layer``: of the shared base, the province, the place."""

    layer: str
    name: str
    version: str | int
    fingerprint: str


@dataclass(frozen=True)
class Tools:
    """What can be done on this machine, handed in by the app. None: it cannot be done here, and the page says so.

    ``checks`` may take many seconds and is called in a thread. ``packs`` are those in use. Of USB sticks: ``admit``
    lets one be read for a while, ``waiting`` are the packs that came of it, ``said`` is one line about the last stick,
    ``accept`` installs a pack and returns one sentence about how that went (in a thread too), ``decline`` throws one
    away. ``waiting`` and ``said`` are quick: they are asked each second while their page is open.
    """

    checks: Callable[[], Sequence[Check]] = tuple
    version: str = ""
    packs: Callable[[], Sequence[Pack]] | None = None
    admit: Callable[[], None] | None = None
    waiting: Callable[[], Sequence[Pack]] | None = None
    said: Callable[[], str] | None = None
    accept: Callable[[Pack], str] | None = None
    decline: Callable[[Pack], None] | None = None
    restart: Callable[[], None] | None = None
    reboot: Callable[[], None] | None = None
