"""Whatever hands do to keys, glass and scanner: the same processes and screen, no other window, no file written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from emulated import GLASS, Machine, alike, until
from escapes import CORNERS, KEYS, OWN_KEYS, SCANNED, SWIPES
from glass import at_the_start, seen, tap
from keys import typed
from twin import View


@pytest.fixture
def watched(machine, twin) -> Iterator[View]:
    """At the topics, where there is something to lose; afterwards all in the machine is as it was."""
    twin.put()
    view = twin.tap("speak:nl")
    machine.tap(view.free_spot())  # keys are no sign of somebody: after five minutes of them it asks who is still there
    if not alike(machine.picture(), view.picture):
        view = tap(machine, twin, at_the_start(machine, twin), "speak:nl")
    before = inside(machine)
    machine.run("touch /run/trial-began")
    yield view
    assert inside(machine) == before
    assert written(machine) == [], "a file was written"


def inside(machine: Machine) -> dict[str, str]:
    look = {"processes": "systemctl show -P MainPID kiosk-app kiosk-x",
            "windows": "runuser -u kiosk -- env DISPLAY=:0 xwininfo -root -children | grep '^ *0x'",
            "terminal": "cat /sys/class/tty/tty0/active",
            "logged in": "ls /run/systemd/sessions 2>/dev/null; pgrep -x 'login|agetty|bash|xterm' || true",
            "failed": "systemctl --failed --plain --no-legend"}
    return {what: machine.run(command) for what, command in look.items()}


def written(machine: Machine) -> list[str]:
    """Files of the disk that are newer than the test, other than Debian's own state and the trial's."""
    return machine.run("find / -xdev -newer /run/trial-began -type f ! -path '/var/lib/systemd/*' "
                       "! -path '/var/log/*' ! -path '/opt/trial/*'").splitlines()


@pytest.mark.parametrize("combinations", KEYS.values(), ids=KEYS)
def test_a_key_leads_nowhere(machine, watched, combinations):
    for codes in combinations:
        machine.keys(*codes)
    seen(machine, watched, "after the keys")
    assert machine.keeps(watched.picture)


def test_a_swipe_from_an_edge_leads_nowhere(machine, watched):
    for spots in SWIPES:
        machine.touch([spots])
    seen(machine, watched, "after the swipes")


def test_the_corners_lead_nowhere(machine, watched):
    for spot in CORNERS * 3:
        machine.touch([[spot]])
    seen(machine, watched, "after the corners")


def test_many_fingers_a_long_one_and_quick_ones_beside_everything_lead_nowhere(machine, watched):
    x, y = watched.free_spot()
    machine.touch([[(x + 3 * finger, y)] for finger in range(3)])
    machine.touch([[(x, y), (x + 40, y + 1)], [(900, 700), (1200, 100)]])
    machine.touch([[(x, y)]], meanwhile=lambda: machine.keeps(watched.picture, 5))
    for _ in range(60):
        machine.touch([[(x, y)]])
    seen(machine, watched, "after the fingers")


@pytest.mark.parametrize("line", SCANNED.values(), ids=SCANNED)
def test_what_a_scanner_types_leads_nowhere(machine, watched, line):
    for codes in typed(line):
        machine.keys(*codes)
    if not OWN_KEYS & set(line):
        seen(machine, watched, "after the scanner")


def test_quick_touches_everywhere_break_nothing(machine, twin, watched):
    """A child with both hands: it may lead anywhere in the kiosk's own screens, and the kiosk is there afterwards."""
    for number in range(150):
        machine.touch([[(number * 397 % GLASS[0], number * 211 % GLASS[1])]])
    assert machine.picture().getbbox() is not None
    assert "Traceback" not in machine.run("journalctl -b -u kiosk-app -o cat")


@pytest.fixture(scope="module")
def guarded(machine) -> None:
    """USBGuard as an administrator sets it up, with what belongs to the kiosk plugged in: real USB this time."""
    plug(machine, "usb-tablet", "own", port="1")
    machine.run("kiosk-setup --usb --admit 0627:0001")


def plug(machine: Machine, driver: str, id: str, **more: object) -> str:
    """Into the machine's own sockets; the name of what is there then."""
    known = devices(machine)
    machine.qmp("device_add", driver=driver, id=id, bus="usb.0", **more)
    assert until(lambda: devices(machine) - known, 60, 1), f"{driver} is not even seen"
    return min(devices(machine) - known, key=len)


def unplug(machine: Machine, id: str) -> None:
    known = devices(machine)
    machine.qmp("device_del", id=id)
    assert until(lambda: devices(machine) != known, 60, 1)


def devices(machine: Machine) -> set[str]:
    return set(machine.run("ls /sys/bus/usb/devices").split())


def let_in(machine: Machine, name: str) -> bool:
    return machine.run(f"cat /sys/bus/usb/devices/{name}/authorized") == "1"


@pytest.mark.parametrize("strange", ["usb-kbd", "usb-storage"])
def test_what_is_plugged_into_usb_is_not_let_in(machine, guarded, watched, strange):
    """A keyboard, which calls itself as the kiosk's own thing does, and a stick."""
    drive = {}
    if strange == "usb-storage":
        machine.qmp("blockdev-add", driver="null-co", **{"node-name": "stick", "size": 1 << 24})
        drive = {"drive": "stick"}
    name = plug(machine, strange, "strange", port="2", **drive)
    try:
        assert not until(lambda: let_in(machine, name), 5, 1)
    finally:
        unplug(machine, "strange")


def test_what_belongs_to_the_kiosk_is_let_in_when_it_is_plugged_in_again(machine, guarded):
    unplug(machine, "own")
    name = plug(machine, "usb-tablet", "own", port="1")  # QEMU makes its serial number of the socket
    assert until(lambda: let_in(machine, name), 60, 1)
