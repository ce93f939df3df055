"""The words of `kiosk site`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from kiosk.arguments import codes, whole
from kiosk.settings import Settings


def site_arguments(parser: argparse.ArgumentParser, load: Callable[[argparse.Namespace], Settings]) -> None:
    def call(chosen: argparse.Namespace) -> int:
        from kiosk.parts.places import ASSETS, LOCALES
        from kiosk.parts.voice import make_voices
        from kiosk.site.command import Asked, site

        asked = Asked(chosen.folder, chosen.languages, chosen.sound, chosen.address, chosen.serve, chosen.processes)
        return site(asked, lambda: load(chosen), make_voices, ASSETS, LOCALES)

    parser.set_defaults(call=call)
    parser.epilog = "To look at it while you write: kiosk site --no-sound --serve"
    parser.add_argument("--folder", type=Path, default=Path("build/site"), help="where it goes (default: build/site)")
    parser.add_argument("--languages", metavar="CODES", type=codes, default=(),
                        help="only these and Dutch, with commas: ar,fr")
    parser.add_argument("--no-sound", dest="sound", action="store_false", help="pages only: quick, for a preview")
    parser.add_argument("--address", metavar="URL", default="", help="where it will stand: https://stappen.example.be/")
    parser.add_argument("--serve", type=int, nargs="?", const=8080, metavar="PORT",
                        help="show it on this machine, and build it anew when the content changes (default: 8080)")
    parser.add_argument("--processes", type=whole(1), metavar="N",
                        help="how many voices at once (default: one for each core)")
