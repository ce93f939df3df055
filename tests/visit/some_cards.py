"""The kiosk's own content with a municipality's cards beside it, one of them about the same thing as a walkthrough."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from walking import own_content

from kiosk.catalogue.cards import Cards, CardSet
from kiosk.catalogue.model import Catalogue
from kiosk.lpdc.card import identify, make_card
from kiosk.lpdc.compact import read_compact
from kiosk.lpdc.generated import service
from kiosk.lpdc.store import write_set
from kiosk.lpdc.wording import FORMS

MOVED = "https://ipdc.vlaanderen.be/id/concept/367488a7-129d-41f1-8784-57b122214d8a"
TOGETHER = 150
"""So many that one topic has to go by the alphabet."""


@cache
def content() -> Catalogue:
    services = [service(number) for number in range(TOGETHER)]
    services[0]["linkedConcept"] = MOVED
    made = [make_card(read_compact(item), FORMS[0]) for item in services]
    identify(made, "voorbeeldgem")
    own = own_content()
    with TemporaryDirectory() as folder:  # the set is read through the open file, also when its name is gone
        path = write_set(Path(folder), "Voorbeeldgem", made, FORMS[0], own.walkthroughs["adres-wijzigen"].checked_on)
        return replace(own, cards=Cards([CardSet(path)], own.concepts))
