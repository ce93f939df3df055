"""What the arguments of several commands have in common."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """Asks what was meant, where argparse would list all that may be; so do the parsers of its commands."""

    def error(self, message: str) -> NoReturn:
        from difflib import get_close_matches

        if wrong := re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message):
            known = re.findall(r"[\w-]+", wrong[2])
            near = get_close_matches(wrong[1], known, n=1)
            message = f"There is no {wrong[1]!r}. " + (
                f"Did you mean {near[0]}?" if near else f"It can be: {', '.join(known)}.")
        super().error(message)


def whole(low: int, high: int | None = None) -> Callable[[str], int]:
    """The type of an argument that is a whole number from ``low``, and up to ``high`` where there is an end."""
    allowed = f"a whole number from {low}" + (f" to {high}" if high is not None else "")

    def read(typed: str) -> int:
        try:
            number = int(typed)
        except ValueError:
            number = None
        if number is None or number < low or high is not None and number > high:
            raise argparse.ArgumentTypeError(f"{typed!r} will not do. Write {allowed}.")
        return number

    return read


PORT = whole(0, 65535)
"""0 is any that is free."""


def codes(typed: str) -> tuple[str, ...]:
    """ "nl, fr" → ("nl", "fr")."""
    return tuple(filter(None, (code.strip() for code in typed.split(","))))
