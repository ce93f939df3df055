"""The words of `kiosk lockdown …`. What they do is in command.py, which is loaded only when one of them is used."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path


def lockdown_arguments(parser: argparse.ArgumentParser) -> None:
    def calls(name: str) -> Callable[[argparse.Namespace], int]:
        def call(chosen: argparse.Namespace) -> int:
            from kiosk.lockdown import command

            return getattr(command, name)(chosen)

        return call

    parser.description = "What this machine lets in and out. `sudo kiosk-setup` uses these words, and makes it so."
    parser.set_defaults(call=lambda _: parser.print_help() or 0)
    verbs = parser.add_subparsers(title="what to do", metavar="VERB")

    def verb(name: str, does: str, help: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=help, description=help)
        sub.set_defaults(call=calls(does))
        return sub

    files = verb("files", "files", "write the files that the settings ask for below a folder, as they belong below /")
    files.add_argument("folder", type=Path, metavar="FOLDER", help="below which they are written")
    files.add_argument("--user", default="kiosk", help="the kiosk's own user (default: kiosk)")
    names = verb("names", "names", "look up the servers that the firewall lets through, and tell nftables")
    names.add_argument("--dry-run", action="store_true", help="only print what nft would be told")
    usb = verb("usb", "usb_command", "list what is plugged in over USB, or print the rules that admit some of it")
    usb.add_argument("--admit", action="append", default=[], metavar="ID",
                     help="admit the device with this number, such as 0eef:0001; may be given several times")
    usb.add_argument("--ask", action="store_true", help="ask about each device, and print the rules for the answers")
    usb.add_argument("--root", type=Path, default=Path("/"), help=argparse.SUPPRESS)
