"""What `kiosk desk` and its verbs do. Each returns an exit code, and prints what went wrong with its remedy."""

from __future__ import annotations

import argparse
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from os.path import exists

import uvicorn
from sqlalchemy import Connection
from uvicorn.supervisors import Multiprocess

from kiosk.catalogue.keeping import overdue
from kiosk.desk import kiosks, people, sounds
from kiosk.desk.app import DATABASE, LOCALES, ROOT, read_content
from kiosk.desk.database import DatabaseError, opened, read_url
from kiosk.desk.desk import OIDC_SECRET, wall_clock
from kiosk.desk.kiosks import Refused
from kiosk.language.interface import read_interface
from kiosk.pack.layers import layers_of
from kiosk.parts.voice import make_voices
from kiosk.settings import Settings

Command = Callable[[argparse.Namespace, Settings], int]


def spoken(command: Command) -> Command:
    """A fault is a sentence and exit code 2."""
    @wraps(command)
    def call(chosen: argparse.Namespace, settings: Settings) -> int:
        try:
            return command(chosen, settings)
        except (DatabaseError, Refused) as error:
            print(error, file=sys.stderr)
            return 2

    return call


def database_of(chosen: argparse.Namespace, settings: Settings) -> str:
    return chosen.database or os.environ.get(DATABASE) or settings.desk_server.database


@contextmanager
def _transaction(chosen: argparse.Namespace, settings: Settings) -> Iterator[Connection]:
    address = database_of(chosen, settings)
    url = read_url(address)
    is_new = url.get_backend_name() == "sqlite" and not exists(url.database)
    with opened(address) as engine, engine.begin() as connection:
        if is_new:  # or somebody mistyped it, and adds kiosks to a desk that nobody serves
            print(f"A new desk begins in {url.database}: that file was not there yet.", file=sys.stderr)
        yield connection


@spoken
def serve(chosen: argparse.Namespace, settings: Settings) -> int:
    server = settings.desk_server
    host, port, workers = chosen.host or server.host, chosen.port or server.port, chosen.workers or server.workers
    database = database_of(chosen, settings)
    if workers > 1 and read_url(database).get_backend_name() == "sqlite":
        raise Refused("One SQLite file serves one process. Leave out --workers, or use PostgreSQL: "
                      "docs/tasks/run-a-desk-for-a-region.md.")
    line = listening(host, port)
    with _transaction(chosen, settings) as connection:
        missing = list(_missing(connection, settings))
    catalogue, _nouns = read_content(settings, tell=True)
    # A phone that has the page once also has these, so they are made before anybody opens it.
    for fault in sounds.make(settings.voices.folder, make_voices(settings), read_interface(),
                              layers_of(settings).locales(LOCALES)):
        print(fault, file=sys.stderr)
    print(f"The desk listens on http://{host}:{port}"
          + (f", and people open it at {server.address}" if server.address else "") + ". Ctrl+C ends it.")
    for sentence in missing:
        print(f"  Still missing: {sentence}")
    if late := sum(overdue(walkthrough, wall_clock().date()) is not None for walkthrough in catalogue):
        print(f"  {late} of {len(catalogue.walkthroughs)} walkthroughs were not reviewed in time: kiosk check --due")
    sys.stdout.flush()

    _raise_number_of_files()
    os.environ[DATABASE] = database
    if getattr(chosen, "settings", None):
        os.environ["KIOSK_SETTINGS"] = str(chosen.settings)
    # No access log: who asked what, and when, is written nowhere. Open pages are given 3 s to end. A worker that is
    # silent for 30 s hangs; uvicorn's own 5 s would end one in the middle of a page where the machine is busy so long.
    config = uvicorn.Config(
        "kiosk.desk.app:from_environment", factory=True, workers=workers, access_log=False, server_header=False,
        date_header=False, log_level="warning", timeout_graceful_shutdown=3, backlog=4096,
        timeout_worker_healthcheck=30)
    if workers > 1:
        Multiprocess(config, sockets=[line]).run()
    else:
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[line])
    return 0


