"""`kiosk-update`: what an administrator, or the timer at night, asks for.

Checks, fetches, keeps the old package, and hands over to kiosk-trial.service (trial.py), so that neither a closed
terminal nor a lost connection ends an installation in the middle.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import re
import sys
import time
from pathlib import Path

import package as packages
import trial as trials
from machine import PACKAGE, Fault, Machine

EXAMPLES = """examples:
  kiosk-update digipunt-kiosk_….deb --sha256 SUM   the sum comes to you on another road than the file
  kiosk-update --from-apt                          from the repository that apt knows
  kiosk-update --back                              the one before comes back, and what runs now is not tried again
"""


def main(arguments: list[str] | None = None, machine: Machine | None = None) -> int:
    """0: done, or begun; 1: refused, with the reason; 2: a wrong word."""
    asked = parser().parse_args(arguments)
    machine = machine or Machine()
    if asked.status:
        print(status(machine))
        return 0
    if os.geteuid() != 0:
        print("Only root may do this: sudo kiosk-update", file=sys.stderr)
        return 2
    begun = False
    try:
        if asked.heal or asked.carry_on:
            with one_at_a_time(machine, "carrying"):
                (trials.heal if asked.heal else trials.carry_on)(machine)
        else:
            with one_at_a_time(machine, "asking"):
                begun = update(machine, asked)
    except Fault as fault:
        print(fault, file=sys.stderr)
        # Of the timer's, which nobody sees; and never over the result of what is still on its way.
        if asked.from_apt and not asked.dry_run and not machine.trial.exists():
            machine.tell("refused", str(fault), machine.installed())
        return 1
    return wait(machine) if begun and asked.wait else 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="kiosk-update", epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Changes the kiosk's program for a newer one at a moment when nobody uses it. The old one is kept, "
                    "and comes back by itself when the new one fails its start check three times.")
    made.add_argument("file", nargs="?", type=Path, metavar="FILE.deb", help="the new package; needs --sha256")
    made.add_argument("--sha256", metavar="SUM", help="what sha256sum says of the file where it was made")
    made.add_argument("--from-apt", action="store_true", help="the newest in the administrator's apt repository")
    made.add_argument("--back", action="store_true", help="the older package that was kept; with FILE.deb, that one")
    made.add_argument("--keep", type=Path, metavar="OLD.deb", help="keep the package of what runs now, and no more")
    made.add_argument("--again", action="store_true", help="also a version that did not hold on this machine before")
    made.add_argument("--wait", action="store_true", help="until the start check is over; exit code 1 if it failed")
    made.add_argument("--dry-run", action="store_true", help="check all, say what would be done, and do nothing")
    made.add_argument("--status", action="store_true", help="what runs, what is kept, how the last update went")
    made.add_argument("--heal", action="store_true", help=argparse.SUPPRESS)
    made.add_argument("--carry-on", action="store_true", help=argparse.SUPPRESS)
    return made


class one_at_a_time:
    """Two of a kind never run at once; Fault for the second."""

    def __init__(self, machine: Machine, what: str) -> None:
        machine.passing.mkdir(parents=True, exist_ok=True)
        self._file = (machine.passing / what).open("w")

    def __enter__(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Fault("Another kiosk-update is at work. See: kiosk-update --status") from None

    def __exit__(self, *_: object) -> None:
        self._file.close()


def update(machine: Machine, asked: argparse.Namespace) -> bool:
    """Whether a change was begun. Raises Fault, and has then changed nothing but what is kept."""
    if asked.keep:
        old = packages.look(machine, asked.keep)
        if old.version != machine.installed():
            raise Fault(f"{asked.keep} is {old.version}, but {machine.installed() or 'nothing'} runs here.")
        print(f"Kept: {packages.keep(machine, old)}")
        return False
    if trials.read(machine):
        raise Fault("An update is on its way already. See: kiosk-update --status")
    packages.tidy(machine)
    new = wanted(machine, asked)
    runs = machine.installed()
    if new is None or not packages.check_newer(machine, new.version, asked.back, asked.again or asked.back):
        print(f"Nothing to do: {runs} runs here.")
        return False
    packages.check_room(machine, new)
    if asked.dry_run:
        print(f"Would change {runs} for {new.version}. Nothing was changed: this was a dry run.")
        return False
    old_package = packages.kept_of(machine, runs)
    packages.check_needs(machine, new)
    trials.begin(machine, trials.Trial(runs, new.version, str(old_package), str(packages.keep(machine, new)),
                                       back=asked.back))
    if machine.has_systemd:
        machine.ask("systemctl", "start", "--no-block", "kiosk-trial.service")
        print(f"{new.version} takes the place of {runs} when nobody uses the kiosk. See: kiosk-update --status")
    else:
        trials.carry_on(machine)
    return True


def wanted(machine: Machine, asked: argparse.Namespace) -> packages.Package | None:
    """The package that was asked for; None when the repository has nothing newer."""
    if asked.from_apt == bool(asked.file or asked.back):
        raise Fault("Name one: a FILE.deb, or --from-apt, or --back. See: kiosk-update --help")
    if asked.file:
        found = packages.look(machine, asked.file)
        if not asked.sha256:
            raise Fault("A file needs --sha256 SUM: what sha256sum says of it where it was made, brought here on "
                        "another road than the file.")
        packages.check_sum(asked.file, asked.sha256)
        return found
    if asked.back:
        return packages.older_kept(machine, machine.installed())
    if not asked.dry_run:
        # An error of any one list counts: a repository that cannot be reached must not look like "nothing new".
        machine.apt("update", "-o", "APT::Update::Error-Mode=any")
        machine.write(machine.report, {**machine.read(machine.report), "checked": int(time.time())})
    policy = machine.ask("apt-cache", "policy", PACKAGE)
    newest = re.search(r"^  Candidate: (\S+)$", policy, re.MULTILINE)
    runs = machine.installed()
    if not newest or machine.run("dpkg", "--compare-versions", newest[1], "gt", runs).returncode:
        return None
    if newest[1] in machine.refusals() and not asked.again:
        print(f"{newest[1]} did not hold on this machine before and is left out, until there is a newer one.")
        return None
    if asked.dry_run:  # before anything is fetched
        print(f"The repository has {newest[1]}; this machine runs {runs}. Nothing was fetched: this was a dry run.")
        return None
    return packages.fetch(machine, newest[1])


def wait(machine: Machine) -> int:
    """Until the trial is over."""
    while machine.trial.exists():
        machine.pause(trials.LOOK)
    last = machine.read(machine.report)
    print(last.get("why", ""))
    return int(last.get("outcome", "installed") != "installed")


def status(machine: Machine) -> str:
    last, trial = machine.read(machine.report), trials.read(machine)
    kept = sorted(file.name for file in machine.packages.glob("*.deb"))
    lines = [f"runs:     {machine.installed() or 'nothing'}", f"kept:     {', '.join(kept) or 'nothing'}"]
    if trial:
        lines.append(f"on trial: {trial.new}, {trial.phase}, {trial.failures} failed starts")
    if machine.refusals():
        lines.append(f"refused:  {', '.join(machine.refusals())}")
    if "when" in last:
        lines.append(f"last:     {time.strftime('%Y-%m-%d %H:%M', time.localtime(last['when']))} "
                     f"{last['outcome']}: {last['why']}")
    if "checked" in last:
        lines.append(f"looked:   {time.strftime('%Y-%m-%d %H:%M', time.localtime(last['checked']))}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
