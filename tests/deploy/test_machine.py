"""The kiosk as it stands in a library, but for the Raspberry Pi: its package and kiosk-setup on a Debian with systemd,
on an emulated processor. Begun by deploy/raspberrypi/test-machine; tests share one machine, in this order."""

from __future__ import annotations

import pytest
from code_readers import record_in
from emulated import Machine, until
from glass import BACK, at_the_start, seen, tap

FIRST_PICTURE = 900
"""s after the machine answers. Emulated: on a Raspberry Pi it is 30 s from the plug, and a person has to measure it."""
PAPER = (251, 247, 239)
"""Of deploy/raspberrypi/one_moment.py."""
VISIT = ("speak:nl", "topic:wonen", "open:adres-wijzigen", "next:", "next:", "yes:kaart", "no:pincode", "next:",
         "next:")


def test_the_first_screen_is_there_before_any_touch(machine, twin, took):
    machine.wait_until_up()
    took("the machine answers", machine.seconds)
    seen(machine, twin.put(), "before any touch", FIRST_PICTURE)
    took("first screen, before any touch", machine.seconds)


def test_systemd_is_content(machine):
    """Nothing of ours failed, or was told to be wrong."""
    assert until(lambda: machine.run("systemctl is-active kiosk-app", check=False) == "active", 120)
    failed = machine.run("systemctl --failed --plain --no-legend", check=False)
    assert "kiosk" not in failed, failed
    said = machine.run("journalctl -b -o cat -p warning _PID=1", check=False)
    assert [line for line in said.splitlines() if "kiosk" in line] == []


def test_the_kiosk_runs_as_its_unit_says(machine):
    pid = machine.main_pid("kiosk-app")
    assert machine.run(f"stat -c %U /proc/{pid}") == "kiosk"
    status = dict(line.split(":\t", 1) for line in machine.run(f"cat /proc/{pid}/status").splitlines() if ":\t" in line)
    assert status["NoNewPrivs"] == "1" and status["Seccomp"] == "2" and int(status["CapEff"], 16) == 0
    assert "kiosk-app.service" in machine.run(f"cat /proc/{pid}/cgroup")
    held = machine.run(f"ls -l /proc/{pid}/fd")
    assert "/dev/input" not in held, "it hears the fingers that the X server hears: each would count twice"
    assert machine.run("ss -Htuln 2>/dev/null || true") == "", "something listens on a port"


def test_the_numbers_for_prometheus_are_written(machine):
    machine.run("mkdir -p /var/lib/prometheus/node-exporter && systemctl start kiosk-health", 600)
    assert "kiosk_" in machine.run("cat /var/lib/prometheus/node-exporter/kiosk.prom")
    machine.run("rm -r /var/lib/prometheus")  # else a timer writes there while others see to it that nothing is written


def test_one_tap_is_one_press(machine, twin):
    """Text size goes round in steps: two presses would be another size."""
    view = tap(machine, twin, tap(machine, twin, at_the_start(machine, twin), "speak:nl"), "topic:wonen")
    for name in ("text", "text", "text"):
        view = tap(machine, twin, view, name)
        assert machine.keeps(view.picture)


def test_a_visit_by_touch_ends_with_a_code_that_is_read_off_the_glass(machine, twin, took):
    view = at_the_start(machine, twin)
    for name in VISIT:
        while name not in view.controls:
            view = tap(machine, twin, view, "more")
        view = tap(machine, twin, view, name)
    picture = machine.picture()
    picture.save(machine.folder / "code.png")
    record = record_in(picture)
    assert record is not None, "two decoders do not read the same code"
    assert (record.site, record.walkthrough) == (7, 4)
    took("a visit of nine taps, to the code", machine.seconds)


def test_a_touch_screen_that_is_plugged_in_later_works(machine, twin):
    """Where nobody has touched the kiosk since its start, the first tap was lost."""
    machine.run("systemctl restart kiosk-app", 600)
    view = twin.put()
    seen(machine, view, "after a restart")
    known = "grep -c 'Trial touch screen: device is a touch device' /run/kiosk-x/Xorg.0.log"
    before = int(machine.run(known))
    machine.replug()
    # It says so twice: when it looks at the device, and when the device is ready.
    assert until(lambda: int(machine.run(known)) == before + 2, 120, 1), "the X server never hears of it"
    assert machine.keeps(view.picture, 5)  # the kiosk looks for panels once a second
    tap(machine, twin, view, "speak:nl")


def quiet(machine: Machine) -> bool:
    """The glass shows the hourglass and "Een ogenblik", and neither a screen nor black."""
    picture = machine.picture()
    corner, middle = picture.getpixel((5, 5)), picture.crop((260, 190, 1020, 610))
    return corner == PAPER and corner == picture.getpixel((1270, 790)) and middle.convert("L").getextrema()[0] < 60


# What breaks, and comes back by itself.


@pytest.mark.parametrize(("what", "command", "unit"), [
    ("the kiosk is killed", "kill -KILL $(systemctl show -P MainPID kiosk-app)", "kiosk-app"),
    ("the kiosk is frozen", "kill -STOP $(systemctl show -P MainPID kiosk-app)", "kiosk-app"),
    ("Xorg is killed", "kill -KILL $(systemctl show -P MainPID kiosk-x)", "kiosk-x"),
], ids=["killed", "frozen", "xorg"])
def test_it_comes_back_by_itself(machine, twin, took, what, command, unit):
    view = tap(machine, twin, at_the_start(machine, twin), "speak:nl")
    before, began = machine.main_pid("kiosk-app"), machine.seconds
    machine.run(command)
    assert until(lambda: machine.main_pid("kiosk-app") not in (0, before), BACK, 0.5), what
    if unit == "kiosk-app":
        assert until(lambda: quiet(machine), BACK, 0.5), "no quiet picture meanwhile"
    seen(machine, twin.put(), what, BACK)
    took(f"{what}: the first screen is back after", machine.seconds - began)
    view = tap(machine, twin, twin.put(), "speak:nl")
    assert view.controls
