"""`kiosk import lpdc`: fetch, make and install cards, and print the report."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.lpdc.fetch import KEY, Fetch
from kiosk.lpdc.importing import Wishes, import_services
from kiosk.lpdc.service import ImportFault
from kiosk.lpdc.store import put_back


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of the command."""

    wishes: Wishes
    json: bool = False
    every: bool = False
    undo: bool = False


def run(asked: Asked, walked: frozenset[str]) -> int:
    """The exit code: 1 when nothing was installed."""
    wishes = asked.wishes
    try:
        if asked.undo:
            print(f"{put_back(wishes.into, wishes.municipality)} is the earlier set again.")
            return 0
        report = import_services(wishes, _fetch(wishes.into), date.today(), walked, _progress)
    except ImportFault as fault:
        print(f"{fault}\nThe cards that were installed are as they were.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Broken off. The cards are as they were; start again, and a feed goes on where it stopped.",
              file=sys.stderr)
        return 1
    print(json.dumps(report.as_json(), ensure_ascii=False, indent=1) if asked.json else report.as_text(asked.every))
    if not wishes.dry:
        print("A running kiosk shows them as soon as nobody stands there.", file=sys.stderr)
    return 0


def _fetch(into: Path):
    return lambda entry: Fetch(into / ".feeds", entry, os.environ.get(KEY, ""))


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
