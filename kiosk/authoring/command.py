"""What the commands for authors print and write; each returns its exit code: 2 for what was asked wrongly."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk.authoring.graph import CannotDraw, drawn, page
from kiosk.authoring.schema import write_schemas
from kiosk.authoring.sheet import sheet
from kiosk.authoring.starting import CannotStart, Wanted, start
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.problems import Problem, did_you_mean
from kiosk.catalogue.reading import read_catalogue
from kiosk.pack.layers import layers_of
from kiosk.settings import Settings
from kiosk.site.marks import Icons

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "assets"


def new_walkthrough(id: str, title: str, topic: str, kind: str, folder: Path | None) -> int:
    try:
        file = start(Wanted(id, title, topic, kind), ASSETS, folder, date.today(), _asker())
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 2
    more = f" --folder {folder}" if folder else ""
    print(f"{file} is there, and can be walked through already.\n"
          f"See it while you write:  kiosk preview {id}{more}\n"
          "How to write it: docs/tasks/add-a-walkthrough.md")
    return 0


def _asker():
    """How to ask whoever sits at the terminal; None when nobody does."""
    if not sys.stdin.isatty():
        return None

    def ask(question: str) -> str:
        try:
            return input(f"{question}: ")
        except (EOFError, KeyboardInterrupt):
            print()
            raise CannotStart("Nothing is written.") from None
    return ask


def graph(settings: Settings, id: str, to: Path | None, *, expand: bool) -> int:
    catalogue, code = _content(settings, id)
    if code:
        return code
    to = to or Path("build") / f"{id}-graph.svg"
    if to.suffix.lower() not in (".svg", ".html"):
        print(f"{to} is neither an .svg nor an .html file. Give it one of these endings.", file=sys.stderr)
        return 2
    walkthrough = catalogue.walkthroughs[id]
    try:
        picture = drawn(walkthrough, expand=expand)
    except CannotDraw as reason:
        print(reason, file=sys.stderr)
        return 2
    return _write(to, picture if to.suffix.lower() == ".svg" else page(walkthrough, picture, expand=expand))


def fact_sheet(settings: Settings, id: str, to: Path | None) -> int:
    catalogue, code = _content(settings, id)
    if code:
        return code
    return _write(to or Path("build") / f"{id}-feiten.html",
                  sheet(catalogue.walkthroughs[id], folders_of(settings), date.today()))


def icons(to: Path) -> int:
    """Every icon beside its name, to choose from."""
    drawn, used = Icons(ASSETS / "icons"), set()
    names = json.loads((ASSETS / "icons" / "icons.json").read_text("utf-8"))
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True,
                              undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    listed = [(name, drawn.shown(name, used)) for name in sorted(names)]
    return _write(to, environment.get_template("icons.html").render(icons=listed, sheet=drawn.sheet(used)))


def schema(folder: Path | None) -> int:
    if folder is not None and not folder.is_dir():
        print(f"There is no folder {folder}. Begin one: kiosk new-walkthrough ID --folder {folder}", file=sys.stderr)
        return 2
    try:
        written = write_schemas(folder or ASSETS, ASSETS)
    except OSError as error:
        print(f"{error.filename} cannot be written: {error.strerror}. Look at the permissions of the folder.",
              file=sys.stderr)
        return 2
    print(*(f"{path} is new." for path in written), sep="\n") if written else print("Nothing has changed.")
    return 0


def folders_of(settings: Settings) -> list[Path]:
    return layers_of(settings).folders(ASSETS)


def _content(settings: Settings, id: str) -> tuple[Catalogue, int]:
    """The catalogue; the exit code is 2 when it has no such walkthrough, after saying why."""
    catalogue, problems = read_catalogue(folders_of(settings), None, settings.facts)
    if id in catalogue.walkthroughs:
        return catalogue, 0
    print(*faults_of(id, problems) or [f"There is no walkthrough “{id}”. {did_you_mean(id, catalogue.walkthroughs)}"],
          sep="\n", file=sys.stderr)
    return catalogue, 2


def faults_of(id: str, problems: tuple[Problem, ...]) -> list[Problem]:
    """The errors for which a walkthrough is left out."""
    return [problem for problem in problems
            if problem.severity == "error" and f"/walkthroughs/{id}/" in f"/{problem.file}"]


def _write(to: Path, content: str) -> int:
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(content, "utf-8")
    except OSError as error:
        print(f"{to} cannot be written: {error.strerror}. Choose another place with --to.", file=sys.stderr)
        return 2
    print(to)
    return 0
