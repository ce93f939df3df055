"""Services that nobody offers, as many as wanted and always the same: for `kiosk bench --cards` and for tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

WHAT = ("Attest", "Premie", "Vergunning", "Toelating", "Aangifte", "Afschrift", "Akte", "Belasting", "Subsidie",
        "Melding")
ABOUT = ("woonst", "afval", "markt", "fiets", "geboorte", "huwelijk", "hond", "straat", "feest", "zwembad", "school",
         "kinderopvang", "tuin", "zonnepanelen", "parkeren", "terras", "taxi", "graf", "boom", "speelplein")
WHO = ("gezinnen", "ouderen", "jongeren", "verenigingen", "eigenaars", "huurders", "handelaars", "nieuwkomers")
THEMES = ("BurgerOverheid", "CultuurSportVrijeTijd", "EconomieWerk", "MilieuEnergie", "MobiliteitOpenbareWerken",
          "OnderwijsWetenschap", "WelzijnGezondheid", "BouwenWonen")
SENTENCES = ("Breng uw identiteitskaart mee.", "U maakt eerst een afspraak in het gemeentehuis.",
             "De dienst burgerzaken behandelt uw aanvraag binnen de wettelijk voorziene termijn van dertig dagen.",
             "Dit is gratis.", "U krijgt een brief wanneer alles klaar is.", "Kom niet zonder afspraak.")
CONCEPT = "https://ipdc.vlaanderen.be/id/concept/00000000-0000-4000-8000-{:012d}"


def service(number: int) -> dict:
    """One instance snapshot in IPDC's compact form, about as long as the median of real ones."""
    random = Random(number)

    def words(sentences: int) -> dict[str, str]:
        text = "".join(f"<p>{random.choice(SENTENCES)}</p>" for _ in range(sentences))
        points = "".join(f"<li>{random.choice(SENTENCES)}</li>" for _ in range(3))
        return {"nl-BE-x-formal": f"{text}<ul>{points}</ul>", "en": "<p>In English.</p>"}

    def detail(type: str, sentences: int) -> dict:
        return {"@type": type, "naam": {"nl-BE-x-formal": type}, "beschrijving": words(sentences), "order": 0.0}

    name = f"{random.choice(WHAT)} {random.choice(ABOUT)} voor {random.choice(WHO)} {number}"
    return {
        "@id": f"https://data.example.be/id/snapshot/{number}", "@type": ["InstantieSnapshot"],
        "isVersionOf": f"https://data.example.be/id/public-service/{number}",
        "generatedAtTime": "2026-11-01T10:00:00.123456789Z", "laatstGewijzigd": "2026-11-01T09:00:00Z",
        "linkedConcept": CONCEPT.format(number), "naam": {"nl-BE-x-formal": name, "en": f"Service {number}"},
        "beschrijving": words(4), "voorwaarden": [{**detail("Voorwaarde", 3), "bewijs": detail("Bewijs", 2)}],
        "procedures": [detail("Procedure", 6)], "kosten": [detail("Kost", 1)],
        "contactgegevens": [{"@type": "Contactgegevens", "telefoonnummer": "09 000 00 00", "order": 0,
                             "openingsuren": "Mo-Fr: 09:00-12:00", "adres": [{
                                 "@type": "Adres", "straatnaam": {"nl": "Markt"}, "huisnummer": "1",
                                 "postcode": "9999", "gemeentenaam": {"nl": "Voorbeeldgem"}}]}],
        "themas": [random.choice(THEMES)], "zoektermen": {"nl": [random.choice(ABOUT), random.choice(WHO)]},
    }


def pages(services: int, each: int = 250) -> Iterator[bytes]:
    """Pages of a feed, the services numbered from 0."""
    for first in range(0, services, each):
        members = [service(number) for number in range(first, min(services, first + each))]
        yield json.dumps({"@type": "EventStream", "member": members}, ensure_ascii=False).encode()
