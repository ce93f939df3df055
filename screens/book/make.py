"""`kiosk book`: one process a panel, one HTML page for all, and the list of findings."""

from __future__ import annotations

import html
import json
import subprocess
import sys
import time
from argparse import Namespace
from collections import defaultdict
from itertools import product
from pathlib import Path

from kiosk import settings as administrator
from kiosk.language.languages import BY_CODE
from kiosk.visit import preferences
from kiosk.visit.preferences import DEFAULT_STEP, TEXT_STEPS, Preferences
from kiosk.visit.tours import CARDS
from screens.book.display import NoVirtualDisplay, virtual_display

PANELS = {  # name: width px, height px, diagonal inches
    "10": (1280, 800, 10.1),
    "15": (1920, 1080, 15.6),
    "21": (1920, 1080, 21.5),
    "15-upright": (1080, 1920, 15.6),
    "10-upright": (800, 1280, 10.1),
}
DEFAULT_PANELS = ("10", "15-upright")
"""The narrowest panel lying and a common one standing; the others are between them."""
THEMES = ("paper",)
NOWHERE = Path("/nonexistent")
"""Where no card lies: the book is the same on every machine, also on one that has imported some."""
ASSETS, WALKTHROUGHS = Path(__file__).parents[2] / "assets", "walkthroughs/*/walkthrough.yaml"


def make(chosen: Namespace) -> int:
    """Make the book. Returns 1 when there are findings, 2 when it could not be made."""
    if chosen.panel:
        return _one_panel(chosen)
    panels = _names(chosen.panels) or (("15",) if chosen.visit else DEFAULT_PANELS)
    chosen.folder = chosen.folder or Path("build/visit" if chosen.visit else "build/book")
    for what, names, known in (
        ("panel", panels, PANELS), ("language", _names(chosen.languages), BY_CODE),
        ("text size", _names(chosen.sizes), [str(step) for step in range(len(TEXT_STEPS))]),
        ("theme", _names(chosen.themes), preferences.THEMES),
        ("walkthrough", _names(chosen.walkthrough), sorted(file.parent.name for file in ASSETS.glob(WALKTHROUGHS))),
    ):
        wrong = [name for name in names if name not in known]
        if wrong:
            print(f"There is no {what} {wrong[0]!r}. Choose from {', '.join(known)}.", file=sys.stderr)
            return 2
    try:
        chosen.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(f"{chosen.folder} cannot be made: {error.strerror}. Choose another place with --folder.", file=sys.stderr)
        return 2
    for old in chosen.folder.glob("*/report.json"):
        old.unlink()
    started = time.monotonic()
    running = [(name, subprocess.Popen([sys.executable, "-m", "kiosk", "book", *_again(chosen), "--panel", name]))
               for name in panels]
    results = [(name, process.wait()) for name, process in running]
    missing = [name for name, _ in results if not (chosen.folder / name / "report.json").exists()]
    if missing or any(code > 1 for _, code in results):
        return 2
    reports = {name: json.loads((chosen.folder / name / "report.json").read_text("utf-8")) for name in panels}
    findings = sum(len(report["findings"]) for report in reports.values())
    for name, report in reports.items():
        for finding, where in list(report["findings"].items())[:40]:
            print(f"{name}: {finding}  ({len(where)} ×, first: {where[0]})")
    if not chosen.findings_only:
        (chosen.folder / "index.html").write_text(_page(reports), "utf-8")
    pictures = sum(len(report["pictures"]) for report in reports.values())
    print(f"{pictures} pictures on {len(panels)} panels, {findings} findings, {time.monotonic() - started:.0f} s: "
          f"{'no pictures kept' if chosen.findings_only else chosen.folder / 'index.html'}")
    return 1 if findings else 0


def _names(value: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip()) if value else ()


def _again(chosen: Namespace) -> list[str]:
    """The same wishes for the process of one panel."""
    wishes = ["--folder", str(chosen.folder)]
    for name in ("walkthrough", "languages", "sizes", "themes", "panels"):
        if getattr(chosen, name):
            wishes += [f"--{name}", getattr(chosen, name)]
    if chosen.in_turn:
        wishes.append("--in-turn")
    if chosen.cards:
        wishes += ["--cards", str(chosen.cards)]
    return [*wishes, *(["--findings-only"] if chosen.findings_only else []), *(["--visit"] if chosen.visit else [])]


