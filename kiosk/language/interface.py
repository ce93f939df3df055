"""The kiosk's own words (buttons, questions, messages): interface.yaml → one text a key.

The file is YAML of the plainest kind, `key: words` on every line, and is read here without PyYAML: the start
screen needs these words, and importing PyYAML alone would delay the first picture by 25 ms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk.catalogue.model import Text
from kiosk.catalogue.problems import Problem, Report

INTERFACE = Path(__file__).with_name("interface.yaml")
PREFIX = "interface/"

STAFF = "staff."
"""Keys that begin so are read by staff alone: they stay Dutch, and translators never see them."""

SPOKEN = ".spoken"
"""``handoff.title.spoken`` is what the voice says for ``handoff.title``: a text of its own, translated as such."""

LINE = re.compile(r"""(?P<key>[a-z][a-z0-9_.]*):(?:\s+(?:"(?P<quoted>[^"\\]*)"|(?P<plain>[^"\s].*?)))?\s*""")
# Where YAML would read something else than the words as they stand; between double quotes they are safe.
NOT_PLAIN = re.compile(r"[-?:,\[\]{}#&*!|>'%@`~]|.*(?:: | #|:$)")


class InterfaceError(ValueError):
    """interface.yaml is part of the program: without it there is no kiosk. ``problems`` are its faults."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


def read_interface(path: Path = INTERFACE) -> dict[str, Text]:
    """Key as in the file → text, in the order of the file; for translators the key is ``interface/<key>``.

    Raises InterfaceError with every fault, its line and its remedy, and OSError when the file is not there.
    """
    report = Report("/".join(path.parts[-3:]))
    texts: dict[str, Text] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError:
        lines = []
        report.error(0, "The file is not UTF-8.", "Save it again with the encoding UTF-8.")
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = LINE.fullmatch(line)
        if found is None or NOT_PLAIN.match(found["plain"] or ""):
            report.error(number, f"This is not `key: words`: {line[:40]}",
                         "Put the words between double quotes, without a double quote among them.")
        elif not (words := (found["quoted"] or found["plain"] or "")).strip():
            report.error(number, f"“{found['key']}” has no words.", "Write one sentence behind the colon.")
        elif found["key"] in texts:
            report.error(number, f"“{found['key']}” stands on line {texts[found['key']].line} already.",
                         "Remove one of them.")
        else:
            texts[found["key"]] = Text(PREFIX + found["key"], words, report.file, number)
    if not texts and not report.broken:
        report.error(0, "The file is empty.", "It is part of the program: install it again.")
    if report.broken:
        raise InterfaceError(report.problems)
    for key, spoken in texts.items():
        shown = key.removesuffix(SPOKEN)
        if shown != key and shown in texts:
            texts[shown] = replace(texts[shown], spoken=spoken)
    return texts
