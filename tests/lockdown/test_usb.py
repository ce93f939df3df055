"""Which USB devices a kiosk lets in. The devices are folders as the kernel shows them; USBGuard's own parser reads the
rules."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.lockdown.usb import devices, rules

TOUCH = (3, 0, 0)
KEYS = (3, 1, 1)
STICK = (8, 6, 0x50)
AUDIO = (1, 1, 0), (1, 2, 0), (1, 2, 0)


def descriptors(vendor: int, product: int, interfaces) -> bytes:
    """As in /sys/…/descriptors: device, configuration, interfaces, each interface with one endpoint."""
    head = struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x200, 0, 0, 0, 64, vendor, product, 0x100, 1, 2, 3, 1)
    endpoint = struct.pack("<BBBBHB", 7, 5, 0x81, 3, 8, 10)
    body = b"".join(struct.pack("<BBBBBBBBB", 9, 4, number, 0, 1, *kind, 0) + endpoint
                    for number, kind in enumerate(interfaces))
    return head + struct.pack("<BBHBBBBB", 9, 2, 9 + len(body), len(interfaces), 1, 0, 0x80, 50) + body


@pytest.fixture
def plug(tmp_path):
    def one(port: str, number: str, interfaces, name="", maker="", serial="") -> None:
        folder = tmp_path / "sys/bus/usb/devices" / port
        folder.mkdir(parents=True)
        vendor, product = (int(half, 16) for half in number.split(":"))
        (folder / "descriptors").write_bytes(descriptors(vendor, product, interfaces))
        for file, text in (("product", name), ("manufacturer", maker), ("serial", serial)):
            if text:
                (folder / file).write_text(f"{text}\n")
        (folder / f"{port}:1.0").mkdir()

    return one


@pytest.fixture
def desk(plug, tmp_path) -> Path:
    """What hangs on a usual kiosk, and a stick that somebody put in."""
    plug("1-1", "2109:3431", [(9, 0, 0)], "USB2.0 Hub", "VIA Labs")
    plug("1-1.1", "0eef:0001", [TOUCH], "eGalax Touch", "eGalax Inc.")
    plug("1-1.2", "05e0:1200", [KEYS], "Bar Code Scanner", "Symbol", "S123")
    plug("1-1.3", "0d8c:0014", [*AUDIO, TOUCH], "USB Headset", "C-Media")
    plug("1-1.4", "0781:5567", [STICK], "Cruzer", "SanDisk")
    return tmp_path


def parsed(text: str, tmp_path: Path) -> None:
    if not shutil.which("usbguard-rule-parser"):
        pytest.skip("usbguard is not installed; ./test installs it")
    file = tmp_path / "rules.conf"
    file.write_text(text)
    done = subprocess.run(["usbguard-rule-parser", "-f", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("OUTPUT:") == len(text.splitlines())


def test_what_is_plugged_in_is_listed_in_words(desk, capsys):
    assert main(["lockdown", "usb", "--root", str(desk)]) == 0
    said = capsys.readouterr().out
    assert "0eef:0001  eGalax Inc. eGalax Touch: touch panel, mouse or other input, in socket 1-1.1" in said
    assert "05e0:1200  Symbol Bar Code Scanner: keyboard, keypad or code scanner" in said
    assert "C-Media USB Headset: headphones or loudspeaker" in said
    assert "never admitted: it is storage" in said and "Hub" not in said


def test_the_named_ones_are_let_in_and_nothing_else(desk, capsys, tmp_path):
    assert main(["lockdown", "usb", "--root", str(desk), "--admit", "0eef:0001", "--admit", "05E0:1200",
                 "--admit", "0d8c:0014"]) == 0
    text = capsys.readouterr().out
    allowed = [line for line in text.splitlines() if line.startswith("allow id")]
    assert allowed == [
        'allow id 0eef:0001 serial "" name "eGalax Touch" with-interface equals-ordered { 03:00:00 }',
        'allow id 05e0:1200 serial "S123" name "Bar Code Scanner" via-port "1-1.2" '
        "with-interface equals-ordered { 03:01:01 }",
        'allow id 0d8c:0014 serial "" name "USB Headset" '
        "with-interface equals-ordered { 01:01:00 01:02:00 01:02:00 03:00:00 }"]
    assert text.splitlines()[-1] == "block" and "08:06:50" not in text
    parsed(text, tmp_path)


@pytest.mark.parametrize(("interfaces", "because"), [
    ([STICK], "it is storage: only an update"),
    ([TOUCH, KEYS, STICK], "it is storage, and says to be keyboard, keypad or code scanner, as sticks made for break"),
    ([KEYS, (2, 6, 0), (10, 0, 0)], "it is network or modem, which no kiosk needs"),
    ([(0xE0, 1, 1)], "it is Bluetooth or network"),
    ([(0xFF, 0, 0)], "it is something that only its maker knows"),
    ([*AUDIO, KEYS], "it says to be a loudspeaker that can type letters"),
    ([(7, 1, 2), KEYS], "which no printer is"),
    ([(9, 0, 0), KEYS], "which no kiosk needs"),
    ([], "it does not say what it is"),
])
def test_what_no_kiosk_needs_is_refused_whoever_asks(plug, tmp_path, capsys, interfaces, because):
    plug("1-1", "1234:5678", interfaces, "Innocent")
    assert main(["lockdown", "usb", "--root", str(tmp_path), "--admit", "1234:5678"]) == 1
    said = capsys.readouterr()
    assert said.out == "" and because in said.err and said.err.startswith("Innocent (1234:5678) cannot be admitted")


def test_asked_one_by_one(desk, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n\nja\n"))
    assert main(["lockdown", "usb", "--root", str(desk), "--ask"]) == 0
    said = capsys.readouterr()
    assert "eGalax Touch (0eef:0001), a touch panel, mouse or other input, in socket 1-1.1: admit it? [y/N]" in said.err
    assert "SanDisk Cruzer (0781:5567) stays out: it is storage" in said.err
    assert "0eef:0001" in said.out and "0d8c:0014" in said.out and "05e0:1200" not in said.out
    parsed(said.out, tmp_path)


def test_what_is_not_plugged_in_cannot_be_described(desk, capsys):
    assert main(["lockdown", "usb", "--root", str(desk), "--admit", "dead:beef"]) == 1
    assert "dead:beef is not plugged in now" in capsys.readouterr().err


def test_a_device_cannot_write_rules_with_its_name(plug, tmp_path):
    plug("1-1", "1234:5678", [TOUCH], 'x" with-interface 08:06:50\nallow\n\\é', "y\nallow")
    text = rules(devices(tmp_path))
    assert not any(line.strip() == "allow" for line in text.splitlines())
    parsed(text, tmp_path)


def test_a_broken_descriptor_is_no_device_to_let_in(plug, tmp_path):
    plug("1-1", "1234:5678", [TOUCH])
    file = tmp_path / "sys/bus/usb/devices/1-1/descriptors"
    whole = file.read_bytes()
    for length in range(18 + 9 + 8):
        file.write_bytes(whole[:length])
        assert devices(tmp_path)[0].refusal, f"let in after {length} bytes"
    file.write_bytes(whole[:18] + b"\0" * 20)
    assert devices(tmp_path)[0].refusal == "it does not say what it is"
