"""The words of `kiosk pack publish`, `fetch` and `from-stick`: how packs reach a kiosk."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from kiosk.arguments import whole

LONGEST = 730
"""Days for which the list of packs may be signed: who holds back news can do so for as long."""


def channel_arguments(verbs: argparse._SubParsersAction, load: Callable) -> None:
    """``verbs``: those of `kiosk pack`; ``load`` reads the settings that the arguments name."""
    def verb(name: str, does: str, help: str) -> argparse.ArgumentParser:
        def call(chosen: argparse.Namespace) -> int:
            from kiosk.pack import channel_command

            return getattr(channel_command, does)(chosen, load(chosen))

        sub = verbs.add_parser(name, help=help, description=help)
        sub.set_defaults(call=call)
        return sub

    fetch = verb("fetch", "fetch", "fetch what is new from channel.address, and install it")
    fetch.add_argument("--clock-is-right", action="store_true",
                       help="although no time server has confirmed it: only where you have looked")
    stick = verb("from-stick", "from_stick", "take the packs of a mounted stick, to confirm them on the screen")
    stick.add_argument("path", metavar="PATH", type=Path, help="where the stick is mounted, or any folder")
    stick.add_argument("--install", action="store_true", help="install them at once: you are the administrator")
    stick.add_argument("--dry-run", action="store_true", help="only say what would be done")
    publish = verb("publish", "publish", "make or renew a folder of static files from which kiosks fetch packs")
    publish.add_argument("folder", metavar="FOLDER", type=Path, help="what your web server serves")
    publish.add_argument("packs", metavar="PACK", type=Path, nargs="*",
                         help="signed packs, each in the place of the one with its name; none: the same for longer")
    publish.add_argument("--keys", type=Path, action="append", default=[], metavar="FOLDER",
                         help="a folder with keys of this repository; may be given more than once")
    what = publish.add_mutually_exclusive_group()
    what.add_argument("--new", action="store_true", help="begin: make the keys in --keys, and an empty repository")
    what.add_argument("--refresh", action="store_true", help="only renew the date, with the online key: each day")
    what.add_argument("--new-root", action="store_true", help="sign who may sign anew, with two of the root keys")
    publish.add_argument("--replace", action="append", default=[], choices=("root", "targets", "online"), metavar="KEY",
                         help="with --new-root: a new root, targets or online key, in the first folder of --keys")
    publish.add_argument("--withdraw", action="append", default=[], metavar="NAME", help="offer this pack no more")
    publish.add_argument("--trust", type=Path, metavar="FOLDER",
                         help="with the .pem files of those who sign packs (default: packs.keys)")
    publish.add_argument("--days", type=whole(1, LONGEST), default=90, metavar="N",
                         help="how long the list of packs holds without being signed again (default: 90)")
