"""What the glass says about the card's file: on every glass, turned as it hangs, and never over its edge."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cards import WHOLE
from PIL import Image, ImageGrab

from kiosk.provision.fault import Fault
from kiosk.provision.machine import OnCard
from kiosk.provision.page import INK, PAPER, draw, faulty, taken
from screens.book.display import virtual_display

PI = Path(__file__).parents[2] / "deploy/raspberrypi"
WORDS = ("Wat hier staat, kan niet.", "Schrijf iets " * 9)
MANY = tuple(Fault(number, f"table.setting-number-{number}", ("", ""), WORDS) for number in range(1, 30))


def margin(image: Image.Image) -> int:
    """px around all that is not paper."""
    background = Image.new("RGB", image.size, PAPER)
    from PIL import ImageChops

    left, top, right, bottom = ImageChops.difference(image, background).getbbox()
    return min(left, top, image.width - right, image.height - bottom)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("faults", [1, 2, 29])
def test_nothing_runs_over_the_edge(rotation, faults):
    page = faulty("kiosk.toml.txt", MANY[:faults], former=True)
    image = draw(page, rotation)
    assert image.size == (1920, 1080) and margin(image) >= 60


def test_a_very_long_word_is_broken():
    page = faulty("kiosk.toml", [Fault(1, "x" * 300, ("", ""), ("y" * 300, ""))], former=False)
    assert margin(draw(page, 0)) >= 60


def test_it_turns_with_the_glass():
    upright = draw(taken(OnCard(), None, "Let op."), 0)
    assert draw(taken(OnCard(), None, "Let op."), 180).rotate(180).tobytes() == upright.tobytes()


@pytest.mark.parametrize(("line", "turned"), [
    ("rotation = 90", 90), ("  panel.rotation=270 # links", 270), ("#rotation = 90", 0), ("rotation = 900", 0)])
def test_one_moment_hangs_as_the_glass_does(tmp_path, line, turned):
    (tmp_path / "kiosk.toml").write_text(f"[panel]\n{line}\n")
    subprocess.run([sys.executable, PI / "one_moment.py", tmp_path], check=True)
    fake = tmp_path / "hsetroot"
    fake.write_text('#!/bin/sh\nfor last in "$@"; do :; done; echo "$last"\n')
    fake.chmod(0o755)
    shown = subprocess.run([PI / "files/lib/one-moment", tmp_path, tmp_path / "kiosk.toml"], check=True, text=True,
                           capture_output=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}).stdout.strip()
    assert shown == f"{tmp_path}/one-moment-{turned}.png"
    with Image.open(shown) as picture:
        assert (picture.width > picture.height) == (turned in (0, 180))


def test_a_page_stands_on_the_glass_without_any_setting(kiosk):
    if not shutil.which("hsetroot"):
        pytest.skip("hsetroot is not installed; ./test installs it")
    kiosk.with_card(WHOLE.replace("21.5", "elf"))
    with virtual_display(1280, 800) as display:
        subprocess.run(["hsetroot", "-solid", PAPER, "-full", kiosk.page], env={"DISPLAY": display, "PATH": "/usr/bin"},
                       check=True, capture_output=True)
        glass = ImageGrab.grab(xdisplay=display)
    assert glass.size == (1280, 800)
    colours = {colour for _, colour in glass.getcolors(1 << 20)}
    ink = tuple(int(INK[at:at + 2], 16) for at in (1, 3, 5))
    assert ink in colours and glass.getpixel((0, 0)) == tuple(int(PAPER[at:at + 2], 16) for at in (1, 3, 5))
