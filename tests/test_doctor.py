"""`kiosk doctor` on machines made of folders: what it finds, and that every fault comes with a remedy."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from kiosk import display, doctor
from kiosk.doctor import Machine, as_text, checks
from kiosk.settings import Content, Settings
from kiosk.settings_file import Problem

TOUCH_SCREEN = """I: Bus=0003 Vendor=0eef Product=0005 Version=0111
N: Name="eGalax Touch \\"7\\""
H: Handlers=mouse1 event4
B: PROP=2
B: EV=b
B: ABS=3273800000003
"""
MOUSE = """I: Bus=0003 Vendor=046d Product=c077 Version=0111
N: Name="Logitech USB Optical Mouse"
H: Handlers=mouse0 event3
B: PROP=0
B: EV=17
"""
# A pointer, not a finger on the picture itself.
TOUCHPAD = MOUSE.replace("PROP=0", "PROP=1").replace("EV=17", "EV=b")


def write(path: Path, content: str | bytes = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.fixture
def machine(tmp_path) -> Machine:
    """A machine where all is well."""
    root = tmp_path / "root"
    write(root / "dev/dri/renderD128")
    (root / "dev/shm").mkdir()
    write(root / "proc/bus/input/devices", f"{MOUSE}\n{TOUCH_SCREEN}\n")
    write(root / "proc/asound/pcm", "00-00: HDMI 0 : HDMI 0 : playback 1\n")
    for voice in ("gmw/nl", "gmw/en", "gmw/de", "roa/fr-BE", "sem/ar"):
        write(root / "usr/lib/aarch64-linux-gnu/espeak-ng-data/lang" / voice)
    assets = tmp_path / "assets"
    for family in ("AtkinsonHyperlegibleNext", "NotoSansArabic"):
        for weight in ("Regular", "Bold"):
            write(assets / f"fonts/{family}-{weight}.ttf", b"\0\1\0\0rest")
    for font in ("icons", "nouns"):
        write(assets / f"icons/{font}.ttf", b"\0\1\0\0rest")
    return Machine(
        root=root, assets=assets, environment={"DISPLAY": ":7", "PULSE_SERVER": str(tmp_path / "nobody")},
        now=datetime(2026, 11, 23, 14, 30), display_answers=lambda name: name == ":7",
        clock_synchronised=lambda: "yes", free_bytes=lambda folder: 10**9, has_module=lambda name: False)


def test_a_good_machine_has_nothing_to_mend(machine):
    found = list(checks(Settings(), (), machine))
    assert {check.state for check in found} == {"ok"}
    assert not any(check.remedy for check in found)
    assert [check.name for check in found if check.name != "voices"] == [
        "settings", "display", "graphics", "touch", "fonts", "sound", "disk", "memory", "clock",
        "desk", "printer"]
    assert sum(check.name == "voices" for check in found) == 5


def without(machine: Machine, path: str) -> Machine:
    target = machine.root / path
    if target.is_dir():
        target.rmdir()
    else:
        target.unlink()
    return machine


FAULTS = {
    "no display": ("display", "fail", "DISPLAY is not set", lambda m: replace(m, environment={"HOME": "/"})),
    "a dead display": ("display", "fail", "no X server answers",
                       lambda m: replace(m, display_answers=lambda name: False)),
    "Wayland only": ("display", "fail", "xwayland",
                     lambda m: replace(m, environment={"WAYLAND_DISPLAY": "wayland-0"})),
    "graphics for others": ("graphics", "warn", "usermod",
                            lambda m: replace(m, may_use=lambda device: False)),
    "no graphics": ("graphics", "warn", "main one draws", lambda m: without(m, "dev/dri/renderD128")),
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
    "a clock of 1970": ("clock", "fail", "1970-01-01", lambda m: replace(m, now=datetime(1970, 1, 1))),
    "an unconfirmed clock": ("clock", "warn", "no time server",
                             lambda m: replace(m, clock_synchronised=lambda: "no")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_and_has_a_remedy(machine, fault):
    name, state, says, break_it = FAULTS[fault]
    found = [check for check in checks(Settings(), (), break_it(machine)) if check.state != "ok"]
    check = next(check for check in found if check.name == name)
    assert check.state == state
    assert says in f"{check.finding} {check.remedy}"
    assert all(check.remedy for check in found)


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
    assert [check.finding for check in found if check.state != "ok"] == []


@pytest.mark.smoke
def test_the_command_prints_the_report(capsys, tmp_path):
    (tmp_path / "kiosk.toml").write_text("[panel]\nrotation = 90\n")
    assert doctor.report(tmp_path / "kiosk.toml") in (0, 1)
    assert "Every setting is right." in capsys.readouterr().out


def test_no_display_is_no_display():
    assert not display.answers("")
    assert not display.answers(":4711")
