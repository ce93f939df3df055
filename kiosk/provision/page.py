"""What the glass says about the card's file, before the kiosk or instead of it: a picture, since it must be there when
no setting can be read and no window opens. Made by the means of the "Een ogenblik" picture."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kiosk.provision.fault import Fault
from kiosk.provision.machine import OnCard

ASSETS = Path(__file__).parents[2] / "assets"
PAPER, INK, QUIET = "#fbf7ef", "#14213d", "#4a5570"
LONG, SHORT, MARGIN = 1920, 1080, 80
"""px. The picture is shown as large as the glass allows, whatever its size."""
TITLE, HEAD, TEXT = 80, 48, 42
LABEL = 260
"""px, for the names in what was taken over."""
NAMES = {"nl": "Nederlands", "fr": "Frans", "en": "Engels", "de": "Duits", "ar": "Arabisch"}


@dataclass(frozen=True)
class Page:
    """``parts`` are a bold line and the sentences below it, or with ``beside`` next to it. Faults that do not fit are
    counted."""

    icon: str
    title: str
    under: str
    head: str
    parts: tuple[tuple[str, str], ...]
    foot: tuple[str, ...]
    beside: bool = False


def faulty(name: str, faults: Sequence[Fault], *, former: bool) -> Page:
    parts = tuple((" · ".join(filter(None, [f"Regel {fault.line}" if fault.line else "", fault.key])) or name,
                   " ".join(fault.dutch)) for fault in sorted(faults, key=lambda fault: fault.line))
    title, under, then = (
        ("Een ogenblik", "De kiosk start zo meteen.", "De kiosk start met de vorige instellingen.") if former else
        ("Deze kiosk is nog niet klaar", "Vraag hulp aan een medewerker.", "De kiosk start als alles klopt."))
    return Page("hourglass_top" if former else "build", title, under,
                f"Voor de beheerder: in {name} op de geheugenkaart", parts,
                ("Zet de kiosk uit. Verbeter het bestand in een computer. Zet de kiosk weer aan.",
                 f"Er is niets veranderd. {then}"))


def taken(settings: OnCard, keys: Sequence[str] | None, warning: str) -> Page:
    """``keys``: whose packs it takes, None where the card says nothing of it."""
    site, machine = settings.site, settings.machine
    rows = [("Naam", site.name), ("Talen", ", ".join(NAMES.get(code, code) for code in site.languages)),
            ("Scherm", f"{settings.panel.diagonal:g} inch".replace(".", ",")
             + (f", {settings.panel.rotation}° gedraaid" if settings.panel.rotation else "")),
            ("Helpdesk", settings.desk.address or "geen"), ("Geluid", f"stap {settings.sound.volume} van 7")]
    if machine.wifi_name:
        rows.append(("Wi-Fi", machine.wifi_name))
    if keys is not None:
        rows.append(("Pakketten van", ", ".join(keys) or "niemand"))
    if warning:
        rows.insert(0, ("Let op", warning))
    return Page("check_circle", "De instellingen zijn overgenomen", "De kiosk start zo meteen.",
                "Dit weet de kiosk nu:", tuple(rows),
                ("Klopt er iets niet? Verbeter kiosk.toml op de geheugenkaart.",), beside=True)


def draw(page: Page, rotation: int) -> Image.Image:
    """The picture, turned as the kiosk turns its own."""
    wide = rotation in (0, 180)
    size = (LONG, SHORT) if wide else (SHORT, LONG)
    image = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(image)
    width = size[0] - 2 * MARGIN
    icon = chr(int(json.loads((ASSETS / "icons/icons.json").read_text("utf-8"))[page.icon], 16))
    pen.text((MARGIN, MARGIN - 10), icon, INK, ImageFont.truetype(ASSETS / "icons/icons.ttf", 150))
    y = _write(pen, page.title, (MARGIN + 200, MARGIN - 10), width - 200, TITLE, bold=True)
    y = _write(pen, page.under, (MARGIN + 200, y + 8), width - 200, HEAD)
    y = max(y, MARGIN + 150) + 20
    pen.line((MARGIN, y, MARGIN + width, y), INK, 4)
    y = _write(pen, page.head, (MARGIN, y + 30), width, HEAD, bold=True) + 20
    below = sum(len(list(_lines(line, TEXT, False, width))) * _step(TEXT) for line in page.foot) + 40
    room = size[1] - MARGIN - below
    indent = LABEL if page.beside else 40
    for shown, (head, words) in enumerate(page.parts):
        high = _step(TEXT) * (len(list(_lines(words, TEXT, False, width - indent))) + (not page.beside)) + 14
        more = len(page.parts) - shown
        if y + high > room - (_step(TEXT) if more > 1 else 0):
            y = _write(pen, f"En nog {more} {'fout' if more == 1 else 'fouten'}.", (MARGIN, y), width, TEXT)
            break
        under = _write(pen, head, (MARGIN, y), width, TEXT, bold=True)
        y = _write(pen, words, (MARGIN + indent, y if page.beside else under), width - indent, TEXT) + 14
    y = size[1] - MARGIN - below + 40
    for line in page.foot:
        y = _write(pen, line, (MARGIN, y), width, TEXT, colour=QUIET)
    return image.rotate(rotation, expand=True)


def _write(pen: ImageDraw.ImageDraw, words: str, at: tuple[int, int], width: int, size: int, *, bold: bool = False,
           colour: str = INK) -> int:
    """The y, in px, below what was written."""
    x, y = at
    for line in _lines(words, size, bold, width):
        pen.text((x, y), line, colour, _font(size, bold))
        y += _step(size)
    return y


def _lines(words: str, size: int, bold: bool, width: int) -> Iterator[str]:
    font, line = _font(size, bold), ""
    for word in words.split():
        if line and font.getlength(f"{line} {word}") > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
        while font.getlength(line) > width:  # an address longer than the glass is wide
            cut = next(end for end in range(len(line) - 1, 0, -1) if font.getlength(line[:end]) <= width)
            yield line[:cut]
            line = line[cut:]
    yield line


def _step(size: int) -> int:
    return round(size * 1.25)


def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(ASSETS / f"fonts/AtkinsonHyperlegibleNext-{'Bold' if bold else 'Regular'}.ttf", size)
