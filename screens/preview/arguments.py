"""The words of `kiosk preview`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kiosk.authoring.arguments import FOLDER, Load, own


def preview_arguments(parser: argparse.ArgumentParser, load: Load) -> None:
    def call(chosen: argparse.Namespace) -> int:
        from screens.preview.run import preview
        from screens.window import NoDisplay

        try:
            return preview(own(chosen, load), chosen.id, chosen.language, chosen.panel)
        except NoDisplay as error:
            print(error, file=sys.stderr)
            return 2

    parser.set_defaults(call=call)
    parser.add_argument("id", metavar="ID", nargs="?", default="", help="where to begin (default: what you save)")
    parser.add_argument("--language", metavar="CODE", default="nl", help="in this language (default: nl)")
    parser.add_argument("--panel", metavar="NAME", default="15", help="one of the picture book's panels (default: 15)")
    parser.add_argument("--folder", type=Path, help=FOLDER)
