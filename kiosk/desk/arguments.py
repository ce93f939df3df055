"""The words of `kiosk desk …`. What they do is in command.py, which is loaded only when one of them is used."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from kiosk.arguments import PORT, whole

Call = Callable[[argparse.Namespace], int]


def desk_arguments(parser: argparse.ArgumentParser, load: Callable) -> None:
    """``load`` reads the settings that the arguments name."""
    def calls(name: str) -> Call:
        def call(chosen: argparse.Namespace) -> int:
            from kiosk.desk import command

            return getattr(command, name)(chosen, load(chosen))

        return call

    parser.description = ("The desk: assistants see who waits at a kiosk, where they are stuck and what to say. "
                          "Without a verb it starts serving, until Ctrl+C.")
    parser.epilog = ("First a kiosk, with `kiosk desk add-kiosk`, then yourself, with `kiosk desk add-assistant`, then "
                     "`kiosk desk`. docs/tasks/set-up-a-desk.md has the rest.")
    parser.set_defaults(call=calls("serve"))
    parser.add_argument("--host", help="the network address to listen on (default: the setting, 127.0.0.1)")
    parser.add_argument("--port", type=PORT, help="the port (default: the setting, 8080)")
    parser.add_argument("--workers", type=whole(1, 64), metavar="N",
                        help="how many processes (default: the setting, 1; more need PostgreSQL)")
    database = "sqlite:////full/path/desk.sqlite3 or postgresql://user@host/name (default: the setting)"
    parser.add_argument("--database", metavar="ADDRESS", help=database)
    verbs = parser.add_subparsers(title="what to do", metavar="VERB")

    def verb(name: str, does: str, help: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=help, description=help)
        sub.add_argument("--database", metavar="ADDRESS", default=argparse.SUPPRESS, help=database)
        sub.set_defaults(call=calls(does))
        return sub

    new = verb("add-kiosk", "add_kiosk", "make the key of a kiosk, and show it once")
    new.add_argument("name", metavar="NAME", help="what assistants call it, such as \"Kiosk 3 leeszaal\"")
    new.add_argument("--site", default="", help="the place where it stands (default: site.name of the settings)")
    gone = verb("remove-kiosk", "remove_kiosk", "from now on its key opens nothing")
    gone.add_argument("name", metavar="NAME", help="as `kiosk desk list` shows it")
    person = verb("add-assistant", "add_assistant",
                  "make a link with which somebody logs in, once, within a week; or a new one for them")
    person.add_argument("name", metavar="NAME", help="what you call them, to be able to remove them")
    person.add_argument("--site", default="", help="only the kiosks of this place (default: all)")
    left = verb("remove-assistant", "remove_assistant", "ends their sessions, devices and links at once")
    left.add_argument("name", metavar="NAME", help="as `kiosk desk list` shows it")
    verb("list", "show", "the kiosks and the assistants")
    verb("pictures", "pictures", "draw what citizens see, for the page of a request; again after the content changed")
    bench = verb("bench", "bench", "measure what a desk carries on this machine, against a bare application")
    bench.add_argument("--duration", type=float, default=60, metavar="S", help="seconds of load (default: 60)")
    bench.add_argument("--kiosks", type=int, default=3000, metavar="N", help="that report each minute (default: 3000)")
    bench.add_argument("--rate", type=float, default=20, metavar="N", help="people a second who ask (default: 20)")
    bench.add_argument("--pages", type=int, default=200, metavar="N", help="open pages of assistants (default: 200)")
    bench.add_argument("--sites", type=int, default=100, metavar="N", help="over which all are spread (default: 100)")
    bench.add_argument("--workers", type=whole(1), default=argparse.SUPPRESS, metavar="N",
                       help="processes on PostgreSQL (default: 2)")
    bench.add_argument("--postgresql", metavar="ADDRESS", help="an empty database, to measure that too")
