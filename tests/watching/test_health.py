"""What those who watch many kiosks get: numbers that Prometheus reads, and nothing about anybody."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace

import pytest
from machines import good_machine, write

from kiosk.cli import main
from kiosk.health import as_prometheus, numbers
from kiosk.settings import Desk, Settings, Site
from kiosk.watching.findings import Check
from kiosk.watching.looks import Pack, Packs
from kiosk.watching.summary import fingerprint

LINE = re.compile(r'[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\.)*"(,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? -?[0-9.e+]+\Z')
FOUND = [Check("voices", "ok", "nl"), Check("voices", "warn", "ar", "install"), Check("disk", "fail", "full", "tidy")]
PACKS = (Pack("base", "vlaanderen", "2026.11.1", "gift-maan-boot"), Pack("municipality", 'St. "Job"', "3", "a-b-c"))


@pytest.fixture
def pi(tmp_path):
    machine = good_machine(tmp_path, packs=lambda settings: Packs(PACKS))
    write(machine.root / machine.last_update, '{"outcome": "installed", "why": "", "old": "0.1.0", "new": "0.2.0"}')
    return machine


def said(machine, found=FOUND, settings=None, now=1_795_000_000.0) -> str:
    return as_prometheus(numbers(found, machine, settings or Settings(), now=now))


def test_a_raspberry_pi_tells_all_that_an_administrator_asks(pi):
    write(pi.root / "sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n")
    write(pi.root / "sys/fs/ext4/mmcblk0p2/errors_count", "3\n")
    lines = said(pi).splitlines()
    for line in ("kiosk_last_seen_timestamp_seconds 1795000000", "kiosk_temperature_celsius 61.234",
                 "kiosk_undervoltage 1", "kiosk_undervoltage_since_start 0", "kiosk_throttled 0",
                 "kiosk_throttled_since_start 0", 'kiosk_card_worn_ratio{card="mmcblk0"} 0.5',
                 'kiosk_filesystem_errors{device="mmcblk0p2"} 3', 'kiosk_check_state{check="voices"} 1',
                 'kiosk_check_state{check="disk"} 2', 'kiosk_free_bytes{place="/"} 1000000000',
                 "kiosk_clock_synchronised 1", "kiosk_uptime_seconds 3600.12", 'kiosk_root_info{root="writable"} 1',
                 'kiosk_restarts_total{unit="kiosk-app.service"} 0', "kiosk_alive_seconds 20",
                 'kiosk_renderer_info{renderer="V3D 7.1.7"} 1', "kiosk_sound 1", "kiosk_voice 1",
                 "kiosk_silent_languages 0", "kiosk_walkthroughs 33",
                 'kiosk_pack_info{layer="base",pack="vlaanderen",version="2026.11.1",fingerprint="gift-maan-boot"} 1',
                 r'kiosk_pack_info{layer="municipality",pack="St. \"Job\"",version="3",fingerprint="a-b-c"} 1',
                 'kiosk_update_info{version="0.2.0",outcome="installed"} 1'):
        assert line in lines
    assert all(line.startswith("#") or LINE.match(line) for line in lines)
    assert len({line for line in lines if line.startswith("# TYPE")}) == sum(
        line.startswith("# TYPE") for line in lines)


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not installed (Debian package prometheus)")
def test_prometheus_itself_reads_them_and_finds_nothing_to_complain_of(pi):
    done = subprocess.run(["promtool", "check", "metrics"], input=said(pi), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("written, low, slowed", [("0x1", 1, 0), ("50005", 1, 1), ("0", 0, 0), ("80008", 0, 1)])
def test_what_the_firmware_says_of_power_and_heat(pi, written, low, slowed):
    write(pi.root / "sys/devices/platform/soc/soc:firmware/get_throttled", f"{written}\n")
    lines = said(pi).splitlines()
    assert f"kiosk_undervoltage {low}" in lines and f"kiosk_throttled {slowed}" in lines


def test_what_a_machine_does_not_have_is_left_out(tmp_path):
    bare = good_machine(tmp_path)
    shutil.rmtree(bare.root / "sys")
    shutil.rmtree(bare.root / "run")
    bare = replace(bare, units=dict, clock_synchronised=lambda: "")
    for word in ("temperature", "undervoltage", "throttled", "card", "sound", "renderer", "restarts", "synchronised",
                 "pack", "update"):
        assert f"kiosk_{word}" not in said(bare)
    for nonsense in ("warm", "nan", "1e999"):
        write(bare.root / "sys/class/thermal/thermal_zone0/temp", nonsense)
        assert "temperature" not in said(bare)


def test_with_headphones_it_is_not_said_whether_somebody_listens(pi):
    health = json.loads((pi.root / "run/kiosk/health.json").read_text())
    write(pi.root / "run/kiosk/health.json", json.dumps({**health, "sound": ""}))
    assert "kiosk_sound" not in said(pi)


def test_kiosks_that_are_set_alike_have_the_same_fingerprint_whatever_their_keys():
    def of(name: str, number: int, key: str, address: str) -> str:
        return fingerprint(Settings(site=Site(name=name, number=number), desk=Desk(address, key)))

    one = of("Bib A", 1, "a" * 16, "https://desk.example.be")
    assert one == of("Bib B", 2, "b" * 16, "https://desk.example.be") and re.fullmatch("[0-9a-f]{8}", one)
    assert one != of("Bib A", 1, "a" * 16, "https://other.example.be")


def test_the_command_writes_them_whole_for_another_user(tmp_path, capsys):
    file = tmp_path / "kiosk.prom"
    assert main(["doctor", "--prometheus", str(file)]) == 0
    assert file.read_text().endswith("\n") and "kiosk_check_state" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o644 and list(tmp_path.iterdir()) == [file]
    assert file.stat().st_mtime > 1.7e9, "node-exporter's own measure of old numbers would always cry"
    assert main(["doctor", "--prometheus", "/proc/kiosk.prom"]) == 2
    assert "Name a folder" in capsys.readouterr().err


def test_the_doctor_answers_programs_too(capsys):
    """The format that docs/tasks/watch-many-kiosks.md promises."""
    assert main(["doctor", "--json"]) in (0, 1)
    said = json.loads(capsys.readouterr().out)
    assert said.keys() == {"format", "version", "checks", "numbers"} and said["format"] == 1
    for check in said["checks"]:
        assert check.keys() == {"name", "state", "finding", "remedy"} and check["state"] in ("ok", "warn", "fail")
    for number in said["numbers"]:
        assert number.keys() == {"name", "value", "labels"} and isinstance(number["value"], float)
