"""The words of `kiosk admin-code`."""

from __future__ import annotations

import argparse
import sys
from getpass import getpass


def admin_code_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(call=_admin_code)
    parser.epilog = ("The code is asked for twice and shown nowhere; from a pipe, its first line is taken. Only the "
                     "hash is printed.")


def _admin_code(_: argparse.Namespace) -> int:
    from kiosk.administrator.code import hash_of, trivial

    asked = sys.stdin.isatty()
    try:
        digits = getpass("Six digits for this kiosk: ").strip() if asked else sys.stdin.readline().strip()
        if why := trivial(digits):
            print(why, file=sys.stderr)
            return 2
        if asked and getpass("Once more: ").strip() != digits:
            print("Those were two different codes. Nothing is made; begin again.", file=sys.stderr)
            return 2
    except (EOFError, KeyboardInterrupt):
        print("\nNothing is made.", file=sys.stderr)
        return 2
    if asked:
        print("Write this below [administrator] in the settings file, which only the kiosk's user may read:",
              file=sys.stderr)
    print(f'code = "{hash_of(digits)}"')
    return 0
