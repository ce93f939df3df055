"""The machine as an update sees it: its commands, its clock, and the few files that outlive a power cut."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE, APP = "digipunt-kiosk", "kiosk-app.service"
QUIET = {"LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "APT_LISTCHANGES_FRONTEND": "none"}


class Fault(Exception):
    """Why it cannot be done, and what to do about it: one or two sentences for the administrator."""


@dataclass(frozen=True)
class App:
    """The kiosk, by systemd's account. ``run`` differs each time that it was started; empty before the first.
    ``displays``: the units that it is drawn on."""

    run: str
    ready: bool
    idle: bool
    displays: tuple[str, ...]


@dataclass
class Machine:
    """``state`` outlives a restart, ``passing`` does not. Tests hand in folders and a clock of their own."""

    state: Path = Path("/var/lib/digipunt-kiosk")
    passing: Path = Path("/run/digipunt-kiosk")
    root: Path = Path("/")
    clock: object = time.monotonic
    pause: object = time.sleep
    boot: str = field(default_factory=lambda: Path("/proc/sys/kernel/random/boot_id").read_text().strip())

    def __post_init__(self) -> None:
        self.packages, self.trial, self.report = self.state / "program", self.state / "trial.json", \
            self.state / "last-update.json"
        self.refused, self.held = self.state / "refused", self.passing / "updating"

    # --- commands

    def run(self, *command: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess:
        """Raises nothing: what went wrong is in the answer."""
        words = [str(word) for word in command]
        try:
            return subprocess.run(words, check=False, capture_output=True, text=True, errors="replace",
                                  stdin=subprocess.DEVNULL, env=os.environ | QUIET, cwd=folder)
        except OSError as error:  # as systemctl, while an image is made
            return subprocess.CompletedProcess(words, 127, "", f"{words[0]}: {error.strerror}")

    def ask(self, *command: str | Path, folder: Path | None = None) -> str:
        """What the command says. Raises Fault with the last thing it complained of."""
        done = self.run(*command, folder=folder)
        if done.returncode:
            raise Fault(f"{command[0]}: {last_words(done)}")
        return done.stdout.strip()

    def apt(self, *words: str | Path, folder: Path | None = None) -> str:
        """apt-get, which waits for others, asks nothing, keeps the administrator's settings and takes nothing that is
        not signed."""
        return self.ask("apt-get", "--quiet", "--yes", "-o", "DPkg::Lock::Timeout=600", "-o", "Dpkg::Use-Pty=0",
                        "-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold",
                        "-o", "Acquire::Retries=3", "--no-install-recommends", "--no-remove", *words, folder=folder)

    # --- what is installed

    def installed(self) -> str:
        """The version of the kiosk, also where its installation was cut off; empty where there is none."""
        return self.run("dpkg-query", "-W", "-f", "${Version}", PACKAGE).stdout.strip()

    def whole(self, version: str) -> bool:
        """Whether this version is there, configured, and every file of it is as it was packed."""
        found = self.run("dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", PACKAGE).stdout.strip()
        if found != f"installed {version}":
            return False
        # A line a file that differs; a "c" in it for the administrator's own.
        differing = self.run("dpkg", "--verify", PACKAGE).stdout.splitlines()
        return all(line.split()[1:2] == ["c"] for line in differing)

    # --- systemd

    @property
    def has_systemd(self) -> bool:
        return (self.root / "run/systemd/system").is_dir()

    def app(self) -> App:
        shown = self.run("systemctl", "show", APP, "-p", "InvocationID,ActiveState,StatusText,BindsTo").stdout
        told = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
        return App(told.get("InvocationID", ""), told.get("ActiveState") == "active",
                   told.get("StatusText") == "idle", tuple(told.get("BindsTo", "").split()))

    def is_kiosk(self) -> bool:
        """Whether the kiosk starts on this machine at all: else there is nothing to judge a program by."""
        displays = self.app().displays
        return bool(displays) and self.run("systemctl", "is-active", "--quiet", *displays).returncode == 0

    def stop(self) -> None:
        """The kiosk goes, its display stays, with the picture of "one moment"; nothing starts it again meanwhile (the
        condition in kiosk-app.service.d)."""
        self.passing.mkdir(parents=True, exist_ok=True)
        self.held.touch()
        self.run("systemctl", "stop", APP)

    def start(self, display_too: bool = False) -> None:
        """``display_too``: the new version's own X server, which is on trial as well."""
        self.held.unlink(missing_ok=True)
        displays = self.app().displays
        if display_too and displays:
            self.run("systemctl", "try-restart", *displays)
        if self.is_kiosk():
            self.run("systemctl", "start", "--no-block", APP)

    # --- what is remembered

    def read(self, file: Path) -> dict:
        """Empty where there is no such file, or where it makes no sense."""
        with suppress(OSError, ValueError):
            found = json.loads(file.read_text())
            return found if isinstance(found, dict) else {}
        return {}

    def write(self, file: Path, content: dict) -> None:
        write_whole(file, json.dumps(content, indent=1, ensure_ascii=False) + "\n")

    def forget(self, file: Path) -> None:
        file.unlink(missing_ok=True)
        flush(file.parent)

    def refusals(self) -> list[str]:
        with suppress(OSError):
            return self.refused.read_text().split()
        return []

    def refuse(self, version: str) -> None:
        if version not in self.refusals():
            write_whole(self.refused, "\n".join([*self.refusals(), version]) + "\n")

    def tell(self, outcome: str, why: str, old: str = "", new: str = "") -> None:
        """The one place where an update's result stands: for `kiosk doctor`, for those who watch, for the journal."""
        self.write(self.report, {**self.read(self.report), "when": int(time.time()), "outcome": outcome, "why": why,
                                 "old": old, "new": new})
        print(why, flush=True)


def last_words(done: subprocess.CompletedProcess) -> str:
    lines = [line for line in (done.stderr + "\n" + done.stdout).splitlines() if line.strip()]
    complaints = [line for line in lines if line.startswith(("E:", "dpkg", "Err"))]
    return (complaints or lines or ["it ended without a word"])[0].strip()


def write_whole(file: Path, content: str) -> None:
    """Whole or not at all, and on the disk."""
    file.parent.mkdir(parents=True, exist_ok=True)
    passing = file.with_name(file.name + ".part")
    with passing.open("w") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    passing.chmod(0o644)
    passing.replace(file)
    flush(file.parent)


def copy_whole(source: Path, target: Path) -> None:
    """As above, for a package."""
    target.parent.mkdir(parents=True, exist_ok=True)
    passing = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(source, passing)
        with passing.open("rb") as file:
            os.fsync(file.fileno())
        passing.replace(target)
    finally:
        passing.unlink(missing_ok=True)
    flush(target.parent)


def flush(folder: Path) -> None:
    """Else a power cut may take a new name back."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
