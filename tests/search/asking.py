"""The list of real ways of asking (asked.yaml), put to the search: which are found among the first three."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml
from services import MANY, distractors

from kiosk.catalogue.asking import read_asking
from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.search import Entry, Search
from kiosk.language.finding import entries
from kiosk.language.texts import Texts

ROOT = Path(__file__).parents[2]
FIRST = 3
LONGEST = 40


class Asked(NamedTuple):
    language: str
    words: str
    right: tuple[str, ...]


def asked(*, held_back: bool = False) -> list[Asked]:
    listed = yaml.safe_load((Path(__file__).parent / "asked.yaml").read_text("utf-8"))
    kept = listed.pop("held_back")
    return [Asked(language, one["ask"], (one["right"],) if isinstance(one["right"], str) else tuple(one["right"]))
            for language, several in (kept if held_back else listed).items() for one in several]


def search_among_500(language: str, found: Iterable[Entry], catalogue: Catalogue) -> Search:
    """The walkthroughs of a language, and as many other services as make 500 with them."""
    guides = list(found)
    others = read_asking(ROOT / "assets" / "asking.yaml")[0].get(language, ())
    concepts = {walkthrough.concept for walkthrough in catalogue if walkthrough.concept}
    titles = {walkthrough.title.dutch.casefold() for walkthrough in catalogue}
    return Search([*guides, *distractors(titles, concepts, MANY - len(guides))], language, others)


def searches(catalogue: Catalogue, texts: Mapping[str, Texts]) -> dict[str, Search]:
    return {language: search_among_500(language, entries(one, catalogue), catalogue) for language, one in texts.items()}


def missed(each: Iterable[Asked], by_language: Mapping[str, Search]) -> Iterator[tuple[Asked, list[str]]]:
    """What is not among the first three, and what is there instead."""
    for one in each:
        found = by_language[one.language].find(one.words[:LONGEST], limit=FIRST)
        if not set(one.right) & set(found):
            yield one, found
