"""From one version to the next, and back when it does not start: a state that is written down before each step, and
carried on from wherever a power cut left it.

    waiting ─► installing ─► judging ─► (done)
                    │            │
                    └────────────┴────► returning ─► (done)

`kiosk-trial.service` runs this, at once and at each start of the machine while there is a state. It runs the copy that
the OLD version made of itself (``judge/``): what worked yesterday judges what is new, also when a power cut left half
of the new.
"""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from machine import Fault, Machine, flush

FAILURES = 3
READY_WITHIN = 5 * 60
"""s in which the kiosk must show its first picture. Its unit gives each start 60 s."""
STAYS = 10 * 60
"""s for which it must then stay without a restart."""
IDLE_WITHIN = 4 * 3600
"""s to wait for a moment in which nobody uses the kiosk, before the update is put off."""
LOOK = 2
"""s between two looks."""


@dataclass(frozen=True)
class Trial:
    """``failures``: starts of the new version that failed, over all starts of the machine; ``boot`` is the last of
    those. ``kiosk``: whether it starts on this machine at all, else there is nothing to judge by. ``back``: an
    administrator wants the old one back, so what is left must not come again. ``outcome``, ``why``: of what is
    returning."""

    old: str
    new: str
    old_package: str
    new_package: str
    phase: str = "waiting"
    failures: int = 0
    boot: str = ""
    kiosk: bool = True
    back: bool = False
    outcome: str = ""
    why: str = ""


def read(machine: Machine) -> Trial | None:
    found = machine.read(machine.trial)
    try:
        return Trial(**found) if found else None
    except TypeError:  # written by a version that knew other things
        return None


def write(machine: Machine, trial: Trial, **changes: object) -> Trial:
    trial = replace(trial, boot=machine.boot, **changes)
    machine.write(machine.trial, asdict(trial))
    return trial


def begin(machine: Machine, trial: Trial) -> None:
    """The copy that will judge, then the state: from now on it happens, whatever happens."""
    judge = machine.state / "judge"
    shutil.rmtree(judge, ignore_errors=True)
    shutil.copytree(Path(__file__).parent, judge, ignore=shutil.ignore_patterns("__pycache__"))
    for file in [*judge.iterdir(), judge, machine.state]:
        flush(file)
    write(machine, trial)


def heal(machine: Machine) -> None:
    """Leave neither half a package nor half a step. Starts and stops nothing: at a start of the machine it runs before
    the kiosk. Raises Fault where even that fails; the next start of the machine tries again."""
    trial = read(machine)
    if trial is None:
        if machine.trial.exists():  # unreadable: without it there is nothing to carry on
            machine.forget(machine.trial)
        return
    cut_off = trial.boot != machine.boot
    if trial.phase == "installing":
        settle(machine, trial, "interrupted", "The installation was cut off.")
    elif trial.phase == "returning":
        put_back(machine, trial, trial.outcome, trial.why)
    elif trial.phase == "judging" and cut_off:
        trial = write(machine, trial, failures=trial.failures + 1)
        if trial.failures >= FAILURES:
            put_back(machine, trial, "came back", "The machine restarted three times while it was on trial.")


def carry_on(machine: Machine) -> None:
    """Until there is nothing to carry on. Raises Fault as ``heal`` does."""
    heal(machine)
    machine.start()
    if (trial := read(machine)) and trial.phase == "waiting":
        wait_and_install(machine, trial)
    if (trial := read(machine)) and trial.phase == "judging":
        judge(machine, trial)


def wait_and_install(machine: Machine, trial: Trial) -> None:
    if machine.is_kiosk() and not idle(machine):
        finish(machine, trial, "put off", "The kiosk was in use all the time; nothing was changed.")
        return
    trial = write(machine, trial, phase="installing", kiosk=machine.is_kiosk())
    if trial.kiosk:
        machine.stop()
    why = install(machine, trial.new_package)
    if why:
        machine.refuse(trial.new)
    settle(machine, trial, "failed", f"It could not be installed ({why}).")
    machine.start(display_too=trial.kiosk)


