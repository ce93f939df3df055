"""`kiosk new-walkthrough`: a folder with a walkthrough that can be walked at once, its gaps marked."""

from __future__ import annotations

import calendar
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk.authoring.schema import FOLDER as SCHEMAS
from kiosk.authoring.schema import write_schemas
from kiosk.catalogue.fields import ID, USE_ID
from kiosk.catalogue.files import HIGHEST_WALKTHROUGH
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.problems import did_you_mean
from kiosk.catalogue.reading import NOT_A_WALKTHROUGH, read_catalogue

TEMPLATES = Path(__file__).parent / "templates" / "new"
KINDS = {
    "check": ("fact_check", "people often get it by themselves: first look whether anything must be done"),
    "apply": ("edit_document", "done online, after logging in"),
    "counter": ("account_balance", "done at the counter: what to take along, and an appointment"),
    "learn": ("school", "something to learn, with an exercise and a question"),
}
"""Each kind with its icon and when it is the right one."""
OWN_FROM = 2001
"""The first number in a municipality's own folder, so that a later walkthrough of the kiosk never takes one of its."""
REVIEW_MONTHS = 6
NUMBER = re.compile(r"^number:\s*(\d+)", re.MULTILINE)


class CannotStart(ValueError):
    """Why no walkthrough is begun, and what to do instead, in one or two sentences."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. What is empty is asked of whoever sits there."""

    id: str
    title: str = ""
    topic: str = ""
    kind: str = ""


def start(wanted: Wanted, assets: Path, own: Path | None, today: date,
          ask: Callable[[str], str] | None = None) -> Path:
    """Write the file of a new walkthrough in ``own``, a municipality's folder, or in ``assets``; its path.

    ``ask`` is handed a question and gives what somebody typed; None: nobody is there to be asked. Raises CannotStart;
    an existing file is never changed.
    """
    folders = [assets, *([own] if own else [])]
    folder = own or assets
    _check_id(wanted.id, folders)
    if own is not None:
        _make(own)
    catalogue, _ = read_catalogue(folders)
    topics = {topic.id: topic for topic in catalogue.topics}
    kinds = _listed({name: why for name, (_, why) in KINDS.items()})
    tiles = _listed({id: topic.title.dutch for id, topic in topics.items()})
    title = _answer(wanted.title, "Title, as it stands on the tile (at most four words)", "--title", ask)
    kind = _answer(wanted.kind, f"Kinds:\n{kinds}\nKind", "--kind", ask, KINDS)
    topic = _answer(wanted.topic, f"Topics:\n{tiles}\nTopic", "--topic", ask, topics)
    file = folder / "walkthroughs" / wanted.id / "walkthrough.yaml"
    content = _environment().get_template(f"{kind}.yaml").render(
        id=wanted.id, number=_number(folders, catalogue, own is not None), title=_scalar(title), topic=topic,
        icon=KINDS[kind][0], today=today, review=_later(today),
        schema=f"../../{SCHEMAS}/walkthrough.json")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(content)
        write_schemas(folder, assets)
    except OSError as error:
        raise CannotStart(f"{file} cannot be written: {error.strerror}. Look at the permissions of the folder.") \
            from error
    return file


def _check_id(id: str, folders: Sequence[Path]) -> None:
    if not ID.match(id) or id in NOT_A_WALKTHROUGH:
        raise CannotStart(f"“{id}” cannot be the id of a walkthrough. {USE_ID}")
    for folder in folders:
        if os.path.lexists(folder / "walkthroughs" / id):
            raise CannotStart(f"There is a walkthrough “{id}” already, in {folder / 'walkthroughs' / id}. "
                              f"Choose another id, or go on with that one: kiosk preview {id}")
        if os.path.lexists(folder / "modules" / id):
            raise CannotStart(f"“{id}” is the name of a shared module. Choose another id.")


def _make(own: Path) -> None:
    try:
        own.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"The folder {own} cannot be made: {error.strerror}. Choose another with --folder.") \
            from error


def _answer(given: str, question: str, option: str, ask: Callable[[str], str] | None,
            known: Sequence[str] | dict = ()) -> str:
    """What was given, or else what somebody types; asked again until it is one of the ``known``."""
    if not given and ask is None:
        raise CannotStart(f"Nobody is here to be asked. Say it with {option}"
                          f"{': ' + ', '.join(known) if known else ''}.")
    answer = " ".join((given or ask(question)).split())
    while not answer or (known and answer not in known):
        wrong = f"There is no “{answer}”. {did_you_mean(answer, known)}" if answer else "Something must stand here."
        if given or ask is None:
            raise CannotStart(f"{option}: {wrong}")
        answer = " ".join(ask(f"{wrong}\n{question}").split())
    if any(brace in answer for brace in "{}«»") or not answer.isprintable():
        raise CannotStart(f"{option}: “{answer}” holds {{, }}, « or ». Leave them out.")
    return answer


def _listed(lines: dict[str, str]) -> str:
    return "\n".join(f"  {name:<12} {words}" for name, words in lines.items())


def _number(folders: Sequence[Path], catalogue: Catalogue, own: bool) -> int:
    """One more than the highest in use, also in files that cannot be read otherwise."""
    used = {walkthrough.number for walkthrough in catalogue}
    for folder in folders:
        for file in folder.glob("walkthroughs/*/walkthrough.yaml"):
            used.update(int(found) for found in NUMBER.findall(file.read_text("utf-8", errors="replace")))
    first, last = (OWN_FROM, HIGHEST_WALKTHROUGH) if own else (1, OWN_FROM - 1)
    number = max((one for one in used if first <= one <= last), default=first - 1) + 1
    if number > last:
        raise CannotStart(f"The numbers {first} to {last} are used up. Take one out that was never published.")
    return number


def _scalar(words: str) -> str:
    """The words as YAML reads them back: as they are where that can be, else between double quotes."""
    try:
        plain = yaml.safe_load(f"title: {words}  # x") == {"title": words}
    except yaml.YAMLError:
        plain = False
    return words if plain else '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _later(day: date) -> date:
    months = day.month - 1 + REVIEW_MONTHS
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=False,
                       keep_trailing_newline=False)
