"""A newer program is put on trial, and the old one comes back: real packages and the real dpkg in a folder; a systemd
and an apt that do as the test says, and time that passes when it is waited for.

In a bare Debian, with power cuts and a systemd of its own: deploy/raspberrypi/test-update."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "deploy/raspberrypi/kiosk_update"))
import trial as trials  # noqa: E402
from machine import Machine  # noqa: E402

command = SimpleNamespace(**runpy.run_path(str(ROOT / "deploy/raspberrypi/kiosk_update/__main__.py")))

pytestmark = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="packages are Debian's")

TOOLS = {
    "dpkg": """exec /usr/bin/dpkg --root="$PLACE" --force-not-root,script-chrootless,bad-path,unsafe-io \\
                --log=/dev/null "$@" """,
    "dpkg-query": 'exec /usr/bin/dpkg-query --admindir="$PLACE/var/lib/dpkg" "$@"',
    "systemctl": """
echo "$@" >>"$PLACE/asked"
case $1 in
  is-active) test -e "$PLACE/display" ;;
esac""",
    "apt-get": """
[ ! -e "$PLACE/apt-fails" ] || { cat "$PLACE/apt-fails" >&2; exit 100; }
for word in "$@"; do
  case $word in
    download) how=$word ;;
    install) how=$word ;;
    --download-only) exit 0 ;;
  esac
  last=$word
done
case $how in
  install) exec dpkg --install "$last" ;;
  download) cp "$PLACE/repository/${last#*=}.deb" . ;;
