"""The words of `kiosk provision`. What it does is in command.py, which is loaded only when it is used."""

from __future__ import annotations

import argparse
from pathlib import Path


def provision_arguments(parser: argparse.ArgumentParser) -> None:
    def call(chosen: argparse.Namespace) -> int:
        from kiosk.provision.command import provision, sample

        if chosen.sample:
            return sample()
        return provision(chosen.boot, chosen.into, dry_run=chosen.dry_run, diff=chosen.diff)

    parser.description = ("Take over kiosk.toml from the boot partition of the memory card: check all of it, then "
                          "write the settings, the Wi-Fi and the machine's name; and take the secrets from the card.")
    parser.epilog = ("Safe to repeat: an unchanged file changes nothing. docs/decisions/0025-one-file-on-the-card.md "
                     "says how, and what it cannot do.")
    parser.set_defaults(call=call)
    parser.add_argument("--boot", type=Path, metavar="FOLDER",
                        help="where the boot partition is (default: /bootfs, where there is one, else /boot/firmware)")
    parser.add_argument("--dry-run", action="store_true", help="check, say what would be done, and change nothing")
    parser.add_argument("--diff", action="store_true", help="show what changes in each file; secrets are not shown")
    parser.add_argument("--into", type=Path, default=Path("/"), metavar="FOLDER",
                        help="the machine's root folder, as of an image that is being made (default: /)")
    parser.add_argument("--sample", action="store_true", help="instead, print a file to begin with")
