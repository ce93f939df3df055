"""The words of `kiosk import lpdc`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.settings import Settings


def import_arguments(parser: argparse.ArgumentParser, load: Callable[[argparse.Namespace], Settings]) -> None:
    parser.set_defaults(call=lambda _: parser.print_help() or 0)
    help = "make information cards of public services as IPDC, LPDC or CPSV-AP publish them"
    lpdc = parser.add_subparsers(title="from", metavar="FORMAT").add_parser("lpdc", help=help, description=help)
    lpdc.set_defaults(call=lambda chosen: _import(chosen, load))
    lpdc.epilog = "See first what would come: kiosk import lpdc services.jsonld --dry-run"
    lpdc.add_argument("sources", metavar="FILE-OR-URL", nargs="*",
                      help="JSON-LD or Turtle, a folder of it, or the address of a feed or of one service")
    lpdc.add_argument("--municipality", metavar="NAME", default="", help="whose services (default: as their addresses)")
    lpdc.add_argument("--form", choices=("u", "je"), default="u", help="how people are addressed (default: u)")
    lpdc.add_argument("--into", type=Path, metavar="FOLDER", help="where cards are kept (default: content.cards)")
    lpdc.add_argument("--json", action="store_true", help="the report as JSON")
    lpdc.add_argument("--all", action="store_true", help="report also each text that was simply kept")
    lpdc.add_argument("--dry-run", action="store_true", help="read and report, and install nothing")
    lpdc.add_argument("--undo", action="store_true", help="put back the set before this one (with --municipality)")


def _import(chosen: argparse.Namespace, load: Callable[[argparse.Namespace], Settings]) -> int:
    from kiosk.lpdc.command import Asked, run
    from kiosk.lpdc.importing import Wishes
    from kiosk.parts.content import walked_concepts

    if bool(chosen.sources) == chosen.undo or chosen.undo and not chosen.municipality:
        print("Give a file or an address to import; or --undo with --municipality NAME.", file=sys.stderr)
        return 2
    settings = load(chosen)
    wishes = Wishes(tuple(chosen.sources), chosen.into or settings.content.cards, chosen.municipality, chosen.form,
                    chosen.dry_run)
    return run(Asked(wishes, chosen.json, chosen.all, chosen.undo), walked_concepts(settings))
