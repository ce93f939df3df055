"""The `kiosk` command: reads arguments, calls one function per command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk import settings as administrator
from kiosk.administrator.arguments import admin_code_arguments
from kiosk.desk.arguments import desk_arguments
from kiosk.lockdown.arguments import lockdown_arguments
from kiosk.pack.arguments import pack_arguments
from kiosk.provision.arguments import provision_arguments
from kiosk.watching import arguments as watching
from kiosk.watching.log import Fault, catch_crashes, say


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if not hasattr(chosen, "call"):
        parser.print_help()
        return 0
    try:
        return chosen.call(chosen)
    except BrokenPipeError:  # `kiosk check | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kiosk", description="A kiosk that walks citizens through public services, in their language, by ear.")
    where = "the administrator's TOML file (default: $KIOSK_SETTINGS, /etc/kiosk/kiosk.toml, ./kiosk.toml)"
    parser.add_argument("--settings", type=Path, metavar="FILE", help=where)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, call, help: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help)
        sub.add_argument("--settings", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=where)
        sub.set_defaults(call=call)
        return sub

    command("run", _run, "open the kiosk")
    check = command("check", _check, "check all walkthroughs, texts and settings, and say what to mend")
    check.add_argument("--strict", action="store_true", help="warnings count as faults")
    check.add_argument("--folder", type=Path, help="also a content folder that is not in the settings")
    check.add_argument("--due", action="store_true", help="only list what must be reviewed, or is about to expire")
    check.add_argument("--within", type=int, default=30, metavar="DAYS",
                       help="with --due: how far to look ahead (default: 30 days)")
    check.add_argument("--table", action="store_true",
                       help="instead, print docs/walkthroughs.md: every walkthrough with its sources and figures")
    texts = command("texts", _texts, "refresh the translations' catalogues and say what is missing or stale")
    texts.add_argument("--check", action="store_true", help="write nothing; exit 1 when something is missing or stale")
    texts.add_argument("--compile", action="store_true", help="also write the compiled catalogues")
    texts.add_argument("--all", action="store_true", help="list every missing key, not only the first ten")
    texts.add_argument("--folder", type=Path, help="of a municipality's own content, which keeps its translations")
    texts.add_argument("--export", nargs=2, metavar=("FORMAT", "FOLDER"), help="write the texts for translators: xliff")
    texts.add_argument("--languages", metavar="CODES", default="", help="export only these, with commas: fr,ar")
    texts.add_argument("--import", nargs="+", type=Path, metavar="FILE", dest="take_in",
                       help="take in the XLIFF files that translators sent back")
    book = command("book", _book, "draw every screen and step on one page, and look for faults in what is drawn")
    book.add_argument("--folder", type=Path, help="where it goes (default: build/book, or build/visit)")
    book.add_argument("--visit", action="store_true", help="only one visit, step by step")
    book.add_argument("--walkthrough", metavar="ID", help="only this walkthrough")
    book.add_argument("--cards", type=Path, metavar="FOLDER", help="only the information cards of this folder")
    book.add_argument("--languages", metavar="CODES", help="only these, with commas: nl,ar")
    book.add_argument("--sizes", metavar="STEPS", help="only these text sizes, with commas: 0,1,2,3")
    book.add_argument("--panels", metavar="NAMES", help="only these panels, with commas")
    book.add_argument("--themes", metavar="NAMES", help="these themes (default: paper)")
    book.add_argument("--in-turn", action="store_true",
                      help="each screen once in each language, the sizes and panels taking turns")
    book.add_argument("--panel", help=argparse.SUPPRESS)
    book.add_argument("--findings-only", action="store_true", help="look for faults and keep no pictures")
    _authoring_parsers(command)
    config = command("config", _config, "show the settings file with every setting explained")
    config.add_argument("--table", action="store_true", help="as a table for the manual")
    doctor = command("doctor", _doctor,
                     "check display, touch, fonts, voices, sound, disk and clock; each with a remedy")
    watching.doctor_arguments(doctor)
    watching.heartbeat_arguments(command("heartbeat", _heartbeat, "tell those who watch that this kiosk is alive"))
    voices = command("voices", None, "what speaks here; install, remove and try voices")
    _voices_parser(voices)
    speech = command("speech", lambda _: speech.print_help() or 0, "make the clips of installed voices beforehand")
    verbs = speech.add_subparsers(title="what to do", metavar="VERB")
    build = verbs.add_parser("build", help="make every clip that is missing; stop it at any time, it goes on later")
    build.set_defaults(call=_speech_build)
    build.add_argument("--languages", metavar="CODES", default="", help="only these, with commas: nl,fr")
    build.add_argument("--all-speeds", action="store_true",
                       help="all seven speeds (default: the one that visits begin with)")
    build.add_argument("--processes", type=int, metavar="N", help="how many at once (default: one for each core)")
    site = command("site", _site, "write all walkthroughs as a web site with sound, or show it to authors")
    site.add_argument("--folder", type=Path, default=Path("build/site"), help="where it goes (default: build/site)")
    site.add_argument("--languages", metavar="CODES", default="", help="only these and Dutch, with commas: ar,fr")
    site.add_argument("--no-sound", dest="sound", action="store_false", help="pages only: quick, for a preview")
    site.add_argument("--address", metavar="URL", default="", help="where it will stand: https://stappen.example.be/")
    site.add_argument("--serve", type=int, nargs="?", const=8080, metavar="PORT",
                      help="show it on this machine, and build it anew when the content changes (default: 8080)")
    site.add_argument("--processes", type=int, metavar="N", help="how many voices at once (default: one for each core)")
    brought = command("import", lambda _: brought.print_help() or 0, "bring in a municipality's own services")
    _import_parser(brought)
    desk = command("desk", None, "serve the assistants' desk; add, list and remove kiosks and assistants")
    desk_arguments(desk, _load)
    pack_arguments(command("pack", None, "content packs: build, sign, verify, install, list, roll back"), _load)
    lockdown_arguments(command("lockdown", None, "what this machine lets in and out, for kiosk-setup"))
    admin_code_arguments(command("admin-code", None, "make the code for the administrator's pages on the kiosk"))
    provision_arguments(command("provision", None, "take over the settings from the memory card's kiosk.toml"))
    bench = command("bench", _bench, "measure start, memory, rest and taps against a bare window")
    bench.add_argument("--speech", action="store_true", help="measure the making of clips instead")
    bench.add_argument("--cards", type=int, metavar="N", help="measure N information cards instead")
    bench.add_argument("--search", action="store_true", help="measure searching 10,000 services instead")
    bench.add_argument("--runs", type=int, default=3, metavar="N", help="runs of each (default: 3)")
    return parser


def _authoring_parsers(command) -> None:
    folder = "a municipality's own content folder (default: the one in the settings)"
    new = command("new-walkthrough", _new_walkthrough, "begin a walkthrough: a file that works, with its gaps marked")
    new.add_argument("id", metavar="ID", help="its folder's name: small letters, digits, dashes")
    new.add_argument("--title", default="", help="as it stands on its tile; asked for when it is left out, as the rest")
    new.add_argument("--topic", default="", help="an id from topics.yaml")
    new.add_argument("--kind", default="", help="check | apply | counter | learn")
    new.add_argument("--folder", type=Path, help="write it in a municipality's own content folder (default: assets)")
    preview = command("preview", _preview, "see a walkthrough while you write it: shown anew when you save")
    preview.add_argument("id", metavar="ID", nargs="?", default="", help="where to begin (default: what you save)")
    preview.add_argument("--language", metavar="CODE", default="nl", help="in this language (default: nl)")
    preview.add_argument("--panel", metavar="NAME", default="15", help="one of the picture book's panels (default: 15)")
    preview.add_argument("--folder", type=Path, help=folder)
    graph = command("graph", _graph, "draw a walkthrough: its steps, and where each answer leads")
    graph.add_argument("id", metavar="ID")
    graph.add_argument("--to", type=Path, metavar="FILE", help="an .svg or .html file (default: build/ID-graph.svg)")
    graph.add_argument("--expand", action="store_true", help="the steps of shared modules too")
    graph.add_argument("--folder", type=Path, help=folder)
    sheet = command("fact-sheet", _fact_sheet, "every sentence with its sources, to print or mail and tick")
    sheet.add_argument("id", metavar="ID")
    sheet.add_argument("--to", type=Path, metavar="FILE", help="an .html file (default: build/ID-feiten.html)")
    sheet.add_argument("--folder", type=Path, help=folder)
    icons = command("icons", _icons, "every icon that a walkthrough may name, on one page")
    icons.add_argument("--to", type=Path, default=Path("build/icons.html"), metavar="FILE",
                       help="an .html file (default: build/icons.html)")
    schema = command("schema", _schema, "refresh the schemas with which editors complete and check content files")
    schema.add_argument("--folder", type=Path, help="of a municipality's own content folder (default: assets)")


def _voices_parser(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(call=lambda _: parser.print_help() or 0)
    verbs = parser.add_subparsers(title="what to do", metavar="VERB")

    def verb(name: str, help: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=help, description=help)
        sub.set_defaults(call=_voices, verb=name)
        return sub

    verb("list", "per language which voice speaks (*), and which others there are, with their licences")
    add = verb("install", "install a Piper voice from a file, a folder such as a USB stick, or an address")
    add.add_argument("source", metavar="SOURCE", help="an .onnx file, a folder that holds one, or the address of one")
    add.add_argument("--name", default="", help="which voice, where the folder holds several")
    add.add_argument("--sha256", default="", metavar="SUM", help="the checksum that its maker gives")
    add.add_argument("--unchecked", action="store_true", help="install without a checksum")
    add.add_argument("--licence", default="", metavar="TEXT", help="its licence, where its model card names none")
    add.add_argument("--non-commercial", action="store_true",
                     help="install although its licence forbids commercial use")
    gone = verb("remove", "remove an installed voice")
    gone.add_argument("name", metavar="NAME")
    hear = verb("try", "hear a voice")
    hear.add_argument("name", metavar="NAME", help="an installed voice, or a language such as nl for espeak-ng")
    hear.add_argument("words", metavar="TEXT", nargs="?", default="", help="what it says (default: a sentence)")
    hear.add_argument("--to", type=Path, metavar="FILE", help="write a wav file instead of playing")
    listen = verb("review", "open pages to hear every sentence, and approve it, respell it, or record it yourself")
    listen.add_argument("languages", metavar="LANGUAGE", nargs="*", help="only these, such as: nl ar (default: all)")
    listen.add_argument("--port", type=int, default=8642, help="where on this machine (default: 8642)")
    listen.add_argument("--no-browser", action="store_true", help="only say where the pages are")
    listen.add_argument("--no-pictures", action="store_true", help="do not draw the screens on which sentences stand")


def _import_parser(parser: argparse.ArgumentParser) -> None:
    help = "make information cards of public services as IPDC, LPDC or CPSV-AP publish them"
    lpdc = parser.add_subparsers(title="from", metavar="FORMAT").add_parser("lpdc", help=help, description=help)
    lpdc.set_defaults(call=_import_lpdc)
    lpdc.add_argument("sources", metavar="FILE-OR-URL", nargs="*",
                      help="JSON-LD or Turtle, a folder of it, or the address of a feed or of one service")
    lpdc.add_argument("--municipality", metavar="NAME", default="", help="whose services (default: as their addresses)")
    lpdc.add_argument("--form", choices=("u", "je"), default="u", help="how people are addressed (default: u)")
    lpdc.add_argument("--into", type=Path, metavar="FOLDER", help="where cards are kept (default: content.cards)")
    lpdc.add_argument("--json", action="store_true", help="the report as JSON")
    lpdc.add_argument("--all", action="store_true", help="report also each text that was simply kept")
    lpdc.add_argument("--dry-run", action="store_true", help="read and report, and install nothing")
    lpdc.add_argument("--undo", action="store_true", help="put back the set before this one (with --municipality)")


def _load(chosen: argparse.Namespace) -> administrator.Settings:
    settings, problems = administrator.load(chosen.settings)
    for problem in problems:
        say(Fault.SETTING, problem)
    return settings


def _own(chosen: argparse.Namespace) -> administrator.Settings:
    """The settings, with the content folder that was asked for."""
    settings = _load(chosen)
    return replace(settings, content=replace(settings.content, folder=chosen.folder)) if chosen.folder else settings


def _run(chosen: argparse.Namespace) -> int:
    from kiosk import app
    from screens.window import NoDisplay

    catch_crashes()
    try:
        return app.run(_load(chosen))
    except NoDisplay as error:
        say(Fault.DISPLAY, error)
        return 2


def _check(chosen: argparse.Namespace) -> int:
    from kiosk.checking import check, due, table

    if chosen.table:
        return table()
    if chosen.due:
        return due(chosen.settings, within=chosen.within)
    return check(chosen.settings, strict=chosen.strict, folder=chosen.folder)


def _texts(chosen: argparse.Namespace) -> int:
    if chosen.export or chosen.take_in:
        from kiosk.language.exchange import export, take_in

        if chosen.take_in:
            return take_in(chosen.take_in)
        return export(chosen.export[0], Path(chosen.export[1]), tuple(filter(None, chosen.languages.split(","))))
    from kiosk.language.refresh import report

    return report(check=chosen.check, compile=chosen.compile, every=chosen.all, own=chosen.folder)


def _new_walkthrough(chosen: argparse.Namespace) -> int:
    from kiosk.authoring.command import new_walkthrough

    return new_walkthrough(chosen.id, chosen.title, chosen.topic, chosen.kind, chosen.folder)


def _preview(chosen: argparse.Namespace) -> int:
    from screens.preview.run import preview
    from screens.window import NoDisplay

    try:
        return preview(_own(chosen), chosen.id, chosen.language, chosen.panel)
    except NoDisplay as error:
        print(error, file=sys.stderr)
        return 2


def _graph(chosen: argparse.Namespace) -> int:
    from kiosk.authoring.command import graph

    return graph(_own(chosen), chosen.id, chosen.to, expand=chosen.expand)


def _fact_sheet(chosen: argparse.Namespace) -> int:
    from kiosk.authoring.command import fact_sheet

    return fact_sheet(_own(chosen), chosen.id, chosen.to)


def _icons(chosen: argparse.Namespace) -> int:
    from kiosk.authoring.command import icons

    return icons(chosen.to)


def _schema(chosen: argparse.Namespace) -> int:
    from kiosk.authoring.command import schema

    return schema(chosen.folder)


def _book(chosen: argparse.Namespace) -> int:
    from screens.book.make import make

    return make(chosen)


def _config(chosen: argparse.Namespace) -> int:
    from kiosk.settings_file import markdown, sample

    print((markdown if chosen.table else sample)(administrator.Settings), end="")
    return 0


def _doctor(chosen: argparse.Namespace) -> int:
    from kiosk.watching.command import doctor

    return doctor(chosen)


def _heartbeat(chosen: argparse.Namespace) -> int:
    from kiosk.watching.heartbeat import heartbeat

    return heartbeat(chosen.settings, dry_run=chosen.dry_run)


def _voices(chosen: argparse.Namespace) -> int:
    from kiosk.speech import voices_command as do
    from kiosk.speech.install import Wishes

    settings = _load(chosen)
    folder = settings.voices.folder / "voices"
    match chosen.verb:
        case "install":
            return do.install_voice(chosen.source, folder, Wishes(
                chosen.name, chosen.sha256, chosen.unchecked, chosen.licence, chosen.non_commercial))
        case "remove":
            return do.remove_voice(chosen.name, folder)
        case "try":
            return do.try_voice(chosen.name, chosen.words, folder, chosen.to)
        case "review":
            from kiosk.parts.voice_work import review_voices

            return review_voices(settings, tuple(chosen.languages), chosen.port, not chosen.no_browser,
                                 not chosen.no_pictures)
    return do.list_voices(folder, settings.site.languages, settings.voices.order or {})


def _speech_build(chosen: argparse.Namespace) -> int:
    from kiosk.parts.voice_work import build_clips

    return build_clips(_load(chosen), tuple(filter(None, chosen.languages.split(","))), chosen.all_speeds,
                       chosen.processes)


def _site(chosen: argparse.Namespace) -> int:
    from kiosk.parts.places import ASSETS, LOCALES
    from kiosk.parts.voice import make_voices
    from kiosk.site.command import Asked, site

    asked = Asked(chosen.folder, tuple(filter(None, chosen.languages.split(","))), chosen.sound, chosen.address,
                  chosen.serve, chosen.processes)
    return site(asked, lambda: _load(chosen), make_voices, ASSETS, LOCALES)


def _import_lpdc(chosen: argparse.Namespace) -> int:
    from kiosk.lpdc.command import Asked, run
    from kiosk.lpdc.importing import Wishes
    from kiosk.parts.content import walked_concepts

    if bool(chosen.sources) == chosen.undo or chosen.undo and not chosen.municipality:
        print("Give a file or an address to import; or --undo with --municipality NAME.", file=sys.stderr)
        return 2
    settings = _load(chosen)
    wishes = Wishes(tuple(chosen.sources), chosen.into or settings.content.cards, chosen.municipality, chosen.form,
                    chosen.dry_run)
    return run(Asked(wishes, chosen.json, chosen.all, chosen.undo), walked_concepts(settings))


def _bench(chosen: argparse.Namespace) -> int:
    if chosen.speech:
        from kiosk.parts.voice_work import bench_voices

        return bench_voices(_load(chosen))
    if chosen.cards:
        from kiosk.lpdc.bench import bench_cards

        return bench_cards(chosen.cards)
    if chosen.search:
        from kiosk.catalogue.search_bench import bench_search

        return bench_search()
    from screens.bench.runner import bench

    return bench(chosen.runs)
