"""A service → its information card, and what became of each of its texts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

from kiosk.catalogue.cards import SECTIONS
from kiosk.catalogue.everyday import everyday
from kiosk.lpdc.difficulty import Difficulty, difficulty
from kiosk.lpdc.markup import Block, Link, cut
from kiosk.lpdc.service import Address, Contact, Detail, Service, Website, Words, all_words, short
from kiosk.lpdc.wording import Chosen, choose, normal, order

LONGEST_ADDRESS = 40
"""Letters of a web address that somebody may still type; of a longer one only the site is shown."""
LONGEST_TITLE = 120
NOTHING = re.compile(r"[\s.\-–—/]*\Z")
SAME_AS_THE_SCREEN = frozenset({
    "voorwaarden", "voorwaarde", "bewijs", "bewijzen", "bewijsstukken", "procedure", "procedures", "werkwijze", "kost",
    "kosten", "bedrag", "prijs", "wat meebrengen", "wat meebrengen?", "meebrengen", "wat kost het?",
    "hoeveel kost het?", "financieel voordeel", "bedrag kost", "uitzonderingen", "website", "regelgeving",
    "voor wie", "voor wie?"})
"""Names of a part that say no more than the title of the screen on which it stands."""
TOPICS = {
    "CultuurSportVrijeTijd": "gemeente", "EconomieWerk": "werk", "MilieuEnergie": "wonen",
    "MobiliteitOpenbareWerken": "gemeente", "OnderwijsWetenschap": "gezin", "WelzijnGezondheid": "gezondheid",
    "BouwenWonen": "wonen"}
"""IPDC's themes (model/thema.ttl) → our topics; BurgerOverheid depends on the type."""
USUAL = "gemeente"
DAYS = {"mo": "maandag", "tu": "dinsdag", "we": "woensdag", "th": "donderdag", "fr": "vrijdag", "sa": "zaterdag",
        "su": "zondag"}
