"""The ready image's two systems on one card: read-only, with one partition that stays; a new system that is good stays,
one that is not gives way to the former, by itself. Begun by deploy/raspberrypi/image/test-slots; KIOSK_SLOTS=emulated
starts an emulated PC, and nothing else namespaces.

In this order, on one card, as its years go by."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import card as cards
import debian_root
import pytest
from card import Card, Firmware, Made
from contained import Contained
from emulated import until

EMULATED = os.environ.get("KIOSK_SLOTS") == "emulated"
BLOCK = 65536
BUILD = Path(__file__).parents[2] / "build"
KEY, PASSWORD = "the-key-of-the-desk-1234", "het geheim van de bib"
FAULTY = "[site]\nname = “Digipunt Gent”\n"
RIGHT = f"""\
[site]
name = "Digipunt Gent"
[desk]
address = "https://desk.example.be"
key = "{KEY}"
[machine]
hostname = "kiosk-leeszaal"
wifi_name = "Bib"
wifi_password = "{PASSWORD}"
time_zone = "Europe/Brussels"
"""
BROKEN = {
    "its kiosk does not start": "rm /opt/digipunt-kiosk/kiosk/app.py",
    "something of it cannot be mounted": "cd /etc\nrm fstab\nwrite fstab fstab",
    "its first process ends": "rm /usr/lib/x86_64-linux-gnu/libc.so.6",
    "its file system is none": "",
}
"""What is done to a good system, in debugfs's words."""


@pytest.fixture(scope="module")
def made(package) -> Made:
    why = debian_root.missing() or cards.missing()
    if why:
        pytest.skip(why)
    return cards.make(package, BUILD / "roots", BUILD / "slots")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A short name, for sockets; room for a card."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-card-", dir="/var/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def card(made, folder) -> Card:
    return Card(made, folder)


@pytest.fixture(scope="module")
def firmware(made, card, folder) -> Iterator[Firmware]:
    (folder / "stick").mkdir()
    shutil.copy(made.slot, folder / "stick/good.slot")
    if EMULATED:
        size = made.slot.stat().st_size // 2**20 + 64
        cards.run("mke2fs", "-q", "-t", "ext4", "-d", folder / "stick", folder / "stick.img", f"{size}M")
    firmware = Firmware(card, cards.Emulated if EMULATED else Contained)
    yield firmware
    firmware.close()
    keep = BUILD / "slots/consoles"
    shutil.rmtree(keep, ignore_errors=True)
    keep.mkdir(parents=True)
    for console in folder.glob("*/console"):
        shutil.copy(console, keep / console.parent.name)


def test_a_wrong_file_on_the_card_gives_a_page_and_no_kiosk(card, firmware, took):
    card.put(FAULTY)
    machine = firmware.start()
    machine.wait_until_up()
    took("a first start, to the first word of the machine", machine.seconds)
    assert until(lambda: machine.state("kiosk-card-page") == "activating", 600, 5)
    assert machine.state("kiosk-app") == "inactive"
    assert machine.run("systemctl list-units --failed --plain --no-legend | cut -d' ' -f1") == "kiosk-provision.service"


def test_a_right_one_is_taken_over_and_its_secrets_leave_the_card(card, firmware, took):
    firmware.close()
    card.put(RIGHT)
    assert KEY.encode() in card.read("bootconfig")
    machine = firmware.start()
    machine.wait_until_up()
    assert machine.has_kiosk(), machine.run("systemctl status kiosk-app kiosk-provision", check=False)
    took("a start, to the kiosk's first picture", machine.seconds)
    machine.picture().save(BUILD / "slots/kiosk.png")
    assert machine.run("hostname") == "kiosk-leeszaal" and machine.run("date +%Z") in ("CET", "CEST")
    assert machine.run("systemctl list-units --failed --plain --no-legend") == ""
    assert 'name = "Digipunt Gent"' in machine.run("cat /etc/kiosk/kiosk.toml")
    machine.run("sync")
    machine.cut_power()
    if EMULATED:  # else no FAT was written
        assert [secret for secret in (KEY, PASSWORD) if secret.encode() in card.read("bootconfig")] == []
    assert card.get("kiosk.toml").count("the kiosk took it on") == 2


def test_the_system_is_read_only_and_what_the_kiosk_keeps_outlives_a_power_cut(firmware):
    machine = firmware.start()
    machine.wait_until_up()
    assert machine.run("findmnt -no OPTIONS /").split(",")[0] == "ro"
    for place in ("/kept", "/etc/kept", "/usr/kept", "/opt/kept", "/boot/kept"):
        assert "Read-only file system" in machine.run(f"touch {place}", check=False), place
    stays = ("/var/lib/kiosk/kept", "/etc/kiosk/kept", "/etc/NetworkManager/system-connections/kept", "/var/lib/kept")
    for place in stays:
        machine.run(f"echo kept >{place} && sync {place}")
    assert machine.run("test -d /var/log/journal/$(cat /etc/machine-id) && echo on the card", check=False) == ""
    machine = firmware.start()
    machine.wait_until_up()
    assert machine.run(f"cat {' '.join(stays)}").split() == ["kept"] * len(stays)
    assert machine.has_kiosk() and machine.run("hostname") == "kiosk-leeszaal"
    assert machine.slot("status") == "running: 2, starts next: 2, on trial: no"


