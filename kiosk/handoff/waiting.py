"""How far a request for help is, as the screens may say it; and the desk of a kiosk that has none.

Apart from what does the work, so that a kiosk without a desk loads nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.handoff.hours import Hours
    from kiosk.handoff.record import Record


class Status(Enum):
    """How far a request for help is."""

    NONE = "none"          # none is made, or nothing may be promised about it
    TELLING = "telling"
    WAITING = "waiting"
    COMING = "coming"
    DONE = "done"


@dataclass
class NoDesk:
    """Nobody is told, and the hours are those of the settings: no desk is set. Also for pictures of a kiosk that has
    one, in any state."""

    status: Status = Status.NONE
    hours: Hours | None = None
    out_of_order: bool = False

    def ask(self, record: Record) -> None: ...

    def withdraw(self) -> None: ...

    def start(self) -> None: ...

    def close(self) -> None: ...
