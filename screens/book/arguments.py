"""The words of `kiosk book`."""

from __future__ import annotations

import argparse
from pathlib import Path


def book_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(call=_book)
    parser.epilog = "One walkthrough, quickly: kiosk book --walkthrough adres-wijzigen --languages nl,ar --sizes 1"
    parser.add_argument("--folder", type=Path, help="where it goes (default: build/book, or build/visit)")
    parser.add_argument("--visit", action="store_true", help="only one visit, step by step")
    parser.add_argument("--walkthrough", metavar="ID", help="only this walkthrough")
    parser.add_argument("--cards", type=Path, metavar="FOLDER", help="only the information cards of this folder")
    parser.add_argument("--languages", metavar="CODES", help="only these, with commas: nl,ar")
    parser.add_argument("--sizes", metavar="STEPS", help="only these text sizes, with commas: 0,1,2,3")
    parser.add_argument("--panels", metavar="NAMES",
                        help="only these panels, with commas: 10,15,21,15-upright,10-upright")
    parser.add_argument("--themes", metavar="NAMES",
                        help="these themes, with commas: paper,white,black,soft (default: paper)")
    parser.add_argument("--in-turn", action="store_true",
                        help="each screen once in each language, the sizes and panels taking turns")
    parser.add_argument("--panel", help=argparse.SUPPRESS)
    parser.add_argument("--findings-only", action="store_true", help="look for faults and keep no pictures")


def _book(chosen: argparse.Namespace) -> int:
    from screens.book.make import make

    return make(chosen)
