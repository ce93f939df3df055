"""Sources → an installed set of cards and its report. Everything is read and made before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.lpdc.card import identify, make_card
from kiosk.lpdc.feed import pages_of
from kiosk.lpdc.fetch import Fetch
from kiosk.lpdc.report import Report
from kiosk.lpdc.service import ImportFault, Service
from kiosk.lpdc.store import name_of, versions_in, write_set
from kiosk.lpdc.versions import Newest
from kiosk.lpdc.wording import choose


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the administrator asked for. ``municipality`` "" : as the addresses in the source say."""

    sources: tuple[str, ...]
    into: Path
    municipality: str = ""
    form: str = "u"
    dry: bool = False


def import_services(wishes: Wishes, fetch: Callable[[str], Fetch], today: date, walked: frozenset[str] = frozenset(),
                    progress: Callable[[str], None] = lambda line: None) -> Report:
    """Raises ImportFault, with the installed set as it was. ``fetch`` makes what asks the network for a
    feed that begins at an address; ``walked`` are the concepts that have a walkthrough."""
    taken, notes = Newest(), []
    asked: list[Fetch] = []

    def ask(source: str) -> Fetch:
        asked.append(fetch(source))
        return asked[-1]

    for source in dict.fromkeys(wishes.sources):
        for name, page in pages_of(source, ask, notes.append):
            for service in page.services:
                taken.take(service)
            progress(f"{name}: {taken.read} read, {len(taken.kept)} services")
    for one in asked:
        one.check_unchanged()
    offered = taken.offered()
    municipality = wishes.municipality or _municipality(offered)
    made = [make_card(service, wishes.form) for service in offered]
    cards, refused = [card for card in made if card.title], [card for card in made if not card.title]
    if not cards:
        raise ImportFault(f"There is no service to show in {', '.join(wishes.sources)}: {taken.read} were read, and "
                          f"{len(taken.withdrawn)} are withdrawn. Nothing was changed.")
    name = name_of(municipality)
    identify(cards, name)
    report = Report(municipality, wishes.sources, cards, refused, taken.withdrawn, taken.read, taken.replaced,
                    versions_in(wishes.into / f"{name}.jsonl"), walked, notes)
    if not wishes.dry:
        write_set(wishes.into, municipality, cards, wishes.form, today)
        for one in asked:
            one.done()
    return report


def _municipality(services: Iterable[Service]) -> str:
    """The place that most addresses of the source name."""
    places: Counter[str] = Counter()
    templates = True
    for service in services:
        templates &= service.kind == "concept"
        for contact in service.contacts:
            for address in contact.addresses:
                if chosen := choose(address.municipality, ("nl",)):
                    places[chosen.texts[0].strip()] += 1
    if places:
        return places.most_common(1)[0][0]
    if templates:
        return "Vlaanderen"
    raise ImportFault("Nothing in it says which municipality this is. Add --municipality NAME.")