@pytest.mark.skipif(EMULATED, reason="an emulated processor is slower than the kiosk's own watchdog allows")
def test_a_frozen_kiosk_is_started_anew_and_a_slow_one_is_not(firmware, took):
    """Under the unit's own watchdog; the others of these trials have none."""
    firmware.close()
    machine = firmware.start()
    machine.wait_until_up()
    machine.run("cd /run/systemd/system && mkdir -p kiosk-app.service.d && "
                "(echo '[Service]'; grep ^WatchdogSec= /usr/lib/systemd/system/kiosk-app.service) "
                ">kiosk-app.service.d/zz-own.conf && systemctl daemon-reload && systemctl restart kiosk-app")
    assert machine.run("systemctl show -P WatchdogUSec kiosk-app") == "20s"
    assert machine.has_kiosk()
    kiosk = machine.run("systemctl show -P MainPID kiosk-app")
    machine.run(f"kill -STOP {kiosk} && sleep 15 && kill -CONT {kiosk}")  # a card that hangs for a while
    assert machine.has_kiosk() and machine.run("systemctl show -P MainPID kiosk-app") == kiosk
    machine.run(f"kill -STOP {kiosk}")
    began = machine.seconds
    assert until(lambda: machine.run("systemctl show -P MainPID kiosk-app") not in ("0", kiosk), 60, 0.5)
    assert machine.has_kiosk()
    took("a frozen kiosk, until another is ready", machine.seconds - began)
    assert "Watchdog timeout" in machine.run("journalctl -u kiosk-app -o cat")


@pytest.mark.parametrize("written", [0.01, 0.6])
def test_the_power_goes_while_a_new_system_is_written(card, made, firmware, written):
    """When so much of it has reached the other slot: what runs is untouched, and starts again."""
    firmware.close()
    card.wipe("system_b")
    machine = firmware.start()
    machine.wait_until_up()
    before = sums(card, "boot_a", "system_a"), card.get("autoboot.txt")
    at = something(made.system, written)
    machine.stick()
    machine.start(f"{cards.KIOSK_SLOT} write /run/stick/good.slot")
    assert until(lambda: any(machine.reads("system_b", at, BLOCK)), 1800, 0.1), "nothing is written"
    machine.cut_power()
    assert (sums(card, "boot_a", "system_a"), card.get("autoboot.txt")) == before
    assert sums(card, "system_b") != sums(card, "system_a"), "it was not in the middle"
    machine = firmware.start()
    machine.wait_until_up()
    assert machine.partition == 2 and machine.has_kiosk()
    assert machine.slot("status") == "running: 2, starts next: 2, on trial: no"


@pytest.mark.parametrize("how", BROKEN)
def test_a_bad_system_gives_way_to_the_former_by_itself(card, made, firmware, how, took):
    firmware.close()
    card.wipe("system_b")
    if BROKEN[how]:
        card.write("system_b", broken(made, how, card.folder))
    card.write("boot_b", made.boot)
    machine = firmware.start()
    machine.wait_until_up()
    assert machine.has_kiosk()
    machine.start(f"{cards.KIOSK_SLOT} try")
    tried = firmware.after(machine, 300)
    assert tried.partition == 3, machine.console[-2000:]
    former = firmware.after(tried, 1800)
    took(f"back, where {how}", tried.seconds)
    assert former.partition == 2, tried.console[-2000:]
    former.wait_until_up()
    assert former.has_kiosk()
    assert former.slot("status") == "running: 2, starts next: 2, on trial: no"


def test_a_good_system_stays_when_the_kiosk_is_well_in_it(card, made, firmware, took):
    firmware.close()
    card.wipe("system_b")
    machine = firmware.start()
    machine.wait_until_up()
    assert machine.has_kiosk()
    began = machine.seconds
    machine.stick()
    assert "Done" in machine.slot("write", "/run/stick/good.slot", timeout=1800)
    took("a system written into the other slot and read back", machine.seconds - began)
    machine.start(f"{cards.KIOSK_SLOT} try")
    tried = firmware.after(machine, 300)
    assert tried.partition == 3
    tried.cut_power()  # somebody pulls the plug
    machine = firmware.start()
    assert machine.partition == 2
    machine.wait_until_up()
    machine.start(f"{cards.KIOSK_SLOT} try")
    tried = firmware.after(machine, 300)
    assert tried.partition == 3
    tried.wait_until_up()
    assert until(lambda: "From now on" in tried.run("journalctl -u kiosk-slot-settle -o cat"), 1200, 5), tried.run(
        "systemctl status kiosk-app kiosk-slot-settle", check=False)
    assert tried.slot("status") == "running: 3, starts next: 3, on trial: yes"
    assert tried.run("cat /var/lib/kiosk/kept /etc/kiosk/kept").split() == ["kept", "kept"]
    machine = firmware.start()
    machine.wait_until_up()
    assert machine.partition == 3 and machine.has_kiosk()
    assert machine.slot("status") == "running: 3, starts next: 3, on trial: no"


def sums(card: Card, *names: str) -> list[str]:
    return [sha256(card.read(name)).hexdigest() for name in names]


def something(file: Path, portion: float) -> int:
    """Where, from there on, the file's first block is that is not empty."""
    at = int(file.stat().st_size * portion) // BLOCK * BLOCK
    while not any(cards.read(file, at, BLOCK)):
        at += BLOCK
    return at


def broken(made: Made, how: str, folder: Path) -> Path:
    file = folder / "bad.ext4"
    subprocess.run(["cp", "--sparse=always", made.system, file], check=True)
    (folder / "fstab").write_text(cards.FSTAB + "/persistent/nowhere /mnt ext4 loop 0 0\n")
    (folder / "words").write_text(BROKEN[how] + "\n")
    done = subprocess.run(["debugfs", "-w", "-f", "words", file], cwd=folder, check=True, capture_output=True,
                          text=True)
    assert not done.stderr.splitlines()[1:], done.stderr
    return file
