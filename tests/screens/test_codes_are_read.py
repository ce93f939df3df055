"""The hand-off code as it stands on the glass is read by two decoders: every theme, panel and size of letters."""

from __future__ import annotations

import math
from pathlib import Path

import numpy
import pytest
from code_readers import record_in, texts_in
from PIL import Image
from twin import CodeBox, Twin, View

from kiosk.handoff.code import QUIET_ZONE, SMALLEST_CODE
from kiosk.handoff.record import Answer
from kiosk.language.languages import BY_CODE
from kiosk.visit.preferences import DEFAULT_STEP, TEXT_STEPS, THEMES
from screens.book.make import PANELS

STUCK = (("begin", ""), ("topic", "wonen"), ("open", "adres-wijzigen"), ("next", ""), ("next", ""), ("yes", "kaart"),
         ("no", "pincode"), ("next", ""), ("next", ""))
LARGEST = len(TEXT_STEPS) - 1


@pytest.mark.parametrize("panel", PANELS)
def test_two_decoders_read_the_code_off_the_screen(panel, place):
    width, height, diagonal = PANELS[panel]
    settings = place / f"{panel}.toml"
    settings.write_text(f"[panel]\ndiagonal = {diagonal}\n")
    twin = Twin(settings, (width, height), place / f"twin-{panel}")
    px_per_mm = math.hypot(width, height) / (diagonal * 25.4)
    try:
        for theme in THEMES:
            for text in (DEFAULT_STEP, LARGEST):
                for language in ("nl", "ar"):
                    view = twin.put(*STUCK, language=language, theme=theme, text=text)
                    while not view.codes and "more" in view.controls:
                        view = twin.tap("more")
                    read_and_measured(view, px_per_mm, language, Path(f"{panel}-{theme}-{text}-{language}"))
    finally:
        twin.close()


def read_and_measured(view: View, px_per_mm: float, language: str, where: Path) -> None:
    texts = texts_in(view.picture)
    assert len(texts) == 2 and len(set(texts)) == 1, f"{where}: one of the two does not read it: {texts}"
    record = record_in(view.picture)
    assert record.walkthrough == 4 and record.language == BY_CODE[language].number, where
    assert record.checklist[:3] == (Answer.HAS, Answer.LACKS, Answer.UNKNOWN), where
    assert len(view.codes) == 1
    code = view.codes[0]
    assert code.side <= 41, f"{where}: larger than version 6"
    assert code.side * code.module / px_per_mm >= SMALLEST_CODE, f"{where}: less than {SMALLEST_CODE} mm"
    modules_are_whole(view.picture, code, where)


def modules_are_whole(picture: Image.Image, code: CodeBox, where: Path) -> None:
    """Black on white, each module one block of whole pixels, and four modules of white all around."""
    left, top, width, height = code.box
    box = numpy.asarray(picture.convert("RGB"))[top:top + height, left:left + width].astype(int)
    whole = code.module * (code.side + 2 * QUIET_ZONE)
    x, y = placed(box, whole)
    zone = box[y:y + whole, x:x + whole]
    assert set(numpy.unique(zone)) == {0, 255}, f"{where}: not black on white"
    blocks = zone[:, :, 0].reshape(code.side + 2 * QUIET_ZONE, code.module, code.side + 2 * QUIET_ZONE, code.module)
    assert (blocks.min(axis=(1, 3)) == blocks.max(axis=(1, 3))).all(), f"{where}: a module is cut"
    dark = blocks[:, 0, :, 0] == 0
    inner = dark[QUIET_ZONE:-QUIET_ZONE, QUIET_ZONE:-QUIET_ZONE]
    assert dark.sum() == inner.sum(), f"{where}: the quiet zone is not white"
    edges = inner[0], inner[-1], inner[:, 0], inner[:, -1]
    assert all(edge.any() for edge in edges), f"{where}: not where it says"


def placed(box: numpy.ndarray, whole: int) -> tuple[int, int]:
    """Left and top of the white square that the code stands on: it is about in the middle."""
    height, width, _ = box.shape
    white = (box == 255).all(axis=2)
    for y in range(max(0, (height - whole) // 2 - 2), (height - whole) // 2 + 3):
        for x in range(max(0, (width - whole) // 2 - 2), (width - whole) // 2 + 3):
            square = white[y:y + whole, x:x + whole]
            edges = square[0], square[-1], square[:, 0], square[:, -1]
            if square.shape == (whole, whole) and all(edge.all() for edge in edges):
                return x, y
    raise AssertionError("there is no white square around the code")
