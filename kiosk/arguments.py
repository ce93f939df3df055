"""What the arguments of several commands have in common."""

from __future__ import annotations

import argparse
from collections.abc import Callable


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


PORT = whole(1, 65535)


def codes(typed: str) -> tuple[str, ...]:
    """ "nl, fr" → ("nl", "fr")."""
    return tuple(filter(None, (code.strip() for code in typed.split(","))))
