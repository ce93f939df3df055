"""The bundled fonts, in the order in which a Dutch and an Arabic screen use them."""

from pathlib import Path

import pytest

from kiosk.typeset.fonts import FontSet, open_faces

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "fonts"


def font_set(*families: str) -> FontSet:
    regular = open_faces(FOLDER / f"{family}-Regular.ttf" for family in families)
    return FontSet(regular, open_faces(FOLDER / f"{family}-Bold.ttf" for family in families))


@pytest.fixture(scope="session")
def latin() -> FontSet:
    return font_set("AtkinsonHyperlegibleNext", "NotoSansArabic")


@pytest.fixture(scope="session")
def arabic() -> FontSet:
    return font_set("NotoSansArabic", "AtkinsonHyperlegibleNext")