esac""",
    "apt-cache": 'echo "digipunt-kiosk:"; echo "  Candidate: $(cat "$PLACE/candidate")"',
}


class Place(Machine):
    """A machine in a folder, whose kiosk does what ``life`` says from second to second."""

    def __init__(self, root: Path) -> None:
        self.now, self.life = 0.0, iter(())
        super().__init__(state=root / "state", passing=root / "passing", root=root, clock=lambda: self.now,
                         pause=self.wait, boot="first")

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.app_is(*next(self.life))

    def app_is(self, run: int, active: str, status: str = "") -> None:
        self.shown = f"InvocationID={run}\nActiveState={active}\nStatusText={status}\nBindsTo=kiosk-x.service\n"

    def run(self, *command, folder=None) -> subprocess.CompletedProcess:
        if command[:2] == ("systemctl", "show"):  # which is asked some hundred times
            return subprocess.CompletedProcess(command, 0, self.shown, "")
        return super().run(*command, folder=folder)

    @property
    def result(self) -> dict:
        return json.loads(self.report.read_text())

    @property
    def asked(self) -> str:
        return (self.root / "asked").read_text()


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Path:
    """A machine on which version 1 is installed and kept, once for all tests."""
    root = tmp_path_factory.mktemp("before")
    for folder in ("bin", "usr", "repository", "run/systemd/system", "var/lib/dpkg/updates", "var/lib/dpkg/info"):
        (root / folder).mkdir(parents=True)
    for file in ("var/lib/dpkg/status", "var/lib/dpkg/available", "display", "asked"):
        (root / file).touch()
    for name, script in TOOLS.items():
        (root / "bin" / name).write_text(f"#!/bin/sh\n{script}\n")
        (root / "bin" / name).chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        settle_in(root, patch)
        place = Place(root)
        place.ask("dpkg", "--install", made(place, "1.0"))
        assert command.main(["--keep", str(made(place, "1.0"))], place) == 0
    return root


@pytest.fixture
def place(before, tmp_path, monkeypatch) -> Place:
    """A kiosk that runs version 1, whose package is kept, and that nobody uses."""
    shutil.copytree(before, tmp_path, dirs_exist_ok=True)
    settle_in(tmp_path, monkeypatch)
    place = Place(tmp_path)
    place.app_is(1, "active", "idle")
    return place


def settle_in(root: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("PATH", f"{root}/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    patch.setenv("PLACE", str(root))
    patch.setattr(os, "geteuid", lambda: 0)


def made(place: Place, version: str, name: str = "digipunt-kiosk", arch: str = "all") -> Path:
    """A package, and where it is."""
    file, tree = place.root / "repository" / f"{version}.deb", place.root / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "opt").mkdir()
    (tree / "opt/program").write_text(f"this is {version}\n" * 50)
    (tree / "DEBIAN/control").write_text(
        f"Package: {name}\nVersion: {version}\nArchitecture: {arch}\nMaintainer: a <a@b>\nInstalled-Size: 1\n"
        "Description: a\n")
    subprocess.run(["dpkg-deb", "-Znone", "--build", tree, file], check=True, capture_output=True)
    return file


def ask(place: Place, file: Path, *words: str) -> int:
    return command.main([str(file), "--sha256", sha256(file.read_bytes()).hexdigest(), *words], place)


def program(place: Place) -> str:
    return (place.root / "opt/program").read_text().splitlines()[0]


def lives(run: int = 2, seconds: int = trials.STAYS) -> list[tuple]:
    return [(run, "active", "idle")] * (seconds // trials.LOOK + 1)


def test_a_new_version_that_stays_replaces_the_old_one_and_both_are_kept(place):
    assert ask(place, made(place, "2.0")) == 0
    assert "start --no-block kiosk-trial.service" in place.asked and program(place) == "this is 1.0"
    place.life = iter(lives())
    trials.carry_on(place)
    assert program(place) == "this is 2.0"
    assert place.result["outcome"] == "installed" and place.now >= trials.STAYS
    assert sorted(file.name for file in place.packages.iterdir()) == [
        "digipunt-kiosk_1.0.deb", "digipunt-kiosk_2.0.deb"]
    assert ask(place, made(place, "2.0")) == 0 and not place.trial.exists(), "twice is once"


def test_three_failed_starts_bring_the_old_one_back_and_the_new_one_is_not_tried_again(place, capsys):
    assert ask(place, made(place, "2.0")) == 0
    place.life = iter([(2, "activating"), (2, "active"), (3, "activating"), (4, "activating"), (5, "activating")])
    trials.carry_on(place)
    assert program(place) == "this is 1.0"
    assert place.result["outcome"] == "came back" and "three times" in place.result["why"]
    assert place.asked.splitlines()[-1] == "start --no-block kiosk-app.service"
    assert not place.held.exists()
    assert ask(place, made(place, "2.0")) == 1
    assert "did not hold" in capsys.readouterr().err
    assert ask(place, made(place, "2.1")) == 0, "a newer one is welcome"


def test_a_new_version_that_shows_nothing_goes_after_five_minutes(place):
    ask(place, made(place, "2.0"))
    place.life = iter([(2, "activating")] * trials.READY_WITHIN)
    trials.carry_on(place)
    assert program(place) == "this is 1.0" and "no picture" in place.result["why"]


def test_a_crash_now_and_then_counts_too(place):
    ask(place, made(place, "2.0"))
    place.life = iter([*lives(2, 500), *lives(3, 500), *lives(4, 500), *lives(5, 500)])
    trials.carry_on(place)
    assert program(place) == "this is 1.0"


def test_one_failed_start_is_forgiven(place):
    ask(place, made(place, "2.0"))
    place.life = iter([(2, "activating"), *lives(3, trials.STAYS + 5)])
    trials.carry_on(place)
    assert program(place) == "this is 2.0" and place.result["outcome"] == "installed"


def test_nothing_happens_in_the_middle_of_a_visit(place):
    ask(place, made(place, "2.0"))
    place.app_is(1, "active")
    place.life = iter([(1, "active")] * (trials.IDLE_WITHIN + 1))
    trials.carry_on(place)
    assert program(place) == "this is 1.0" and place.result["outcome"] == "put off"
    assert "stop" not in place.asked
    place.app_is(1, "active")
    assert ask(place, made(place, "2.0")) == 0, "it may be asked for again"
    seen = []
    place.life = iter([*[(1, "active")] * 90, (1, "active", "idle"), *lives()])
    place.pause = lambda seconds: (place.wait(seconds), seen.append(program(place)))
    trials.carry_on(place)
    assert seen[89] == "this is 1.0" and seen[-1] == "this is 2.0"


def test_restarts_of_the_machine_count_over_its_starts(place):
    """A version that takes the whole machine down: the kiosk's own starts are never seen to fail."""
    ask(place, made(place, "2.0"))
    place.life = iter(())
    with pytest.raises(StopIteration):
        trials.carry_on(place)
    for boot in ("second", "third"):
        place.boot = boot
        trials.heal(place)
        assert program(place) == "this is 2.0"
    place.boot = "fourth"
    trials.heal(place)
    assert program(place) == "this is 1.0" and place.result["outcome"] == "came back"


def test_a_version_that_cannot_be_installed_changes_nothing(place):
    ask(place, made(place, "2.0"))
    (place.root / "apt-fails").write_text("E: no space left\n")
    trials.carry_on(place)
    assert program(place) == "this is 1.0"
    assert place.result["outcome"] == "failed" and "no space left" in place.result["why"]


def test_an_installation_that_was_cut_off_is_healed_and_may_be_tried_again(place):
    ask(place, made(place, "2.0"))
    trials.write(place, trials.read(place), phase="installing")
    (place.root / "opt/program").write_text("half of")
    place.boot = "second"
    trials.heal(place)
    assert program(place) == "this is 1.0" and place.result["outcome"] == "interrupted"
    assert ask(place, made(place, "2.0")) == 0


