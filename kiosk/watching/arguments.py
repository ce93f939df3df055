"""What `kiosk doctor` and `kiosk heartbeat` may be asked."""

from __future__ import annotations

import argparse
from pathlib import Path


def doctor_arguments(parser: argparse.ArgumentParser) -> None:
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--json", action="store_true", help="the same for programs, and the numbers")
    only.add_argument("--prometheus", type=Path, metavar="FILE",
                      help="write what a machine is like as numbers, for node-exporter's textfile collector")
    only.add_argument("--report", type=Path, metavar="FILE",
                      help="write a page in Dutch to print and sign, with what only a person can confirm (.html)")


def heartbeat_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="show what would be sent, and send nothing")
