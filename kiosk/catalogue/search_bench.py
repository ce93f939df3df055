"""`kiosk bench --search`: how long a key takes, and the first one, among 10,000 services."""

from __future__ import annotations

import time
from itertools import product
from pathlib import Path
from statistics import median

from kiosk.catalogue.asking import read_asking
from kiosk.catalogue.search import Entry, Search

MANY = 10_000
AIM = 30.0
"""ms a key, at most: the letter and what it finds come in one picture."""
ASKING = Path(__file__).resolve().parents[2] / "assets" / "asking.yaml"

TYPED = ("verhuizen", "paske kwijt", "ik ben mijn pincode vergeten", "bewijs goed gedrag en zeden", "sosjaal tarief",
         "rijbewys verlengen", "wat beslist de gemeenteraad", "kinderbyslach", "attest gezinsamenstelling", "xqzkjw",
         "aanvraag vergunning voor een container", "belasting op tweede verblijf")

DO = ("Aanvraag van", "Melding van", "Vergunning voor", "Premie voor", "Belasting op", "Toelating voor", "Attest van",
      "Inschrijving voor", "Subsidie voor", "Klacht over", "Afschrift van", "Verlenging van")
FRONT = ("straat", "water", "huis", "school", "gemeente", "jeugd", "sport", "bouw", "milieu", "energie", "verkeers",
         "begraaf", "markt", "vrijwilligers", "kinder", "woon", "zorg", "afval", "dieren", "cultuur", "natuur", "fiets",
         "groen", "land", "handels", "horeca", "rijbewijs", "identiteits", "huwelijks", "pensioen")
BACK = ("plaats", "feest", "kaart", "vergunning", "toelage", "opvang", "dienst", "lokaal", "terrein", "attest", "raad",
        "loket", "plan", "premie", "controle", "verzekering", "bijdrage", "akte", "register", "zone", "project",
        "vereniging", "werk", "bank", "punt", "aansluiting", "bord", "put")


def bench_search() -> int:
    """Print the processor's times for every key of a few queries. Returns 1 when one takes longer than it may."""
    entries = [Entry(str(number), f"{do} {front}{back}", (f"{back} {front}", front))
               for number, (front, back, do) in zip(range(MANY), product(FRONT, BACK, DO), strict=False)]
    others = read_asking(ASKING)[0].get("nl", ())
    began = time.process_time()
    search = Search(entries, "nl", others)
    index = time.process_time() - began
    took: list[tuple[float, str]] = []
    for words in TYPED:
        for length in range(1, len(words) + 1):
            began = time.process_time()
            search.find(words[:length])
            took.append(((time.process_time() - began) * 1000, words[:length]))
    times = sorted(took)
    (slowest, what), p99 = times[-1], times[int(len(times) * 0.99)][0]
    print(f"{len(entries):,} services: ready after {index * 1000:.0f} ms, when somebody first searches.\n"
          f"{len(times)} keys: median {median(one for one, _ in times):.1f} ms, p99 {p99:.1f} ms, "
          f"slowest {slowest:.1f} ms (“{what}”). Aim: ≤ {AIM:g} ms, {'met' if slowest <= AIM else 'NOT MET'}.")
    return int(slowest > AIM)
