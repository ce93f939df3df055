"""`kiosk doctor`: what was found, as text, for programs, as numbers, or as a page to print."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from kiosk.doctor import as_text, at_fault, checks
from kiosk.health import numbers, write_numbers
from kiosk.parts.places import version_here
from kiosk.settings import load
from kiosk.watching.machine import Machine

FORMAT = 1
"""Of `--json`. It grows when something that was there goes or changes its meaning, not when something comes along."""


def doctor(chosen: argparse.Namespace) -> int:
    """0 when nothing is at fault, 1 when something is, 2 when what was asked for could not be written."""
    if chosen.prometheus:
        return write_numbers(chosen.prometheus, chosen.settings)
    if chosen.report:
        from kiosk.watching.report import write_report  # jinja2

        return write_report(chosen.report, chosen.settings)
    machine = Machine()
    settings, problems = load(chosen.settings)
    found = list(checks(settings, problems, machine))
    if chosen.json:
        content = {"format": FORMAT, "version": version_here(), "checks": [asdict(check) for check in found],
                   "numbers": [{"name": one.name, "value": float(one.value), "labels": dict(one.labels)}
                               for one in numbers(found, machine, settings)]}
        print(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        print(as_text(found))
    return int(at_fault(found))
