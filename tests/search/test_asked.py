"""Found in time: how people really ask, among 500 services, in five languages (asked.yaml)."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import FIRST, ROOT, asked, missed, searches

from kiosk.catalogue.reading import read_catalogue
from kiosk.language.interface import read_interface
from kiosk.language.languages import LANGUAGES
from kiosk.language.texts import load_texts

WALKTHROUGHS = frozenset(id for held_back in (False, True) for one in asked(held_back=held_back) for id in one.right)
"""What the list asks for. Without one of them it cannot be measured."""


@pytest.fixture(scope="module")
def catalogue():
    return read_catalogue([ROOT / "assets"])[0]


@pytest.fixture(scope="module")
def by_language(catalogue):
    if gone := sorted(WALKTHROUGHS - catalogue.walkthroughs.keys()):
        pytest.skip(f"not measured without the walkthroughs {', '.join(gone)}")
    interface = read_interface()
    return searches(catalogue, {one.code: load_texts(one, Path(ROOT / "locales"), interface) for one in LANGUAGES})


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES])
def test_the_list_asks_in_every_language_for_what_exists(language):
    each = [one for one in asked() if one.language == language]
    assert len(each) >= 10
    assert len(asked()) >= 150 and len(set(asked())) == len(asked())


@pytest.mark.parametrize("held_back", [False, True])
def test_the_first_three_hold_the_right_one_in_95_of_100(by_language, held_back):
    each = asked(held_back=held_back)
    wrong = list(missed(each, by_language))
    share = 1 - len(wrong) / len(each)
    assert share >= 0.95, f"{share:.1%} among the first {FIRST}:\n" + "\n".join(
        f"{one.language}: {one.words} → {', '.join(found) or 'nothing'}; not {' or '.join(one.right)}"
        for one, found in wrong)