def _one_panel(chosen: Namespace) -> int:
    width, height, diagonal = PANELS[chosen.panel]
    folder = chosen.folder / chosen.panel
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with virtual_display(width, height):
            report = _draw(chosen, (width, height), diagonal, folder)
    except NoVirtualDisplay as error:
        print(error, file=sys.stderr)
        return 2
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False), "utf-8")
    return 1 if report["findings"] else 0


def _draw(chosen: Namespace, size: tuple[int, int], diagonal: float, folder: Path) -> dict:
    from screens.window import prepare

    prepare(size)
    from kiosk.parts.content import fill
    from kiosk.parts.voice import make_voices
    from kiosk.parts.world import make_world
    from screens.book.findings import findings
    from screens.book.studio import Studio
    from screens.theme import Panel

    settings = administrator.Settings(content=administrator.Content(cards=chosen.cards or NOWHERE))
    world = make_world(settings, size, make_voices(settings))
    world.panel = Panel(*size, diagonal)
    for problem in fill(world, settings):
        print(problem, file=sys.stderr)
    studio = Studio(world)
    found: dict[str, list[str]] = defaultdict(list)
    pictures: list[dict] = []
    sizes = [int(step) for step in _names(chosen.sizes)] or (
        [DEFAULT_STEP] if chosen.visit else range(len(TEXT_STEPS)))
    themes, panels = _names(chosen.themes) or THEMES, _names(chosen.panels) or DEFAULT_PANELS
    ways = list(product(panels, sizes, themes))
    for nth, language in enumerate(_names(chosen.languages) or (world.offered[:1] if chosen.visit else world.offered)):
        for text in sizes:
            for theme in themes:
                turns = (nth + ways.index((chosen.panel, text, theme)), len(ways)) if chosen.in_turn else ()
                shots = (studio.visit(language) if chosen.visit
                         else studio.everything(language, Preferences(text, theme),
                                                chosen.walkthrough or (CARDS if chosen.cards else None), *turns))
                for shot in shots:
                    for finding in findings(studio.stage.frame, studio.stage.focus, shot.picture, theme):
                        found[finding].append(shot.file)
                    if not chosen.findings_only:
                        shot.picture.save(folder / shot.file, compress_level=1)
                    pictures.append({"name": shot.name, "language": language, "text": text, "theme": theme,
                                     "page": shot.page, "file": f"{folder.name}/{shot.file}",
                                     "sentences": studio.sentences()})
            print(
                f"panel {folder.name}: {language}, text size {text}: {len(pictures)} pictures, {len(found)} findings",
                flush=True,
            )
    return {"pictures": pictures, "findings": found}


def _page(reports: dict[str, dict]) -> str:
    """One HTML page: a row a screen, a column for each language, size and panel; pictures load as they are reached."""
    rows: dict[tuple[str, str, int], list[dict]] = defaultdict(list)
    for panel, report in reports.items():
        for picture in report["pictures"]:
            rows[(picture["name"], panel, picture["text"])].append(picture)
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>The picture book</title><style>"
        "body{font:16px sans-serif;margin:2em}figure{display:inline-block;margin:.3em}"
        "img{width:19em;border:1px solid #999}"
        "h2{margin:1.5em 0 .2em}</style><h1>The picture book</h1>"
    ]
    for panel, report in reports.items():
        parts.append(f"<h2>Findings on panel {panel}: {len(report['findings'])}</h2><ul>")
        parts += [f"<li>{html.escape(finding)} ({len(where)}×, <a href='{panel}/{where[0]}'>first</a>)"
                  for finding, where in report["findings"].items()]
        parts.append("</ul>")
    last = ""
    for (name, panel, text), pictures in rows.items():
        if name != last:
            parts.append(f"<h2 id='{html.escape(name)}'>{html.escape(name)}</h2>")
            last = name
        parts.append(f"<p>panel {panel}, text size {text + 1}<br>")
        parts += [
            f"<figure><a href='{p['file']}'><img loading='lazy' src='{p['file']}' "
            f"alt='{p['language']}, page {p['page'] + 1}'>"
            f"</a><figcaption>{p['language']} {p['page'] + 1}</figcaption></figure>"
            for p in pictures
        ]
    return "".join(parts)