def _missing(connection: Connection, settings: Settings) -> Iterator[str]:
    server = settings.desk_server
    if not kiosks.number_of_kiosks(connection):
        yield 'no kiosk may ask for help yet. Add one with: kiosk desk add-kiosk "Kiosk 1 leeszaal"'
    oidc = server.oidc_issuer and server.oidc_client_id
    if not people.number_of_assistants(connection) and not oidc:
        yield "nobody can log in yet. Add somebody with: kiosk desk add-assistant Karin"
    if oidc and not os.environ.get(OIDC_SECRET):
        yield f"the secret of the municipality's log-in, in the environment as {OIDC_SECRET}. Until then it is off."
    if oidc and not server.address:
        yield "desk_server.address, to which the municipality's log-in sends people back. Until then it is off."
    if not server.address.startswith("https://"):
        yield ("https. Only for trying out: sessions could be overheard. Put a reverse proxy before it "
               "(deploy/Caddyfile) and set desk_server.address.")


def listening(host: str, port: int) -> socket.socket:
    """The socket that all workers share. Raises Refused.

    uvicorn's own, for several workers, does not say that it is TCP; asyncio then leaves Nagle's algorithm on, and each
    answer takes 40 ms more.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        line = socket.socket(family, kind, protocol)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind(address)
    except (OSError, OverflowError) as error:
        raise Refused(f"The desk cannot listen on {host}, port {port}: {error}. Perhaps it runs already, or another "
                      "program has that port. Choose others with --host and --port.") from None
    return line


def _raise_number_of_files() -> None:
    """Each kiosk that waits and each open page is a connection; the usual 1,024 are too few for a region."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))


def pictures(chosen: argparse.Namespace, settings: Settings) -> int:
    """In a process of its own, for it opens a window on a virtual display, and the desk never does."""
    wishes = [f"--settings={chosen.settings}"] if getattr(chosen, "settings", None) else []
    return subprocess.call([sys.executable, "-m", "screens.book.for_desk", str(settings.voices.folder), *wishes],
                           cwd=ROOT)


@spoken
def add_kiosk(chosen: argparse.Namespace, settings: Settings) -> int:
    with _transaction(chosen, settings) as connection:
        key = kiosks.add_kiosk(connection, chosen.name, chosen.site or settings.site.name, wall_clock().date())
    print("Put this in the settings of that kiosk. The key is shown only now; the desk keeps none of it.\n")
    print(f'[desk]\naddress = "{settings.desk_server.address or "https://desk.example.be"}"\nkey = "{key}"')
    if not settings.desk_server.address:
        print("\nThe address is an example: write where the kiosk finds this desk. Setting desk_server.address here "
              "puts it right from now on.", file=sys.stderr)
    return 0


@spoken
def remove_kiosk(chosen: argparse.Namespace, settings: Settings) -> int:
    with _transaction(chosen, settings) as connection:
        kiosks.remove_kiosk(connection, chosen.name)
    print("Its key opens nothing any more.")
    return 0


@spoken
def add_assistant(chosen: argparse.Namespace, settings: Settings) -> int:
    with _transaction(chosen, settings) as connection:
        secret, is_new = people.add_assistant(connection, chosen.name, chosen.site or None, wall_clock())
        places = {site for _, site, _ in kiosks.listed(connection)}
    server = settings.desk_server
    address = server.address or f"http://localhost:{server.port}"
    print(f"{'A link' if is_new else 'A new link'} for {chosen.name}. It works once, within a week.\n")
    print(f"{address}/binnen/{secret}")
    if chosen.site and chosen.site not in places:
        print(f'\nNo kiosk stands at "{chosen.site}" yet, so nobody is seen there. '
              + (f"Kiosks stand at: {', '.join(sorted(places))}." if places else "Add one with: kiosk desk add-kiosk"),
              file=sys.stderr)
    return 0


@spoken
def remove_assistant(chosen: argparse.Namespace, settings: Settings) -> int:
    with _transaction(chosen, settings) as connection:
        people.remove_assistant(connection, chosen.name)
    print("Their links, devices and sessions open nothing any more.")
    return 0


@spoken
def bench(chosen: argparse.Namespace, settings: Settings) -> int:
    from kiosk.desk.bench.run import bench

    _raise_number_of_files()
    return bench(chosen)


@spoken
def show(chosen: argparse.Namespace, settings: Settings) -> int:
    with _transaction(chosen, settings) as connection:
        machines, persons = kiosks.listed(connection), people.listed(connection, wall_clock())
    print("Kiosks" if machines else "No kiosks. Add one with: kiosk desk add-kiosk NAME")
    for name, site, added in machines:
        print(f"  {name}, {site}, since {added}")
    print("Assistants" if persons else "No assistants. Add one with: kiosk desk add-assistant NAME")
    for name, site, able in persons:
        print(f"  {name}, {site or 'every site'}{'' if able else ', cannot log in: needs a new link'}")
    return 0
