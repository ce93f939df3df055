"""The kiosk as it stands in a library, but for the Raspberry Pi: its package and kiosk-setup on a Debian with systemd,
on an emulated processor. Begun by deploy/raspberrypi/test-machine; tests share one machine, in this order."""

from __future__ import annotations

import pytest
from keys import (
    ALT, BACKSPACE, CALCULATOR, CAPS, CTRL, DELETE, DOWN, END, ENTER, ESC, F1, F4, F11, F12, F_KEYS, HOME, LEFT, MAIL,
    MENU, POWER, PRINT, RIGHT, SHIFT, SLEEP, SPACE, SUPER, SUSPEND, SYSRQ, TAB, UP, WWW, key, typed)
from code_readers import record_in
from machine import GLASS, Machine, alike, until
from twin import Twin, View

FIRST_PICTURE = 300
"""s after the machine answers. Emulated: on a Raspberry Pi it is 30 s from the plug, and a person has to measure it."""
BACK = 240
"""s for a kiosk that died, emulated."""
VISIT = ("speak:nl", "topic:wonen", "open:adres-wijzigen", "next:", "next:", "yes:kaart", "no:pincode", "next:",
         "next:")


def tap(machine: Machine, twin: Twin, view: View, name: str) -> View:
    """One tap is one step: the screen after it comes, and stays."""
    machine.tap(view.middle(name))
    after = twin.tap(name)
    assert not alike(view.picture, after.picture), f"nothing was to be seen of {name!r}"
    seen(machine, after, f"after {name!r}")
    return after


def seen(machine: Machine, view: View, when: str, seconds: float = 60) -> None:
    if not machine.shows(view.picture, seconds):
        for name, picture in (("seen", machine.picture()), ("wanted", view.picture)):
            picture.save(machine.folder / f"{name}.png")
        pytest.fail(f"{when}: {machine.folder}/seen.png is not {machine.folder}/wanted.png")


def at_the_start(machine: Machine, twin: Twin) -> View:
    """The first screen, whatever was before."""
    machine.run("systemctl restart kiosk-app", 300)
    view = twin.put()
    seen(machine, view, "after a restart", BACK)
    return view


def test_the_first_screen_is_there_before_any_touch(machine, twin, note):
    machine.wait_until_up()
    note("the machine answers", machine.seconds)
    seen(machine, twin.put(), "before any touch", FIRST_PICTURE)
    note("first screen, before any touch", machine.seconds)


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


def test_one_tap_is_one_press(machine, twin):
    """Text size goes round in steps: two presses would be another size."""
    view = tap(machine, twin, tap(machine, twin, at_the_start(machine, twin), "speak:nl"), "topic:wonen")
    for name in ("text", "text", "text"):
        view = tap(machine, twin, view, name)
        assert machine.keeps(view.picture)


def test_a_visit_by_touch_ends_with_a_code_that_is_read_off_the_glass(machine, twin, note):
    view = at_the_start(machine, twin)
    for name in VISIT:
        while name not in view.controls:
            view = tap(machine, twin, view, "more")
        view = tap(machine, twin, view, name)
    picture = machine.picture()
    picture.save(machine.folder / "code.png")
    record = record_in(picture)
    assert record is not None, "two decoders do not read the same code"
    assert (record.kiosk, record.walkthrough) == (7, 4)
    note("a visit of nine taps, to the code", machine.seconds)


# What breaks, and comes back by itself.


@pytest.mark.parametrize(("what", "command", "unit"), [
    ("the kiosk is killed", "kill -KILL $(systemctl show -P MainPID kiosk-app)", "kiosk-app"),
    ("the kiosk is frozen", "kill -STOP $(systemctl show -P MainPID kiosk-app)", "kiosk-app"),
    ("Xorg is killed", "kill -KILL $(systemctl show -P MainPID kiosk-x)", "kiosk-x"),
], ids=["killed", "frozen", "xorg"])
def test_it_comes_back_by_itself(machine, twin, note, what, command, unit):
    view = tap(machine, twin, at_the_start(machine, twin), "speak:nl")
    before, began = machine.main_pid("kiosk-app"), machine.seconds
    machine.run(command)
    assert until(lambda: machine.main_pid("kiosk-app") not in (0, before), BACK, 0.5), what
    seen(machine, twin.put(), what, BACK)
    note(f"{what}: the first screen is back after", machine.seconds - began)
    view = tap(machine, twin, twin.put(), "speak:nl")
    assert view.controls


# What people try (standards.md 4.3): the same processes, the same screen, no other window, no file.