DAY = re.compile(r"\b(Mo|Tu|We|Th|Fr|Sa|Su)\b")
HOURS = re.compile(r"(?:\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|off|closed)\b|[\d\s:;,.&+/–-])+\Z")
NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a text: kept, shortened, moved or refused, and why."""

    field: str
    what: str
    why: str = ""


@dataclass(slots=True)
class Made:
    """A card before it is written, and its report. ``title`` is empty where no card could be made."""

    iri: str
    version: str = ""
    modified: str = ""
    concept: str = ""
    starts: str = ""
    ends: str = ""
    id: str = ""
    title: str = ""
    language: str = "nl"
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    sections: dict[str, list[dict]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    difficulty: Difficulty = Difficulty()

    def body(self) -> dict:
        """What is written of it."""
        return {"iri": self.iri, "version": self.version, "modified": self.modified, "concept": self.concept,
                "language": self.language, "sections": self.sections, "links": self.links,
                "difficulty": asdict(self.difficulty)}


def make_card(service: Service, form: str) -> Made:
    """``form``: "u" or "je". Never raises; a service without a name gives a card without one, and the reason."""
    return _Maker(service, form).made


def hard(word: str) -> bool:
    """A Dutch word that is not among the everyday ones; names, numbers and addresses are left in peace."""
    bare = word.strip(".,;:!?()”“\"'")
    return len(bare) > 2 and bare.isalpha() and bare.islower() and not everyday().knows(bare)


class _Maker:
    def __init__(self, service: Service, form: str) -> None:
        tags = {normal(tag) for tag, _text in all_words(service)}
        self.wanted, self.form, self.service = order(form, tags), form, service
        self.made = Made(service.iri, service.version, service.modified or service.generated, self._concept(),
                         _day(service.starts), _day(service.ends))
        self.blocks: dict[str, list[dict]] = {name: [] for name in SECTIONS}
        self.links: dict[str, Link] = {}
        self._title()
        if not self.made.title:
            return
        self._fill()
        made = self.made
        made.sections = {name: blocks for name, blocks in self.blocks.items() if blocks}
        made.topics, made.keywords = _topics(service), self._keywords()
        made.difficulty = difficulty((unit for blocks in made.sections.values() for block in blocks
                                      for unit in block["units"] if block["kind"] in ("text", "item")), hard)

    def _concept(self) -> str:
        return self.service.iri if self.service.kind == "concept" else self.service.concept

    def _fate(self, field: str, what: str, why: str = "") -> None:
        fate = Fate(field, what, why)
        if fate not in self.made.fates:
            self.made.fates.append(fate)

    def _title(self) -> None:
        chosen = choose(self.service.title, self.wanted)
        words = " ".join(unit for block in cut(chosen.texts[0]).blocks for unit in block.units) if chosen else ""
        if not words:
            why = "it has no name in a language of the kiosk" if any(True for _ in all_words(self.service)) \
                else "it has no name and not one word of text: an empty draft"
            self._fate("title", "refused", why)
            return
        if len(words) > LONGEST_TITLE:
            self._fate("title", "shortened", f"a tile holds {LONGEST_TITLE} letters; the whole name stands on the card")
            self._add("what", [Block("heading", (words,))], chosen.language)
            words = words[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
        else:
            self._fate("title", "kept")
        self._say_form("title", chosen)
        self.made.title, self.made.language = words, chosen.language

    def _fill(self) -> None:
        service = self.service
        self._text("what", "description", service.description)
        self._text("what", "additional description", service.additional)
        for requirement in service.requirements:
            self._detail("who", "requirement", requirement)
            for evidence in requirement.evidence:
                self._detail("bring", "evidence", evidence)
        for evidence in service.evidence:
            self._detail("bring", "evidence", evidence)
        for section, name, details in (("how", "procedure", service.procedures), ("how", "channel", service.channels),
                                       ("cost", "cost", service.costs), ("gain", "advantage", service.advantages)):
            for detail in details:
                self._detail(section, name, detail)
        for duration in service.duration:
            self._add("how", [Block("text", (f"Dit duurt {_duration(duration)}.",))])
            self._fate("processing time", "kept")
        for contact in service.contacts:
            self._contact(contact)
        self._text("except", "exception", service.exception)
        self._text("law", "regulation", service.regulation)
        for law in service.laws:
            self._website("law", "legal resource", law)
        for website in service.websites:
            self._website("more", "website", website)
        for link in self.links.values():
            if link.address not in self.made.links:  # its words stand in the text already
                self._link("more", link)

    def _text(self, section: str, name: str, words: Words) -> None:
        """A text in the language and form of the card, cut into blocks."""
        if not words:
            return
        chosen = choose(words, self.wanted)
        if chosen is None:
            self._fate(name, "refused", "it is in no language of the kiosk")
            return
        if all(NOTHING.match(text) for text in chosen.texts):
            self._fate(name, "refused", "there is only a dash in it")
            return
        for text in chosen.texts:
            result = cut(text)
            self._add(section, result.blocks, chosen.language)
            for link in result.links:
                self.links.setdefault(link.address, link)
            if result.links:
                self._fate(name, "moved", "the addresses of its links stand under “more”")
            for note in result.notes:
                self._fate(name, "shortened", f"without {note}" if not note.startswith("HTML") else note)
        self._fate(name, "kept")
        self._say_form(name, chosen)

    def _say_form(self, name: str, chosen: Chosen) -> None:
        if chosen.language != "nl":
            self._fate(name, "kept", f"there is only {chosen.language}, no Dutch")
        elif chosen.form and chosen.form != self.form:
            self._fate(name, "kept", f"there is only the form with “{chosen.form}”")

    def _detail(self, section: str, name: str, detail: Detail) -> None:
        chosen = choose(detail.title, self.wanted)
        if chosen is not None:
            headings = [block for text in chosen.texts for block in cut(text).blocks]
            words = " ".join(unit for block in headings for unit in block.units)
            if words.casefold().strip(" .:") in SAME_AS_THE_SCREEN:
                self._fate(f"{name}: title", "kept", "as the title of the screen")
            elif not NOTHING.match(words):
                self._add(section, [Block("heading", (words,))], chosen.language)
                self._fate(f"{name}: title", "kept")
        self._text(section, name, detail.description)
        for website in detail.websites:
            self._website(section, f"{name}: website", website)

    def _website(self, section: str, name: str, website: Website) -> None:
        chosen = choose(website.title, self.wanted)
        words = " ".join(unit for text in chosen.texts for b in cut(text).blocks for unit in b.units) if chosen else ""
        if website.url:
            self._link(section, Link(words, website.url))
            self._fate(name, "kept")
        elif words:
            self._add(section, [Block("text", (words,))], chosen.language)
            self._fate(name, "kept", "a name without an address")
        if website.description:
            before = len(self.blocks[section])
            self._text(section, f"{name}: description", website.description)
            if words and [unit for b in self.blocks[section][before:] for unit in b["units"]] == [words]:
                del self.blocks[section][before:]  # the name once more

    def _link(self, section: str, link: Link) -> None:
        """The words of a link and the address as people type it."""
        if link.address not in self.made.links:
            self.made.links.append(link.address)
        shown = shown_address(link.address)
        if not link.address.rstrip("/").endswith(shown):
            self._fate("web address", "shortened", f"of {link.address[:200]} only the site is shown")
        words = link.words if link.words and link.words != link.address else ""
        units = tuple(filter(None, (words, shown)))
        if {"kind": "row", "units": list(units)} not in self.blocks[section]:
            self._add(section, [Block("row", units)])

    def _contact(self, contact: Contact) -> None:
        for address in contact.addresses:
            if words := self._address(address):
                self._add("where", [Block("text", (words,))])
                self._fate("address", "kept")
        for label, values in (("Telefoon", contact.telephone), ("E-mail", contact.email)):
            for value in values:
                if not NOTHING.match(value):
                    self._add("where", [Block("text", (f"{label}: {' '.join(value.split())}",))])
                    self._fate(label.lower(), "kept")
        hours = choose(contact.hours, self.wanted)
        for text in hours.texts if hours else ():
            if re.match(r"https?://", text.strip()):
                self._link("where", Link("Openingsuren", text.strip()))
            else:
                self._text("where", "opening hours", ((hours.language, f"Open: {in_words(text)}"),))
        for url in contact.url:
            self._website("where", "contact: website", Website(url))

    def _address(self, address: Address) -> str:
        def one(words: Words) -> str:
            chosen = choose(words, self.wanted)
            return " ".join(chosen.texts[0].split()) if chosen else ""

        box = f" bus {address.box.strip()}" if not NOTHING.match(address.box) else ""
        street = f"{one(address.street)} {address.number.strip()}{box}".strip()
        country = one(address.country)
        return ", ".join(filter(None, (street, f"{address.postcode.strip()} {one(address.municipality)}".strip(),
                                       "" if country.casefold() in ("belgië", "belgium", "") else country)))

    def _keywords(self) -> tuple[str, ...]:
        """Of every language: people look for things in theirs."""
        found = dict.fromkeys(" ".join(text.split())[:60] for _tag, text in self.service.keywords)
        if found:
            self._fate("keywords", "kept", "for searching")
        return tuple(word for word in found if word)

    def _add(self, section: str, blocks: Sequence[Block], language: str = "nl") -> None:
        for block in blocks:
            if not block.units:
                continue
            body: dict = {"kind": block.kind, "units": list(block.units)}
            if block.level:
                body["level"] = block.level
            if block.mark:
                body["mark"] = block.mark
            if language != "nl":
                body["language"] = language
            self.blocks[section].append(body)


def _topics(service: Service) -> tuple[str, ...]:
    types, found = {short(type) for type in service.types}, []
    if "FinancieelVoordeel" in types:
        found.append("geld")
    for theme in map(short, service.themes):
        if theme == "BurgerOverheid":
            found.append("papieren" if "Bewijs" in types else USUAL)
        elif theme in TOPICS:
            found.append(TOPICS[theme])
    return tuple(dict.fromkeys(found)) or (USUAL,)


def identify(cards: Sequence[Made], set_name: str, warn: Callable[[str], None] = lambda line: None) -> None:
    """Give each card the id by which the kiosk knows it: the same at every import."""
    taken: set[str] = set()
    for card in cards:
        name = short(card.iri)
        if not name or NOT_IN_A_NAME.search(name) or len(name) > 60 or f"{set_name}/{name}" in taken:
            name = hashlib.sha256(card.iri.encode()).hexdigest()[:20]
        card.id = f"{set_name}/{name}"
        taken.add(card.id)


def shown_address(url: str) -> str:
    """ "https://www.gent.be/afspraak/" → "www.gent.be/afspraak"; of a long one only the site. """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()[:LONGEST_ADDRESS]
    whole = f"{parts.netloc}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")
    return whole if len(whole) <= LONGEST_ADDRESS else parts.netloc[:LONGEST_ADDRESS] or url.strip()[:LONGEST_ADDRESS]


def in_words(hours: str) -> str:
    """Opening hours written for machines, "Mo-We: 09:00-16:00", with the days in Dutch."""
    if not DAY.search(hours) or not HOURS.match(hours.strip()):
        return hours
    words = re.sub(r"(\d):(?=\d)", r"\1.", hours).replace("-", " tot ").replace("&", " en ")
    return " ".join(DAY.sub(lambda found: DAYS[found[1].lower()], words).split())


def _duration(iso: str) -> str:
    """ "P10D" → "10 dagen"; what is no such period stays as it is. """
    found = re.fullmatch(r"P(\d+)([DWMY])", iso.strip())
    names = {"D": ("dag", "dagen"), "W": ("week", "weken"), "M": ("maand", "maanden"), "Y": ("jaar", "jaar")}
    return f"{found[1]} {names[found[2]][found[1] != '1']}" if found else iso.strip()


def _day(time: str) -> str:
    return time[:10] if re.match(r"\d{4}-\d\d-\d\d", time) else ""
