"""The drawn graph of a walkthrough: its steps as boxes, and where every answer leads.

Graphviz lays it out (docs/decisions/0020-graphs-by-graphviz.md); here it only becomes the words of its DOT language.
"""

from __future__ import annotations

import html
import subprocess
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kiosk.catalogue.graph import main_line
from kiosk.catalogue.model import FINISHED, Check, Choose, HandOver, Practise, Step, Tell, Walkthrough

KINDS = {Tell: "uitleg", Check: "checklist", Choose: "vraag", Practise: "oefening", HandOver: "medewerker helpt"}
"""In Dutch: who knows the service and not the file format reads along."""
FONT = "Atkinson Hyperlegible Next,DejaVu Sans,sans-serif"
INK, QUIET, LINE, TROUBLE, PERSON, MODULE = "#14213D", "#55606F", "#14213D", "#A3480F", "#4A1F73", "#E6EDF5"
WIDEST = 26  # letters of a title on one line of its box
PATIENCE = 60.0  # s; the largest walkthrough takes less than one


class CannotDraw(RuntimeError):
    """Why there is no picture, and what to do, in one or two sentences."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way on. ``words`` are the answer, "" where there is only one; ``trouble``: something did not work."""

    start: str
    end: str
    words: str = ""
    trouble: bool = False


def arrows(walkthrough: Walkthrough) -> Iterator[Arrow]:
    """Every way on from every step, in the order of the file."""
    for step in walkthrough.steps.values():
        match step:
            case Check():
                yield Arrow(step.id, step.next, "alles in orde")
                yield from (Arrow(step.id, need.no, f"nee: {need.label.dutch}") for need in step.needs)
            case Choose():
                yield from (Arrow(step.id, choice.to, choice.label.dutch) for choice in step.choices)
            case Tell() | Practise():
                yield Arrow(step.id, step.next)
        yield from (Arrow(step.id, trouble.to, trouble.label.dutch, True) for trouble in step.troubles)


def drawn(walkthrough: Walkthrough, *, expand: bool = False) -> str:
    """The graph as SVG, with shared modules as one box unless ``expand``. Raises CannotDraw."""
    try:
        done = subprocess.run(["dot", "-Tsvg"], input=dot(walkthrough, expand=expand), capture_output=True,
                              encoding="utf-8", timeout=PATIENCE)
    except FileNotFoundError:
        raise CannotDraw("Graphviz is not installed, and it draws the graph. Run: "
                         "sudo apt-get install --no-install-recommends graphviz") from None
    except subprocess.TimeoutExpired:
        raise CannotDraw(f"Graphviz did not finish within {PATIENCE:.0f} s. Try again without --expand.") from None
    if done.returncode or "<svg" not in done.stdout:
        raise CannotDraw(f"Graphviz cannot draw this: {done.stderr.strip()[:200]}. Install it anew: "
                         "sudo apt-get install --reinstall graphviz")
    name = html.escape(f"Tekening van “{walkthrough.title.dutch}”: de stappen, en waar elk antwoord naartoe leidt.")
    return done.stdout.replace("<svg ", f'<svg role="img" aria-label="{name}" ', 1)


