"""The catalogue and its texts → the pages of the site, as HTML.

    <root>/                              choose a language
    <root>/<language>/                   topics and their walkthroughs
    <root>/<language>/<walkthrough>/     one walkthrough, whole; each step has its id as its anchor

These addresses stand in codes that people take along, so they never change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kiosk.catalogue.drafts import texts_of_step
from kiosk.catalogue.model import Catalogue, FactText, Sentence, Step, Term, Walkthrough
from kiosk.catalogue.terms import explained_in
from kiosk.handoff.hours import Hours, Span
from kiosk.language import formats
from kiosk.language.languages import BY_CODE, SOURCE, Language
from kiosk.language.texts import Texts
from kiosk.language.units import Unit
from kiosk.site.marks import Icons, line, plain, spoken_in, words
from kiosk.site.order import ordered
from kiosk.site.sounds import Sound

HERE = Path(__file__).parent
USUAL_PLACE = ("", "het onthaal")
"""Every language has its own word for it; another place is named in Dutch, as it stands on the door."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """Who publishes the site, and who helps there. ``address`` is that of the site, with a slash at its end; empty when
    it is not known."""

    name: str
    staff_place: str = ""
    phone: str = ""
    hours: Hours = field(default_factory=Hours)
    address: str = ""


class Pages:
    """Every page, drawn when it is asked for."""

    def __init__(self, catalogue: Catalogue, texts: Mapping[str, Texts], municipality: Municipality, icons: Icons,
                 heard: Callable[[Unit], Sound | None], today: date) -> None:
        """``texts``: by language, Dutch among them. ``heard`` is asked for the sound of each sentence that is read
        aloud. ``today``: exceptions to the helpers' hours are shown from then on.
        """
        self.catalogue = catalogue
        self.texts = texts
        self._municipality = municipality
        self._icons = icons
        self._heard = heard
        self._today = today
        self._static = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:8]
                        for path in (HERE / "static").iterdir()}
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True, keep_trailing_newline=True)
        self._environment.globals.update(spoken_in=spoken_in, plain=plain, words=words, ordered=ordered,
                                         languages=[BY_CODE[code] for code in texts], source=SOURCE)

    def all(self) -> Iterator[tuple[str, str]]:
        """Each page's name below the root, and its HTML."""
        yield "index.html", self._page("choose.html", "nl", "", "")
        for code in self.texts:
            yield f"{code}/index.html", self._page("topics.html", code, "../", "")
            for walkthrough in self.catalogue:
                here = f"{walkthrough.id}/"
                yield f"{code}/{here}index.html", self._page("walkthrough.html", code, "../../", here,
                                                             walkthrough=walkthrough, sources=_sources(walkthrough))

    def _page(self, template: str, code: str, root: str, here: str, **more: object) -> str:
        """``root``: the way from this page to the root; ``here``: from its language's folder to this page."""
        language, texts = BY_CODE[code], self.texts[code]
        used: set[str] = set()
        show = partial(line, page=language)
        return self._environment.get_template(template).render(
            page=language, root=root, here=here, us=self._municipality, catalogue=self.catalogue, texts=texts,
            dutch=self.texts["nl"], texts_of=self.texts, say=texts.say, unit=texts.unit, show=show,
            aloud=lambda unit, page=language: line(unit, page, self._sound(unit)),
            icon=partial(self._icons.shown, used=used), sheet=partial(self._icons.sheet, used),
            static=lambda name: f"{root}{name}?{self._static[name]}",
            hard_words=self._hard_words, checked=partial(_checked, language),
            hours=self._hours(language), days=self._days(language),
            place=self._place(texts), **more)

    def _hard_words(self, step: Step) -> tuple[Term, ...]:
        """All of them: a page has room for more than the two of a screen."""
        return explained_in(texts_of_step(step), self.catalogue.glossary)

    def _sound(self, unit: Unit) -> Markup:
        """Where the sound of a sentence is, and when each of its words is heard: "number:ms number:ms"."""
        sound = self._heard(unit)
        if sound is None:
            return Markup()
        times = " ".join(f"{shown}:{ms}" for shown, ms in sound.words)
        return Markup(' data-sound="{}" data-words="{}"').format(sound.name, times)

    def _place(self, texts: Texts) -> Unit:
        if self._municipality.staff_place in USUAL_PLACE:
            return texts.say("site.desk")
        return texts.say("site.place", place=self._municipality.staff_place)

    def _hours(self, language: Language) -> list[tuple[str, list[str]]]:
        """The weekdays of which somebody has said when a helper is there."""
        week = self._municipality.hours.week
        return [(formats.weekday(day, language), _spans(week[day])) for day in sorted(week)]

    def _days(self, language: Language) -> list[tuple[str, list[str]]]:
        """The days that differ, today's and later ones."""
        exceptions = self._municipality.hours.exceptions
        return [(formats.date_long(day, language), _spans(exceptions[day]))
                for day in sorted(exceptions) if day >= self._today]


def _checked(language: Language, walkthrough: Walkthrough, sentence: Sentence | None = None) -> str:
    """The day on which the value in a sentence was checked, empty where it has none; or the whole walkthrough."""
    if sentence is None:
        return formats.date_short(walkthrough.checked_on, language)
    fact = walkthrough.facts.get(sentence.fact) if isinstance(sentence, FactText) else None
    if fact is None or not fact.value or fact.checked_on is None:
        return ""
    return formats.date_short(fact.checked_on, language)


def _sources(walkthrough: Walkthrough) -> list[str]:
    """Where it all comes from, each address once."""
    values = [fact.source for fact in walkthrough.facts.values() if fact.value]
    return list(dict.fromkeys([*walkthrough.sources, *values]))


def _spans(spans: tuple[Span, ...]) -> list[str]:
    return [f"{_clock(start)}–{_clock(end)}" for start, end in spans]


def _clock(moment: timedelta) -> str:
    minutes = moment // timedelta(minutes=1) % (24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
