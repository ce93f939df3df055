"""`kiosk desk bench`: a real desk in processes of its own, the load, the same for a bare application, and the table."""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import func, insert, select

from kiosk.desk import people
from kiosk.desk.app import DATABASE
from kiosk.desk.bench import bare
from kiosk.desk.bench.load import Load, Measured, as_fast_as_possible
from kiosk.desk.database import opened
from kiosk.desk.desk import wall_clock
from kiosk.desk.kiosks import hash_of, site_named
from kiosk.desk.tables import assistants, kiosks, requests

FULL_SPEED = 10.0
"""Seconds of asking without a pause, for the desk and for the bare application, unless the whole is shorter."""


def bench(chosen: argparse.Namespace) -> int:
    """Measure and print; the exit code: 1 when anything was lost. Raises DatabaseError."""
    lost = 0
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        places = [(f"sqlite:///{folder}/desk.sqlite3", 1)]
        if chosen.postgresql:
            places.append((chosen.postgresql, chosen.workers or 2))
        else:
            print("Without --postgresql ADDRESS, of an empty database, only SQLite is measured.\n")
        for address, workers in places:
            lost += measure(address, workers, chosen)
    return int(bool(lost))


def measure(address: str, workers: int, chosen: argparse.Namespace) -> int:
    """One database; how many requests were lost."""
    name = f"{address.partition(':')[0]}, {workers} process{'es' if workers > 1 else ''}"
    keys, sessions = fill(address, chosen)
    sprint = min(FULL_SPEED, chosen.duration)
    with serving([sys.executable, "-m", "kiosk", "desk", "--workers", str(workers)], {DATABASE: address}) as port:
        load = Load(port, keys, sessions, chosen.sites)
        measured = asyncio.run(load.run(chosen.duration, chosen.rate))
        with opened(address) as engine, engine.begin() as connection:
            done = connection.execute(select(func.count()).where(requests.c.state == "done")).scalar_one()
        speed, took = asyncio.run(as_fast_as_possible(port, keys, sprint))
    bare.prepare(address)
    with serving([sys.executable, "-m", "uvicorn", "--factory", "kiosk.desk.bench.bare:application", "--no-access-log",
                  "--log-level", "warning", "--workers", str(workers)], {bare.ADDRESS: address}) as port:
        bare_speed, bare_took = asyncio.run(as_fast_as_possible(port, keys, sprint))
    print(f"{name}: {chosen.kiosks} kiosks report each minute, {chosen.rate:g} people a second ask, "
          f"{chosen.pages} pages of {chosen.sites} sites are open, for {chosen.duration:g} s")
    report(measured)
    lost = max(measured.lost, measured.asked - done)
    print(f"  asked {measured.asked}, done in the database {done}, lost {lost}")
    for fault in sorted(set(measured.faults))[:5]:
        print(f"  {measured.faults.count(fault)} × {fault}")
    print("As fast as possible, 32 at once")
    row("  the desk takes in", took, f"{speed:8.0f} a second")
    row("  a bare application", bare_took, f"{bare_speed:8.0f} a second")
    print(f"  the desk is at {speed / bare_speed:.2f} of the bare application\n", flush=True)
    return lost


def fill(address: str, chosen: argparse.Namespace) -> tuple[list[str], list[str]]:
    """The keys of so many kiosks and the sessions of so many assistants, in turn at each site."""
    keys = [secrets.token_hex(16) for _ in range(chosen.kiosks)]
    mark = secrets.token_hex(3)  # so that a database can be used twice
    now = wall_clock()
    with opened(address) as engine, engine.begin() as connection:
        sites = [site_named(connection, f"{mark} site {number}") for number in range(chosen.sites)]
        connection.execute(insert(kiosks), [
            {"site": sites[number % len(sites)], "name": f"{mark} kiosk {number}", "key_hash": hash_of(key),
             "added": now.date()} for number, key in enumerate(keys)])
        sessions = []
        for number in range(chosen.pages):
            who = insert(assistants).values(name=f"{mark} assistant {number}", site=sites[number % len(sites)])
            id = connection.execute(who).inserted_primary_key[0]
            sessions.append(people.give(connection, people.SESSION, id, 12, now))
    return keys, sessions


@contextmanager
def serving(command: Sequence[str], environment: dict[str, str]) -> Iterator[int]:
    """A server in a process of its own; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([*command, "--port", str(port)], env=os.environ | environment, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit("The server ended before it began.") from None
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def report(measured: Measured) -> None:
    print(f"  {'':28}{'number':>10}{'median':>12}{'99 %':>12}{'longest':>12}")
    for what, took in measured.took.items():
        row(f"  {what}", took)


def row(what: str, took: list[float], more: str = "") -> None:
    took = sorted(took) or [float("nan")]
    median, most = (took[int(part * (len(took) - 1))] for part in (0.5, 0.99))
    print(f"{what:30}{len(took):10}{median * 1000:9.1f} ms{most * 1000:9.1f} ms{took[-1] * 1000:9.1f} ms{more}")
