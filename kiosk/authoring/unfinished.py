"""The places that `kiosk new-walkthrough` leaves to the author, as long as they are not written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.catalogue.problems import Problem
from kiosk.catalogue.yaml_nodes import LARGEST_FILE

LEFT = re.compile(r"«[^«»]*»|https?://vul-in\.example\S*")
"""Guillemets are no Dutch quotation marks, so no text that is finished has them; `.example` is nobody's (RFC 2606)."""
COMMENT = re.compile(r"(^|\s)#.*")


def unfinished(folders: Iterable[Path]) -> tuple[Problem, ...]:
    """A warning for each line of the walkthroughs of these content folders with a place still to be filled in."""
    return tuple(problem for folder in folders for file in sorted(folder.glob("walkthroughs/*/walkthrough.yaml"))
                 for problem in _in_file(file, f"{folder.resolve().name}/{file.relative_to(folder).as_posix()}"))


def _in_file(file: Path, shown: str) -> Iterator[Problem]:
    try:
        with file.open(encoding="utf-8", errors="replace") as stream:
            content = stream.read(LARGEST_FILE)
    except OSError:  # reading the catalogue says so
        return
    for number, line in enumerate(content.split("\n"), 1):
        left = LEFT.findall(COMMENT.sub("", line))
        if left:
            yield Problem(shown, number, f"{left[0]} is still to be filled in.",
                          "Overtype it, marks included." if left[0].startswith("«") else
                          "Write the address of the page where you read it.", "warning")
