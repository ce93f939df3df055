"""The numbers of the hand-off → the names that a municipality knows."""

from __future__ import annotations

from kiosk.catalogue.model import Catalogue
from kiosk.counts.figures import REST
from kiosk.language.languages import BY_NUMBER

UNKNOWN = "Niet bekend"
WAITING = {
    "0-1": "Hoogstens 1 minuut",
    "2-5": "2 tot 5 minuten",
    "6-15": "6 tot 15 minuten",
    "16+": "Langer dan 15 minuten",
    REST: "Er kwam niemand, of de burger stopte zelf",
}
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
          "november", "december")


class Names:
    """Dutch names by kind and key. A number that the catalogue no longer has keeps its number."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of(self, kind: str, key: str) -> str:
        return getattr(self, kind)(key)

    def service(self, key: str) -> str:
        if key in ("0", REST):
            return "Nog geen dienst gekozen" if key else UNKNOWN
        found = self._catalogue.numbered(int(key)) if key.isdecimal() else None
        return found.title.dutch if found else f"Vroegere dienst {key}"

    def step(self, key: str) -> str:
        """With the service before it: many services have a step “Log in”."""
        service, _, number = key.partition("/")
        walkthrough = self._catalogue.numbered(int(service)) if service.isdecimal() else None
        step = walkthrough.step_numbered(int(number)) if walkthrough and number.isdecimal() else None
        if step:
            return f"{self.service(service)}: {step.title.dutch}"
        if number == REST:
            return f"{self.service(service)}: {UNKNOWN.lower()}"
        if number == "0":
            return f"{self.service(service)}: na de laatste stap" if service != "0" else self.service(service)
        return f"{self.service(service)}: vroegere stap {number}"

    def language(self, key: str) -> str:
        found = BY_NUMBER.get(int(key)) if key.isdecimal() else None
        return found.dutch if found else "Nog geen taal gekozen" if key == "0" else UNKNOWN

    def waiting(self, key: str) -> str:
        return WAITING.get(key, key)


def month(key: str) -> str:
    """"2026-11" → "november 2026"."""
    return f"{MONTHS[int(key[5:7]) - 1]} {key[:4]}"
