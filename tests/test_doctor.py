"""`kiosk doctor` on machines made of folders: what it finds, and that every fault comes with a remedy."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from machines import HEALTH, MOUSE, TOUCHPAD, good_machine, write

from kiosk import display, doctor
from kiosk.administrator.code import hash_of
from kiosk.cli import main
from kiosk.doctor import as_text, checks
from kiosk.handoff import desk_client  # noqa: F401
from kiosk.settings import Administrator, Content, Desk, Settings, Voices
from kiosk.settings_file import Problem
from kiosk.watching import looks
from kiosk.watching.findings import Finding, check_of, sentences
from kiosk.watching.machine import Machine


@pytest.fixture
def machine(tmp_path) -> Machine:
    return good_machine(tmp_path)


def test_a_good_machine_has_nothing_to_mend(machine):
    found = list(checks(Settings(), (), machine))
    assert {check.state for check in found} == {"ok"}
    assert not any(check.remedy for check in found)
    assert [check.name for check in found if check.name != "voices"] == [
        "settings", "kiosk", "display", "graphics", "touch", "fonts", "sound", "disk", "memory", "clock",
        "power", "heat", "card", "root", "desk", "printer"]
    assert sum(check.name == "voices" for check in found) == 5


def without(machine: Machine, path: str) -> Machine:
    target = machine.root / path
    if target.is_dir():
        target.rmdir()
    else:
        target.unlink()
    return machine


def put(machine: Machine, path: str, content: str) -> Machine:
    write(machine.root / path, content)
    return machine


def health(machine: Machine, **differing: object) -> Machine:
    return put(machine, "run/kiosk/health.json", json.dumps({**HEALTH, **differing}))


SAID = "run/kiosk/health.json"
THROTTLED = "sys/devices/platform/soc/soc:firmware/get_throttled"
MOUNTS = "proc/self/mountinfo"
FAULTS = {
    "no display": ("display", "fail", "DISPLAY is not set", lambda m: replace(m, environment={"HOME": "/"})),
    "a dead display": ("display", "fail", "no X server answers",
                       lambda m: replace(m, display_answers=lambda name: False)),
    "Wayland only": ("display", "fail", "xwayland",
                     lambda m: replace(m, environment={"WAYLAND_DISPLAY": "wayland-0"})),
    "graphics for others": ("graphics", "warn", "usermod",
                            lambda m: replace(without(m, SAID), may_use=lambda device: False)),
    "no graphics": ("graphics", "warn", "main one draws", lambda m: without(without(m, SAID), "dev/dri/renderD128")),
    "no touch": ("touch", "warn", "No touch screen",
                 lambda m: write(m.root / "proc/bus/input/devices", f"{MOUSE}\n{TOUCHPAD}\n") and m),
    "no input list": ("touch", "warn", "No touch screen", lambda m: without(m, "proc/bus/input/devices")),
    "a font is gone": ("fonts", "fail", "NotoSansArabic-Bold.ttf",
                       lambda m: (m.assets / "fonts/NotoSansArabic-Bold.ttf").unlink() or m),
    "a font is a pointer to one": ("fonts", "fail", "icons/icons.ttf",
                                   lambda m: write(m.assets / "icons/icons.ttf", "version https://") and m),
    "no Arabic voice": ("voices", "fail", "Arabisch: no voice",
                        lambda m: without(m, "usr/lib/aarch64-linux-gnu/espeak-ng-data/lang/sem/ar")),
    "no sound": ("sound", "fail", "no sound server", lambda m: without(m, "proc/asound/pcm")),
    "only a microphone": ("sound", "fail", "no sound card",
                          lambda m: write(m.root / "proc/asound/pcm", "00-00: Mic : Mic : capture 1") and m),
    "a full disk": ("disk", "warn", "15 MB", lambda m: replace(m, free_bytes=lambda _: 15 * 10**6)),
    "little memory": ("memory", "warn", "9 MB free", lambda m: replace(m, free_bytes=lambda _: 9 * 10**6)),
    "no memory folder": ("memory", "fail", "No folder in memory", lambda m: without(m, "dev/shm")),
    "the kiosk is not running": ("kiosk", "fail", "systemd says: failed", lambda m: replace(
        m, units=lambda: {"kiosk-app.service": looks.Unit(True, "failed", 3)})),
    "a package alone": ("kiosk", "warn", "sudo kiosk-setup", lambda m: replace(without(m, SAID), units=lambda: {
        "kiosk-app.service": looks.Unit(True, "inactive", 0, False),
        "kiosk-x.service": looks.Unit(True, "inactive", 0, False)})),
    "the kiosk hangs": ("kiosk", "fail", "has not said for 4 minutes", lambda m: replace(m, uptime=lambda: 3820.0)),
    "it comes back again and again": ("kiosk", "warn", "came back by itself 12 times", lambda m: replace(
        m, units=lambda: {"kiosk-app.service": looks.Unit(True, "active", 12)})),
    "content is left out": ("content", "warn", "kiosk check", lambda m: health(m, left_out=2)),
    "the main processor draws": ("graphics", "fail", "vc4-kms-v3d",
                                 lambda m: health(m, renderer="llvmpipe (LLVM 19.1.7, 128 bits)")),
    "a loudspeaker that takes no sound": ("sound", "fail", "takes no sound", lambda m: health(m, sound="none")),
    "a dead voice": ("sound", "fail", "espeak-ng", lambda m: health(m, voice=False)),
    "too little power": ("power", "fail", "too weak at this moment",
                         lambda m: put(m, "sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1")),
    "too little power before": ("power", "warn", "has been too weak", lambda m: put(m, THROTTLED, "50000")),
    "too hot": ("heat", "fail", "84 °C", lambda m: put(m, "sys/class/thermal/thermal_zone0/temp", "84012")),
    "slowed down": ("heat", "warn", "slows down", lambda m: put(m, THROTTLED, "0x8")),
    "a card with errors": ("card", "fail", "mmcblk0p2 has met 3",
                           lambda m: put(m, "sys/fs/ext4/mmcblk0p2/errors_count", "3")),
    "a worn card": ("card", "warn", "100 %", lambda m: put(m, "sys/block/mmcblk0/device/life_time", "0x01 0x0b")),
    "a disk that gave up": ("root", "fail", "read-only by itself",
                            lambda m: put(m, MOUNTS, "22 1 179:2 / / ro - ext4 /dev/mmcblk0p2 ro,errors=remount-ro")),
    "an overlay that did not come up": ("root", "fail", "update-initramfs",
                                        lambda m: put(m, "proc/cmdline", "overlayroot=tmpfs:recurse=0 quiet")),
    "an update that came back": ("update", "warn", "did not start", lambda m: put(
        m, "var/lib/digipunt-kiosk/last-update.json",
        '{"when": 1, "outcome": "came back", "why": "It did not start three times.", "old": "1.0", "new": "2.0"}')),
    "a pack that is not shown": ("packs", "warn", "kiosk pack list", lambda m: replace(
        m, packs=lambda settings: looks.Packs((), ["gent 3 is damaged."]))),
    "a clock of 1970": ("clock", "fail", "1970-01-01", lambda m: replace(m, now=datetime(1970, 1, 1))),
    "an unconfirmed clock": ("clock", "warn", "no time server",
                             lambda m: replace(m, clock_synchronised=lambda: "no")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_and_has_a_remedy(machine, fault):
    name, state, says, break_it = FAULTS[fault]
    machine = break_it(machine)
    found = [check for check in checks(Settings(), (), machine) if check.state != "ok"]
    check = next(check for check in found if check.name == name)
    assert check.state == state
    assert says in f"{check.finding} {check.remedy}"
    assert all(check.remedy for check in found)
    dutch = [check for check in checks(Settings(), (), machine, language="nl") if check.state != "ok"]
    assert [(check.name, check.state) for check in dutch] == [(check.name, check.state) for check in found]
    for one, other in zip(dutch, found, strict=True):
        assert one.finding != other.finding and one.remedy != other.remedy
        assert "{" not in f"{one.finding}{one.remedy}{other.finding}{other.remedy}", "a value is missing"


def test_every_finding_has_its_sentences_in_both_languages_and_every_sentence_its_finding():
    """Also those that no machine here can show."""
    root = Path(doctor.__file__).parent
    code = "".join(file.read_text("utf-8") for file in (
        root / "doctor.py", root / "watching/looks.py", root / "handoff/looking.py", root / "handoff/desk_client.py",
        root / "pack/channel_report.py"))
    known = {f"{check}.{what}" for check, group in sentences().items() for what in group if what not in ("name", "do")}
    derived = {f"root.{how}" for how in ("writable", "read_only", "overlay")}  # from what is mounted
    derived |= {f"update.{how}" for _, how in looks.OUTCOMES.values()} | {"update.failed"}
    derived |= {f"desk.{why}" for why in ("untrusted", "late", "unreachable", "endless", "elsewhere")
                if f'"{why}"' in code}
    named = set(re.findall(rf'"((?:{"|".join(sentences())})\.[a-z_]+)"', code))
    assert named | derived == known
    for state, name in re.findall(r'"(warn|fail)", f?"([a-z_]+\.[a-z_]+)"', code):
        assert all(check_of(Finding(state, name), language).remedy for language in ("en", "nl")), name


def test_the_voice_that_came_with_the_kiosk_will_do(machine):
    for path in machine.root.glob("usr/lib/*/espeak-ng-data/lang/*/*"):
        path.unlink()
    bundled = replace(machine, has_module=lambda name: name == "espeakng_loader")
    assert {check.state for check in doctor.voices(bundled, Settings().site.languages)} == {"ok"}


def test_a_sound_server_that_takes_calls_is_enough(machine, tmp_path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "native"))
        server.listen()
        without(machine, "proc/asound/pcm")
        listening = replace(machine, environment={"PULSE_SERVER": str(tmp_path / "native")})
        assert doctor.sound(listening, True).state == "ok"


def test_a_kiosk_that_is_meant_to_be_silent_misses_no_sound(machine):
    silent = replace(Settings(), sound=replace(Settings().sound, enabled=False))
    found = checks(silent, (), without(machine, "proc/asound/pcm"))
    assert next(check for check in found if check.name == "sound").state == "ok"


def test_faults_in_the_settings_are_part_of_the_report(machine):
    problem = Problem("kiosk.toml", 3, "panel.diagonal", "is 40, which is too much.", "Write a number.")
    check = next(checks(Settings(), (problem,), machine))
    assert (check.state, check.remedy) == ("warn", "Write a number.")
    assert check.finding == "kiosk.toml:3: panel.diagonal is 40, which is too much."
    problem = replace(problem, remedy="Write a number from 5 to 32 (inches). Until then the kiosk leaves this one out.")
    check = next(checks(Settings(), (problem,), machine, language="nl"))
    assert check.finding == "kiosk.toml:3: panel.diagonal Wat hier staat, kan niet."
    assert check.remedy == "Schrijf een getal van 5 tot 32 (inch)."


def test_settings_with_a_secret_are_for_the_kiosk_alone(machine, tmp_path):
    """Six digits fall in half a day to whoever reads their hash."""
    file = write(tmp_path / "kiosk.toml")
    machine = replace(machine, settings=lambda: file)
    secret = Settings(administrator=Administrator(hash_of("739164")))
    file.chmod(0o644)
    check = next(checks(secret, (), machine))
    assert check.state == "warn" and "chmod 640" in check.remedy and str(file) in check.finding
    assert next(checks(Settings(), (), machine)).state == "ok", "there is nothing to hide"
    file.chmod(0o640)
    assert next(checks(secret, (), machine)).state == "ok"


def test_a_content_folder_that_is_not_there(machine, tmp_path):
    own = Settings(content=Content(folder=tmp_path / "own"))
    assert next(checks(own, (), machine)).state == "warn"
    (tmp_path / "own").mkdir()
    assert next(checks(own, (), machine)).state == "ok"


def test_the_report_gives_each_remedy_under_its_finding(machine):
    lines = as_text(checks(Settings(), (), replace(machine, environment={}))).splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("FAIL  display"))
    assert lines[place + 1].lstrip().startswith("> ")
    assert lines[0] == "ok    settings  Every setting is right."


@pytest.mark.smoke
def test_this_machine_has_every_font_and_every_voice():
    found = [*doctor.fonts(Machine()), *doctor.voices(Machine(), Settings().site.languages)]
    assert [one for one in found if one.state != "ok"] == []


@pytest.mark.smoke
def test_the_command_prints_the_report(capsys, tmp_path):
    (tmp_path / "kiosk.toml").write_text("[panel]\nrotation = 90\n")
    assert main(["doctor", "--settings", str(tmp_path / "kiosk.toml")]) in (0, 1)
    assert "Every setting is right." in capsys.readouterr().out


def test_no_display_is_no_display():
    assert not display.answers("")
    assert not display.answers(":4711")


NASTY = {
    "junk in every file": lambda m: [write(file, b"\xff\xfe\0junk 0x") for file in m.root.rglob("*")
                                     if file.is_file() and "renderD" not in file.name],
    "health of another program": lambda m: write(m.root / SAID, '{"renderer": [], "at": "soon"}'),
    "a health file without end": lambda m: write(m.root / SAID, "[" * 100_000),
    "nothing at all": lambda m: subprocess.run(["rm", "-r", m.root], check=True),
}


@pytest.mark.parametrize("case", NASTY)
def test_a_nasty_machine_is_looked_at_to_the_end(machine, case):
    NASTY[case](machine)
    machine = replace(machine, free_bytes=Machine.free_bytes if case == "nothing at all" else machine.free_bytes)
    found = list(checks(Settings(), (), machine))
    assert {"settings", "display", "touch", "disk", "clock", "desk", "printer"} <= {check.name for check in found}
    assert all(check.remedy for check in found if check.state != "ok")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody who may read less")
def test_folders_that_this_user_may_not_read():
    """As whoever logs in would call it, beside the kiosk's own folders."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        machine, closed = good_machine(Path(folder)), Path(folder, "closed")
        closed.mkdir(mode=0o700)
        (machine.root / "run/kiosk").chmod(0o700)
        settings = Settings(content=Content(folder=closed / "own"), voices=Voices(folder=closed / "state"),
                            desk=Desk("http://127.0.0.1:9", "k" * 16, closed / "outbox"))
        if (child := os.fork()) == 0:  # all is imported: the checkout itself may not be for others
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            found = list(checks(settings, (), machine))
            os._exit(sum("could not be looked at" in check.finding for check in found) or 40 + (len(found) < 15))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 40


