"""The kiosk's own words (buttons, questions, messages): interface.yaml → one text a key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk.catalogue.model import Text
from kiosk.catalogue.problems import Problem, Report
from kiosk.catalogue.yaml_nodes import MappingNode, ScalarNode, read_nodes

INTERFACE = Path(__file__).with_name("interface.yaml")
PREFIX = "interface/"

STAFF = "staff."
"""Keys that begin so are read by staff alone: they stay Dutch, and translators never see them."""


class InterfaceError(ValueError):
    """interface.yaml is part of the program: without it the kiosk cannot start. ``problems`` are its
    faults."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


def read_interface(path: Path = INTERFACE) -> dict[str, Text]:
    """Key as in the file → text, in the order of the file; for translators the key is ``interface/<key>``.

    Raises InterfaceError with every fault, its line and its remedy, and OSError when the file is not there.
    """
    report = Report("/".join(path.parts[-3:]))
    root = read_nodes(path.read_bytes(), report)
    texts: dict[str, Text] = {}
    if isinstance(root, MappingNode):
        for key, node in root.values.items():
            if isinstance(node, ScalarNode) and node.value.strip():
                texts[key] = Text(PREFIX + key, node.value, report.file, root.key_lines[key])
            else:
                line = root.key_lines[key]
                report.error(line, f"“{key}” has no text.", "Write one sentence behind the colon.")
    elif root is not None:
        report.error(root.line, "These are no `key: text` lines.", "Write one key and its Dutch on a line.")
    if report.problems:
        raise InterfaceError(report.problems)
    return texts
