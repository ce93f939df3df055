"""A receipt as it comes out of a printer, and everything that printers do instead."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy
import pytest
import zxingcpp
from fake_printer import FakePrinter
from PIL import Image, ImageChops

from kiosk.catalogue.graph import main_line
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.reading import read_catalogue
from kiosk.handoff import letters, printer
from kiosk.handoff.code import modules
from kiosk.handoff.leaflet import leaflet
from kiosk.handoff.printing import Paper, Printing
from kiosk.handoff.receipt import Receipt, from_json, receipt
from kiosk.handoff.receipt_pictures import pictures
from kiosk.language.interface import read_interface
from kiosk.language.languages import BY_CODE
from kiosk.language.texts import load_texts
from kiosk.parts.places import ASSETS, LOCALES


def until(true: Callable[[], bool], seconds: float = 30.0) -> bool:
    ends = time.monotonic() + seconds
    while not true() and time.monotonic() < ends:
        threading.Event().wait(0.02)
    return true()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    icons = frozenset(json.loads((ASSETS / "icons" / "icons.json").read_text("utf-8")))
    return read_catalogue([ASSETS], icons)[0]


@pytest.fixture(scope="module")
def made(catalogue) -> Callable[[str], Receipt]:
    """The receipt of "I have moved" in a language."""
    from kiosk.handoff.present import record_of

    walkthrough = catalogue.walkthroughs["adres-wijzigen"]

    def one(language: str) -> Receipt:
        texts = load_texts(BY_CODE[language], LOCALES, read_interface())
        record = record_of(catalogue, language, walkthrough=walkthrough.id)
        content = leaflet(walkthrough, main_line(walkthrough, walkthrough.first), texts)
        return receipt(content, language, modules(record, catalogue), [texts.say("handoff.code")])

    return one


@pytest.fixture
def plug() -> Iterator[Callable[..., FakePrinter]]:
    plugged: list[FakePrinter] = []

    def one(*arguments: object, **named: object) -> FakePrinter:
        plugged.append(FakePrinter(*arguments, **named))
        return plugged[-1]

    yield one
    for each in plugged:
        each.close()


def whole(content: Receipt, dots: int) -> Image.Image:
    drawn = list(pictures(content, dots))
    roll = Image.new("1", (dots, sum(picture.height for picture in drawn)), 1)
    top = 0
    for picture in drawn:
        roll.paste(picture, (0, top))
        top += picture.height
    return roll


def came_out(printer: FakePrinter, content: Receipt, paper: int = 58, **how: object) -> Paper:
    printing = Printing(printer.name, paper, **how)
    printing.print(content)
    assert printing.paper is Paper.PRINTING
    assert until(lambda: printing.paper is not Paper.PRINTING, 60)
    return printing.paper


@pytest.mark.parametrize(("language", "paper", "dots"), [("nl", 58, 384), ("ar", 58, 384), ("ar", 80, 576)])
@pytest.mark.parametrize("terminal", [False, True], ids=["tcp", "device"])
def test_what_was_drawn_comes_out_dot_by_dot(plug, made, language, paper, dots, terminal):
    fake, content = plug(terminal=terminal), made(language)
    assert came_out(fake, content, paper) is Paper.PRINTED
    assert until(lambda: fake.cuts == 1) and fake.unknown == b""
    assert ImageChops.difference(fake.roll.convert("L"), whole(content, dots).convert("L")).getbbox() is None


@pytest.mark.parametrize("dots", [384, 576])
def test_the_code_on_paper_is_read_and_is_large_enough(made, catalogue, dots):
    content = made("ar")
    found = zxingcpp.read_barcodes(whole(content, dots).convert("L"))
    record = letters.decode(found[0].text)
    assert record.walkthrough == 4 and record.language == BY_CODE["ar"].number
    assert dots // (len(content.code) + 8) / 8 >= 0.85  # mm a module


def test_every_language_is_drawn_with_letters_that_are_there(made):
    for language in BY_CODE:
        rows = numpy.asarray(whole(made(language), 384).convert("L"))
        assert rows.shape[1] == 384 and rows[:, 0].min() == rows[:, -1].min() == 255  # nothing runs over the edge
        assert 0.02 < (rows == 0).mean() < 0.3


def test_a_printer_that_never_answers_is_written_to(plug, made):
    """Many cheap ones do not. All that can be known is that they took it."""
    fake = plug(dumb=True)
    assert came_out(fake, made("nl")) is Paper.PRINTED
    assert until(lambda: fake.cuts == 1)


def test_without_paper_it_says_so_and_prints_later(plug, made):
    fake = plug(0, "no paper")
    assert came_out(fake, made("nl")) is Paper.NO_PAPER
    assert fake.printed == []
    fake.left, fake.out = None, False  # somebody puts in a new roll
    assert came_out(fake, made("nl")) is Paper.PRINTED


def test_paper_that_ends_in_the_middle_is_told(plug, made):
    fake = plug(900, "no paper")
    assert came_out(fake, made("nl")) is Paper.NO_PAPER
    assert len(fake.printed) == 900 and fake.cuts == 0


def test_switched_off_in_the_middle_is_told(plug, made):
    assert came_out(plug(900, "off"), made("nl")) is Paper.STOPPED


def test_a_printer_that_takes_nothing_more_is_told(plug, made, tmp_path):
    """It jams: its buffer fills up, and the process that prints is ended."""
    assert came_out(plug(300, "jam"), made("nl"), longest=6.0) is Paper.STOPPED


def test_an_open_cover_is_told_before_anything_is_sent(plug, made):
    fake = plug(cover_open=True)
    assert came_out(fake, made("nl")) is Paper.NOT_THERE and fake.printed == []


@pytest.mark.parametrize("name", ["tcp:127.0.0.1:1", "/dev/no-printer", "usb:dead:beef", "/etc/passwd/lp0",
                                  "tcp:no-such-host.invalid:9100"])
def test_no_printer_is_told(made, name):
    printing = Printing(name, 58)
    printing.print(made("nl"))
    assert until(lambda: printing.paper is not Paper.PRINTING) and printing.paper is Paper.NOT_THERE


def test_pressed_twice_prints_once(plug, made):
    fake = plug()
    printing = Printing(fake.name, 58)
    for _ in range(5):
        printing.print(made("nl"))
    assert until(lambda: printing.paper is Paper.PRINTED) and until(lambda: fake.cuts == 1)
    assert not until(lambda: fake.cuts > 1, 1)


def test_the_next_person_hears_nothing_of_it(plug, made):
    fake = plug()
    printing = Printing(fake.name, 58)
    printing.print(made("nl"))
    printing.forget()
    assert printing.paper is Paper.NONE
    printing.print(made("ar"))  # and what they print comes after it, not among it
    assert until(lambda: printing.paper is Paper.PRINTED) and until(lambda: fake.cuts == 2)
    both = numpy.concatenate([numpy.asarray(whole(made(code), 384).convert("L")) for code in ("nl", "ar")])
    assert (numpy.asarray(fake.roll.convert("L")) == both).all()


def test_a_process_that_is_killed_is_told(plug, made):
    fake = plug(300, "jam")
    printing = Printing(fake.name, 58, command=(sys.executable, "-c", "import os, signal; os.kill(os.getpid(), 9)"))
    printing.print(made("nl"))
    assert until(lambda: printing.paper is Paper.STOPPED)


def test_a_usb_printer_is_found_by_what_it_is(tmp_path):
    device = tmp_path / "sys/devices/1-1/1-1:1.0/usbmisc/lp3"
    device.mkdir(parents=True)
    (tmp_path / "sys/class/usbmisc").mkdir(parents=True)
    (tmp_path / "sys/class/usbmisc/lp3").symlink_to(device)
    (device / "device").symlink_to(tmp_path / "sys/devices/1-1/1-1:1.0")
    (tmp_path / "sys/devices/1-1/idVendor").write_text("04b8\n")
    (tmp_path / "sys/devices/1-1/idProduct").write_text("0202\n")
    assert printer.usb_device("04B8:0202", tmp_path) == tmp_path / "dev/usb/lp3"
    with pytest.raises(FileNotFoundError):
        printer.usb_device("04b8:0203", tmp_path)


def test_a_receipt_travels_whole(made):
    assert from_json(made("ar").to_json()) == made("ar")


def test_the_kiosk_itself_loads_neither_pillow_nor_escpos():
    program = ("import sys, kiosk.handoff.printing;"
               "assert not {'PIL', 'escpos', 'requests'} & {name.partition('.')[0] for name in sys.modules}")
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", program], check=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