def test_a_look_that_breaks_is_a_finding_and_the_others_go_on(machine):
    def broken() -> str:
        raise OSError("secret words")

    found = {check.name: check for check in checks(Settings(), (), replace(machine, clock_synchronised=broken))}
    assert found["clock"].state == "fail" and "OSError" in found["clock"].finding and found["clock"].remedy
    assert "secret" not in found["clock"].finding and found["desk"].state == "ok"


def test_what_systemd_says_of_the_units(tmp_path, monkeypatch):
    said = ("NRestarts=12\nId=kiosk-app.service\nLoadState=loaded\nActiveState=active\nUnitFileState=static\n\n"
            "NRestarts=0\nId=kiosk-x.service\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\n")
    write(tmp_path / "systemctl", f"#!/bin/sh\nprintf '{said}'\n").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert looks.ask_systemd() == {"kiosk-app.service": looks.Unit(True, "active", 12, False),
                                   "kiosk-x.service": looks.Unit(True, "active", 0, True)}
    write(tmp_path / "systemctl", "#!/bin/sh\necho System has not been booted with systemd >&2; exit 1\n")
    assert looks.ask_systemd() == {}


def test_the_printer_is_left_alone_where_a_timer_asks(machine):
    assert "printer" not in {check.name for check in checks(Settings(), (), machine, disturbing=False)}


@pytest.mark.smoke
@pytest.mark.parametrize("settings", ["[panel\nbroken", "\xff", None], ids=["not TOML", "not UTF-8", "not there"])
def test_the_command_never_shows_a_traceback(tmp_path, settings):
    file = tmp_path / "kiosk.toml"
    if settings is not None:
        file.write_bytes(settings.encode("latin-1"))
    done = subprocess.run([sys.executable, "-m", "kiosk", "doctor", "--settings", file], capture_output=True, text=True,
                          env={"PATH": "/nowhere", "PYTHONPATH": str(Path(__file__).parents[1])}, check=False)
    assert done.returncode == 1 and done.stderr == "" and "FAIL  settings" in done.stdout
