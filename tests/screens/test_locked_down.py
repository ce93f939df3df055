"""Every way out that is known of a kiosk made with Kivy (standards.md 4.1 and 4.3), tried on the running one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from close_button import ask_to_close
from null_sink import until
from running import Kiosk, same
from twin import ROOT, View

KEYS = {
    "Escape": ["Escape"], "settings": ["F1"], "turn the picture": ["F11"], "turn it back": ["shift+F11"],
    "screenshot": ["F12"], "Print": ["Print"], "recorder": ["F6", "F7", "F8"], "inspector": ["ctrl+e"],
    "quit": ["ctrl+q"], "close": ["ctrl+w"], "interrupt": ["ctrl+c"], "paste": ["ctrl+v"], "window": ["alt+F4"],
    "switch": ["alt+Tab", "super", "super+d", "alt+space"], "terminal": ["ctrl+alt+t", "ctrl+alt+Delete"],
    "sticky": ["shift"] * 5, "menu": ["Menu", "shift+F10"], "text": list("hello123") + ["BackSpace", "Delete"],
    "tab and enter with control": ["ctrl+Tab", "ctrl+Return", "alt+Return", "alt+Down"],
}
HOSTILE_CONFIG = """[kivy]
exit_on_escape = 1
[modules]
evil =
inspector =
[input]
mouse = mouse
[graphics]
rotation = 90
width = 640
"""
MARK = "from pathlib import Path\nPath(__file__).with_suffix('.ran').touch()\n"


@pytest.fixture(scope="module")
def locked(place, settings, twin) -> Iterator[tuple[Kiosk, View]]:
    """A kiosk at the topics, where there is something to lose."""
    kiosk = Kiosk(settings, place / "locked", {})
    try:
        view = twin.put()
        assert kiosk.shows(view.picture)
        kiosk.tap(view.middle("speak:nl"))
        view = twin.tap("speak:nl")
        assert kiosk.shows(view.picture)
        kiosk.do("mousemove", *view.free_spot())
        yield kiosk, view
    finally:
        kiosk.close()


def unmoved(kiosk: Kiosk, view: View) -> None:
    assert kiosk.keeps(view.picture, 0.4)
    assert kiosk.running
    assert kiosk.said() == ""
    assert kiosk.files() == [], "a file was written"


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
def test_a_key_leads_nowhere(locked, keys):
    kiosk, view = locked
    kiosk.key(*keys)
    unmoved(kiosk, view)


@pytest.mark.parametrize("button", [2, 3, 4, 5, 8, 9], ids=["middle", "right", "wheel up", "wheel down", "back", "on"])
def test_another_button_of_a_mouse_does_nothing(locked, button):
    kiosk, view = locked
    for spot in (view.free_spot(), view.middle("topic:wonen")):
        kiosk.do("mousemove", *spot, "click", button)
        unmoved(kiosk, view)


@pytest.mark.parametrize("held", ["ctrl", "alt", "shift"])
def test_a_click_with_a_key_held_leaves_no_mark(locked, held):
    kiosk, view = locked
    kiosk.do("mousemove", *view.free_spot(), "keydown", held, "click", 1, "keyup", held)
    unmoved(kiosk, view)


def test_double_clicks_and_swipes_beside_everything_do_nothing(locked):
    kiosk, view = locked
    kiosk.do("mousemove", *view.free_spot(), "click", "--repeat", 6, "--delay", 30, 1)
    kiosk.do("mousemove", 1, 400, "mousedown", 1, "mousemove", 400, 400, "mousemove", 1279, 400, "mouseup", 1)
    kiosk.do("mousemove", *view.middle("topic:wonen"), "mousedown", 1)
    assert until(lambda: not same(kiosk.picture(), view.picture)), "the press is not seen"
    kiosk.do("mousemove", 3, 3, "mouseup", 1)
    assert kiosk.shows(view.picture), "the button stays pressed"
    unmoved(kiosk, view)


def test_it_listens_on_no_port(locked):
    """Nor does anything that it has started. An X server or a sound server is reached by a path, not by a port."""
    kiosk, _ = locked
    family = [psutil.Process(kiosk.process.pid), *psutil.Process(kiosk.process.pid).children(recursive=True)]
    assert [one for process in family for one in process.net_connections("inet")] == []


def test_asking_the_window_to_close_does_nothing(locked):
    kiosk, view = locked
    ask_to_close(kiosk.display)
    unmoved(kiosk, view)


def test_it_still_works_after_all_that(locked, twin):
    kiosk, view = locked
    kiosk.tap(view.middle("topic:wonen"))
    assert kiosk.shows(twin.tap("topic:wonen").picture)


def test_a_hostile_home_and_environment_change_nothing(start, twin, place):
    folder = place / "hostile"
    kivy = folder / "home" / ".kivy"
    (kivy / "mods").mkdir(parents=True)
    (kivy / "config.ini").write_text(HOSTILE_CONFIG)
    (kivy / "mods" / "evil.py").write_text(MARK)
    before = sorted(path for path in (folder / "home").rglob("*"))
    kiosk = start(folder=folder, KIVY_HOME=str(kivy), KIVY_NO_ARGS="0", KIVY_NO_CONFIG="", KIVY_NO_FILELOG="",
                  KCFG_KIVY_EXIT_ON_ESCAPE="1", KCFG_MODULES_EVIL="", KCFG_MODULES_INSPECTOR="",
                  KCFG_INPUT_MOUSE="mouse", KCFG_GRAPHICS_ROTATION="90")
    view = twin.put()
    assert kiosk.shows(view.picture)
    kiosk.do("mousemove", *view.free_spot(), "click", 3)
    kiosk.key("Escape", "ctrl+e", "F1", "F12")
    assert kiosk.keeps(view.picture) and kiosk.running
    assert sorted(path for path in (folder / "home").rglob("*")) == before


@pytest.mark.parametrize("arguments", [["--", "-m", "inspector"], ["-m", "inspector"], ["--rotate", "90"]])
def test_kivys_own_arguments_are_refused(arguments, settings):
    answer = subprocess.run([sys.executable, "-m", "kiosk", "--settings", str(settings), "run", *arguments], cwd=ROOT,
                            env=os.environ | {"DISPLAY": ""}, capture_output=True, text=True, timeout=30)
    assert answer.returncode == 2
    assert "usage: kiosk" in answer.stderr and "Traceback" not in answer.stderr


@pytest.mark.alone
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_service_manager_ends_it_and_nothing_stays(start, twin, place, how):
    spoken = place / "spoken.toml"
    spoken.write_text("[panel]\ndiagonal = 10.1\n")
    kiosk = start(spoken)
    view = twin.put()
    assert kiosk.shows(view.picture)
    kiosk.tap(view.middle("speak:nl"))
    assert until(lambda: any(kiosk.runtime.glob("kiosk-clips-*/*"))), "the voice prepared nothing to leave behind"
    helpers = children(kiosk.process.pid)
    asked = time.monotonic()
    kiosk.process.send_signal(how)
    assert kiosk.process.wait(5) == 0
    assert time.monotonic() - asked < 2
    assert list(kiosk.runtime.iterdir()) == [] and kiosk.files() == [] and kiosk.said() == ""
    assert not list(Path("/dev/shm").glob(f"kiosk-*-{kiosk.process.pid}-*"))
    assert until(lambda: not any(Path("/proc", helper).exists() for helper in helpers), 2)


def test_it_can_be_ended_while_it_starts(start):
    """SDL, asked for the size of the screen, once took the signal for itself and did nothing with it."""
    kiosk = start()
    assert until(lambda: any(kiosk.runtime.iterdir()))
    kiosk.process.terminate()
    assert kiosk.process.wait(5) in (0, -signal.SIGTERM)


def test_what_a_killed_kiosk_left_behind_is_swept_by_the_next(start, twin, place):
    folder = place / "killed"
    first = start(folder=folder)
    assert first.shows(twin.put().picture)
    first.process.kill()
    first.process.wait()
    second = start(folder=folder)
    assert second.shows(twin.put().picture)
    second.process.terminate()
    assert second.process.wait(5) == 0
    assert list(second.runtime.iterdir()) == []


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split() + [
        child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
