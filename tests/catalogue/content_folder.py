"""A small, sound content folder, written to disk for one test and then spoiled on purpose."""

from __future__ import annotations

from pathlib import Path

from kiosk.catalogue.model import Catalogue
from kiosk.catalogue.problems import Problem
from kiosk.catalogue.reading import read_catalogue

ICONS = frozenset({"home", "key", "pin", "euro", "help", "info", "touch", "phone"})

TOPICS = """\
- {id: wonen, icon: home, title: Wonen}
- {id: papieren, icon: key, title: Mijn papieren}
"""

MODULE = """\
sources: [https://example.be/itsme]
checked_on: 2026-11-23
review_by: 2027-05-23
steps:
  - id: kijk
    number: 1
    kind: tell
    icon: phone
    title: Neem uw gsm.
    text: [Open de app.]
    next: tik
    troubles:
      - {id: geen-gsm, number: 1, icon: help, label: Ik heb geen gsm, to: exit.no_key}
  - id: tik
    number: 2
    kind: practise
    icon: touch
    title: Tik op “itsme”.
    page: keuze
    target: itsme
    next: exit.done
    troubles:
      - {id: niet-gezien, number: 1, icon: help, label: Ik zie het niet, to: kijk}
pages:
  keuze:
    address: aanmelden
    elements:
      - {id: kop, kind: heading, label: Meld u aan}
      - {id: itsme, kind: button, label: itsme}
      - {id: eid, kind: button, label: eID kaartlezer, says: Dit is de knop voor uw kaart.}
"""

WALKTHROUGH = """\
number: 4
title: Ik ben verhuisd
topic: wonen
icon: home
search: verhuizen, adres, domicilie
concept: https://ipdc.vlaanderen.be/id/concept/2b1c1f2e-0000-4000-8000-000000000000
sources:
  - https://example.be/verhuizen
checked_on: 2026-11-23
review_by: 2027-05-23

about:
  title: Waarom doet u dit?
  why: De gemeente moet weten waar u woont.
  who: Dit is voor wie verhuisd is.
  where_title: Waar doet u dit?
  where: U doet dit op de site van uw gemeente.
  login: U meldt u aan met itsme.

needs:
  title: Wat hebt u nodig?
  items:
    - id: pincode
      icon: pin
      label: De pincode van uw kaart
      tip: Dan helpt een medewerker u.
      no: hulp

facts:
  prijs:
    kind: price
    source: https://example.be/prijs

steps:
  - id: kies
    number: 10
    kind: choose
    icon: key
    title: Hoe meldt u zich aan?
    text:
      - Kies de manier die u kent.
    choices:
      - {id: itsme, icon: phone, label: Met itsme, to: inloggen}
      - {id: niets, icon: help, label: Ik heb niets, to: hulp}

  - id: inloggen
    include: aanmelden
    number: 40
    exits:
      done: prijs
      no_key: hulp

  - id: prijs
    number: 11
    kind: tell
    icon: euro
    title: Wat kost het?
    text:
      - fact: prijs
        known: Het kost {value}.
        unknown: Vraag de prijs aan de balie.
    next: doe

  - id: doe
    number: 12
    kind: practise
    icon: touch
    title: Tik op “Aangifte”.
    page: site
    target: aangifte
    next: after
    troubles:
      - {id: niet-gevonden, number: 1, icon: help, label: Ik zie de knop niet, to: hulp}

  - id: hulp
    number: 13
    kind: hand_over
    icon: help
    title: Een medewerker helpt u.
    text: [Toon het volgende scherm.]
    staff: [Kijk mee met de burger.]

after:
  title: Wat gebeurt er daarna?
  text: [De politie komt langs.]

pages:
  site:
    address: mijn gemeente
    elements:
      - {id: kop, kind: heading, label: Verhuizen}
      - {id: aangifte, kind: button, label: Aangifte}
      - {id: code, kind: field, label: Pincode, filled: ••••, says: Hier komt uw pincode.}
"""

FILE = "assets/walkthroughs/verhuizen/walkthrough.yaml"
MODULE_FILE = "assets/modules/aanmelden/module.yaml"


class Folder:
    """A content folder on disk. `spoil` says on which line it did so."""

    def __init__(self, where: Path) -> None:
        self.path = where / "assets"
        self.write("topics.yaml", TOPICS)
        self.write("modules/aanmelden/module.yaml", MODULE)
        self.write("walkthroughs/verhuizen/walkthrough.yaml", WALKTHROUGH)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def spoil(self, old: str, new: str, name: str = "walkthroughs/verhuizen/walkthrough.yaml") -> int:
        """Replaces one piece of a file and says on which line it stood."""
        text = (self.path / name).read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))
        return text[:text.index(old)].count("\n") + 1

    def read(self, **more) -> tuple[Catalogue, tuple[Problem, ...]]:
        return read_catalogue([self.path], ICONS, **more)
