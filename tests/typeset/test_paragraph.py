"""Lines never run over their width, nothing is lost, and every word knows where it stands."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.typeset.fonts import FontSet
from kiosk.typeset.paragraph import Paragraph, lay_out, natural_width, widest_word
from kiosk.typeset.raster import glyph_bitmap
from tests.typeset.conftest import font_set

DUTCH = "Je hebt een attest van gezinssamenstelling nodig (gratis). Ga naar “Mijn Burgerprofiel” om 14:30."
ARABIC = "افتح تطبيق itsme (app) ثم اضغط على «Mijn Burgerprofiel» في الساعة 14:30 وادفع € 2,50 مجّانًا."
WORDS = {
    "nl": "de je ’s-Gravenbrakel identiteitskaart gezinssamenstelling (gratis) 14:30 €\u00a02,50 coëfficiënt",
    "de": "die Wohnsitzbescheinigung Straße Krankenversicherungskarte „Größe“ 1.000\u00a0km gov.be/attest x",
    "ar": "في الخدمة المستشفيات itsme مُدَّةً (eID) «رمز» 0257\u00a0123 rijksregisternummer والاستخدامات.",
}


def seen(paragraph: Paragraph, line: int = 0) -> list[str]:
    """The words of a line from left to right as they stand on the screen."""
    top = paragraph.lines[line].top
    placed = [(box[0], word) for word in paragraph.words for box in word.boxes if box[1] == top]
    return [paragraph.text[word.start : word.end] for _, word in sorted(placed, key=lambda found: found[0])]


def shown(paragraph: Paragraph) -> list[str]:
    """What stands on each line, in reading order, with the words that a line holds whole or in part."""
    held = [paragraph.words[line.words.start : line.words.stop] for line in paragraph.lines]
    return [" ".join(paragraph.text[word.start : word.end] for word in words) for words in held]


def width_of(text: str, fonts: FontSet, px: int = 40, **how: object) -> int:
    return lay_out(text, fonts, px, **how).width


def overlaps(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


@given(st.data(), st.sampled_from(["nl", "de", "ar"]), st.integers(20, 900), st.booleans())
def test_every_text_in_every_width(data: st.DataObject, language: str, width: int, bold: bool) -> None:
    fonts = font_set("NotoSansArabic", "AtkinsonHyperlegibleNext")
    text = " ".join(data.draw(st.lists(st.sampled_from(WORDS[language].split(" ")), max_size=12)))
    direction = "rtl" if language == "ar" else "ltr"
    align = data.draw(st.sampled_from(["start", "center", "end"]))
    px = data.draw(st.sampled_from([24, 44, 90]))
    p = lay_out(text, fonts, px, width, bold=bold, direction=direction, language=language, align=align)

    assert [text[word.start : word.end] for word in p.words] == text.split()
    assert p.height == sum(line.height for line in p.lines)
    if not p.broken:
        assert p.width <= width
        for line in p.lines:
            assert 0 <= line.left <= line.right <= width
    boxes = [box for word in p.words for box in word.boxes]
    assert all(word.boxes for word in p.words)
    assert not any(overlaps(a, b) for a, b in itertools.combinations(boxes, 2))
    for glyph in p.glyphs:  # each origin in a box; marks may hang a little off the edge of their letter
        assert any(x - px / 2 <= glyph.x <= x + w + px / 2 and y <= glyph.y <= y + h for x, y, w, h in boxes)
    assert p.broken == (width < widest_word(text, fonts, px, language=language, bold=bold))


def test_words_fill_a_line_as_far_as_they_fit(latin: FontSet) -> None:
    room = width_of("een twee drie", latin)
    assert shown(lay_out("een twee drie vier vijf", latin, 40, room)) == ["een twee drie", "vier vijf"]
    assert shown(lay_out("een twee drie vier vijf", latin, 40, room - 1))[0] == "een twee"


def test_natural_width_is_just_enough_for_one_line(latin: FontSet) -> None:
    natural = natural_width(DUTCH, latin, 40)
    assert len(lay_out(DUTCH, latin, 40, natural + 1).lines) == 1
    assert len(lay_out(DUTCH, latin, 40, natural - 1).lines) == 2
    assert lay_out(DUTCH, latin, 40).width == pytest.approx(natural, abs=1)


def test_arabic_words_stand_from_right_to_left_and_latin_ones_between_them(arabic: FontSet) -> None:
    line = lay_out("افتح تطبيق Mijn Burgerprofiel ثم 14:30", arabic, 40, direction="rtl", language="ar")
    assert seen(line) == ["14:30", "ثم", "Mijn", "Burgerprofiel", "تطبيق", "افتح"]


def test_full_stop_after_a_last_latin_word_stands_on_the_far_left(arabic: FontSet) -> None:
    p = lay_out("افتح itsme.", arabic, 40, direction="rtl", language="ar")
    stop = next(glyph for glyph in p.glyphs if glyph.gid == glyph.face.gid("."))
    assert stop.x == min(glyph.x for glyph in p.glyphs)
    assert len(p.words[1].boxes) == 1  # word and stop, though of two directions, are lit as one


def test_order_is_made_per_line_after_wrapping(arabic: FontSet) -> None:
    text = "افتح تطبيق Mijn Burgerprofiel"
    room = width_of("افتح تطبيق Mijn", arabic, direction="rtl")
    p = lay_out(text, arabic, 40, room, direction="rtl", language="ar")
    assert [seen(p, 0), seen(p, 1)] == [["Mijn", "تطبيق", "افتح"], ["Burgerprofiel"]]


@pytest.mark.parametrize(
    ("direction", "align", "side"),
    [("ltr", "start", "left"), ("ltr", "end", "right"), ("rtl", "start", "right"), ("rtl", "end", "left")],
)
def test_start_is_where_reading_starts(latin: FontSet, direction: str, align: str, side: str) -> None:
    (line,) = lay_out("itsme", latin, 40, 500, direction=direction, align=align).lines
    assert (line.left == 0, line.right == 500) == (side == "left", side == "right")


def test_centre(latin: FontSet) -> None:
    p = lay_out("itsme", latin, 40, 500, align="center")
    assert p.lines[0].left == pytest.approx(500 - p.lines[0].right, abs=1)
    assert p.left == p.lines[0].left


def test_a_space_that_must_not_break_does_not(latin: FontSet) -> None:
    room = width_of("Betaal 2,50", latin) - 2
    assert shown(lay_out("Betaal €\u00a02,50 nu", latin, 40, room)) == ["Betaal", "€ 2,50 nu"]


def test_a_text_keeps_its_own_line_ends_and_no_blank_end(latin: FontSet) -> None:
    assert shown(lay_out("een\ntwee  drie\n\nvier\n", latin, 40, 500)) == ["een", "twee drie", "", "vier"]


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_no_words_no_lines(latin: FontSet, text: str) -> None:
    p = lay_out(text, latin, 40, 300)
    assert (p.width, p.height, p.glyphs, p.words, p.lines, p.left) == (0, 0, (), (), (), 0)
    assert natural_width(text, latin, 40) == widest_word(text, latin, 40) == 0


def test_latin_and_arabic_have_one_pitch(latin: FontSet, arabic: FontSet) -> None:
    dutch = lay_out(DUTCH, latin, 44, 400, line_height=1.4)
    arab = lay_out("أي رمز ثم اضغط على", arabic, 44, 200, direction="rtl", language="ar", line_height=1.4)
    assert dutch.lines[0].height == arab.lines[0].height == 62


def test_a_tight_dutch_label_is_not_spread_by_arabic_it_does_not_use(latin: FontSet) -> None:
    assert lay_out("Één\nging", latin, 50, line_height=1.12).lines[1].top == 56


def test_a_latin_baseline_does_not_hop_with_the_letters(latin: FontSet) -> None:
    words = ("nu", "Één", "gang", "Ça", "(|)")
    assert len({lay_out(word, latin, 44).lines[0].baseline for word in words}) == 1


def test_vowel_marks_never_touch_the_line_above(arabic: FontSet) -> None:
    p = lay_out("جٍ عٍ حٍ يِ لًّ ظُّ أُ لأَ", arabic, 60, 150, direction="rtl", language="ar")
    reach: dict[int, list[int]] = {line.baseline: [] for line in p.lines}
    for glyph in p.glyphs:
        line = min(p.lines, key=lambda line: (not line.top <= glyph.y < line.top + line.height, line.top))
        bitmap = glyph_bitmap(glyph.face, p.px, glyph.gid)
        reach[line.baseline] += [glyph.y - bitmap.top, glyph.y - bitmap.top + bitmap.height]
    for above, below in itertools.pairwise(p.lines):
        assert max(reach[above.baseline]) <= min(reach[below.baseline]) + 1  # antialiasing
    assert min(reach[p.lines[0].baseline]) >= -1


def test_a_wider_line_height_spreads_the_lines(latin: FontSet) -> None:
    assert lay_out(DUTCH, latin, 40, 400, line_height=2).lines[1].top == 80


@pytest.mark.parametrize("width", [0, -5, 1, 2.5])
def test_a_width_without_room_is_reported_not_fatal(latin: FontSet, width: float) -> None:
    p = lay_out("Ja e\u0301", latin, 40, width)
    assert p.broken
    assert len(p.lines) == 3  # J, a, é: a letter keeps its accent


def test_the_same_request_costs_nothing_the_second_time(latin: FontSet) -> None:
    assert lay_out(DUTCH, latin, 40, 400) is lay_out(DUTCH, latin, 40, 400)