def page(walkthrough: Walkthrough, picture: str, *, expand: bool = False) -> str:
    """The picture on an HTML page, with the same in words beneath it for who cannot see it."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True,
                              undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    ways: dict[str, list[Arrow]] = {id: [] for id in walkthrough.steps}
    for arrow in arrows(walkthrough):
        ways[arrow.start].append(arrow)
    return environment.get_template("graph.html").render(
        walkthrough=walkthrough, picture=Markup(picture[picture.index("<svg"):]), ways=ways, kinds=KINDS, type=type)


def dot(walkthrough: Walkthrough, *, expand: bool = False) -> str:
    """The graph in Graphviz's language."""
    box_of = {id: id if expand else id.partition(".")[0] for id in walkthrough.steps}
    box_of[FINISHED] = FINISHED
    way = (*main_line(walkthrough, walkthrough.first), FINISHED)
    usual = {(box_of[start], box_of[end]) for start, end in pairwise(way)}
    lines = ["digraph walkthrough {",
             f'  graph [rankdir=TB, nodesep=0.35, ranksep=0.45, fontname="{FONT}", bgcolor=white]',
             f'  node [shape=box, style="rounded,filled", fillcolor=white, color="{INK}", fontcolor="{INK}", '
             f'fontname="{FONT}", fontsize=14, margin="0.18,0.1"]',
             f'  edge [color="{LINE}", fontname="{FONT}", fontsize=11, fontcolor="{INK}", arrowsize=0.8]']
    lines += (_box(id, box, walkthrough) for id, box in _boxes(box_of, walkthrough))
    lines.append(f'  {_name(FINISHED)} [label="Klaar", shape=box, style="rounded,filled", fillcolor="#064A2E", '
                 'fontcolor=white, tooltip="Het einde"]')
    lines += (_edge(arrow, (arrow.start, arrow.end) in usual) for arrow in _joined(walkthrough, box_of))
    return "\n".join([*lines, "}", ""])


def _boxes(box_of: Mapping[str, str], walkthrough: Walkthrough) -> Iterator[tuple[str, str]]:
    """Each box with the first of its steps."""
    seen = set()
    for id in walkthrough.steps:
        if box_of[id] not in seen:
            seen.add(box_of[id])
            yield id, box_of[id]


def _joined(walkthrough: Walkthrough, box_of: Mapping[str, str]) -> Iterator[Arrow]:
    """The arrows between boxes: those within a module left out, and those that lead from it alike joined."""
    ways: dict[tuple[str, str], list[Arrow]] = {}
    for arrow in arrows(walkthrough):
        start, end = box_of[arrow.start], box_of[arrow.end]
        if start != arrow.start and start == end:
            continue
        ways.setdefault((start, end), []).append(arrow)
    for (start, end), group in ways.items():
        if start != group[0].start:  # from a module: its own words stay inside it
            yield Arrow(start, end, trouble=all(arrow.trouble for arrow in group))
            continue
        for trouble in (False, True):
            words = [arrow.words for arrow in group if arrow.trouble is trouble]
            if words:
                yield Arrow(start, end, "\n".join(filter(None, words)), trouble)


def _box(id: str, box: str, walkthrough: Walkthrough) -> str:
    step = walkthrough.steps[id]
    if box != id:
        count = sum(1 for other in walkthrough.steps if other.startswith(f"{box}."))
        module = step.title.key.split("/")[1]
        label = _label(box, f"module {module}, {count} stappen")
        return (f'  {_name(box)} [label={label}, shape=folder, style=filled, fillcolor="{MODULE}", '
                f'tooltip={_quoted(f"{box}: de stappen van {module}")}]')
    colours = f', fillcolor="{PERSON}", color="{PERSON}", fontcolor=white' if isinstance(step, HandOver) else ""
    return (f"  {_name(box)} [label={_label(step.title.dutch, f'{_kind(step)} · {id}')}, "
            f"tooltip={_quoted(step.title.dutch)}{colours}]")


def _edge(arrow: Arrow, usual: bool) -> str:
    look = []
    if arrow.words:
        words = (f"&#160;&#160;{_escaped(line)}&#160;" for line in arrow.words.splitlines())
        look.append(f"label=<{'<BR/>'.join(words)}>")
    if arrow.trouble:
        look += ["style=dashed", f'color="{TROUBLE}"', f'fontcolor="{TROUBLE}"']
    elif usual:
        look += ["penwidth=2.2", "weight=8"]
    return f"  {_name(arrow.start)} -> {_name(arrow.end)} [{', '.join(look)}]"


def _label(title: str, below: str) -> str:
    wrapped = "<BR/>".join(_escaped(line) for line in textwrap.wrap(title, WIDEST))
    return f'<<B>{wrapped}</B><BR/><FONT POINT-SIZE="10">{_escaped(below)}</FONT>>'


def _kind(step: Step) -> str:
    return KINDS[type(step)]


def _name(id: str) -> str:
    return f'"{id}"'


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(words: str) -> str:
    return html.escape(words, quote=False)
