"""The preview as an author has it: a window, an editor that saves, and the picture that follows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from close_button import ask_to_close
from null_sink import until
from PIL import Image, ImageChops, ImageGrab

from kiosk.cli import main
from screens.book.display import virtual_display

ROOT = Path(__file__).parents[2]
DESKTOP = (1920, 1080)
GLASS = (0, 0, 1280, 800)
WAIT = 60.0  # s, on a busy machine


class Window:
    def __init__(self, display: str, process: subprocess.Popen, file: Path, environment: dict[str, str]) -> None:
        self.display, self.process, self.file, self.environment = display, process, file, environment

    def glass(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self.display).convert("RGB").crop(GLASS)

    def column(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self.display).convert("RGB").crop((GLASS[2], 0, 1800, GLASS[3]))

    def has(self, colour: tuple[int, int, int]) -> bool:
        """Is there a card with this edge in the column?"""
        return colour in {found for _, found in self.column().getcolors(1 << 20)}

    def write(self, old: str, new: str) -> None:
        words = self.file.read_text("utf-8")
        assert words.count(old) == 1
        beside = self.file.with_suffix(".part")  # as editors save
        beside.write_text(words.replace(old, new), "utf-8")
        os.replace(beside, self.file)

    def do(self, *words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True, timeout=20)


def same(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


RED, AMBER, GREEN = (0xFF, 0x8A, 0x7A), (0xFF, 0xC6, 0x40), (0x7E, 0xD9, 0xA4)


@pytest.fixture
def window(tmp_path) -> Iterator[Window]:
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    own = tmp_path / "content"
    assert main(["new-walkthrough", "parkeren", "--title", "Parkeerkaart", "--topic", "papieren", "--kind", "counter",
                 "--folder", str(own)]) == 0
    with virtual_display(*DESKTOP) as display:
        environment = {**os.environ, "DISPLAY": display, "PULSE_SERVER": f"unix:{tmp_path}/none"}
        command = [sys.executable, "-m", "kiosk", "preview", "parkeren", "--panel", "10",
                   "--folder", str(own)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        yield Window(display, process, own / "walkthroughs" / "parkeren" / "walkthrough.yaml", environment)
        process.kill()
        process.wait()


def test_a_step_is_shown_when_it_is_saved_and_a_broken_file_keeps_the_last_picture(window):
    assert until(lambda: window.has(AMBER), WAIT), "the gaps of the first step"
    first = window.glass()
    window.write("title: Maak eerst een afspraak.", "title: Maak een afspraak.")
    assert until(lambda: not same(window.glass(), first) and window.has(AMBER), WAIT), "it goes to that step"
    step = window.glass()

    window.write("icon: event", "icon: evnt")
    assert until(lambda: window.has(RED), WAIT), "the fault is said"
    assert same(window.glass(), step), "and the last good picture stays"

    window.write("icon: evnt", "icon: event")
    assert until(lambda: not window.has(RED), WAIT)
    window.write("title: Maak een afspraak.", "title: Bel eerst.")
    assert until(lambda: not same(window.glass(), step), WAIT), "and it goes on from there"

    dutch = window.glass()
    window.do("mousemove", 1390, 762, "click", 1)  # FR
    assert until(lambda: not same(window.glass(), dutch), WAIT), "another language"

    ask_to_close(window.display)
    assert until(lambda: window.process.poll() is not None, WAIT), "it closes like any window"
    assert window.process.returncode == 0


@pytest.mark.parametrize(("asked", "said"), [
    (["adres-wijzgen"], "Did you mean “adres-wijzigen”?"), (["--language", "tlh"], "There is no language here “tlh”"),
    (["--panel", "99"], "There is no panel “99”"),
])
def test_what_is_not_there_is_said_before_a_window_opens(asked, said, capsys):
    assert main(["preview", *asked]) == 2
    assert said in capsys.readouterr().err
