"""The words of `kiosk pack …`. What they do is in command.py, which is loaded only when one of them is used."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from kiosk.pack.channel_arguments import channel_arguments


def pack_arguments(parser: argparse.ArgumentParser, load: Callable) -> None:
    """``load`` reads the settings that the arguments name."""
    parser.description = ("Content packs: walkthroughs, words, recordings and cards in one signed file, for kiosks "
                          "that nobody visits. docs/tasks/make-a-pack.md has the whole way.")
    parser.set_defaults(call=lambda _: parser.print_help() or 0)
    verbs = parser.add_subparsers(title="what to do", metavar="VERB")

    def verb(name: str, help: str, does: str = "") -> argparse.ArgumentParser:
        def call(chosen: argparse.Namespace) -> int:
            from kiosk.pack import command

            return command.run(getattr(command, does or name), chosen, load(chosen))

        sub = verbs.add_parser(name, help=help, description=help)
        sub.set_defaults(call=call)
        return sub

    key = verb("key", "make a key pair: NAME.key signs and stays with you, NAME.pem goes to the kiosks")
    key.add_argument("name", metavar="NAME", type=Path, help="such as gent, or a path: /media/stick/gent")
    key.add_argument("--no-password", dest="password", action="store_false",
                     help="do not ask for a password to lock NAME.key with")
    build = verb("build", "make a pack of a content folder; it is not yet signed")
    build.add_argument("folder", metavar="FOLDER", type=Path,
                       help="with walkthroughs, and pack.toml that says what it is")
    build.add_argument("--version", type=int, default=0, metavar="N",
                       help="higher than the last one (default: today, such as 2026112701)")
    build.add_argument("--to", type=Path, default=Path("."), metavar="FOLDER", help="where it goes (default: here)")
    sign = verb("sign", "sign a pack, so that kiosks which know the key accept it")
    sign.add_argument("file", metavar="FILE", type=Path, help="a content pack: NAME.kioskpack")
    sign.add_argument("--key", type=Path, required=True, metavar="NAME.key", help="made with `kiosk pack key`")
    look = verb("verify", "read a pack to its end and say what it is, who signed it, and what it changes")
    look.add_argument("file", metavar="FILE", type=Path, help="a content pack: NAME.kioskpack")
    _keys(look)
    look.add_argument("--files", action="store_true", help="list its files")
    install = verb("install", "install a pack; a running kiosk shows it as soon as nobody stands there")
    install.add_argument("file", metavar="FILE", type=Path, help="a content pack: NAME.kioskpack")
    _keys(install)
    listed = verb("list", "the packs on this kiosk by layer: version, words to compare, state, and what each replaces",
                  "show")
    listed.add_argument("--json", action="store_true", help="the same for programs")
    back = verb("rollback", "go back to the version before; the one that is left will not come back by itself")
    back.add_argument("name", metavar="NAME", help="as `kiosk pack list` calls it")
    back.add_argument("--to", type=int, metavar="VERSION", help="a version that is kept; 0: the program's own content")
    steps = verb("steps", "from which layer and which file each step of a walkthrough comes")
    steps.add_argument("id", metavar="ID", help="of a walkthrough")
    channel_arguments(verbs, load)


def _keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--keys", type=Path, metavar="FOLDER",
                        help="with the .pem files to trust (default: packs.keys)")
