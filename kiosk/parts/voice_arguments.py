"""The words of `kiosk voices …` and `kiosk speech …`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from kiosk.arguments import PORT, codes, whole
from kiosk.settings import Settings

Load = Callable[[argparse.Namespace], Settings]


def voices_arguments(parser: argparse.ArgumentParser, load: Load) -> None:
    parser.set_defaults(call=lambda _: parser.print_help() or 0)
    verbs = parser.add_subparsers(title="what to do", metavar="VERB")

    def verb(name: str, help: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=help, description=help)
        sub.set_defaults(call=lambda chosen: _voices(chosen, load(chosen)), verb=name)
        return sub

    verb("list", "per language which voice speaks (*), and which others there are, with their licences")
    add = verb("install", "install a Piper voice from a file, a folder such as a USB stick, or an address")
    add.epilog = "Example: kiosk voices install /media/stick --name nl_BE-nathalie-medium --sha256 SUM"
    add.add_argument("source", metavar="SOURCE", help="an .onnx file, a folder that holds one, or the address of one")
    add.add_argument("--name", default="", help="which voice, where the folder holds several")
    add.add_argument("--sha256", default="", metavar="SUM", help="the checksum that its maker gives")
    add.add_argument("--unchecked", action="store_true", help="install without a checksum")
    add.add_argument("--licence", default="", metavar="TEXT", help="its licence, where its model card names none")
    add.add_argument("--non-commercial", action="store_true",
                     help="install although its licence forbids commercial use")
    gone = verb("remove", "remove an installed voice")
    gone.add_argument("name", metavar="NAME", help="as `kiosk voices list` calls it")
    hear = verb("try", "hear a voice")
    hear.add_argument("name", metavar="NAME", help="an installed voice, or a language such as nl for espeak-ng")
    hear.add_argument("words", metavar="TEXT", nargs="?", default="", help="what it says (default: a sentence)")
    hear.add_argument("--to", type=Path, metavar="FILE", help="write a wav file instead of playing")
    listen = verb("review", "open pages to hear every sentence, and approve it, respell it, or record it yourself")
    listen.add_argument("languages", metavar="LANGUAGE", nargs="*", help="only these, such as: nl ar (default: all)")
    listen.add_argument("--port", type=PORT, default=8642, help="where on this machine (default: 8642)")
    listen.add_argument("--no-browser", action="store_true", help="only say where the pages are")
    listen.add_argument("--no-pictures", action="store_true", help="do not draw the screens on which sentences stand")


def speech_arguments(parser: argparse.ArgumentParser, load: Load) -> None:
    parser.set_defaults(call=lambda _: parser.print_help() or 0)
    verbs = parser.add_subparsers(title="what to do", metavar="VERB")
    help = "make every clip that is missing; stop it at any time, it goes on later"
    build = verbs.add_parser("build", help=help, description=help)
    build.set_defaults(call=lambda chosen: _speech_build(chosen, load(chosen)))
    build.add_argument("--languages", metavar="CODES", type=codes, default=(), help="only these, with commas: nl,fr")
    build.add_argument("--all-speeds", action="store_true",
                       help="all seven speeds (default: the one that visits begin with)")
    build.add_argument("--processes", type=whole(1), metavar="N", help="how many at once (default: one for each core)")


def _voices(chosen: argparse.Namespace, settings: Settings) -> int:
    from kiosk.speech import voices_command as do
    from kiosk.speech.install import Wishes

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


def _speech_build(chosen: argparse.Namespace, settings: Settings) -> int:
    from kiosk.parts.voice_work import build_clips

    return build_clips(settings, chosen.languages, chosen.all_speeds, chosen.processes)
