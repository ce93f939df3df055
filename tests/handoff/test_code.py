"""The QR code: small enough for any phone, read by two decoders, in plain Dutch."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import cv2
import numpy
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from shelf import FIXED, MOVED, ROOT, text
from test_record import RECORDS

from kiosk.catalogue.model import Catalogue
from kiosk.handoff import letters
from kiosk.handoff.code import (
    LARGEST_VERSION,
    QUIET_ZONE,
    SMALLEST_CODE,
    SMALLEST_MODULE,
    Matrix,
    module_px,
    modules,
    text_for_phone,
)
from kiosk.handoff.record import Answer, Record
from kiosk.settings_values import LONGEST_ADDRESS

STUCK = Record(FIXED.version, 7, 4, 11, 5, (Answer.HAS, Answer.LACKS, Answer.UNKNOWN), 1)
PANELS = {"7 inch 800×480": 5.16, "10.1 inch 1280×800": 5.91, "15.6 inch 1920×1080": 5.58,
          "21.5 inch 1920×1080": 4.03, "32 inch 1920×1080": 2.71, "7 inch 1280×720": 8.26}


def picture(matrix: Matrix, px: int) -> Image.Image:
    image = Image.new("L", (matrix.size + 2 * QUIET_ZONE,) * 2, 255)
    for y, row in enumerate(matrix.rows):
        for x, black in enumerate(row):
            if black:
                image.putpixel((x + QUIET_ZONE, y + QUIET_ZONE), 0)
    return image.resize((image.width * px,) * 2, Image.Resampling.NEAREST)


@pytest.mark.parametrize("px_per_mm", PANELS.values(), ids=PANELS)
@pytest.mark.parametrize("record", [
    STUCK, Record(FIXED.version), replace(STUCK, walkthrough=300, step=12, reason=2)], ids=["M", "Q", "M2"])
def test_two_decoders_read_it_at_the_size_of_every_panel(record, px_per_mm):
    matrix = modules(record, FIXED)
    px = module_px(px_per_mm, matrix.size)
    image = picture(matrix, px)
    said = text_for_phone(record, FIXED)
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [said]
    assert cv2.QRCodeDetector().detectAndDecode(numpy.asarray(image))[0] == said
    assert letters.decode(said) == record
    assert px >= SMALLEST_MODULE * px_per_mm
    assert matrix.size * px >= SMALLEST_CODE * px_per_mm


@settings(max_examples=60)
@given(RECORDS)
def test_any_record_makes_a_code_that_is_read(record):
    matrix = modules(record, FIXED)
    assert matrix.version <= LARGEST_VERSION and matrix.size == 17 + 4 * matrix.version
    assert letters.decode(zxingcpp.read_barcodes(picture(matrix, 4))[0].text) == record


def test_it_says_in_dutch_what_the_matter_is():
    assert text_for_phone(STUCK, FIXED).partition(" ")[2] == (
        'Dienst: Ik ben verhuisd. Taal: Arabisch. Mist: De pincode van uw kaart.')
    short = replace(STUCK, checklist=(), reason=0)
    assert text_for_phone(short, FIXED).partition(" ")[2] == (
        'Dienst: Ik ben verhuisd. Stap: Tik op "Attesten". Taal: Arabisch.')
    assert text_for_phone(replace(short, reason=1, step=11), FIXED).partition(" ")[2] == (
        'Dienst: Ik ben verhuisd. Probleem: Ik zie de knop niet. Taal: Arabisch.')
    all_missing = replace(STUCK, checklist=(Answer.LACKS,) * 3)
    assert text_for_phone(all_missing, FIXED).partition(" ")[2] == (
        'Dienst: Ik ben verhuisd. Taal: Arabisch. Mist: Uw identiteitskaart en meer.')
    assert text_for_phone(Record(1), FIXED).partition(" ")[2] == "Dienst: Nog geen dienst gekozen."


@given(RECORDS)
def test_a_phone_and_a_scanner_can_both_take_the_text(record):
    said = text_for_phone(record, FIXED)
    assert said.isascii() and said.isprintable() and "  " not in said
    assert said[:28] == letters.encode(record)


@given(st.text(min_size=1, max_size=120), st.text(min_size=1, max_size=120))
def test_titles_of_any_length_never_make_it_too_large(title, step_title):
    steps = {id: replace(step, title=text(step_title)) for id, step in MOVED.steps.items()}
    catalogue = Catalogue((), {"verhuisd": replace(MOVED, title=text(title), steps=steps)}, FIXED.version)
    assert len(text_for_phone(STUCK, catalogue)) <= 28 + 84
    assert modules(STUCK, catalogue).version <= LARGEST_VERSION


def test_a_short_text_gets_the_stronger_level():
    assert modules(Record(FIXED.version, language=1), FIXED).level == "Q"
    assert modules(STUCK, FIXED).level == "M"


def test_pillow_stays_out_of_the_running_kiosk():
    program = ("import sys; from kiosk.catalogue.model import Catalogue;"
               "from kiosk.handoff import code, record;"
               "code.modules(record.Record(1), Catalogue());"
               "assert not any(name.startswith('PIL') for name in sys.modules); import PIL.Image")
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, cwd=ROOT)


@pytest.mark.parametrize("px_per_mm", PANELS.values(), ids=PANELS)
@pytest.mark.parametrize("address", ["https://desk.example.be", f"https://{'desk' * 15}.be".ljust(80, "x")], ids=len)
def test_with_a_desk_the_code_is_a_link_to_it(address, px_per_mm):
    """The letters stand behind #, which no browser sends; the longest address that a setting takes fits too."""
    matrix = modules(STUCK, FIXED, address)
    image = picture(matrix, module_px(px_per_mm, matrix.size))
    said = f"{address}/h#{letters.encode(STUCK)}"
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [said]
    assert cv2.QRCodeDetectorAruco().detectAndDecode(numpy.asarray(image))[0] == said
    assert letters.decode(said) == STUCK
    assert matrix.version <= LARGEST_VERSION and len(address) in (23, LONGEST_ADDRESS)
