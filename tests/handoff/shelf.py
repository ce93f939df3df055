"""Made-up catalogues: one fixed for ever, which the published test vectors are about, others of any size."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kiosk.catalogue.model import (
    Catalogue,
    Check,
    Choice,
    Choose,
    HandOver,
    Need,
    Step,
    Tell,
    Text,
    Trouble,
    Walkthrough,
)

ROOT = Path(__file__).parents[2]


def text(dutch: str) -> Text:
    return Text(dutch, dutch)


def need(id: str, label: str, no: str = "hulp") -> Need:
    return Need(id, "pin", text(label), text("Vraag hulp."), no)


def trouble(number: int, label: str, to: str = "hulp") -> Trouble:
    return Trouble(f"t{number}", number, "error", text(label), to)


def tell(id: str, number: int, title: str, *troubles: Trouble) -> Tell:
    return Tell(id, number, "info", text(title), (), troubles, "finished")


def walkthrough(id: str, number: int, title: str, *steps: Step) -> Walkthrough:
    return Walkthrough(id, number, text(title), "wonen", "home", text(title), None, (), date(2026, 11, 1),
                       date(2027, 5, 1), {step.id: step for step in steps}, steps[0].id, {})


MOVED = walkthrough(
    "verhuisd", 4, "Ik ben verhuisd",
    tell("about", 1, "Waarom doet u dit?"),
    Check("needs", 3, "list", text("Wat hebt u nodig?"), (), (),
          (need("kaart", "Uw identiteitskaart"), need("pincode", "De pincode van uw kaart", "pin-help"),
           need("adres", "Uw nieuwe adres")), "kies"),
    Choose("kies", 10, "vpn_key", text("Hoe meldt u zich aan?"), (), (),
           (Choice("itsme", "smartphone", text("Met itsme"), "attesten"),)),
    tell("attesten", 11, "Tik op “Attesten”.", trouble(1, "Ik zie de knop niet"),
         trouble(3, "Het scherm vraagt iets anders", "kies")),
    HandOver("hulp", 13, "help", text("Een medewerker helpt u."), (), (),
             (text("Kijk mee of de burger op de juiste pagina staat."),)),
    HandOver("pin-help", 14, "help", text("Een medewerker helpt u."), (), (),
             (text("Leg uit hoe de burger een nieuwe pincode aanvraagt."),)),
)

ITSME = walkthrough(
    "itsme", 300, "Inloggen met itsme",
    tell("about", 1, "Waarom doet u dit?"),
    tell("open", 12, "Open de app itsme.", trouble(2, "Ik heb de app niet", "finished")),
)

FIXED = Catalogue((), {"itsme": ITSME, "verhuisd": MOVED}, version=0x2026)


def catalogue_of(walkthroughs: int, steps: int = 25, troubles: int = 2, needs: int = 4) -> Catalogue:
    """As large as asked: every walkthrough with this many steps, troubles a step and lines of a checklist."""
    def one(number: int) -> Walkthrough:
        check = Check("needs", 3, "list", text("Nodig?"), (), (),
                      tuple(need(f"n{i}", f"Iets {i}") for i in range(needs)), "s0")
        wrong = [trouble(t + 1, f"Fout {t}", "needs") for t in range(troubles)]
        rest = (tell(f"s{i}", 10 + i, f"Stap {i}", *wrong) for i in range(steps - 1))
        return walkthrough(f"w{number}", number, f"Dienst {number}", check, *rest)

    return Catalogue((), {f"w{n}": one(n) for n in range(1, walkthroughs + 1)}, version=walkthroughs)
