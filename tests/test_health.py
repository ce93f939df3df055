"""What those who watch many kiosks get: numbers that Prometheus reads, and nothing about anybody."""

from __future__ import annotations

import json
import re

import pytest

from kiosk import doctor
from kiosk.cli import main
from kiosk.doctor import Check
from kiosk.health import as_prometheus, numbers

LINE = re.compile(r'[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\.)*"(,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? -?[0-9.e+]+\Z')
FOUND = [Check("voices", "ok", "nl"), Check("voices", "warn", "ar", "install"), Check("disk", "fail", "full", "tidy")]


@pytest.fixture
def pi(tmp_path):
    for name, content in {
        "sys/class/thermal/thermal_zone0/temp": "61234\n",
        "sys/class/hwmon/hwmon1/in0_lcrit_alarm": "1\n",
        "sys/block/mmcblk0/device/life_time": "0x02 0x05\n",
        "sys/fs/ext4/mmcblk0p2/errors_count": "3\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    return tmp_path


def test_a_raspberry_pi_tells_heat_power_card_and_faults(pi):
    said = as_prometheus(numbers(FOUND, pi, now=1_795_000_000)).splitlines()
    for line in ("kiosk_last_seen_timestamp_seconds 1795000000", "kiosk_temperature_celsius 61.234",
                 "kiosk_undervoltage 1", 'kiosk_card_worn_tenths{card="mmcblk0"} 5',
                 'kiosk_filesystem_errors{device="mmcblk0p2"} 3', 'kiosk_check_state{check="voices"} 1',
                 'kiosk_check_state{check="disk"} 2'):
        assert line in said
    assert all(line.startswith("#") or LINE.match(line) for line in said)
    assert len({line for line in said if line.startswith("# TYPE")}) == sum(line.startswith("# TYPE") for line in said)


def test_what_a_machine_does_not_have_is_left_out(tmp_path):
    said = as_prometheus(numbers([], tmp_path))
    assert "temperature" not in said and "undervoltage" not in said and "card" not in said
    (tmp_path / "sys/class/thermal/thermal_zone0").mkdir(parents=True)
    (tmp_path / "sys/class/thermal/thermal_zone0/temp").write_text("warm")
    assert "temperature" not in as_prometheus(numbers([], tmp_path))


def test_the_command_writes_them_whole_for_another_user(tmp_path, capsys):
    file = tmp_path / "kiosk.prom"
    assert main(["doctor", "--prometheus", str(file)]) == 0
    assert file.read_text().endswith("\n") and "kiosk_check_state" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o644 and list(tmp_path.iterdir()) == [file]
    assert main(["doctor", "--prometheus", "/proc/kiosk.prom"]) == 1
    assert "Name a folder" in capsys.readouterr().err


def test_the_doctor_answers_programs_too(capsys, monkeypatch):
    monkeypatch.setattr(doctor, "checks", lambda *_: iter(FOUND))
    assert main(["doctor", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[1] == {
        "name": "voices", "state": "warn", "finding": "ar", "remedy": "install"}
