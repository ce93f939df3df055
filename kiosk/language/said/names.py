"""The small words that numbers, dates and addresses are said with, in each language of the kiosk.

Words and not code, so that somebody who knows the language can check them. Month names are those of the Unicode CLDR
(held here because Babel, which has them, takes a tenth of a second to load).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """``units`` and ``numbered`` are (written, said) and (written, said for one, said for more)."""

    thousands: str  # the sign between thousands, beside a narrow space
    comma: str  # what is said for the decimal sign
    thousand: str
    million: tuple[str, str]
    euro: tuple[str, str]
    cent: tuple[str, str]
    to: str  # 9-12
    out_of: str  # step 1/3
    either: str  # yes/no
    joining: frozenset[str]  # and/or: the words beside which a slash is not said
    minus: str
    then: str  # an arrow between two words
    at: str
    dot: str
    slash: str
    hyphen: str
    underscore: str
    signs: Mapping[str, str]
    units: tuple[tuple[str, str, str], ...]
    numbered: tuple[tuple[str, str], ...]
    months: tuple[str, ...]
    emergency: str  # the words (a pattern) after which 112 is a telephone number


def _months(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def _units(rows: str) -> tuple[tuple[str, str, str], ...]:
    """Rows of "written: one, more", the longest written first so that m² is not taken for m."""
    parted = (row.split(":") for row in rows.split(";"))
    told = [(name.strip(), *(word.strip() for word in words.split(","))) for name, words in parted]
    return tuple(sorted(((row[0], row[1], row[-1]) for row in told), key=lambda row: -len(row[0])))


NAMES: dict[str, Names] = {
    "nl": Names(
        thousands=".", comma="komma", thousand="duizend", million=("miljoen", "miljoen"),
        euro=("euro", "euro"), cent=("cent", "cent"), to="tot", out_of="van", either="of",
        joining=frozenset(("en", "of")), minus="min", then="daarna",
        at="apenstaartje", dot="punt", slash="schuine streep", hyphen="streepje", underscore="laag streepje",
        signs={"&": "en", "+": "plus", "=": "is", "#": "hekje", "%": "procent", "€": "euro", "@": "apenstaartje",
               "×": "maal", "°": "graden", "§": "paragraaf", "←": "pijl naar links", "→": "pijl naar rechts",
               "↑": "pijl omhoog", "↓": "pijl omlaag"},
        units=_units("m²: vierkante meter; m³: kubieke meter; km²: vierkante kilometer; km/u: kilometer per uur;"
                     "km/h: kilometer per uur; km: kilometer; m: meter; cm: centimeter; mm: millimeter; kg: kilo;"
                     "g: gram; l: liter; kWh: kilowattuur; °C: graad, graden; GB: gigabyte; MB: megabyte;"
                     "min.: minuut, minuten; min: minuut, minuten"),
        numbered=(("nr.", "nummer"), ("nrs.", "nummers"), ("n°", "nummer"), ("nº", "nummer"), ("blz.", "bladzijde"),
                  ("p.", "pagina"), ("§", "paragraaf"), ("art.", "artikel")),
        months=_months("januari februari maart april mei juni juli augustus september oktober november december"),
        emergency=r"bel|belt|bellen|nummer|noodnummer|tel\.|telefoon|naar"),
    "fr": Names(
        thousands=".", comma="virgule", thousand="mille", million=("million", "millions"),
        euro=("euro", "euros"), cent=("cent", "cents"), to="à", out_of="sur", either="ou",
        joining=frozenset(("et", "ou")), minus="moins", then="puis",
        at="arobase", dot="point", slash="barre oblique", hyphen="tiret", underscore="tiret bas",
        signs={"&": "et", "+": "plus", "=": "égale", "#": "dièse", "%": "pour cent", "€": "euros", "@": "arobase",
               "×": "fois", "°": "degrés", "§": "paragraphe", "←": "flèche vers la gauche",
               "→": "flèche vers la droite", "↑": "flèche vers le haut", "↓": "flèche vers le bas"},
        units=_units("m²: mètre carré, mètres carrés; m³: mètre cube, mètres cubes;"
                     "km²: kilomètre carré, kilomètres carrés; km/h: kilomètre heure, kilomètres heure;"
                     "km: kilomètre, kilomètres; m: mètre, mètres; cm: centimètre, centimètres;"
                     "mm: millimètre, millimètres; kg: kilo, kilos; g: gramme, grammes; l: litre, litres;"
                     "kWh: kilowattheure, kilowattheures; °C: degré, degrés; Go: gigaoctet, gigaoctets;"
                     "Mo: mégaoctet, mégaoctets; min.: minute, minutes; min: minute, minutes"),
        numbered=(("n°", "numéro"), ("nº", "numéro"), ("nos", "numéros"), ("p.", "page"), ("§", "paragraphe"),
                  ("art.", "article")),
        months=_months("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
        emergency=r"appelez|appeler|appelle|numéro|composez|le|au|tél\."),
    "en": Names(
        thousands=",", comma="point", thousand="thousand", million=("million", "million"),
        euro=("euro", "euros"), cent=("cent", "cents"), to="to", out_of="of", either="or",
        joining=frozenset(("and", "or")), minus="minus", then="then",
        at="at", dot="dot", slash="slash", hyphen="dash", underscore="underscore",
        signs={"&": "and", "+": "plus", "=": "equals", "#": "hash", "%": "percent", "€": "euros", "@": "at",
               "×": "times", "°": "degrees", "§": "section", "←": "left arrow", "→": "right arrow", "↑": "up arrow",
               "↓": "down arrow"},
        units=_units("m²: square metre, square metres; m³: cubic metre, cubic metres;"
                     "km²: square kilometre, square kilometres; km/h: kilometre an hour, kilometres an hour;"
                     "km: kilometre, kilometres; m: metre, metres; cm: centimetre, centimetres;"
                     "mm: millimetre, millimetres; kg: kilo, kilos; g: gram, grams; l: litre, litres;"
                     "kWh: kilowatt-hour, kilowatt-hours; °C: degree, degrees; GB: gigabyte, gigabytes;"
                     "MB: megabyte, megabytes; min.: minute, minutes; min: minute, minutes"),
        numbered=(("No.", "number"), ("no.", "number"), ("Nos.", "numbers"), ("p.", "page"), ("pp.", "pages"),
                  ("§", "section")),
        months=_months("January February March April May June July August September October November December"),
        emergency=r"call|calling|phone|number|dial|ring"),
    "de": Names(
        thousands=".", comma="Komma", thousand="tausend", million=("Million", "Millionen"),
        euro=("Euro", "Euro"), cent=("Cent", "Cent"), to="bis", out_of="von", either="oder",
        joining=frozenset(("und", "oder")), minus="minus", then="dann",
        at="Ät", dot="Punkt", slash="Schrägstrich", hyphen="Bindestrich", underscore="Unterstrich",
        signs={"&": "und", "+": "plus", "=": "gleich", "#": "Raute", "%": "Prozent", "€": "Euro", "@": "Ät",
               "×": "mal", "°": "Grad", "§": "Paragraf", "←": "Pfeil nach links", "→": "Pfeil nach rechts",
               "↑": "Pfeil nach oben", "↓": "Pfeil nach unten"},
        units=_units("m²: Quadratmeter; m³: Kubikmeter; km²: Quadratkilometer; km/h: Kilometer pro Stunde;"
                     "km: Kilometer; m: Meter; cm: Zentimeter; mm: Millimeter; kg: Kilo; g: Gramm; l: Liter;"
                     "kWh: Kilowattstunde, Kilowattstunden; °C: Grad; GB: Gigabyte; MB: Megabyte;"
                     "Min.: Minute, Minuten; min: Minute, Minuten"),
        numbered=(("Nr.", "Nummer"), ("Nrn.", "Nummern"), ("S.", "Seite"), ("§", "Paragraf"), ("Art.", "Artikel")),
        months=_months("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
        emergency=r"Nummer|Notruf|Notrufnummer|Tel\.|anrufen|die"),
    "ar": Names(
        thousands=",", comma="فاصلة", thousand="ألف", million=("مليون", "مليون"),
        euro=("يورو", "يورو"), cent=("سنت", "سنت"), to="إلى", out_of="من", either="أو",
        joining=frozenset(("و", "أو")), minus="ناقص", then="ثم",
        at="آت", dot="نقطة", slash="شرطة مائلة", hyphen="شرطة", underscore="شرطة سفلية",
        signs={"&": "و", "+": "زائد", "=": "يساوي", "#": "هاشتاغ", "%": "في المئة", "٪": "في المئة", "€": "يورو",
               "@": "آت", "×": "ضرب", "°": "درجة", "§": "فقرة", "←": "سهم إلى اليسار", "→": "سهم إلى اليمين",
               "↑": "سهم إلى الأعلى", "↓": "سهم إلى الأسفل"},
        units=_units("m²: متر مربع; م²: متر مربع; km: كيلومتر; كم: كيلومتر; m: متر; م: متر; cm: سنتيمتر; سم: سنتيمتر;"
                     "kg: كيلوغرام; كغ: كيلوغرام; g: غرام; l: لتر; °C: درجة; °م: درجة; min: دقيقة;"
                     "km/h: كيلومتر في الساعة"),
        numbered=(("n°", "رقم"), ("nr.", "رقم"), ("№", "رقم"), ("ص.", "صفحة")),
        months=_months("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
        emergency=r"الرقم|رقم|بالرقم|على"),
}
