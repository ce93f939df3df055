"""The words of `kiosk texts`."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.arguments import codes


def texts_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(call=_texts)
    parser.epilog = "For a translation tool: kiosk texts --export xliff build/fr --languages fr"
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when something is missing or stale")
    parser.add_argument("--compile", action="store_true", help="also write the compiled catalogues")
    parser.add_argument("--all", action="store_true", help="list every missing key, not only the first ten")
    parser.add_argument("--folder", type=Path, help="of a municipality's own content, which keeps its translations")
    parser.add_argument("--export", nargs=2, metavar=("FORMAT", "FOLDER"),
                        help="write the texts for translators: xliff")
    parser.add_argument("--languages", metavar="CODES", type=codes, default=(),
                        help="export only these, with commas: fr,ar")
    parser.add_argument("--import", nargs="+", type=Path, metavar="FILE", dest="take_in",
                        help="take in the XLIFF files that translators sent back")


def _texts(chosen: argparse.Namespace) -> int:
    if chosen.export or chosen.take_in:
        from kiosk.language.exchange import export, take_in

        if chosen.take_in:
            return take_in(chosen.take_in)
        return export(chosen.export[0], Path(chosen.export[1]), chosen.languages)
    from kiosk.language.refresh import report

    return report(check=chosen.check, compile=chosen.compile, every=chosen.all, own=chosen.folder)
