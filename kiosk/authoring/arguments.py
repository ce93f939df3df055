"""The words of the commands for authors. What they do is in command.py, which is loaded only when one is used; the
window in which they see what they write is in screens/preview/."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kiosk.settings import Settings

FOLDER = "a municipality's own content folder (default: the one in the settings)"
Load = Callable[[argparse.Namespace], Settings]


def own(chosen: argparse.Namespace, load: Load) -> Settings:
    """The settings, with the content folder that was asked for."""
    settings = load(chosen)
    return replace(settings, content=replace(settings.content, folder=chosen.folder)) if chosen.folder else settings


def authoring_arguments(command: Callable[..., argparse.ArgumentParser], load: Load) -> None:
    """``command`` makes a command's parser from its name, what it calls and its help."""
    def does(name: str) -> Callable[[argparse.Namespace], int]:
        def call(chosen: argparse.Namespace) -> int:
            from kiosk.authoring import command as do

            match name:
                case "new":
                    return do.new_walkthrough(chosen.id, chosen.title, chosen.topic, chosen.kind, chosen.folder)
                case "graph":
                    return do.graph(own(chosen, load), chosen.id, chosen.to, expand=chosen.expand)
                case "fact-sheet":
                    return do.fact_sheet(own(chosen, load), chosen.id, chosen.to)
                case "icons":
                    return do.icons(chosen.to)
            return do.schema(chosen.folder)

        return call

    new = command("new-walkthrough", does("new"), "begin a walkthrough: a file that works, with its gaps marked")
    new.epilog = 'Example: kiosk new-walkthrough fietsdiefstal --title "Mijn fiets is weg" --kind counter'
    new.add_argument("id", metavar="ID", help="its folder's name: small letters, digits, dashes")
    new.add_argument("--title", default="", help="as it stands on its tile; asked for when it is left out, as the rest")
    new.add_argument("--topic", default="", help="an id from topics.yaml")
    new.add_argument("--kind", default="", help="check | apply | counter | learn")
    new.add_argument("--folder", type=Path, help="write it in a municipality's own content folder (default: assets)")
    graph = command("graph", does("graph"), "draw a walkthrough: its steps, and where each answer leads")
    graph.add_argument("id", metavar="ID", help="of a walkthrough: adres-wijzigen")
    graph.add_argument("--to", type=Path, metavar="FILE", help="an .svg or .html file (default: build/ID-graph.svg)")
    graph.add_argument("--expand", action="store_true", help="the steps of shared modules too")
    graph.add_argument("--folder", type=Path, help=FOLDER)
    sheet = command("fact-sheet", does("fact-sheet"), "every sentence with its sources, to print or mail and tick")
    sheet.add_argument("id", metavar="ID", help="of a walkthrough: adres-wijzigen")
    sheet.add_argument("--to", type=Path, metavar="FILE", help="an .html file (default: build/ID-feiten.html)")
    sheet.add_argument("--folder", type=Path, help=FOLDER)
    icons = command("icons", does("icons"), "every icon that a walkthrough may name, on one page")
    icons.add_argument("--to", type=Path, default=Path("build/icons.html"), metavar="FILE",
                       help="an .html file (default: build/icons.html)")
    schema = command("schema", does("schema"),
                     "refresh the schemas with which editors complete and check content files")
    schema.add_argument("--folder", type=Path, help="of a municipality's own content folder (default: assets)")