def test_the_way_back_that_was_cut_off_is_gone_to_its_end(place):
    ask(place, made(place, "2.0"))
    place.run("dpkg", "--install", made(place, "2.0"))
    trials.write(place, trials.read(place), phase="returning", outcome="came back", why="2.0 failed.")
    place.boot = "second"
    trials.heal(place)
    assert program(place) == "this is 1.0" and place.result["outcome"] == "came back"
    assert place.refusals() == ["2.0"]


def test_the_judge_is_a_copy_of_the_old_version(place):
    ask(place, made(place, "2.0"))
    for file in (ROOT / "deploy/raspberrypi/kiosk_update").glob("*.py"):
        assert (place.state / "judge" / file.name).read_bytes() == file.read_bytes()


def test_back_is_a_wish_as_well_and_is_not_undone_at_night(place, capsys):
    ask(place, made(place, "2.0"))
    place.life = iter(lives())
    trials.carry_on(place)
    assert command.main(["--back"], place) == 0
    place.life = iter(lives(3))
    trials.carry_on(place)
    assert program(place) == "this is 1.0"
    (place.root / "candidate").write_text("2.0")
    assert command.main(["--from-apt"], place) == 0
    assert "left out" in capsys.readouterr().out and not place.trial.exists()
    said = command.status(place)
    assert "runs:     1.0" in said and "refused:  2.0" in said


def test_from_the_repository(place):
    made(place, "2.0")
    (place.root / "candidate").write_text("2.0")
    assert command.main(["--from-apt"], place) == 0
    place.life = iter(lives())
    trials.carry_on(place)
    assert program(place) == "this is 2.0" and place.result["checked"]


def test_a_repository_that_cannot_be_reached_is_told(place):
    (place.root / "apt-fails").write_text("E: Failed to fetch\n")
    assert command.main(["--from-apt"], place) == 1
    assert place.result["outcome"] == "refused" and "Failed to fetch" in place.result["why"]


def wrong_name(place):
    return made(place, "2.0", name="other")


def wrong_processor(place):
    return made(place, "2.0", arch="s390x")


def wrong_release(place):
    return made(place, "2.0~potato")


def older(place):
    return made(place, "0.9")


def a_web_page(place):
    """piSignage#308: a page that said "moved" was kept as the update."""
    (place.root / "page.deb").write_text("<html>302 Found</html>")
    return place.root / "page.deb"


def cut_short(place):
    file = made(place, "2.0")
    file.write_bytes(file.read_bytes()[:-700])
    return file


@pytest.mark.parametrize(("bad", "why"), [
    (wrong_name, "is the package other"), (wrong_processor, "is for s390x"), (wrong_release, "is for potato"),
    (older, "is older than 1.0"), (a_web_page, "no whole Debian package"), (cut_short, "no whole Debian package"),
    (lambda place: place.root / "nowhere.deb", "is not there")])
def test_what_is_not_a_newer_kiosk_for_this_machine_is_refused_in_a_sentence(place, capsys, bad, why):
    file = bad(place)
    assert command.main([str(file), "--sha256", sha256(file.read_bytes()).hexdigest() if file.exists() else ""],
                        place) == 1
    said = capsys.readouterr().err
    assert why in said and len(said.splitlines()) == 1
    assert not place.trial.exists() and program(place) == "this is 1.0"


@pytest.mark.parametrize(("words", "why"), [
    ([], "needs --sha256"), (["--sha256", "abc"], "64 digits"), (["--sha256", "0" * 64], "not the file")])
def test_a_file_needs_the_sum_that_came_on_another_road(place, capsys, words, why):
    assert command.main([str(made(place, "2.0")), *words], place) == 1
    assert why in capsys.readouterr().err and not place.trial.exists()


def test_without_the_old_package_nothing_is_begun(place, capsys):
    shutil.rmtree(place.packages)
    (place.root / "repository/1.0.deb").unlink()
    assert ask(place, made(place, "2.0")) == 1
    assert "--keep FILE.deb" in capsys.readouterr().err and not place.trial.exists()


def test_the_repository_is_a_second_chance_for_the_old_package(place):
    shutil.rmtree(place.packages)
    assert ask(place, made(place, "2.0")) == 0


def test_no_room(place, capsys, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=5 * 10**6))
    assert ask(place, made(place, "2.0")) == 1
    assert "5 MB free" in capsys.readouterr().err and not place.trial.exists()


def test_a_dry_run_changes_nothing(place, capsys):
    file = made(place, "2.0")
    before = sorted(place.root.rglob("*"))
    assert ask(place, file, "--dry-run") == 0
    assert "Nothing was changed" in capsys.readouterr().out
    assert sorted(place.root.rglob("*")) == before


def test_the_machine_without_a_kiosk_is_updated_without_a_trial(place):
    (place.root / "display").unlink()
    ask(place, made(place, "2.0"))
    trials.carry_on(place)
    assert program(place) == "this is 2.0" and "without a trial" in place.result["why"]