def idle(machine: Machine) -> bool:
    """Wait for it. A kiosk that does not run is used by nobody."""
    until = machine.clock() + IDLE_WITHIN
    while (app := machine.app()).ready and not app.idle:
        if machine.clock() >= until:
            return False
        machine.pause(LOOK)
    return True


def install(machine: Machine, package: str) -> str:
    """What went wrong, or nothing. What else it needs was fetched before. (apt's own --no-download cannot read a
    package that is a file.)"""
    try:
        machine.apt("install", "--allow-downgrades", "--allow-change-held-packages", package)
    except Fault as fault:
        return str(fault)
    return ""


def settle(machine: Machine, trial: Trial, outcome: str, why: str) -> None:
    """After an installation that ended, or was ended: the new one whole and on trial, or the old one back."""
    machine.run("dpkg", "--configure", "--pending")
    if machine.whole(trial.new):
        machine.run("sync")
        write(machine, trial, phase="judging", failures=0)
    else:
        put_back(machine, trial, outcome, why)


def put_back(machine: Machine, trial: Trial, outcome: str, why: str) -> None:
    """The old one, from the package that was kept; needs no network and nothing of the new one."""
    trial = write(machine, trial, phase="returning", outcome=outcome, why=why)
    machine.run("dpkg", "--configure", "--pending")
    for _ in range(2):
        if machine.whole(trial.old):
            break
        done = machine.run("dpkg", "--force-confdef", "--force-confold", "--install", trial.old_package)
        if done.returncode:  # a library of Debian's was cut off as well
            machine.run("apt-get", "--yes", "--fix-broken", "--no-download", "--no-remove", "install")
    else:
        if not machine.whole(trial.old):
            raise Fault(f"{why} And {trial.old} could not be put back. By hand: "
                        f"dpkg --configure --pending; dpkg --install {trial.old_package}")
    machine.run("sync")
    if outcome == "came back":
        machine.refuse(trial.new)
    finish(machine, trial, outcome, f"{why} {trial.old} is back.")


def judge(machine: Machine, trial: Trial) -> None:
    """Good is what was ready in time and stayed; each other start of it counts as one that failed."""
    if not trial.kiosk:
        return finish(machine, trial, "installed",
                      f"{trial.new} is installed, without a trial: the kiosk does not start on this machine.")
    last_ready, ready_since, runs = machine.clock(), None, []
    earlier = trial.failures
    while True:
        app, now = machine.app(), machine.clock()
        if app.run and app.run not in runs:
            runs.append(app.run)
            ready_since = None
            if earlier + len(runs) - 1 > trial.failures:
                trial = write(machine, trial, failures=earlier + len(runs) - 1)
        if trial.failures >= FAILURES:
            return go_back(machine, trial, f"{trial.new} failed its start check three times.")
        if app.ready:
            last_ready = now
            ready_since = now if ready_since is None else ready_since
            if now - ready_since >= STAYS:
                return finish(machine, trial, "installed", f"{trial.new} runs, in the place of {trial.old}.")
        elif now - last_ready >= READY_WITHIN:
            return go_back(machine, trial, f"{trial.new} showed no picture for five minutes.")
        machine.pause(LOOK)


def go_back(machine: Machine, trial: Trial, why: str) -> None:
    trial = write(machine, trial, phase="returning", outcome="came back", why=why)
    machine.stop()
    put_back(machine, trial, "came back", why)
    machine.start(display_too=True)


def finish(machine: Machine, trial: Trial, outcome: str, why: str) -> None:
    """The report first: a state that is carried on once more is better than a result that nobody hears of."""
    if outcome == "installed" and trial.back:
        machine.refuse(trial.old)
    machine.tell(outcome, why, trial.old, trial.new)
    machine.forget(machine.trial)
    if outcome == "installed":
        useless = {str(file) for file in machine.packages.glob("*.deb")} - {trial.old_package, trial.new_package}
    else:  # what was put off or cut off comes again; what an administrator went back to was there before
        useless = {trial.new_package} if outcome in ("came back", "failed") and not trial.back else set()
    for file in useless:
        Path(file).unlink(missing_ok=True)
