"""Pictures of glyphs are upright, the right size, and where the layout says they are."""

from pathlib import Path

import pytest

from kiosk.typeset.fonts import Face, FontSet, open_faces
from kiosk.typeset.raster import glyph_bitmap, icon_glyph

ICONS = Path(__file__).resolve().parents[2] / "assets" / "icons" / "icons.ttf"
FINGERPRINT = "\ue90d"


def test_a_capital_stands_on_the_baseline_and_is_as_tall_as_promised(latin: FontSet) -> None:
    face = latin.regular[0]
    bitmap = glyph_bitmap(face, 100, face.gid("H"))
    assert bitmap.height == bitmap.top
    assert bitmap.top == pytest.approx(face.cap_height(100), abs=1)
    assert len(bitmap.alpha) == bitmap.width * bitmap.height
    assert max(bitmap.alpha) == 255


def test_rows_run_from_top_to_bottom(latin: FontSet) -> None:
    face = latin.regular[0]
    bitmap = glyph_bitmap(face, 60, face.gid("L"))
    rows = [sum(bitmap.alpha[row * bitmap.width :][: bitmap.width]) for row in range(bitmap.height)]
    assert sum(rows[-5:]) > 2 * sum(rows[:5])


def test_a_descender_hangs_under_the_baseline(latin: FontSet) -> None:
    face = latin.regular[0]
    bitmap = glyph_bitmap(face, 60, face.gid("g"))
    assert bitmap.height > bitmap.top > 0
    assert bitmap.height - bitmap.top <= face.descent(60) + 1


def test_a_space_has_no_picture(latin: FontSet) -> None:
    face = latin.regular[0]
    bitmap = glyph_bitmap(face, 60, face.gid(" "))
    assert (bitmap.width, bitmap.height, bitmap.alpha) == (0, 0, b"")


def test_an_icon_is_centred_in_its_square() -> None:
    (face,) = open_faces([ICONS])
    glyph = icon_glyph(face, FINGERPRINT, 200)
    bitmap = glyph_bitmap(face, 200, glyph.gid)
    left, top = glyph.x + bitmap.left, glyph.y - bitmap.top
    assert left == pytest.approx(200 - left - bitmap.width, abs=2)
    assert top == pytest.approx(200 - top - bitmap.height, abs=2)
    assert left >= 0 and top >= 0


def test_an_icon_that_is_not_there_is_named() -> None:
    (face,) = open_faces([ICONS])
    with pytest.raises(KeyError, match="U\\+0041"):
        icon_glyph(face, "A", 50)


def test_a_missing_or_wrong_font_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="put the file back"):
        Face(tmp_path / "gone.ttf").covers("a")
    (tmp_path / "text.ttf").write_text("no font")
    with pytest.raises(ValueError, match="no TrueType"):
        Face(tmp_path / "text.ttf").covers("a")


def test_a_path_is_opened_once() -> None:
    assert open_faces([ICONS]) == open_faces([str(ICONS)])
