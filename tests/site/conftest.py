"""The site built once, looked at in Debian's Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from site_maker import SPOKEN, Made, make

from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.reading import read_catalogue
from kiosk.language.languages import LANGUAGES
from kiosk.parts.places import ASSETS
from kiosk.site.preview import Preview


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue([ASSETS])[0]


@pytest.fixture(scope="session")
def whole(catalogue, tmp_path_factory) -> Made:
    """Every walkthrough in every language, without sound."""
    return make(tmp_path_factory.mktemp("site") / "whole", catalogue, tuple(one.code for one in LANGUAGES))


@pytest.fixture(scope="session")
def spoken(catalogue, tmp_path_factory) -> Made:
    """One walkthrough in Dutch and Arabic, with sound."""
    if not shutil.which("espeak-ng"):
        pytest.skip("espeak-ng is not installed")
    one = replace(catalogue, walkthroughs={SPOKEN: catalogue.walkthroughs[SPOKEN]})
    return make(tmp_path_factory.mktemp("site") / "spoken", one, ("nl", "ar"), sound=True)


@pytest.fixture(scope="session")
def address(whole) -> Iterator[str]:
    preview = Preview(whole.root, 0)
    yield preview.address
    preview.close()


@pytest.fixture(scope="session")
def spoken_address(spoken) -> Iterator[str]:
    preview = Preview(spoken.root, 0)
    yield preview.address
    preview.close()
