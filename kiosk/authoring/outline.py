"""Which line of a content file belongs to what: a step, a practice page, a fact, or the beginning."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.catalogue.problems import Report
from kiosk.catalogue.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode, read_nodes


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """From this line on it is about the ``kind`` (step, page, fact or head) with this id."""

    line: int
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Outline:
    """``sources``, ``checked_on`` and ``review_by`` are as written, "" where they are not."""

    spots: tuple[Spot, ...]
    sources: tuple[str, ...]
    checked_on: str
    review_by: str

    def at(self, line: int) -> Spot:
        """What the line is about; what stands above everything is the head."""
        place = bisect_right([spot.line for spot in self.spots], line)
        return self.spots[place - 1] if place else Spot(0, "head", "")


def outline(data: bytes) -> Outline | None:
    """The outline of a walkthrough or a module; None when the file is no YAML, which reading it says better."""
    root = read_nodes(data, Report(""))
    if not isinstance(root, MappingNode):
        return None
    sources = root.values.get("sources")
    listed = sources.items if isinstance(sources, SequenceNode) else []
    return Outline(tuple(sorted(_spots(root))), tuple(filter(None, map(_word, listed))),
                   _word(root.values.get("checked_on")), _word(root.values.get("review_by")))


def _spots(root: MappingNode) -> Iterator[Spot]:
    for key, node in root.values.items():
        line = root.key_lines[key]
        match key, node:
            case "about", MappingNode():
                yield Spot(line, "step", "about")
                # `where_title`, `where` and `login` make a screen of their own, in whatever order they stand.
                for inner, below in node.key_lines.items():
                    yield Spot(below, "step", "where" if inner in ("where_title", "where", "login") else "about")
            case ("needs" | "after"), _:
                yield Spot(line, "step", key)
            case "steps", SequenceNode():
                yield Spot(line, "head", "")
                yield from (Spot(item.line, "step", _word(item.values.get("id")))
                            for item in node.items if isinstance(item, MappingNode))
            case ("pages" | "facts"), MappingNode():
                yield Spot(line, "head", "")
                yield from (Spot(node.key_lines[id], key.removesuffix("s"), id) for id in node.values)
            case _:
                yield Spot(line, "head", "")


def _word(node: Node | None) -> str:
    return " ".join(node.value.split()) if isinstance(node, ScalarNode) else ""
