"""Faults that a picture shows, found by measuring it. Each is a sentence; a good screen has none.

Geometry is asked of the widgets that were drawn, contrast of the pixels that came out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from PIL import Image

from screens.focus import Focus
from screens.frame import Frame
from screens.theme import MAIN_TARGET, PROMISES, TARGET, contrast
from screens.widgets.button import Button
from screens.widgets.icon import Icon
from screens.widgets.part import Part
from screens.widgets.site import Site
from screens.widgets.text import Text

NORM_GAP = 2.54
SLACK = 0.02
"""mm or contrast that rounding to whole pixels and to eight bits may cost."""

Box = tuple[int, int, int, int]


def findings(frame: Frame, focus: Focus, picture: Image.Image, theme: str) -> list[str]:
    """Every fault of the page that ``picture`` shows, each once."""
    parts = [part for part in frame.walk_parts() if part is not frame]
    texts = [part for part in parts if isinstance(part, Text)]
    controls = [part for part in parts if part.focusable]
    found: list[str] = []
    found += _cut(frame, texts)
    found += _overlapping(texts, [part for part in parts if isinstance(part, Icon)])
    found += _targets(frame, controls)
    found += _too_near(frame, controls)
    found += _contrast(frame, texts, parts, picture, theme)
    found += _spoken(frame, texts, focus)
    found += [f'the keys cannot reach "{_name(part)}"' for part in controls if part not in focus.parts()]
    return list(dict.fromkeys(found))


def _name(part: Part) -> str:
    return part.unit.words if part.unit is not None else type(part).__name__


def _box(part: Part) -> Box:
    return int(part.x), int(part.y), int(part.width), int(part.height)


def _cut(frame: Frame, texts: Iterable[Text]) -> Iterator[str]:
    """Words outside the glass, outside their own part, outside the body, or broken where no hyphen may stand."""
    body = frame.body
    floor, ceiling = int(body.y), int(body.y) + frame.body_height
    in_body = {id(part) for part in body.walk_parts()}
    for text in texts:
        if text.paragraph is None:
            yield f'"{_name(text)}" was never placed'
            continue
        if text.paragraph.broken:
            yield f'"{_name(text)}" is cut inside a word'
        for x, y, width, height in text.boxes():
            if x < 0 or y < 0 or x + width > frame.width or y + height > frame.height:
                yield f'"{_name(text)}" runs off the glass'
            if x < text.x - 1 or x + width > text.right + 1 or y < text.y - 1 or y + height > text.top + 1:
                yield f'"{_name(text)}" is larger than its place'
            if id(text) in in_body and (y < floor - 1 or y + height > ceiling + 1):
                yield f'"{_name(text)}" runs into a bar'


def _overlapping(texts: list[Text], icons: list[Icon]) -> Iterator[str]:
    boxed = [(_name(text), box) for text in texts if text.paragraph is not None for box in text.boxes()]
    boxed += [(f"picture {icon.name}", _box(icon)) for icon in icons]
    for (one, a), (other, b) in combinations(boxed, 2):
        across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
        upright = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
        if one != other and across > 1 and upright > max(2, 0.12 * min(a[3], b[3])):
            yield f'"{one}" and "{other}" overlap'


def _targets(frame: Frame, controls: Iterable[Part]) -> Iterator[str]:
    per_mm = frame.kit.sizes.panel.px_per_mm
    for part in controls:
        main = isinstance(part, Button) and part.target >= frame.kit.sizes.mm(MAIN_TARGET) and not part.slim
        least = MAIN_TARGET if main else TARGET
        if not isinstance(part, Button) and not getattr(part, "boxed", True) and not part.wanted:
            continue  # words on a practice page: a touch explains them, but nobody is asked to hit them
        if min(part.width, part.height) / per_mm < least - SLACK:
            yield f'"{_name(part)}" is {min(part.width, part.height) / per_mm:.1f} mm, less than {least} mm'


def _too_near(frame: Frame, controls: list[Part]) -> Iterator[str]:
    per_mm = frame.kit.sizes.panel.px_per_mm
    for one, other in combinations(controls, 2):
        a, b = _box(one), _box(other)
        across = max(a[0], b[0]) - min(a[0] + a[2], b[0] + b[2])
        upright = max(a[1], b[1]) - min(a[1] + a[3], b[1] + b[3])
        gap = max(across, upright) / per_mm
        if gap < NORM_GAP - SLACK:
            yield f'"{_name(one)}" and "{_name(other)}" are {gap:.1f} mm apart, less than {NORM_GAP} mm'


def _contrast(
    frame: Frame, texts: Iterable[Text], parts: Iterable[Part], picture: Image.Image, theme: str
) -> Iterator[str]:
    least, most = PROMISES[theme]
    places = [(_name(text), text.boxes()) for text in texts if text.paragraph is not None]
    places += [(f"picture {part.name}", [_box(part)]) for part in parts if isinstance(part, Icon)]
    for name, boxes in places:
        for x, y, width, height in boxes:
            area = (max(0, x), int(frame.height) - y - height, x + width, int(frame.height) - y)
            colours = picture.crop(area).getcolors(4096) if width > 0 and height > 0 else None
            if not colours or len(colours) < 2:
                yield f'"{name}" is not to be seen'
                continue
            measured = _measured(colours)
            if not least - SLACK <= measured <= most + 3 * SLACK:
                yield f'"{name}" has contrast {measured:.2f}; {theme} promises {least} to {most}'


def _measured(colours: list[tuple[int, tuple[int, ...]]]) -> float:
    """Contrast of the commonest colour, the ground, with the strongest of the colours that stand for whole strokes."""
    total = sum(count for count, _ in colours)
    ground = max(colours)[1]

    def rgb(pixel: tuple[int, ...]) -> tuple[float, float, float, float]:
        return pixel[0] / 255, pixel[1] / 255, pixel[2] / 255, 1.0

    strokes = [pixel for count, pixel in colours if count > total / 400 and pixel != ground] or [min(colours)[1]]
    return max(contrast(rgb(ground), rgb(pixel)) for pixel in strokes)


def _spoken(frame: Frame, texts: Iterable[Text], focus: Focus) -> Iterator[str]:
    """Everything visible is spoken (by reading, by a tap, by a key), and everything read aloud stands on a page."""
    reached: set[str] = set()
    for part in focus.parts():
        reached.add(part.unit.words if part.unit is not None else "")
        reached.update(inner.unit.words for inner in part.walk_parts() if inner.unit is not None)
    for text in texts:
        if not text.unit.said.strip() or text.unit.words not in reached:
            yield f'"{_name(text)}" is never spoken'
    visible = {part.unit.words for page in frame.pages for part in page.walk_parts() if isinstance(part, Text)}
    visible |= {text.unit.words for text in texts}
    sites = [part for page in frame.pages for part in page.walk_parts() if isinstance(part, Site)]
    visible |= {element.unit.words for site in sites for element in site.elements}
    for unit in frame.screen.aloud:
        if unit.words not in visible:
            yield f'"{unit.words}" is spoken and not to be seen'
