"""The `kiosk` command: reads arguments, calls one function per command. The words of a larger command are in its room,
in arguments.py."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk import settings as administrator
from kiosk.administrator.arguments import admin_code_arguments
from kiosk.arguments import Parser, whole
from kiosk.authoring.arguments import authoring_arguments
from kiosk.desk.arguments import desk_arguments
from kiosk.language.arguments import texts_arguments
from kiosk.lockdown.arguments import lockdown_arguments
from kiosk.lpdc.arguments import import_arguments
from kiosk.pack.arguments import pack_arguments
from kiosk.parts.voice_arguments import speech_arguments, voices_arguments
from kiosk.provision.arguments import provision_arguments
from kiosk.site.arguments import site_arguments
from kiosk.watching import arguments as watching
from kiosk.watching.log import Fault, catch_crashes, say
from screens.book.arguments import book_arguments
from screens.preview.arguments import preview_arguments

SETTINGS = "the administrator's TOML file (default: $KIOSK_SETTINGS, /etc/kiosk/kiosk.toml, ./kiosk.toml)"
OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)
FIRST = """Where to begin:
  administrators  kiosk config > kiosk.toml     a settings file with everything explained
                  kiosk check; kiosk doctor     are the settings sound, and is this machine?
  authors         kiosk new-walkthrough ID      begin one; kiosk preview shows it while you write
  translators     kiosk texts                   what is missing, or older than the Dutch
  helpers         kiosk desk                    the page where they see who waits
`kiosk COMMAND --help` says more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code. Raises SystemExit when the arguments are not understood or ask for help."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if not hasattr(chosen, "call"):
        parser.print_help()
        return 0
    try:
        code = chosen.call(chosen)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # `kiosk check | head` has read enough
        _drop_output()
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130  # as a shell says it: 128 + SIGINT
    except OSError as error:
        if chosen.call is _run or error.errno not in OF_THE_MACHINE:
            raise  # a fault of the program: whoever mends it needs all of it
        _drop_output()
        print(f"{error.filename or 'What this prints'} cannot be written: {error.strerror}. Make room there, or choose "
              "a place that this user may write to.", file=sys.stderr)
        return 2


def _drop_output() -> None:
    """What could not be written is not tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="kiosk", description="A kiosk that walks citizens through public services, in their language, by ear.",
        epilog=FIRST, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--settings", type=Path, metavar="FILE", help=SETTINGS)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, call, help: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help)
        sub.set_defaults(call=call)
        return sub

    command("run", _run, "open the kiosk")
    check = command("check", _check, "check all walkthroughs, texts and settings, and say what to mend")
    check.add_argument("--strict", action="store_true", help="warnings count as faults")
    check.add_argument("--folder", type=Path, help="also a content folder that is not in the settings")
    check.add_argument("--due", action="store_true", help="only list what must be reviewed, or is about to expire")
    check.add_argument("--within", type=whole(0), default=30, metavar="DAYS",
                       help="with --due: how far to look ahead (default: 30 days)")
    check.add_argument("--table", action="store_true",
                       help="instead, print docs/walkthroughs.md: every walkthrough with its sources and figures")
    texts_arguments(command("texts", None, "refresh the translations' catalogues and say what is missing or stale"))
    book_arguments(command("book", None,
                           "draw every screen and step on one page, and look for faults in what is drawn"))
    authoring_arguments(command, _load)
    preview_arguments(command("preview", None, "see a walkthrough while you write it: shown anew when you save"), _load)
    config = command("config", _config, "show the settings file with every setting explained")
    config.epilog = "A file to begin with: kiosk config > kiosk.toml"
    config.add_argument("--table", action="store_true", help="as a table for the manual")
    doctor = command("doctor", _doctor,
                     "check display, touch, fonts, voices, sound, disk and clock; each with a remedy")
    watching.doctor_arguments(doctor)
    watching.heartbeat_arguments(command("heartbeat", _heartbeat, "tell those who watch that this kiosk is alive"))
    voices_arguments(command("voices", None, "what speaks here; install, remove and try voices"), _load)
    speech_arguments(command("speech", None, "make the clips of installed voices beforehand"), _load)
    site_arguments(command("site", None, "write all walkthroughs as a web site with sound, or show it to authors"),
                   _load)
    import_arguments(command("import", None, "bring in a municipality's own services"), _load)
    desk_arguments(command("desk", None, "serve the assistants' desk; add, list and remove kiosks and assistants"),
                   _load)
    pack_arguments(command("pack", None, "content packs: build, sign, verify, install, list, roll back"), _load)
    lockdown_arguments(command("lockdown", None, "what this machine lets in and out, for kiosk-setup"))
    admin_code_arguments(command("admin-code", None, "make the code for the administrator's pages on the kiosk"))
    provision_arguments(command("provision", None, "take over the settings from the memory card's kiosk.toml"))
    bench = command("bench", _bench, "measure start, memory, rest and taps against a bare window")
    bench.add_argument("--speech", action="store_true", help="measure the making of clips instead")
    bench.add_argument("--cards", type=whole(1), metavar="N", help="measure N information cards instead")
    bench.add_argument("--search", action="store_true", help="measure searching 10,000 services instead")
    bench.add_argument("--runs", type=whole(1), default=3, metavar="N", help="runs of each (default: 3)")
    _settings_everywhere(commands)
    return parser


def _settings_everywhere(commands: argparse._SubParsersAction) -> None:
    """--settings may stand behind any word of a command, where people type it."""
    for sub in set(commands.choices.values()):
        sub.add_argument("--settings", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=SETTINGS)
        for verbs in sub._actions:
            if isinstance(verbs, argparse._SubParsersAction):
                _settings_everywhere(verbs)


def _load(chosen: argparse.Namespace) -> administrator.Settings:
    settings, problems = administrator.load(chosen.settings)
    for problem in problems:
        say(Fault.SETTING, problem)
    return settings


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
        return due(chosen.settings, within=chosen.within, folder=chosen.folder)
    return check(chosen.settings, strict=chosen.strict, folder=chosen.folder)


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
