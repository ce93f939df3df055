"""What is dialled, typed or paid keeps its order in a right-to-left sentence."""

import pytest

from kiosk.typeset.direction import embedding_levels, visual_order
from kiosk.typeset.protect import protect_ltr


@pytest.mark.parametrize(
    "stretch",
    [
        "02 553 17 00", "+32 (0)2 553 17 00", "02/553.17.00", "0800-12 345", "BE68 5390 0754 7034",
        "12-03-2026", "85.07.30-033.28", "naam@gemeente.be", "https://www.vlaanderen.be/attest-1",
        "www.vlaanderen.be", "vlaanderen.be", "€ 2,50", "12,50 €",
    ],
)
def test_it_stands_in_arabic_as_it_is_written(stretch: str) -> None:
    text = protect_ltr(f"اتصل {stretch} الآن.")
    shown = "".join(visual_order(list(text), embedding_levels(text, rtl=True)))
    assert stretch in shown.replace("\u00a0", " ")
    assert len(text.split()) == len(f"اتصل {stretch} الآن.".split())
    assert protect_ltr(text) == text


@pytest.mark.parametrize("text", ["في 14:30", "2026 12", "9-17", "itsme, 5.", "الساعة 8.", "ثم 1/2"])
def test_the_rest_is_left_alone(text: str) -> None:
    assert protect_ltr(text) == text