KEYS = {
    "escape": [(ESC,)] * 3, "settings": [(F1,)], "turn": [(F11,), (SHIFT, F11)], "screenshot": [(F12,), (PRINT,), (SYSRQ,)],
    "inspector": [(CTRL, key("e"))], "close": [(ALT, F4), (CTRL, key("w")), (CTRL, key("q"))],
    "switch": [(ALT, TAB), (SUPER,), (SUPER, key("d")), (SUPER, key("r")), (ALT, SPACE), (CTRL, ESC), (CTRL, SHIFT, ESC)],
    "terminal": [(CTRL, ALT, key("t")), (ALT, F1 + 1)], "sticky": [(SHIFT,)] * 5 + [(CAPS,)] * 2,
    "zap": [(CTRL, ALT, BACKSPACE)] * 2, "interrupt": [(CTRL, key("c")), (CTRL, key("z")), (CTRL, key("\\"))],
    "files": [(CTRL, key("o")), (CTRL, key("s")), (CTRL, key("p")), (CTRL, SHIFT, key("i")), (CTRL, key("l"))],
    "start programs": [(WWW,), (MAIL,), (CALCULATOR,), (MENU,), (SHIFT, F1 + 9)],
    "terminals": [(CTRL, ALT, code) for code in F_KEYS] + [(ALT, code) for code in F_KEYS if code != F4],
    "terminals, along": [(ALT, LEFT), (ALT, RIGHT)], "sysrq": [(ALT, SYSRQ, key(letter)) for letter in "rkeisuobc"],
    "restart": [(CTRL, ALT, DELETE)] * 9, "power": [(SLEEP,), (SUSPEND,), (POWER,)],
    "edit": [(DELETE,), (BACKSPACE,), (HOME,), (END,), *typed("hello123")],
}
WIDE, TALL = GLASS[0] - 1, GLASS[1] - 1
TOUCHES = {
    "swipes from each edge": [[[(0, 400), (600, 400)]], [[(WIDE, 400), (600, 400)]], [[(640, 0), (640, 500)]],
                              [[(640, TALL), (640, 300)]]],
    "corners": [[[(0, 0)]], [[(WIDE, 0)]], [[(0, TALL)]], [[(WIDE, TALL)]]] * 3,
}
SCANNED = {
    "a long line": "x1" * 1000 + "\n", "a command": "sudo reboot; rm -rf /\n", "an address": "https://example.org/\n",
    "lines": "\n\n\t\t", "digits": "0123456789" * 30,
}


@pytest.fixture
def watched(machine, twin):
    """At the topics, where there is something to lose; afterwards all is as it was."""
    view = twin.tap("speak:nl") if twin.put() else None
    if not alike(machine.picture(), view.picture):
        at_the_start(machine, twin)
        view = tap(machine, twin, twin.put(), "speak:nl")
    before = inside(machine)
    machine.run("touch /run/trial-began")
    yield view
    assert inside(machine) == before
    assert written(machine) == [], "a file was written"


def inside(machine: Machine) -> tuple[str, ...]:
    """The processes of the kiosk, its windows, the terminal that is seen, and who is logged in."""
    return (machine.run("systemctl show -P MainPID kiosk-app kiosk-x"),
            machine.run("DISPLAY=:0 xwininfo -root -children | grep -c '^ *0x' || true"),
            machine.run("cat /sys/class/tty/tty0/active"),
            machine.run("ls /run/systemd/sessions 2>/dev/null; pgrep -x 'login|agetty|bash|xterm' || true"))


def written(machine: Machine) -> list[str]:
    """What was written on the disk since the test began, other than by Debian itself."""
    return machine.run("find / -xdev -newer /run/trial-began -type f ! -path '/var/lib/systemd/*' ! -path '/var/log/*' "
                       "! -path '/opt/trial/*'").splitlines()


@pytest.mark.parametrize("combinations", KEYS.values(), ids=KEYS)
def test_a_key_leads_nowhere(machine, watched, combinations):
    for codes in combinations:
        machine.keys(*codes)
    assert machine.process.poll() is None
    seen(machine, watched, "after the keys")
    assert machine.keeps(watched.picture)


@pytest.mark.parametrize("touches", TOUCHES.values(), ids=TOUCHES)
def test_a_touch_beside_everything_leads_nowhere(machine, watched, touches):
    for strokes in touches:
        machine.touch(strokes)
    seen(machine, watched, "after the touches")


def test_many_fingers_are_one_at_most(machine, watched):
    free = watched.free_spot()
    machine.touch([[(free[0] + 3 * finger, free[1])] for finger in range(3)])
    machine.touch([[(free[0], free[1]), (free[0] + 2, free[1])], [(900, 700), (1200, 100)]])
    machine.touch([[(free[0], free[1])]], hold=5000)
    for _ in range(60):
        machine.touch([[free]], hold=5)
    seen(machine, watched, "after the fingers")


@pytest.mark.parametrize("line", SCANNED.values(), ids=SCANNED)
def test_what_a_scanner_types_leads_nowhere(machine, watched, twin, line):
    """A scanner is a keyboard. Tab and Enter are the kiosk's own keys, and may move through its screens."""
    for codes in typed(line):
        machine.keys(*codes, pause=2)
    if {"\n", "\t"} & set(line):
        at_the_start(machine, twin) if not machine.shows(watched.picture, 5) else None
    else:
        seen(machine, watched, "after the scanner")


def test_fast_touches_everywhere_break_nothing(machine, twin, watched):
    """A child with both hands: the kiosk may go anywhere in its own screens, and is there afterwards."""
    for number in range(150):
        machine.touch([[((number * 397) % GLASS[0], (number * 211) % GLASS[1])]], hold=10)
    assert machine.picture().getbbox() is not None
    assert "Traceback" not in machine.run("journalctl -b -u kiosk-app -o cat")
