"""500 services to get lost in: the walkthroughs, real municipal titles where they are at hand, and made-up ones."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

from kiosk.catalogue.search import Entry

REAL = Path(__file__).parents[3] / "shared" / "samples" / "lpdc" / "municipal"
MANY = 500
SOURCE = re.compile(r"<(\S+)> <http://purl.org/dc/terms/source> <(https://ipdc\S+)>")
TITLE = re.compile(r'<(\S+/public-service/\S+)> <http://purl.org/dc/terms/title> "(.+)"@nl')

DO = ("Aanvraag", "Melding", "Vergunning", "Premie", "Huur", "Inschrijving", "Attest", "Toelating", "Belasting op",
      "Subsidie", "Reservatie", "Informatie over", "Klacht over", "Advies over", "Afschrift")
WHAT = ("speelstraat", "buurtfeest", "hondenweide", "zwembad", "sporthal", "feestzaal", "drankgelegenheid", "markt",
        "kermis", "taxi", "laadpaal", "regenput", "zonnepanelen", "geveltuin", "boom vellen", "container op de weg",
        "verkeersbord", "parkeerplaats", "bewonerskaart", "fietsenstalling", "volkstuin", "begraafplaats",
        "asverstrooiing", "gevonden voorwerp", "evenement", "vuurwerk", "collecte", "standplaats", "terras",
        "reclamebord", "leegstand", "tweede verblijf", "kampeerterrein", "jachtverlof", "visverlof", "oldtimer",
        "bibliotheek", "speelplein", "jeugdlokaal", "vakantieopvang", "thuiszorg", "rusthuis", "maaltijden aan huis",
        "minder mobiele personen", "schuldhulp", "rechtshulp", "huurwaarborg", "stookolie", "renovatie", "sloop",
        "asbest", "rattenbestrijding", "wespennest", "zwerfkat", "compostvat", "snoeihout", "waterlek", "riolering",
        "huisnummer", "straatnaam")


def distractors(known: set[str], concepts: set[str], many: int = MANY) -> list[Entry]:
    """Other services, Dutch only. A service of a walkthrough's concept shows up inside that walkthrough, not here."""
    titles = [*real_titles(concepts), *(f"{do} {what}" for what, do in product(WHAT, DO))]
    unique = {title.casefold(): title for title in titles if title.casefold() not in known}
    return [Entry(f"card/{number}", title, weight=0.95) for number, title in enumerate([*unique.values()][:many])]


def real_titles(concepts: set[str]) -> list[str]:
    """Of the sample catalogues beside the checkout; [] where there are none."""
    titles = []
    for file in sorted(REAL.glob("*.ttl")):
        lines = file.read_text("utf-8").splitlines()
        told = dict(found.groups() for line in lines if (found := SOURCE.match(line)))
        for line in lines:
            if (found := TITLE.match(line)) and told.get(found[1]) not in concepts:
                titles.append(found[2].removeprefix("Kopie van "))
    return titles
