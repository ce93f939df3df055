"""The fact-check sheet: every sentence of a walkthrough with its sources, to print, tick and correct.

Whoever knows the service needs no computer for it: one HTML file that a browser prints on A4 and any mail carries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk.authoring.graph import KINDS
from kiosk.authoring.outline import outline
from kiosk.catalogue.model import Check, Choose, Fact, FactText, HandOver, Practise, Step, Walkthrough
from kiosk.catalogue.yaml_nodes import LARGEST_FILE
from kiosk.language.formats import date_short
from kiosk.language.languages import SOURCE

TEMPLATES = Path(__file__).parent / "templates"
FACT_KINDS = {"price": "prijs in euro", "delay": "aantal werkdagen", "date": "dag", "address": "adres",
              "phone": "telefoon", "website": "site"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tick. ``what`` says which part of the screen it is; ``facts``: about which local facts."""

    words: str
    what: str = ""
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """The first of its lines is its title."""

    kind: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Part:
    """The screens that stand in one file, with its sources: the walkthrough itself, or a shared module."""

    file: str
    sources: tuple[str, ...] = ()
    checked_on: str = ""
    review_by: str = ""
    overdue: bool = False
    screens: list[Screen] = field(default_factory=list)
    shared: str = ""


def sheet(walkthrough: Walkthrough, folders: Sequence[Path], today: date) -> str:
    """The HTML of the sheet. ``folders`` are the content folders it was read from."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    found = parts(walkthrough, folders, today)
    return environment.get_template("sheet.html").render(
        walkthrough=walkthrough, parts=found, sources=_numbered(walkthrough, found), kinds=FACT_KINDS, day=_day,
        today=_day(today), count=sum(len(screen.lines) for part in found for screen in part.screens))


def parts(walkthrough: Walkthrough, folders: Sequence[Path], today: date) -> tuple[Part, ...]:
    """The walkthrough's own part first, then each module that it takes in, once."""
    found: dict[str, Part] = {walkthrough.title.file: _part(walkthrough.title.file, folders, today)}
    seen: set[str] = set()
    for step in walkthrough.steps.values():
        if step.title.key not in seen:  # a module that is taken in twice is checked once
            seen.add(step.title.key)
            file = step.title.file
            if file not in found:
                found[file] = _part(file, folders, today)
            found[file].screens.append(Screen(KINDS[type(step)], tuple(_lines(step, walkthrough))))
    return tuple(found.values())


def _numbered(walkthrough: Walkthrough, found: Sequence[Part]) -> dict[str, int]:
    """Each source once, with the number by which the lines name it."""
    every = [source for part in found for source in part.sources]
    every += [fact.source for fact in walkthrough.facts.values()]
    return {source: number for number, source in enumerate(dict.fromkeys(every), 1)}


def _part(file: str, folders: Sequence[Path], today: date) -> Part:
    """``file`` is shown as `assets/modules/…`: the name of its folder, and the way from there."""
    name, _, below = file.partition("/")
    shared = below.split("/")[1] if below.startswith("modules/") else ""
    for folder in folders:
        if folder.resolve().name == name and (folder / below).is_file():
            read = outline((folder / below).read_bytes()[:LARGEST_FILE])
            if read is not None:
                return Part(file, read.sources, _written(read.checked_on), _written(read.review_by),
                            read.review_by < today.isoformat(), shared=shared)
    return Part(file, shared=shared)


def _lines(step: Step, walkthrough: Walkthrough) -> Iterator[Line]:
    yield Line(step.title.dutch)
    for sentence in step.text:
        if isinstance(sentence, FactText):
            fact = walkthrough.facts.get(sentence.fact)
            yield Line(sentence.known.dutch.replace("{value}", "…"), "als de gemeente het invulde", fact)
            yield Line(sentence.unknown.dutch, "als niemand het invulde", fact)
        else:
            yield Line(sentence.dutch)
            if sentence.spoken is not None:
                yield Line(sentence.spoken.dutch, "zo wordt het gezegd")
    match step:
        case Check():
            for need in step.needs:
                yield Line(need.label.dutch, "nodig")
                yield Line(need.tip.dutch, "als iemand dat niet heeft")
        case Choose():
            yield from (Line(choice.label.dutch, f"antwoord, leidt naar “{_title(choice.to, walkthrough)}”")
                        for choice in step.choices)
        case Practise():
            for element in step.page.elements:
                yield Line(element.label, f"op de oefensite “{step.page.address}”"
                           + (", hier tikt men" if element.id == step.target else ""))
                if element.says is not None:
                    yield Line(element.says.dutch, "uitleg daarbij")
        case HandOver():
            yield from (Line(text.dutch, "voor de medewerker") for text in step.staff)
    yield from (Line(trouble.label.dutch, f"als het niet lukt, leidt naar “{_title(trouble.to, walkthrough)}”")
                for trouble in step.troubles)


def _title(id: str, walkthrough: Walkthrough) -> str:
    return walkthrough.steps[id].title.dutch if id in walkthrough.steps else "Klaar"


def _written(day: str) -> str:
    try:
        return _day(date.fromisoformat(day))
    except ValueError:
        return day


def _day(day: date) -> str:
    return date_short(day, SOURCE)
